package conversation

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// TestMayTurnOn holds that an outcome that a later prompt changes is one that
// MayTurnOn foretold.
func TestMayTurnOn(t *testing.T) {
	foretold := 0
	holds(t, func(t *testing.T, c chance, events []event.Event, n Neighbours) {
		t.Helper()
		now := start().Add(48 * time.Hour)
		draft := NewDraft(events, DefaultDefinitions(), Neighbours{}, now)
		n.Later = nil
		before := draft.Finish(n).Conversation
		asked := Asked{Conversation: "d", At: start().Add(time.Hour), Prompt: c.pick("how", "so", "else")}
		n.Later = []Asked{asked}
		after := draft.Finish(n).Conversation
		if after.Outcome != before.Outcome && !before.MayTurnOn(asked.Prompt) {
			t.Errorf("%q was not foretold to change %s to %s", asked.Prompt, before.Outcome, after.Outcome)
		}
		if after.Outcome != before.Outcome {
			foretold++
		}
		n.Later = append(n.Later, Asked{Conversation: "b", At: start().Add(50 * time.Second), Prompt: asked.Prompt})
		if earlier := draft.Finish(n).Conversation; earlier.Why != after.Why && !after.MayTurnOn(asked.Prompt) {
			t.Errorf("%q was not foretold to change the reason %q", asked.Prompt, after.Why)
		}
	})
	if foretold == 0 {
		t.Error("no outcome changed: the test shows nothing")
	}
}
