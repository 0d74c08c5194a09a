package event

import (
	"testing"
	"time"
)

func TestDerivedID(t *testing.T) {
	base := func() (Item, Arrival) {
		item := named(t, NamePrompt, `{"prompt":"x","conversation_id":"c"}`)
		item.User, item.Timestamp = `"u"`, `"2026-11-23T11:00:00Z"`
		return item, arrival()
	}
	item, at := base()
	want := accepted(t, item, at).ID
	if len(want) != 2*idBytes {
		t.Errorf("derived id %q", want)
	}
	same := func(what string, change func(*Item, *Arrival)) {
		t.Helper()
		changed, when := base()
		change(&changed, &when)
		if got := accepted(t, changed, when).ID; got != want {
			t.Errorf("%s: got %s, want the same id", what, got)
		}
	}
	other := func(what string, change func(*Item, *Arrival)) {
		t.Helper()
		changed, when := base()
		change(&changed, &when)
		if got := accepted(t, changed, when).ID; got == want {
			t.Errorf("%s: got the same id", what)
		}
	}
	same("sent again later", func(_ *Item, at *Arrival) { at.ReceivedAt = at.ReceivedAt.Add(time.Hour) })
	same("sent again with a clock", func(_ *Item, at *Arrival) { at.SentAt = at.ReceivedAt.Add(-time.Hour) })
	other("project", func(_ *Item, at *Arrival) { at.Project = "q" })
	other("source", func(_ *Item, at *Arrival) { at.Source = "q" })
	other("user", func(i *Item, _ *Arrival) { i.User = `"v"` })
	other("no user", func(i *Item, _ *Arrival) { i.User, i.Anonymous = "", `"u"` })
	other("time", func(i *Item, _ *Arrival) { i.Timestamp = `"2026-11-23T11:00:01Z"` })
	other("content", func(i *Item, _ *Arrival) { i.Properties = props(t, `{"prompt":"y","conversation_id":"c"}`) })
	other("a property", func(i *Item, _ *Arrival) { i.Properties = props(t, `{"prompt":"x","conversation_id":"c","a":1}`) })
	other("the sender's id", func(i *Item, _ *Arrival) { i.ID = `"mine"` })
	other("no time", func(i *Item, _ *Arrival) { i.Timestamp = "" })

	item.Timestamp = ""
	if first, second := accepted(t, item, at).ID, accepted(t, item, at).ID; first == second {
		t.Errorf("two events without id and time have the same id %s", first)
	}
	item.ID = "17"
	if got := accepted(t, item, at).ID; got != "17" {
		t.Errorf("the sender's id became %q", got)
	}
	item.ID = `"  "`
	if got := accepted(t, item, at).ID; got == "  " || got == "" {
		t.Errorf("a blank id stayed: %q", got)
	}
}

func TestConversationUser(t *testing.T) {
	if ConversationUser("p", "c") == ConversationUser("p", "d") || ConversationUser("p", "c") == ConversationUser("q", "c") {
		t.Error("two conversations share a user")
	}
	if ConversationUser("ab", "c") == ConversationUser("a", "bc") {
		t.Error("the parts of the hash run together")
	}
}
