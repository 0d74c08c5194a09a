package where_test

import (
	"testing"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/where"
)

// The enums are written out here, since this package imports none of ours;
// whatever a conversation can carry must be there to be asked for.
func TestEnumsKnowEverySignalAndOutcome(t *testing.T) {
	f := func(name where.Name, value string) {
		t.Helper()
		if _, err := where.NewTerm(where.Field{Name: name}, where.OpEqual, where.String(value)); err != nil {
			t.Error(err)
		}
	}
	for _, signal := range conversation.Signals() {
		f(where.FieldSignal, string(signal))
	}
	for _, outcome := range conversation.Outcomes() {
		f(where.FieldOutcome, string(outcome))
	}
}
