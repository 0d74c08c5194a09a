package ingest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest/journal"
	"github.com/debrief-dev/debrief/redact"
)

const project = "p"

func arrival() time.Time { return time.Date(2026, time.November, 23, 10, 0, 0, 0, time.UTC) }

// prompt is an event with an id.
func prompt(id, text string) event.Event {
	return event.Event{
		ID: id, Project: project, Kind: event.Prompt, Name: "screeb_copilot_user_prompt", Source: "test",
		Conversation: "c", Session: "s", User: "u", Agent: "default", Text: text, OccurredAt: arrival(), ReceivedAt: arrival(),
	}
}

// prompts are events whose ids begin with a prefix.
func prompts(prefix string, n int) []event.Event {
	events := make([]event.Event, n)
	for i := range events {
		events[i] = prompt(fmt.Sprintf("%s-%d", prefix, i), "hello")
	}
	return events
}

func idsOf(events []event.Event) []string {
	ids := make([]string, len(events))
	for i := range events {
		ids[i] = events[i].ID
	}
	slices.Sort(ids)
	return ids
}

var errDown = errors.New("the store is down")

// shelf is a store that keeps its promises in memory and can be told to fail.
type shelf struct {
	mu     sync.Mutex
	tokens []string
	events []event.Event
	down   bool
	before func() // called at the start of each Append
}

func (s *shelf) Append(_ context.Context, token string, events []event.Event) (int, error) {
	if s.before != nil {
		s.before()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		return 0, errDown
	}
	if slices.Contains(s.tokens, token) {
		return 0, nil
	}
	s.tokens = append(s.tokens, token)
	stored := 0
	for i := range events {
		if !slices.ContainsFunc(s.events, func(e event.Event) bool { return e.ID == events[i].ID && e.Project == events[i].Project }) {
			s.events = append(s.events, events[i])
			stored++
		}
	}
	return stored, nil
}

func (s *shelf) LastToken(context.Context, string) (string, error) { return "", nil }

func (s *shelf) setDown(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// stored are the ids of what is stored, sorted; an id stored twice is there
// twice.
func (s *shelf) stored() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return idsOf(s.events)
}

// complaints gathers what a door tells OnError.
type complaints struct {
	mu  sync.Mutex
	all []error
}

func (c *complaints) add(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, err)
}

func (c *complaints) are(target error) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return errors.Is(errors.Join(c.all...), target)
}

// stand is a door with what it stands on.
type stand struct {
	*Door
	shelf      *shelf
	complaints *complaints
	dir        string
}

// newStand opens a door that flushes only when asked, unless change says
// otherwise.
func newStand(t *testing.T, change func(*Options, *journal.Options)) *stand {
	t.Helper()
	s := standOn(t, filepath.Join(t.TempDir(), "journal"), &shelf{}, change)
	s.flush(t) // the one that Open begins with
	return s
}

func standOn(t *testing.T, dir string, shelf *shelf, change func(*Options, *journal.Options)) *stand {
	t.Helper()
	s := &stand{shelf: shelf, complaints: &complaints{}, dir: dir}
	o := Options{Store: shelf, Rules: redact.DefaultRules(), Now: time.Now, FlushEvery: time.Hour, OnError: s.complaints.add} //nolint:forbidigo // when it is crowded is measured
	j := journal.Options{SegmentBytes: 1 << 20}
	if change != nil {
		change(&o, &j)
	}
	var err error
	if o.Journal, err = journal.Open(dir, j); err != nil {
		t.Fatal(err)
	}
	s.Door = Open(o)
	t.Cleanup(func() { _ = s.Close() }) // again, after tests that look at its error
	return s
}

// must adds events that have to be taken.
func (s *stand) must(t *testing.T, events []event.Event) []Outcome {
	t.Helper()
	outcomes, err := s.Add(t.Context(), project, events)
	if err != nil {
		t.Fatal(err)
	}
	return outcomes
}

func (s *stand) flush(t *testing.T) {
	t.Helper()
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// eventually waits for a condition that another goroutine brings about.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 12_000 {
		if holds() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("not within a minute: %s", what)
}
