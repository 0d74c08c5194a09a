package server_test

import (
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/report"
)

// TestAnyPropertyCanBeAskedFor holds that the names which are offered are
// understood, as a breakdown, in its link and in a filter, whatever a sender
// called its properties.
func TestAnyPropertyCanBeAskedFor(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	keys := []string{"plan", "a,b", `q"uote`, `"q"`, " sp ", "a.b", "é", `x\y`, "nl\nx", "and", "1", "%2C", "a=b&c", `","`, "'"}
	properties := map[string]any{"prompt": "Which?", "conversation_id": "c"}
	for i, key := range keys {
		properties[key] = strconv.Itoa(i)
	}
	h.post(writeKey, map[string]any{"event": "screeb_copilot_user_prompt", "user_id": "u", "properties": properties})
	h.settle()
	h.pass(time.Second) // the period ends after it
	var offered struct{ Properties []string }
	h.read("/api/v1/filters", &offered)
	if len(offered.Properties) != len(keys) {
		t.Fatalf("offered are %q", offered.Properties)
	}
	for _, name := range offered.Properties {
		var m report.Metric
		h.read("/api/v1/metrics/prompts?by=agent,"+url.QueryEscape(name), &m)
		if len(m.Rows) != 1 || m.Rows[0].By[name] == nil {
			t.Errorf("by %s: %+v", name, m.Rows)
			continue
		}
		var values struct{ Values []string }
		h.read("/api/v1/filters/values?field="+url.QueryEscape(name), &values)
		if len(values.Values) != 1 || values.Values[0] != *m.Rows[0].By[name] {
			t.Errorf("values of %s: %q", name, values.Values)
		}
		for _, path := range []string{m.Rows[0].Link, "/api/v1/conversations?where=" + url.QueryEscape(name+" exists")} {
			var page report.Conversations
			h.read(path, &page)
			if page.Total != 1 {
				t.Errorf("%s: %d", path, page.Total)
			}
		}
	}
}
