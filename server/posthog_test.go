package server_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/report"
)

// TestPostHog follows what PostHog's SDKs send to the conversation on screen.
func TestPostHog(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	const talk = `{"api_key":"write-key-1","batch":[
		{"event":"screeb_copilot_user_prompt","uuid":"p1","distinct_id":"u","timestamp":"2026-11-20T11:59:00Z","properties":{"conversation_id":"c","prompt":"How can I export?"}},
		{"event":"survey sent","uuid":"p2","distinct_id":"u","timestamp":"2026-11-20T11:59:09Z","properties":{"conversation_id":"c","$survey_response":1}}
	],"sent_at":"2026-11-20T12:00:00Z"}`
	for range 2 { // a repeat is a success too
		if got := h.send(http.MethodPost, "/batch/", http.Header{}, talk); got.status != 200 || string(got.body) != `{"status":1}` {
			t.Fatalf("sent: %d %s", got.status, got.body)
		}
	}
	if status := h.settle(); status.Stored != 2 {
		t.Errorf("status %+v", status)
	}
	var detail report.ConversationDetail
	h.read("/api/v1/conversations/c", &detail)
	if len(detail.Turns) != 1 || detail.UserID != "u" || detail.Satisfaction.Explicit == nil || *detail.Satisfaction.Explicit != 1 {
		t.Errorf("detail %+v", detail)
	}
}

// TestPostHogAnswers holds what PostHog's SDKs are told, in every way in which
// they send.
func TestPostHogAnswers(t *testing.T) {
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
	const ok, item = `{"status":1}`, `{"event":"a","distinct_id":"u","api_key":"write-key-1"}`
	for _, path := range []string{"/batch", "/batch/", "/e", "/e/", "/capture/", "/i/v0/e/", "/i/v0/ai/batch/", "/e/?compression=gzip-js&ver=1"} {
		f(path, http.Header{}, item, 200, ok)
	}
	f("/i/v1/analytics/events", http.Header{"Authorization": {"Bearer write-key-1"}}, `{"batch":[{"event":"a"}]}`, 200, `{"results":{}}`)

	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, err := io.WriteString(z, item)
	must(t, err)
	must(t, z.Close())
	f("/e/", http.Header{"Content-Type": {"text/plain"}}, zipped.String(), 200, ok)
	form := "data=" + url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(item)))
	f("/e/?compression=base64", http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, form, 200, ok)

	f("/batch/", http.Header{}, `{"api_key":"write-key-1","batch":[{"event":"a"},{}]}`, 200,
		`{"status":1,"rejected":[{"index":1,"code":"missing_field","field":"event","message":"event is required"}]}`)
	f("/batch/", http.Header{}, `{"api_key":"wrong","batch":[{"event":"a"}]}`, 401, "unauthorized")
	f("/batch/", http.Header{}, `{"batch":[{"event":"a"}]}`, 401, "unauthorized")
	f("/batch/", http.Header{"Authorization": {"Bearer write-key-1"}}, `{"batch":`, 400, "unreadable_body")
	f("/batch/", http.Header{"Authorization": {"Bearer write-key-1"}}, strings.Repeat(" ", 9<<20), 413, "too_large")
	must(t, h.door.Close())
	f("/e/", http.Header{}, item, 503, "overloaded")
}

// What the SDKs ask before they send is answered so that they are quiet.
func TestPostHogStart(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	f := func(method, path, kind, want string) {
		t.Helper()
		got := h.send(method, path, http.Header{"Origin": {"https://shop.example"}, "Sec-Fetch-Site": {"cross-site"}}, "{}")
		if got.status != 200 || !strings.HasPrefix(got.header.Get("Content-Type"), kind) || !strings.Contains(string(got.body), want) {
			t.Errorf("%s: %d %s %s", path, got.status, got.header.Get("Content-Type"), got.body)
		}
		if got.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %v lets no page read it", path, got.header)
		}
	}
	f(http.MethodGet, "/array/k/config", "application/json", `"supportedCompression":["gzip","gzip-js"]`)
	f(http.MethodGet, "/array/a%3C%22b/config.js", "text/javascript", `all["a\u003c\"b"] = { config: {"supportedCompression"`)
	for _, path := range []string{"/flags/?v=2", "/flags?v=2", "/decide/?v=3"} {
		f(http.MethodPost, path, "application/json", `"featureFlags":{}`)
	}
}
