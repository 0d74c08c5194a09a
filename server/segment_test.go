package server_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/report"
)

const segmentTalk = `{"batch":[
{"type":"identify","messageId":"s1","userId":"u","anonymousId":"a","timestamp":"2026-11-20T11:58:00Z","traits":{"plan":"pro"}},
{"type":"track","messageId":"s2","anonymousId":"a","timestamp":"2026-11-20T11:59:00Z","event":"Message Sent","properties":{"conversationId":"c","message_body":"How can I export?"}},
{"type":"track","messageId":"s3","userId":"u","timestamp":"2026-11-20T11:59:02Z","event":"Message Received","properties":{"conversationId":"c","message_body":"From the Settings page."}},
{"type":"track","messageId":"s4","userId":"u","timestamp":"2026-11-20T11:59:09Z","event":"Feedback Submitted","properties":{"conversationId":"c","rating":5}},
{"type":"track","messageId":"s5","userId":"u","timestamp":"2026-11-20T11:59:30Z","event":"Plan Upgraded","properties":{"conversationId":"c","revenue":49}}
],"sentAt":"2026-11-20T12:00:00Z"}`

// basic is the header in which Segment's SDKs have their key.
func basic(key string) http.Header {
	return http.Header{"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte(key+":"))}}
}

// TestSegment follows what a Segment SDK sends to the conversation on screen.
func TestSegment(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	for range 2 { // a repeat is a success too
		if got := h.send(http.MethodPost, "/v1/batch", basic(writeKey), segmentTalk); got.status != 200 || string(got.body) != `{"success":true}` {
			t.Fatalf("sent: %d %s", got.status, got.body)
		}
	}
	if status := h.settle(); status.Stored != 5 {
		t.Errorf("status %+v", status)
	}
	var detail report.ConversationDetail
	h.read("/api/v1/conversations/c", &detail)
	if len(detail.Turns) != 1 || detail.Turns[0].Response != "From the Settings page." || len(detail.Converted) != 1 || detail.UserID != "u" {
		t.Errorf("detail %+v", detail)
	}
}

// TestSegmentAnswers holds what Segment's SDKs are told, in every way in which
// they send.
func TestSegmentAnswers(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	f := func(path string, header http.Header, body string, status int, want string) {
		t.Helper()
		got := h.send(http.MethodPost, path, header, body)
		if text := string(got.body); got.status != status || text != want && !strings.Contains(text, `"code":"`+want+`"`) {
			t.Errorf("%s %s: got %d %s, want %d %s", path, body, got.status, got.body, status, want)
		}
		if got.header.Get("Access-Control-Allow-Origin") != "*" || got.header.Get("Access-Control-Expose-Headers") != "Retry-After" {
			t.Errorf("%s: %v lets no page read it", path, got.header)
		}
	}
	const ok = `{"success":true}`
	none := func() http.Header { return http.Header{} }
	item := `{"event":"Opened","userId":"u","groupId":"g","previousId":"p"}`
	for _, path := range []string{
		"/v1/track", "/v1/t", "/v1/identify", "/v1/i", "/v1/page", "/v1/p", "/v1/screen", "/v1/s", "/v1/group", "/v1/g", "/v1/alias", "/v1/a",
	} {
		f(path, basic(writeKey), item, 200, ok)
	}
	f("/v1/b", none(), `{"batch":[],"writeKey":"write-key-1"}`, 200, ok)
	f("/v1/t", none(), `{"event":"Opened","userId":"u","writeKey":"write-key-1"}`, 200, ok)
	f("/v1/t", basic("wrong"), `{"event":"Opened","userId":"u","writeKey":"write-key-1"}`, 200, ok)
	f("/v1/t", http.Header{"Authorization": {"Bearer write-key-1"}}, item, 200, ok)
	f("/v1/m", none(), `{"series":[]}`, 200, ok)

	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, err := io.WriteString(z, item)
	must(t, err)
	must(t, z.Close())
	f("/v1/track", basic(writeKey), zipped.String(), 200, ok) // as browsers compress without saying so

	f("/v1/batch", basic(writeKey), `{"batch":[{"type":"track","userId":"u","event":"Opened"},{"type":"group"}]}`, 200,
		`{"success":false,"accepted":1,"duplicate":0,"rejected":[{"index":1,"code":"missing_field","field":"groupId","message":"groupId is required"}]}`)
	f("/v1/batch", basic(writeKey), `{"batch":[1]}`, 200,
		`{"success":false,"accepted":0,"duplicate":0,"rejected":[{"index":0,"code":"invalid_item","message":"an item must be a JSON object"}]}`)
	f("/v1/batch", basic("wrong"), segmentTalk, 401, "unauthorized")
	f("/v1/batch", none(), segmentTalk, 401, "unauthorized")
	f("/v1/batch", basic(readKey), segmentTalk, 401, "unauthorized")
	f("/v1/batch", basic(writeKey), `{"batch":`, 400, "unreadable_body")
	f("/v1/batch", basic(writeKey), strings.Repeat(" ", 9<<20), 413, "too_large")
	zipped.Reset()
	z.Reset(&zipped)
	_, err = io.WriteString(z, strings.Repeat(" ", 64<<20))
	must(t, err)
	must(t, z.Close())
	f("/v1/batch", basic(writeKey), zipped.String(), 413, "too_large")
}

// An SDK that is told to wait keeps what it has.
func TestSegmentWaits(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	key, err := h.control.AddKey(t.Context(), control.Key{
		Project: "default", Kind: control.WriteKey, Value: "slow-key", CreatedAt: h.now(), Limits: control.Limits{Rate: 1},
	})
	must(t, err)
	many := `{"batch":[` + strings.Repeat(`{"type":"track","event":"a","userId":"u"},`, 99) + `{"type":"track","event":"a","userId":"u"}]}`
	first := h.send(http.MethodPost, "/v1/batch", basic("slow-key"), many)
	second := h.send(http.MethodPost, "/v1/batch", basic("slow-key"), `{"batch":[{"type":"track","event":"a","userId":"u"}]}`)
	if first.status != 200 || second.status != 429 || second.header.Get("Retry-After") != "1" {
		t.Errorf("key %s: %d %s, then %d %v", key.ID, first.status, first.body, second.status, second.header)
	}
	must(t, h.door.Close())
	closed := h.send(http.MethodPost, "/v1/batch", basic(writeKey), many)
	if closed.status != 503 || closed.header.Get("Retry-After") == "" {
		t.Errorf("closed: %d %v %s", closed.status, closed.header, closed.body)
	}
}

// What the browser SDKs ask before they send leads them here.
func TestSegmentStart(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	settings := h.send(http.MethodGet, "/v1/projects/write-key-1/settings", http.Header{"Origin": {"https://shop.example"}}, nil)
	want := `{"integrations":{"Segment.io":{"apiKey":"write-key-1","apiHost":"` + strings.TrimPrefix(h.url, "http://") + `/v1","protocol":"http"}}}`
	if settings.status != 200 || string(settings.body) != want || settings.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("settings: %d %s", settings.status, settings.body)
	}
	secure := h.send(http.MethodGet, "/v1/projects/k/settings", http.Header{"X-Forwarded-Proto": {"https"}}, nil)
	if !strings.Contains(string(secure.body), `"protocol":"https"`) {
		t.Errorf("behind a proxy with TLS: %s", secure.body)
	}
	var source struct {
		Source struct {
			WriteKey     string
			Enabled      bool
			Destinations []any
		}
	}
	for _, got := range []answer{
		h.send(http.MethodGet, "/sourceConfig?p=npm&writeKey=k&v=3", basic("k"), nil), h.send(http.MethodGet, "/sourceConfig", basic("k"), nil),
	} {
		must(t, json.Unmarshal(got.body, &source))
		if source.Source.WriteKey != "k" || !source.Source.Enabled || source.Source.Destinations == nil || got.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("source: %d %s", got.status, got.body)
		}
	}
	for _, path := range []string{"/v1/track", "/v1/projects/k/settings", "/sourceConfig", "/v1/m"} {
		got := h.send(http.MethodOptions, path, http.Header{"Access-Control-Request-Headers": {"anonymousid,authorization,content-type,sentat"}}, nil)
		if got.status != 204 || got.header.Get("Access-Control-Allow-Headers") != "anonymousid,authorization,content-type,sentat" {
			t.Errorf("preflight of %s: %d %v", path, got.status, got.header)
		}
	}
}

// With a slash at its end a path is the same one.
func TestSegmentSlash(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	for _, path := range []string{"/v1/batch/", "/v1/track/"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.url+path, strings.NewReader(`{"type":"track","event":"a","userId":"u"}`))
		must(t, err)
		req.Header = basic(writeKey)
		req.Header.Set("Sec-Fetch-Site", "cross-site") // as any page may send
		resp, err := http.DefaultClient.Do(req)
		must(t, err)
		must(t, resp.Body.Close())
		if resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", path, resp.StatusCode)
		}
	}
}
