package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

// What an event says is redacted; what names something is not, since many
// user ids are e-mail addresses.
func TestRedactsWhatIsSaid(t *testing.T) {
	const mail = "jane.doe@example.com"
	f := func(change, want func(e *event.Event)) {
		t.Helper()
		s := newStand(t, nil)
		e, expected := prompt("1", "hello"), prompt("1", "hello")
		change(&e)
		change(&expected)
		want(&expected)
		if got := words(s.must(t, []event.Event{e})); got != "accepted" {
			t.Fatal(got)
		}
		s.flush(t)
		if diff := cmp.Diff([]event.Event{expected}, s.shelf.events); diff != "" {
			t.Error(diff)
		}
	}
	same := func(*event.Event) {}
	property := func(name, value string) func(*event.Event) {
		return func(e *event.Event) { e.Properties = event.Properties{{Name: name, Value: event.Value(value)}} }
	}
	redacted := func(name, value string) func(*event.Event) {
		return func(e *event.Event) {
			property(name, value)(e)
			e.Marks |= event.Redacted
		}
	}
	f(same, same)
	f(func(e *event.Event) { e.Text = "I am " + mail }, func(e *event.Event) { e.Text, e.Marks = "I am [email]", event.Redacted })
	f(func(e *event.Event) { e.Error = "no such user " + mail }, func(e *event.Event) { e.Error, e.Marks = "no such user [email]", event.Redacted })
	f(func(e *event.Event) { e.Model, e.Version = "by "+mail, "10.2.0.17" }, func(e *event.Event) { e.Model, e.Marks = "by [email]", event.Redacted })
	f(func(e *event.Event) { e.User, e.Session, e.Account = mail, mail, mail }, same)
	f(property("from", `"`+mail+`"`), redacted("from", `"[email]"`))
	f(property("from_id", `"`+mail+`"`), same)
	f(property("amount", `1.50`), same)
	f(property("deep", `{"b": [ 1.0, "<x>" ]}`), same) // untouched to the space
	f(property("deep", `{"n":1.50,"list":["`+mail+`"],"user_id":"`+mail+`"}`),
		redacted("deep", `{"list":["[email]"],"n":1.50,"user_id":"`+mail+`"}`))
	f(func(e *event.Event) { e.Context = event.Properties{{Name: "page", Value: `"/u/` + mail + `"`}} },
		func(e *event.Event) {
			e.Context = event.Properties{{Name: "page", Value: `"/u/[email]"`}}
			e.Marks = event.Redacted
		})
	f(func(e *event.Event) { e.Kind = event.Identify; property("email", `"`+mail+`"`)(e) }, same)
}

// Nothing that was found reaches the disk.
func TestRedactsBeforeTheJournal(t *testing.T) {
	s := newStand(t, nil)
	s.must(t, []event.Event{prompt("1", "my card is 4111 1111 1111 1111, thanks")})
	damage(t, s.dir, func(segment []byte) {
		if indexOf(segment, "4111") >= 0 || indexOf(segment, "[card]") < 0 {
			t.Error("the card number is in the journal")
		}
	})
}
