package store

import (
	"context"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// Erasure says what is erased: a user or a conversation.
type Erasure struct {
	ID           string // of the receipt
	Project      string
	User         string // or an anonymous id, which stands for the user it is tied to
	Conversation string // empty where a user is erased
	At           time.Time
}

// Erased is how much was erased.
type Erased struct {
	User          string // that was erased; whom an anonymous id is tied to
	Events        int64
	Conversations int64 // of which nothing is left
}

// Eraser removes what somebody said or was told.
type Eraser interface {
	// Erase removes the events of a conversation, or of a user: those with the
	// user's id, or without one with an anonymous id tied to it, and in the
	// conversations that the user began those that name nobody, as answers do.
	// What is derived from them goes in the same step; from then on no answer
	// has any of it, and Append drops events of that conversation, of that user
	// and of conversations of which nothing was left.
	//
	// What else may have changed is due at once, without texts until then:
	// conversations that keep events of others, and other conversations of the
	// users concerned. No derivation may be under way meanwhile: it would put
	// back what it has read.
	Erase(ctx context.Context, e Erasure) (Erased, error)
	// Erasures returns those of a project, oldest first.
	Erasures(ctx context.Context, project string) ([]Erasure, error)
	// Barred returns the names of a project whose events are dropped.
	Barred(ctx context.Context, project string) (Barred, error)
}

// Barred is what Append drops: names that were erased.
type Barred map[BarredName]bool

// BarredName is a user, an anonymous id or a conversation that was erased.
type BarredName struct {
	Project      string
	Conversation bool // Name is a conversation, not a user
	Name         string
}

// Bars reports whether an event comes too late.
func (b Barred) Bars(e *event.Event) bool {
	if len(b) == 0 {
		return false
	}
	named := e.Conversation
	if event.NamesTrace(named) && b[BarredName{e.Project, true, e.Session}] { // which would tie it to that conversation
		return true
	}
	return (named != "" && b[BarredName{e.Project, true, named}]) || b[BarredName{e.Project, false, e.UserKey()}]
}

// Begins reports whether an event tells whose conversation it is: a prompt, and
// a span that names somebody.
func Begins(e *event.Event) bool {
	return e.Kind == event.Prompt || (e.Kind == event.Span && e.User != "")
}

// Going picks what goes from events in order of time. For a user these are all
// that have one of the names, which are the user's id and the anonymous ids
// tied to it, and all of the conversations that one of these begins.
func (e *Erasure) Going(names []string, events []event.Event) []event.Event {
	if e.Conversation != "" {
		return events
	}
	own := make(map[string]bool, len(names))
	for _, name := range names {
		own[name] = true
	}
	begun := make(map[string]bool) // whether the user's prompt is the first
	for i := range events {
		if _, known := begun[events[i].Conversation]; !known && Begins(&events[i]) {
			begun[events[i].Conversation] = own[events[i].UserKey()]
		}
	}
	var going []event.Event
	for i := range events {
		x := &events[i]
		nobody := x.User == "" && (x.Anonymous == "" || x.Anonymous == event.ConversationUser(x.Project, x.Conversation))
		if own[x.UserKey()] || (nobody && x.Conversation != "" && begun[x.Conversation]) {
			going = append(going, *x)
		}
	}
	return going
}
