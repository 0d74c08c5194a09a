package server_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/server"
)

const onePrompt = `[{"event":"screeb_copilot_user_prompt","user_id":"u","properties":{"prompt":"hi there","conversation_id":"c"}}]`

// addKey makes a key as an owner.
func (h *harness) addKey(owner string, body map[string]any) server.Key {
	h.Helper()
	var made server.Key
	h.as(owner, http.MethodPost, "/api/v1/keys", body).want(h.T, 200, "", &made)
	return made
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner := h.session(h.person("owner", control.Owner))
	key := h.addKey(owner, map[string]any{"kind": "write", "origins": []string{"https://App.example.com/", "https://*.example.org"}})
	if diff := cmp.Diff([]control.Origin{"https://app.example.com", "https://*.example.org"}, key.Origins); diff != "" {
		t.Error(diff)
	}
	f := func(origin string, status int, code string) {
		t.Helper()
		header := http.Header{"Authorization": {"Bearer " + key.Value}}
		if origin != "" {
			header.Set("Origin", origin)
		}
		got := h.send(http.MethodPost, "/t", header, onePrompt)
		got.want(t, status, code, nil)
		if got.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("a page of %s cannot read the answer", origin)
		}
	}
	f("https://app.example.com", 200, "")
	f("https://a.b.example.org", 200, "")
	f("https://evil.example", 403, "origin_not_allowed")
	f("null", 403, "origin_not_allowed")
	f("", 403, "origin_not_allowed")
	h.as(owner, http.MethodPut, "/api/v1/keys/"+key.ID, map[string]any{"name": "any page"}).want(t, 200, "", nil)
	f("https://evil.example", 200, "")
	f("", 200, "")
}

func TestRate(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner := h.session(h.person("owner", control.Owner))
	key := h.addKey(owner, map[string]any{"kind": "server", "rate": 20})
	burst := `[` + strings.TrimSuffix(strings.Repeat(strings.Trim(onePrompt, "[]")+",", 200), ",") + `]`
	send := func(body string) answer { return h.do(http.MethodPost, "/t", key.Value, body) }
	refused := func(wait int) {
		t.Helper()
		got := send(onePrompt)
		got.want(t, 503, "rate_exceeded", nil)
		if got.header.Get("Retry-After") != strconv.Itoa(wait) {
			t.Errorf("Retry-After %s, want %d", got.header.Get("Retry-After"), wait)
		}
		if !strings.Contains(string(got.body), "may send 20 events a second, and 200 at once") {
			t.Errorf("%s does not say what the key may", got.body)
		}
	}
	send(burst).want(t, 200, "", nil)
	refused(1)
	h.pass(50 * time.Millisecond)
	send(onePrompt).want(t, 200, "", nil)
	refused(1)
	h.pass(10 * time.Second)
	double := strings.TrimSuffix(burst, "]") + "," + strings.TrimPrefix(burst, "[")
	send(double).want(t, 200, "", nil) // larger than a burst: passes, and is waited for
	refused(11)
	h.pass(11 * time.Second)
	send(onePrompt).want(t, 200, "", nil)

	h.as(owner, http.MethodPut, "/api/v1/keys/"+key.ID, map[string]any{"name": "", "rate": 0}).want(t, 200, "", nil)
	for range 3 {
		send(double).want(t, 200, "", nil)
	}
}

