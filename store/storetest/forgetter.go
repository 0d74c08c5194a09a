package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// forgetter holds that fields of events go, that nothing else of them does, and
// that their conversations are due and show no text.
func forgetter(t *testing.T, open Open) {
	t.Helper()
	s := toErase(t, open)
	ctx := t.Context()
	all := scanAll(t, s, 100)
	whole := store.Aged{Project: project, Before: map[event.Fields]time.Time{event.Texts: noon().Add(time.Hour), event.Contexts: noon().Add(time.Hour)}}
	aged, err := s.Aged(ctx, whole, 100)
	must(t, err)
	if len(aged) != 8 { // nine were analysed, one of them of another project
		t.Fatalf("%d events are aged", len(aged))
	}
	few, err := s.Aged(ctx, whole, 3)
	must(t, err)
	if diff := cmp.Diff(aged[:3], few); diff != "" {
		t.Error(diff)
	}
	for name, before := range map[string]map[event.Fields]time.Time{
		"nothing": nil, "what was stored later": {event.Texts: all[0].StoredAt}, "what nobody has": {event.OwnProperties: noon().Add(time.Hour)},
	} {
		if got, failed := s.Aged(ctx, store.Aged{Project: project, Before: before}, 100); failed != nil || len(got) > 0 {
			t.Errorf("%s: %d events, %v", name, len(got), failed)
		}
	}
	whole.From = aged[0].StoredAt.Add(time.Microsecond)
	if got, failed := s.Aged(ctx, whole, 100); failed != nil || len(got) > 0 {
		t.Errorf("%d events were stored later, %v", len(got), failed)
	}
	whole.From = aged[0].StoredAt
	for i := range few {
		few[i].Forget(event.Texts | event.OwnProperties)
		few[i].Reading = `{"it's":"read"}`
	}
	must(t, s.Forget(ctx, project, few, noon()))
	touched := forgotten(t, s, all, few)
	if got, failed := s.Aged(ctx, whole, 100); failed != nil || len(got) != 5 {
		t.Errorf("%d events are aged still, %v", len(got), failed)
	}
	showsNoText(t, s, touched)
}

// forgotten holds that events have lost what few say and nothing else, and
// returns their conversations.
func forgotten(t *testing.T, s store.Store, all, few []event.Event) map[string]bool {
	t.Helper()
	left, touched := slices.Clone(all), make(map[string]bool)
	for i := range few {
		at := slices.IndexFunc(left, func(e event.Event) bool { return e.Project == project && e.ID == few[i].ID })
		left[at] = few[i]
		touched[few[i].Conversation] = true
	}
	for _, step := range []int{1, 100} {
		if diff := cmp.Diff(left, scanAll(t, s, step)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	return touched
}

// showsNoText holds that some conversations are due and show no text, and that
// the others do.
func showsNoText(t *testing.T, s store.Store, touched map[string]bool) {
	t.Helper()
	ctx := t.Context()
	page, err := s.List(ctx, store.ListQuery{Project: project, From: epoch(), To: noon().Add(time.Hour), Limit: 10})
	must(t, err)
	due, err := s.Due(ctx, noon(), 10)
	must(t, err)
	if len(due) != len(touched) {
		t.Errorf("%v are due", due)
	}
	for i := range page.Conversations {
		if c := &page.Conversations[i]; (c.Opening == "") != touched[c.ID] {
			t.Errorf("%s is listed with %q", c.ID, c.Opening)
		}
	}
	must(t, s.ExportTurns(ctx, store.ExportQuery{Project: project}, func(turn conversation.Turn) error {
		if (turn.Prompt == "") != touched[turn.Conversation] {
			t.Errorf("the turn of %s has %q", turn.Conversation, turn.Prompt)
		}
		return nil
	}))
}
