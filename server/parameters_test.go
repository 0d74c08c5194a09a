package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/control"
)

// TestParameters holds that a parameter that means nothing is refused in one
// way, whoever finds it, and that its name is told.
func TestParameters(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	f := func(path, code, field string) {
		t.Helper()
		got := h.do(http.MethodGet, "/api/v1/"+path, readKey, nil)
		var p struct{ Code, Field, Detail string }
		must(t, json.Unmarshal(got.body, &p))
		if got.status != http.StatusBadRequest || p.Code != code || p.Field != field || len(p.Detail) < 20 || strings.HasSuffix(p.Detail, "..") {
			t.Errorf("%s: %d %s, want %s of %s", path, got.status, got.body, code, field)
		}
	}
	bad := func(path, field string) { t.Helper(); f(path, "invalid_parameter", field) }

	bad("metrics/success_rate?by=foo", "by")
	bad("metrics/success_rate?by=agent,foo", "by")
	bad("metrics/success_rate?interval=foo", "interval")
	bad("metrics/success_rate?compare=foo", "compare")
	bad("metrics/success_rate?tz=Mars", "tz")
	bad("metrics/success_rate?from=zz", "from")
	bad("metrics/success_rate?to=zz", "to")
	bad("metrics/success_rate?from=2026-11-02&to=2026-11-01", "from")
	bad("metrics/success_rate?group_by=agent", "group_by")
	bad("metrics?foo", "foo")
	bad("metrics/prompts?where=turns+>+1&where=turns+>+2", "where") // one of them would not be asked
	bad("conversations?include=bots&include=internal", "include")
	bad("metrics/prompts?where=turns+>+1;from=2026-11-01", "")
	bad("metrics/prompts?where=%zz", "")
	bad("metrics/prompts?by=agent,agent", "by")
	bad("conversations?q=%ff", "q")
	bad("conversations?include=foo", "include")
	bad("conversations?by=agent&group=[%22support%22]", "behind")
	bad("conversations?group=[]", "behind")
	bad("metrics/prompts?from=0001-01-01", "from")
	bad("metrics/prompts?to=9999-01-01T00:00:00Z", "to")
	bad("metrics/prompts?tz=Local", "tz")
	bad("conversations/%ff", "id")
	bad("reports/overview?compare=previous", "compare")
	bad("status?wait=foo", "wait")
	bad("conversations?cursor=zz", "cursor")
	bad("conversations?limit=0", "limit")
	bad("conversations?limit=zz", "limit")
	bad("conversations?sort=foo", "sort")
	bad("conversations?behind=foo", "behind")
	bad("conversations?behind=success_rate&by=foo", "by")
	bad("conversations?behind=success_rate&by=agent&group=zz", "group")
	bad("conversations?behind=success_rate&by=agent", "group")
	bad("conversations?behind=success_rate&group=[null]", "group")
	bad("filters/values", "field")
	bad("filters/values?field=foo", "field")
	bad("filters/values?field=agent,version", "field")
	bad("export/foo", "what")
	bad("export/events?format=foo", "format")
	bad("install?since=zz", "since")
	f("conversations?where=agent+%3D", "invalid_filter", "where")
	f("export/events?where=foo", "invalid_filter", "where")
}

// TestNoSuchProject holds that whoever names a project that is not there is
// told so by every route, and is not shown an empty one.
func TestNoSuchProject(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	session := h.session(h.person("o", control.Owner))
	for _, path := range []string{
		"conversations", "conversations/c1", "metrics/success_rate", "reports/overview", "export/events", "filters", "filters/values?field=agent",
		"health/inbox", "install", "keys", "live", "settings",
	} {
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		got := h.as(session, http.MethodGet, "/api/v1/"+path+separator+"project=none", nil)
		if got.status != http.StatusNotFound || !strings.Contains(string(got.body), `"not_found"`) {
			t.Errorf("%s: %d %s, want not_found", path, got.status, got.body)
		}
	}
}

// TestSendersAreNotStopped holds that routes that pages and SDKs send to take
// what they do not know.
func TestSendersAreNotStopped(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	for _, path := range []string{"/t?k=" + writeKey + "&v=2&utm_source=x", "/1.0/event?lib=x"} {
		body := `[{"type":"track","event":"signup","event_name":"signup","user_id":"u","new_member":1}]`
		if got := h.do(http.MethodPost, path, writeKey, body); got.status != http.StatusOK {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
	for _, path := range []string{"/tag.js?v=3", "/healthz?probe=1", "/readyz?probe=1"} {
		if got := h.do(http.MethodGet, path, "", nil); got.status != http.StatusOK {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
}
