package control

import (
	"context"
	"time"
)

// Verdict is what became of an item that was sent.
type Verdict string

// The verdicts.
const (
	Accepted  Verdict = "accepted"  // is kept
	Duplicate Verdict = "duplicate" // was there before
	Rejected  Verdict = "rejected"  // one item, by a code of package event
	Refused   Verdict = "refused"   // a whole request, by a code of the server's problems
	Noticed   Verdict = "noticed"   // kept, and there is something to mend
)

// Tally is how often one thing happened in one hour.
type Tally struct {
	Project string
	Key     string // id of the key; empty for what came without one, as files do
	Source  string // the door it came through
	Verdict Verdict
	Code    string    // why; empty when accepted or duplicate
	Hour    time.Time // its start, UTC
	Count   int64
	LastAt  time.Time // when it happened last
}

// Sample is one item that was not kept, or that there is something to mend in.
type Sample struct {
	Project, Key, Source string
	Verdict              Verdict
	Code                 string
	Field                string // the property at fault, where it is one
	Message              string
	Item                 string // redacted and shortened; empty where it could not be read
	At                   time.Time
}

// SamplesKept is how many samples are kept of each key and code: the latest.
const SamplesKept = 20

// Inbox keeps what senders sent well and wrongly.
type Inbox interface {
	// AddToInbox adds to the tallies and keeps the samples, all or nothing.
	// Of each (project, key, code) the latest SamplesKept samples stay.
	AddToInbox(ctx context.Context, tallies []Tally, samples []Sample) error
	// Tallies returns those of the hours in [from, to), by hour, key, source,
	// verdict and code.
	Tallies(ctx context.Context, project string, from, to time.Time) ([]Tally, error)
	// Samples returns those since a moment, the latest first.
	Samples(ctx context.Context, project string, from time.Time) ([]Sample, error)
	// Arrivals returns the tallies of accepted and duplicate items of hours
	// from one on and, of each key and source, always the latest; by hour.
	Arrivals(ctx context.Context, project string, from time.Time) ([]Tally, error)
	// ForgetInbox removes the samples and the tallies before a moment, except
	// what Arrivals always returns.
	ForgetInbox(ctx context.Context, before time.Time) error
}
