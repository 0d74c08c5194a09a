package server_test

import (
	"net/http"
	"testing"

	"github.com/debrief-dev/debrief/report"
)

// TestCloudEvents follows events of all three modes to the conversation on screen.
func TestCloudEvents(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	header := func(more ...string) http.Header {
		all := http.Header{"Authorization": {"Bearer " + serverKey}}
		for i := 0; i+1 < len(more); i += 2 {
			all.Set(more[i], more[i+1])
		}
		return all
	}
	f := func(header http.Header, body string, status int, want string) {
		t.Helper()
		if got := h.send(http.MethodPost, "/cloudevents", header, body); got.status != status || string(got.body) != want {
			t.Errorf("%s: got %d %s, want %d %s", body, got.status, got.body, status, want)
		}
	}
	const accepted, duplicate = `{"accepted":1,"duplicate":0,"rejected":[]}`, `{"accepted":0,"duplicate":1,"rejected":[]}`
	const response = `{"specversion":"1.0","id":"2","source":"/s","type":"com.example.screeb_copilot_response","subject":"u","time":"2026-11-20T11:59:02Z","data":{"response":"From the Settings page.","conversation_id":"c"}}`
	binary := header("ce-specversion", "1.0", "ce-id", "1", "ce-source", "/s", "ce-type", "screeb_copilot_user_prompt", "ce-subject", "u", "ce-time", "2026-11-20T11:59:00Z", "ce-conversationid", "c")
	for _, want := range []string{accepted, duplicate} {
		f(binary, `{"prompt":"How can I export?"}`, 200, want)
		f(header("Content-Type", "application/cloudevents+json"), response, 200, want)
	}
	f(header("Content-Type", "application/cloudevents-batch+json"), `[`+response+`,{"specversion":"1.0","id":"3","source":"/s"}]`, 200,
		`{"accepted":0,"duplicate":1,"rejected":[{"index":1,"code":"missing_field","field":"type","message":"type is required"}]}`)
	f(header(), `[{"specversion":"1.0","id":"3","source":"/s"}]`, 422,
		`{"accepted":0,"duplicate":0,"rejected":[{"index":0,"code":"missing_field","field":"type","message":"type is required"}]}`)
	for key, want := range map[string]int{"": 401, "wrong": 401, readKey: 401} {
		if got := h.send(http.MethodPost, "/cloudevents", http.Header{"Authorization": {"Bearer " + key}}, response); got.status != want {
			t.Errorf("key %q: %d %s", key, got.status, got.body)
		}
	}
	h.settle()
	var detail report.ConversationDetail
	h.read("/api/v1/conversations/c", &detail)
	if len(detail.Turns) != 1 || detail.Turns[0].Response != "From the Settings page." || detail.UserID != "u" {
		t.Errorf("detail %+v", detail)
	}
}
