package server_test

import (
	"encoding/json"
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
	f("PUT", "/t", "{}", 405, "method_not_allowed")
	f("POST", "/nowhere", "{}", 404, "not_found")
	f("POST", "/1.0/event/", "[]", 404, "not_found")
	f("POST", "/tag.js", "{}", 405, "method_not_allowed")
	f("GET", "/api/v1/nowhere", nil, 404, "not_found")
	f("POST", "/t", strings.Repeat("x", 30<<20), 413, "too_large")
}
