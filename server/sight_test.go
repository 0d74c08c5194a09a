package server_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/where"
)

// planted is what nobody may see who may not see texts. It stands in every
// place in which a sender can put a text.
const planted = "xyzzymarker"

// plantedEvents are a conversation with the marker in everything that is free text.
func plantedEvents() []map[string]any {
	const at = "2026-11-19T10:00:00Z"
	e := func(name string, properties map[string]any) map[string]any {
		properties["conversation_id"], properties["session_id"] = "c-1", "s-"+planted
		properties["note"] = planted + " in a property"
		return map[string]any{
			"event": name, "user_id": "u-" + planted, "account_id": "a-" + planted, "timestamp": at, "properties": properties,
			"context": map[string]any{"page": planted},
		}
	}
	return []map[string]any{
		{"event": "identify", "user_id": "u-" + planted, "timestamp": at, "properties": map[string]any{"title": planted + " in a trait"}},
		e("screeb_copilot_user_prompt", map[string]any{"prompt": planted + " in a prompt, it is useless", "agent_id": "support"}),
		e("screeb_copilot_response", map[string]any{
			"response": planted + " in an answer", "sources": []string{planted}, "model": "m-1", "version": "v1",
		}),
		e("screeb_copilot_response", map[string]any{"error": planted + " in an error", "message_id": "m-" + planted}),
		e("screeb_copilot_tool", map[string]any{"tool": planted, "error": planted}),
		e("screeb_copilot_satisfaction", map[string]any{"rating": "1", "rating_scale": "1-5", "comment": planted + " in a comment"}),
		e("screeb_copilot_conversion", map[string]any{"name": planted, "value": 3, "currency": "EUR"}),
		e("track "+planted, map[string]any{planted: planted}),
	}
}

// TestSight holds that no byte of any answer tells a viewer, or a read key
// without transcripts, a text: not by a list, a breakdown, a filter, a value
// that is offered, nor by an error.
func TestSight(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	sent := h.do(http.MethodPost, "/t", serverKey, map[string]any{"events": plantedEvents()})
	if sent.status != http.StatusOK || !bytes.Contains(sent.body, []byte(`"rejected":[]`)) {
		t.Fatalf("%d %s", sent.status, sent.body)
	}
	h.settle()
	viewer := http.Header{"Cookie": {"debrief_session=" + h.session(h.person("viewer", control.Viewer))}}
	hidden := 0
	for name, header := range map[string]http.Header{"a viewer": viewer, "a key": {"Authorization": {"Bearer " + viewerKey}}} {
		for _, path := range paths(t) {
			got := h.send(http.MethodGet, path, header.Clone(), nil)
			if bytes.Contains(bytes.ToLower(append(got.body, headersOf(got.header)...)), []byte(planted)) && !strings.Contains(path, planted) {
				t.Errorf("GET %s tells %s a text: %s", path, name, got.body)
			}
			if got.status >= http.StatusInternalServerError {
				t.Errorf("GET %s: %d %s", path, got.status, got.body)
			}
		}
	}
	for _, path := range paths(t) { // the marker is there to be found
		if !strings.Contains(path, planted) && bytes.Contains(h.do(http.MethodGet, path, readKey, nil).body, []byte(planted)) {
			hidden++
		}
	}
	const fewest = 30
	if hidden < fewest {
		t.Errorf("only %d answers hold a text for those who may see it: this test looks in the wrong places", hidden)
	}
}

func headersOf(h http.Header) []byte {
	var b bytes.Buffer
	_ = h.Write(&b)
	return b.Bytes()
}

// paths are every route that reads, in every way that could tell a text.
func paths(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, o := range documented(t) {
		if o.method != http.MethodGet || o.path == "/api/v1/metrics/{id}" {
			continue
		}
		path := strings.NewReplacer("{what}", "turns", "{id}", "c-1").Replace(o.path)
		all = append(all, path, path+"?where="+url.QueryEscape(`text ~ "`+planted+`"`), path+"?q="+planted)
	}
	by := []string{"prop.note", "prop." + planted, "user.title", "account.x", "user", "account", "session", "agent,user", "agent", "model", "version", "outcome"}
	for _, m := range report.Definitions() {
		all = append(all, "/api/v1/metrics/"+m.ID+"?from=2026-11-01&by=agent", "/api/v1/metrics/"+m.ID+"?from=2026-11-01&by=prop.note")
	}
	for _, b := range by {
		all = append(all, "/api/v1/filters/values?field="+b, "/api/v1/metrics/prompts?from=2026-11-01&by="+b,
			"/api/v1/conversations?from=2026-11-01&behind=conversations&group=[null]&by="+b,
			"/api/v1/conversations?from=2026-11-01&behind=conversations&by="+b+"&group="+url.QueryEscape(`["u-`+planted+`"]`))
	}
	for _, filter := range []string{
		`prop.note exists`, `prop.note ~ "in"`, `not prop.note = "x"`, `user.title ~ "in"`, `user ~ "u"`, `account exists`, `session ~ "s"`,
		`turn(agent = "support" and text ~ "a")`, `agent = "support" or text ~ "a"`, `agent =`, `prop.note = `, `nonsense`,
	} {
		for _, path := range []string{"/api/v1/conversations", "/api/v1/reports/overview", "/api/v1/reports/satisfaction", "/api/v1/metrics/prompts", "/api/v1/export/events"} {
			all = append(all, path+"?from=2026-11-01&where="+url.QueryEscape(filter))
		}
	}
	return all
}

// TestFiltersOfViewers hold that a viewer may filter by what was measured and
// by nothing that a sender wrote, however deep in the filter it stands, and is
// offered no more than that.
func TestFiltersOfViewers(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	f := func(path string, status int) {
		t.Helper()
		if got := h.do(http.MethodGet, path, viewerKey, nil); got.status != status {
			t.Errorf("GET %s: %d %s, want %d", path, got.status, got.body, status)
		}
	}
	for _, filter := range []string{`rating < 0.5 and signal = slow`, `agent = "a" or not turns > 3`, `outcome = failed`, `turn(model = "m")`} {
		f("/api/v1/conversations?where="+url.QueryEscape(filter), http.StatusOK)
	}
	for _, filter := range []string{
		`text ~ "a"`, `prop.plan = "pro"`, `user.role exists`, `account.seats > 5`, `user = "u"`, `account = "a"`, `session = "s"`,
		`not (agent = "a" and not prop.plan = "pro")`, `turn(agent = "a" and text ~ "a")`,
	} {
		f("/api/v1/conversations?where="+url.QueryEscape(filter), http.StatusForbidden)
	}
	f("/api/v1/metrics/prompts?by=agent,model", http.StatusOK)
	f("/api/v1/metrics/prompts?by=agent,prop.plan", http.StatusForbidden)
	f("/api/v1/conversations?q=a", http.StatusForbidden)

	var offered struct {
		Fields     []where.FieldInfo
		Properties []string
	}
	must(t, json.Unmarshal(h.do(http.MethodGet, "/api/v1/filters", viewerKey, nil).body, &offered))
	for _, field := range offered.Fields {
		f("/api/v1/conversations?where="+url.QueryEscape(field.Example), http.StatusOK)
	}
	if len(offered.Fields) == 0 || len(offered.Properties) != 0 {
		t.Errorf("offered %v and %v", offered.Fields, offered.Properties)
	}
}
