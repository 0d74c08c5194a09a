package analyze

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// keeping is what a project keeps.
type keeping struct{ kept control.Kept }

func (k *keeping) ListProjects(context.Context) ([]control.Project, error) {
	return []control.Project{{ID: "p", Kept: k.kept}}, nil
}

// talk is a conversation whose outcome and signals are read in texts.
func talk(id, user string, at time.Duration, texts ...string) (events []event.Event) {
	for i, text := range texts {
		e := event.Event{
			ID: id + "-" + string(rune('a'+i)), Project: "p", Kind: event.Prompt, Conversation: id, User: user, Agent: event.DefaultAgent, Session: id,
			OccurredAt: start().Add(at + time.Duration(i)*time.Second), ReceivedAt: start().Add(at), Text: text,
			Properties: event.Properties{{Name: "plan", Value: `"pro"`}}, Context: event.Properties{{Name: "page", Value: `"/"`}},
		}
		if i%2 == 1 {
			e.Kind = event.Response
		}
		events = append(events, e)
	}
	return events
}

// told is everything derived that is shown, by conversation and turn.
func (w *world) told() (all []conversation.Derived) {
	w.t.Helper()
	for _, id := range []string{"refused", "again", "back", "thanked", "open"} {
		got, err := w.store.Get(w.t.Context(), store.Key{Project: "p", Conversation: id})
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, conversation.Derived{Conversation: got.Conversation, Turns: got.Turns})
	}
	return all
}

func (w *world) forget(kept control.Kept) {
	w.t.Helper()
	w.Kept = &keeping{kept}
	if err := w.Forget(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// An hour after they were stored texts are gone from events and from derived
// rows; signals, outcomes and everything else that was derived stay as they
// were, also after a rebuild, a restart and as time passes.
func TestTextsAreForgottenAndFiguresStay(t *testing.T) {
	w := newWorld(t)
	w.add(talk("refused", "u1", 0, "How do I cancel my subscription today?", "I'm sorry, but I can't help with that.")...)
	w.add(talk("again", "u2", 0, "Where can I download the invoice of March?", "Under billing.", "Where can I download the invoice of March?", "Under billing.")...)
	w.add(talk("back", "u3", 0, "Which plan includes the audit log feature?", "The enterprise plan.")...)
	w.add(talk("open", "u3", time.Hour, "Which plan includes the audit log feature?", "Enterprise.")...)
	w.add(talk("thanked", "u4", 0, "How can I invite a colleague to my team?", "By e-mail.", "Thanks, that works!", "You are welcome.")...)
	w.clock.set(30 * time.Hour)
	w.settle()
	before := w.told()
	for i, want := range []conversation.Outcome{conversation.Failed, conversation.Abandoned, conversation.Unknown, conversation.Confirmed} {
		if got := before[i].Conversation.Outcome; got != want {
			t.Fatalf("%s is %s, want %s: this test shows nothing", before[i].Conversation.ID, got, want)
		}
	}
	w.forget(control.Kept{})
	w.forget(control.Kept{Texts: 31 * time.Hour})
	if diff := cmp.Diff(before, w.told()); diff != "" {
		t.Errorf("too early:\n%s", diff)
	}
	w.clock.set(31*time.Hour + time.Minute)
	w.forget(control.Kept{Texts: time.Hour, Context: time.Hour})
	without := cmp.Options{
		cmpopts.IgnoreFields(conversation.Turn{}, "Prompt", "Response"), cmpopts.IgnoreFields(conversation.Evidence{}, "Words"),
		cmpopts.IgnoreFields(conversation.Conversation{}, "Opening", "Properties"),
	}
	check := func(when string) {
		t.Helper()
		if diff := cmp.Diff(before, w.told(), without); diff != "" {
			t.Errorf("%s (-before +after):\n%s", when, diff)
		}
		events, err := w.store.Scan(t.Context(), store.Position{}, 100)
		if err != nil || len(events) != 14 {
			t.Fatalf("%d events, %v", len(events), err)
		}
		for i := range events {
			if e := &events[i]; e.Text != "" || len(e.Context) > 0 || e.Forgotten != event.Texts|event.Contexts || len(e.Properties) != 1 {
				t.Errorf("%s: %+v", when, e)
			}
			if strings.Contains(events[i].Reading, "cancel") {
				t.Errorf("%s: the reading has %s", when, events[i].Reading)
			}
		}
		for _, d := range w.told() {
			for i := range d.Turns {
				if turn := &d.Turns[i]; turn.Prompt+turn.Response+d.Conversation.Opening != "" {
					t.Errorf("%s: %+v", when, turn)
				}
			}
		}
	}
	check("at once")
	w.restart()
	if err := w.Rebuild(t.Context(), func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	check("after a rebuild")
	w.clock.set(100 * time.Hour)
	w.settle()
	w.forget(control.Kept{Texts: time.Hour, Context: time.Hour})
	check("as time passes")
}

// Properties go with the breakdowns by them, and those that figures are made of
// stay.
func TestPropertiesAreForgotten(t *testing.T) {
	w := newWorld(t)
	events := talk("c", "u", 0, "How?", "So.")
	events[1].Properties = event.Properties{{Name: "plan", Value: `"pro"`}, {Name: "sources", Value: `["faq"]`}}
	loose := event.Event{ID: "loose", Project: "p", Kind: event.Track, Name: "clicked", User: "u", OccurredAt: start(), ReceivedAt: start(), Properties: events[0].Properties}
	w.add(append(events, loose)...)
	w.settle()
	w.clock.set(2 * time.Hour)
	w.forget(control.Kept{Properties: time.Hour})
	got, err := w.store.Get(t.Context(), store.Key{Project: "p", Conversation: "c"})
	if err != nil || len(got.Conversation.Sources) != 1 || got.Conversation.Opening != "How?" {
		t.Errorf("%+v, %v", got.Conversation, err)
	}
	names, err := w.store.PropertyNames(t.Context(), "p", store.ByProperty, 10)
	if err != nil || len(names) > 0 {
		t.Errorf("%q, %v", names, err)
	}
	all, err := w.store.Scan(t.Context(), store.Position{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		if all[i].Forgotten != event.OwnProperties || all[i].Properties.Get("plan") != "" {
			t.Errorf("%+v", all[i])
		}
	}
}
