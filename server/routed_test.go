package server_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// TestRefusals hold every refusal to be a problem, the router's too.
func TestRefusals(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	f := func(method, path string, body any, status int, code string) {
		t.Helper()
		got := h.do(method, path, readKey, body)
		var p struct{ Code, Detail string }
		if err := json.Unmarshal(got.body, &p); err != nil {
			t.Errorf("%s %s: %v in %.60q", method, path, err, got.body)
			return
		}
		if kind := got.header.Get("Content-Type"); got.status != status || p.Code != code || p.Detail == "" || kind != "application/problem+json" {
			t.Errorf("%s %s: got %d %q as %q, want %d %q", method, path, got.status, p.Code, kind, status, code)
		}
	}

	f("DELETE", "/api/v1/metrics", nil, 405, "method_not_allowed")
	f("GET", "/api/v1/keys/x", nil, 405, "method_not_allowed") // no page of the dashboard
	f("POST", "/api/v1/me/sessions/x", nil, 405, "method_not_allowed")
	f("PUT", "/t", "{}", 405, "method_not_allowed")
	f("DELETE", "/1.0/event", nil, 405, "method_not_allowed")
	f("POST", "/nowhere", "{}", 404, "not_found")
	f("POST", "/1.0/event/", "[]", 404, "not_found")
	f("POST", "/tag.js", "{}", 405, "method_not_allowed")
	f("GET", "/api/v1/nowhere", nil, 404, "not_found")
	f("POST", "/t", strings.Repeat("x", 30<<20), 413, "too_large")
	for _, method := range []string{"GET", "PUT", "PATCH"} { // a page reads what it did wrong
		got := h.do(method, "/t", "", nil)
		if allow, origin := got.header.Get("Allow"), got.header.Get("Access-Control-Allow-Origin"); allow != "POST, OPTIONS" || origin != "*" {
			t.Errorf("%s /t: allowed %q from %q", method, allow, origin)
		}
	}
}

// TestCompressed sends bodies that are not what they say, each of which must be
// told what is wrong with it.
func TestCompressed(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(`[{"event":"a"}]`)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	whole := b.String()
	f := func(body string, status int, says string) {
		t.Helper()
		header := http.Header{"Authorization": {"Bearer " + serverKey}, "Content-Encoding": {"gzip"}}
		if got := h.send(http.MethodPost, "/t", header, body); got.status != status || !strings.Contains(string(got.body), says) {
			t.Errorf("got %d %s, want %d with %q", got.status, got.body, status, says)
		}
	}
	f(whole, 200, `"accepted":1`)
	f(whole[:len(whole)-4], 400, "it ends before its end")
	f(whole[:len(whole)-8]+"\x00\x00\x00\x00\x00\x00\x00\x00", 400, "it is not gzip to its end, or was changed on its way")
	f(whole+"junk of some length", 400, "it is not gzip to its end, or was changed on its way")
	f(`[{"event":"a"}]`, 400, "it is not gzip")
}
