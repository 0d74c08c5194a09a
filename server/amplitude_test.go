package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/report"
)

// TestAmplitude follows what Amplitude's SDKs send to the conversation on screen.
func TestAmplitude(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	const talk = `{"api_key":"write-key-1","events":[
		{"event_type":"[Agent] User Message","insert_id":"a1","user_id":"u","time":1795175940000,"event_properties":{"[Agent] Session ID":"c","$llm_message":{"text":"How can I export?"}}},
		{"event_type":"[Agent] AI Response","insert_id":"a2","user_id":"u","time":1795175942000,"event_properties":{"[Agent] Session ID":"c","$llm_message":{"text":"From the Settings page."},"[Agent] Model Name":"m"}},
		{"event_type":"[Agent] Score","insert_id":"a3","user_id":"u","time":1795175949000,"event_properties":{"[Agent] Session ID":"c","[Agent] Score Name":"user-feedback","[Agent] Score Value":1}}
	]}`
	for _, path := range []string{"/2/httpapi", "/batch", "/batch/", "/httpapi"} { // a repeat is a success too
		if got := h.send(http.MethodPost, path, http.Header{}, talk); got.status != 200 || string(got.body) != `{"code":200,"events_ingested":3}` {
			t.Fatalf("%s: %d %s", path, got.status, got.body)
		}
	}
	if status := h.settle(); status.Stored != 3 {
		t.Errorf("status %+v", status)
	}
	var detail report.ConversationDetail
	h.read("/api/v1/conversations/c", &detail)
	if len(detail.Turns) != 1 || detail.Turns[0].Model != "m" || detail.Satisfaction.Explicit == nil || *detail.Satisfaction.Explicit != 1 {
		t.Errorf("detail %+v", detail)
	}
}

// TestAmplitudeAnswers holds what Amplitude's SDKs are told.
func TestAmplitudeAnswers(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	_, err := h.control.AddKey(t.Context(), control.Key{Project: "default", Kind: control.WriteKey, Value: "slow-key", CreatedAt: h.now(), Limits: control.Limits{Rate: 1}})
	must(t, err)
	f := func(path, body string, status int, want string) {
		t.Helper()
		got := h.send(http.MethodPost, path, http.Header{}, body)
		if got.status != status || !strings.Contains(string(got.body), want) || got.header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %.80s: got %d %s, want %d %s", path, body, got.status, got.body, status, want)
		}
		if got.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %v lets no page read it", path, got.header)
		}
	}
	item := `{"event_type":"a","user_id":"u"}`
	for _, path := range []string{"/2/httpapi", "/batch"} {
		f(path, `{"api_key":"write-key-1","events":[`+item+`,{}]}`, 200,
			`{"code":200,"events_ingested":1,"rejected":[{"index":1,"code":"missing_field","field":"event_type","message":"event_type is required"}]}`)
		f(path, `{"api_key":"wrong","events":[`+item+`]}`, 401, `{"error":"This key is unknown`)
		f(path, `{"api_key":"write-key-1","events":7}`, 400, `{"code":400,"error":"cannot read the body: its events is no list`)
	}
	f("/2/httpapi", `{"events":`, 400, `{"code":400,"error":"cannot read`)
	f("/2/httpapi", strings.Repeat(" ", 9<<20), 413, `{"code":413,"error":"The body is too large`)
	f("/2/httpapi", `{"api_key":"slow-key","events":[`+strings.Repeat(item+`,`, 99)+item+`]}`, 200, `"events_ingested":100`)
	f("/batch", `{"api_key":"slow-key","events":[`+item+`,`+item+`]}`, 429, `"throttled_events":[0,1]`)
	must(t, h.door.Close())
	f("/batch", `{"api_key":"write-key-1","events":[`+item+`]}`, 503, `{"code":503,"error":"Nothing of this request was kept`)
}
