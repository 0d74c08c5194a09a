package control_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/topic"
)

// TestLaid takes decisions back, and back again.
func TestLaid(t *testing.T) {
	f := func(undoes []int, want ...bool) {
		t.Helper()
		var all control.TopicDecisions
		for i, n := range undoes {
			all = append(all, control.TopicDecision{Number: i + 1, Undoes: n, Decision: topic.Decision{Decided: topic.Pinned, Topic: "t1"}})
		}
		var got []bool
		for _, d := range all.Laid() {
			got = append(got, !d.Undone)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", undoes, diff)
		}
	}
	f([]int{0, 0}, true, true)
	f([]int{0, 0, 1}, false, true, false)
	f([]int{0, 0, 1, 3}, true, true, false, false)
	f([]int{0, 0, 1, 3, 4}, false, true, false, false, false)
	f(nil)
}