func TestRotation(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner := h.session(h.person("owner", control.Owner))
	old := h.addKey(owner, map[string]any{"kind": "write", "name": "Page", "origins": []string{"https://app.example.com"}, "rate": 50})
	var next server.Key
	h.as(owner, http.MethodPost, "/api/v1/keys/"+old.ID+"/rotate", map[string]any{"grace_seconds": 3600}).want(t, 200, "", &next)
	if next.ID == old.ID || next.Value == old.Value || next.RevokedAt != nil {
		t.Errorf("the new key is %+v", next)
	}
	for _, k := range []*server.Key{&old, &next} {
		if k.Name != "Page" || k.Rate != 50 || len(k.Origins) != 1 {
			t.Errorf("%+v has not the same limits", k)
		}
	}
	send := func(key server.Key) answer {
		return h.send(http.MethodPost, "/t", http.Header{"Authorization": {"Bearer " + key.Value}, "Origin": {"https://app.example.com"}}, onePrompt)
	}
	h.pass(time.Hour - time.Second)
	send(old).want(t, 200, "", nil)
	h.pass(time.Second)
	send(old).want(t, 401, "unauthorized", nil)
	send(next).want(t, 200, "", nil)
	h.as(owner, http.MethodPost, "/api/v1/keys/"+old.ID+"/rotate", map[string]any{}).want(t, 404, "not_found", nil)

	// At once, and a day when nothing is said; a key that is ending can end now.
	var third server.Key
	h.as(owner, http.MethodPost, "/api/v1/keys/"+next.ID+"/rotate", map[string]any{"grace_seconds": 0}).want(t, 200, "", &third)
	send(next).want(t, 401, "unauthorized", nil)
	var fourth server.Key
	h.as(owner, http.MethodPost, "/api/v1/keys/"+third.ID+"/rotate", map[string]any{}).want(t, 200, "", &fourth)
	h.pass(24*time.Hour - time.Second)
	send(third).want(t, 200, "", nil)
	h.as(owner, http.MethodDelete, "/api/v1/keys/"+third.ID, nil).want(t, 204, "", nil)
	send(third).want(t, 401, "unauthorized", nil)
	send(fourth).want(t, 200, "", nil)
}

// TestGivenValues: ids and keys of other products are kept; what is no key, or
// not one of that kind, is refused with the field.
func TestGivenValues(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner := h.session(h.person("owner", control.Owner))
	f := func(kind, value, code string) {
		t.Helper()
		got := h.as(owner, http.MethodPost, "/api/v1/keys", map[string]any{"kind": kind, "value": value})
		status := map[string]int{"": 200, "exists": 409, "invalid_request": 422, "invalid_parameter": 400}[code]
		got.want(t, status, code, nil)
	}
	f("write", "c796994e-f2dd-41c5-a88c-91d54fc42b0e", "") // Screeb
	f("write", "c796994e-f2dd-41c5-a88c-91d54fc42b0e", "exists")
	f("write", "MHgvbXkgc2VnbWVudCBrZXk", "") // Segment
	f("write", "phc_AbCdEfGhIjKlMnOpQrStUv", "")
	f("server", "phx_AbCdEfGhIjKlMnOpQrStUv", "")
	f("server", "sk-lf-0123456789abcdef", "") // Langfuse
	f("write", "sk-lf-another-secret-key", "invalid_parameter")
	f("write", "dbs_abcdefghijklmnop", "invalid_parameter")
	f("server", "dbw_abcdefghijklmnop", "invalid_parameter")
	f("read", "only-12-long", "invalid_parameter")
	f("read", "long-enough-to-read-with", "")
	f("write", "1234567", "invalid_request")
	f("write", " c796994e-f2dd", "invalid_parameter")
	f("write", `"c796994e-f2dd"`, "invalid_parameter")
	f("write", "https://t.screeb.app/tag.js", "invalid_parameter")
	f("write", "<script>init()</script>", "invalid_parameter")

	bad := func(body map[string]any) {
		t.Helper()
		h.as(owner, http.MethodPost, "/api/v1/keys", body).want(t, 400, "invalid_parameter", nil)
	}
	bad(map[string]any{"kind": "server", "origins": []string{"https://app.example.com"}})
	bad(map[string]any{"kind": "write", "origins": []string{"app.example.com"}})
	bad(map[string]any{"kind": "read", "rate": 5})
	bad(map[string]any{"kind": "write", "transcripts": true})
}
