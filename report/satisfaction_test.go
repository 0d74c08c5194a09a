package report

import (
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/conversation"
)

func ratedConversation(id string, explicit, estimated float64, comment string, signals ...conversation.Signal) conversation.Conversation {
	return conversation.Conversation{ID: id, Explicit: &explicit, Estimated: &estimated, Comments: comment, Signals: signals}
}

func TestSatisfactionReport(t *testing.T) {
	t.Parallel()
	var r SatisfactionReport
	var all []conversation.Conversation
	for i := range 50 { // of the lower estimates a fifth is satisfied, of the upper all
		estimated, explicit := float64(i)/50, 0.5
		if i >= 25 || i%5 == 0 {
			explicit = 1
		}
		all = append(all, ratedConversation("c", explicit, estimated, ""))
	}
	all = append(
		all,
		ratedConversation("thumb-down", 0, 0.9, "It is slow", conversation.Thanked),
		ratedConversation("thumb-up", 1, 0.2, "", conversation.Refused),
		ratedConversation("complains", 0, 0.1, "", conversation.Refused),
	)
	r.read(all)
	if d := r.Distribution; len(d) != 5 || d[0].Count != 2 || d[2].Count != 20 || d[4].Count != 31 {
		t.Errorf("distribution %+v", d)
	}
	if len(r.Disagreement) != 2 || r.Disagreement[0].ConversationID != "thumb-down" || r.Disagreement[0].Rated != "badly" || r.Disagreement[1].Rated != "well" {
		t.Errorf("disagreement %+v", r.Disagreement)
	}
	if len(r.Comments) != 1 || r.Comments[0].Comment != "It is slow" {
		t.Errorf("comments %+v", r.Comments)
	}
	if len(r.Reliability) != 5 || r.Reliability[0].Estimated >= r.Reliability[4].Estimated || r.Reliability[0].Satisfied > 0.4 || r.Reliability[4].Satisfied < 0.8 {
		t.Errorf("reliability %+v", r.Reliability)
	}
	n := 0
	for _, part := range r.Reliability {
		n += part.N
		if part.Low > part.Satisfied || part.High < part.Satisfied {
			t.Errorf("%+v lies outside of its interval", part)
		}
	}
	if n != 53 {
		t.Errorf("%d conversations in all parts", n)
	}
	var few SatisfactionReport
	few.read(all[:24])
	if len(few.Reliability) != 0 {
		t.Errorf("24 conversations are compared: %+v", few.Reliability)
	}
}

// TestEveryReasonHasWords holds that each cue that may be a reason can be told.
func TestEveryReasonHasWords(t *testing.T) {
	t.Parallel()
	names := strings.Join(conversation.Cues(), " ")
	for cue, words := range reasonWords() {
		if !strings.Contains(names, cue) || words == "" {
			t.Errorf("%q: %q", cue, words)
		}
	}
	for _, cue := range conversation.ReasonCues() {
		if reasonWords()[cue] == "" {
			t.Errorf("the reason %s has no words", cue)
		}
	}
	got := estimateReasons([]conversation.Reason{{Cue: "denied", Turns: 3, Push: -1}, {Cue: "thanked", Turns: 1, Push: 0.5}, {Cue: "repeated", Turns: 2}})
	if got[0].Words != "said no or not 3 times" || got[1].Words != "thanked" || got[2].Words != "asked again twice" {
		t.Errorf("%+v", got)
	}
}
