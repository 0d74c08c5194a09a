package store

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
)

// Identity ties an anonymous id to one user. The first by time, then by user
// id, wins.
type Identity struct {
	Project, Anonymous, User string
	At                       time.Time
}

// Tie says which conversation a trace is of, as one of its events does. What
// names the conversation goes before what names only a session, and then the
// first by time, then by conversation.
type Tie struct {
	Project      string
	Trace        string // the conversation that is named for it: event.TraceConversation
	Conversation string
	Weak         bool // Conversation is the session that an event names
	At           time.Time
}

// Wins reports whether a tie goes before another of the same trace.
func (t *Tie) Wins(over *Tie) bool {
	if t.Weak != over.Weak {
		return !t.Weak
	}
	return cmp.Or(t.At.Compare(over.At), strings.Compare(t.Conversation, over.Conversation)) < 0
}

// Trait is one property of a user or an account; the latest wins.
type Trait struct {
	Project string
	Owner   string // user id, anonymous id or account id
	Account bool   // Owner is an account
	Name    string
	Value   event.Value // null removes the trait
	At      time.Time
}

// Made is what derived rows were made with besides events. Rows made with
// something else than is in force are made again.
type Made struct {
	Rules       int // conversation.Version
	Definitions int // the version of the project's own, from 1
}

// Generation is how many conversations and conversions of a project were made
// with the same.
type Generation struct {
	Project string
	Made
	Rows int64
}

// Derivation is one step of analysis.
type Derivation struct {
	Made        Made                      // of the conversations and conversions it puts
	Derived     []conversation.Derived    // each replaces all rows of its conversation
	Gone        []Key                     // conversations that are none any more, or never were: nobody speaks in them
	Conversions []conversation.Conversion // each replaces the row of its event
	Identities  []Identity
	Ties        []Tie // a conversation that a trace leaves for another is due at once
	Traits      []Trait
	Upto        Position // everything stored up to here has been taken into account
	Analysed    int64    // how many events that is
	// Rebuilt names a project of which every event has been derived again with
	// Made: conversations and conversions that other rules or earlier
	// definitions made are none any more, and go.
	Rebuilt string
}

// Progress is how far analysis has come.
type Progress struct {
	Upto     Position
	Analysed int64
}

// Deriver keeps derived rows.
type Deriver interface {
	// PutDerived keeps a derivation. Where it returns nil all of it is there for
	// whoever asks from then on.
	//
	// A store that has transactions keeps it whole or not at all. One that has
	// none may keep a part when it fails, and show a conversation's turns before
	// its own row while it works; it moves the position last. So whoever derives
	// relies on no more than this: what failed is put again, itself or what was
	// derived later, and then nothing is left of the first attempt. Two must not
	// derive the same conversation at once: of rows put for it the last put wins.
	PutDerived(ctx context.Context, d Derivation) error
	Progress(ctx context.Context) (Progress, error)
	// Generations tells what the conversations and conversions that are there
	// were made with, in order of project, rules and definitions.
	Generations(ctx context.Context) ([]Generation, error)
	// Resolve returns the users that anonymous ids of a project are tied to;
	// ids that are not tied are absent.
	Resolve(ctx context.Context, project string, anonymous []string) (map[string]string, error)
	// Due returns up to limit conversations whose DueAt has come, oldest first.
	Due(ctx context.Context, now time.Time, limit int) ([]Key, error)
}

// Tracer knows where traces belong.
type Tracer interface {
	// ConversationsOf returns the conversations that traces, by the
	// conversations named for them, are tied to; those that are not tied are
	// absent.
	ConversationsOf(ctx context.Context, project string, traces []string) (map[string]string, error)
}
