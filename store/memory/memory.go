// Package memory keeps events and derived rows in plain Go maps. It is the
// reference semantics of the store contract: what a question means is written
// here once, readably and without regard to speed, and every other store is
// held to the same answers (storetest). Tests use it where they need a store
// and no engine.
//
// Nothing survives the process. Rows are shared with those who put and read
// them, who must not change what their pointers and lists of texts hold.
package memory

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// Store keeps everything in memory. Open makes one.
type Store struct {
	now func() time.Time

	mutex      sync.RWMutex
	batches    map[string]time.Time // when each token was appended
	lastStored time.Time
	arrived    []event.Event // in order of arrival
	projects   map[string]*project
	progress   store.Progress
	erasures   []store.Erasure
	barred     store.Barred
}

// Open makes an empty store. What it stores is dated by now.
func Open(now func() time.Time) *Store {
	return &Store{now: now, batches: make(map[string]time.Time), projects: make(map[string]*project), barred: make(store.Barred)}
}

// Close does nothing: there is nothing to give back.
func (s *Store) Close() error { return nil }

// project is what is kept of one project.
type project struct {
	events      map[string]*event.Event   // by id
	said        map[string][]*event.Event // by conversation, in order of time
	derived     map[string]*derived       // by conversation
	conversions map[string]sold
	identities  map[string]store.Identity // by anonymous id
	ties        map[string]store.Tie      // by trace
	traits      map[trait]store.Trait
	model       *store.Model // nil while there is none
}

// derived is a conversation and what it was made with.
type derived struct {
	conversation.Derived

	made store.Made
}

// sold is a conversion and what it was made with.
type sold struct {
	conversation.Conversion

	made store.Made
}

// trait names one trait of one owner.
type trait struct {
	owner   string
	account bool
	name    string
}

func newProject() *project {
	return &project{
		events: make(map[string]*event.Event), said: make(map[string][]*event.Event), derived: make(map[string]*derived),
		conversions: make(map[string]sold), identities: make(map[string]store.Identity), ties: make(map[string]store.Tie), traits: make(map[trait]store.Trait),
	}
}

// project to be written to.
func (s *Store) project(id string) *project {
	if s.projects[id] == nil {
		s.projects[id] = newProject()
	}
	return s.projects[id]
}

// read runs fn on a project while nothing is written; one that nothing is
// known of is empty.
func (s *Store) read(ctx context.Context, id string, fn func(*project)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	p := s.projects[id]
	if p == nil {
		p = newProject()
	}
	fn(p)
	return ctx.Err()
}

// resolve is the user of an event, and whether that is a user id.
func (p *project) resolve(e *event.Event) (user string, identified bool) {
	if e.User != "" {
		return e.User, true
	}
	if identity, ok := p.identities[e.Anonymous]; ok {
		return identity.User, true
	}
	return e.Anonymous, false
}

// conversations are the derived ones in order of their ids.
func (p *project) conversations() []*derived {
	list := make([]*derived, 0, len(p.derived))
	for _, id := range slices.Sorted(maps.Keys(p.derived)) {
		list = append(list, p.derived[id])
	}
	return list
}

// sold are the conversions in order of their events' ids.
func (p *project) sold() []conversation.Conversion {
	list := make([]conversation.Conversion, 0, len(p.conversions))
	for _, id := range slices.Sorted(maps.Keys(p.conversions)) {
		list = append(list, p.conversions[id].Conversion)
	}
	return list
}

// inOrder are the events in order of time, then id.
func (p *project) inOrder() []*event.Event {
	return slices.SortedFunc(maps.Values(p.events), byTime)
}
