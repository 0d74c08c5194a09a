package server_test

import (
	"net/http"
	"testing"

	"github.com/debrief-dev/debrief/report"
)

// TestSources tells what came by which door, the latest first, and why something
// was not kept.
func TestSources(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	var none report.Sources
	h.read("/api/v1/sources", &none)
	if len(none.Sources) != 0 {
		t.Errorf("of nothing: %+v", none)
	}
	const prompt = `{"event":"screeb_copilot_user_prompt","uuid":"1","distinct_id":"u","properties":{"conversation_id":"c","prompt":"Hi"}}`
	for range 2 {
		h.send(http.MethodPost, "/batch/", http.Header{}, `{"api_key":"write-key-1","batch":[`+prompt+`,{}]}`)
	}
	h.send(http.MethodPost, "/batch/", http.Header{"Authorization": {"Bearer write-key-1"}}, `{"batch":7}`)
	h.pass(1_000_000_000)
	h.send(http.MethodPost, "/v1/track", basic(serverKey), `{"event":"a","userId":"u"}`)
	var all report.Sources
	h.read("/api/v1/sources", &all)
	if len(all.Sources) != 2 || all.Sources[0].Source != "segment" || all.Sources[1].Source != "posthog" {
		t.Fatalf("sources %+v", all.Sources)
	}
	segment, posthog := all.Sources[0], all.Sources[1]
	if segment.Accepted != 1 || segment.LastAt == nil || len(segment.Keys) != 1 || len(segment.Reasons) != 0 {
		t.Errorf("segment %+v", segment)
	}
	if posthog.Accepted != 1 || posthog.Duplicate != 1 || posthog.Rejected != 2 || posthog.Refused != 1 || len(posthog.Keys) != 1 || posthog.Keys[0] == segment.Keys[0] {
		t.Errorf("posthog %+v", posthog)
	}
	if !posthog.LastAt.Before(*segment.LastAt) {
		t.Errorf("posthog came last at %s, segment at %s", posthog.LastAt, segment.LastAt)
	}
	codes := make(map[string]int64)
	for _, r := range posthog.Reasons {
		codes[string(r.Verdict)+" "+r.Code] = r.Count
		if r.Meaning == "" || r.Mend == "" {
			t.Errorf("%+v says not what to do", r)
		}
	}
	if codes["rejected missing_field"] != 2 || codes["refused unreadable_body"] != 1 {
		t.Errorf("reasons %v", codes)
	}
}
