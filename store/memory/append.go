package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// Append stores what is new of a batch. See store.Writer.
func (s *Store) Append(ctx context.Context, token string, events []event.Event) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, fmt.Errorf("cannot append batch %s: %w", token, err)
	}
	if _, done := s.batches[token]; done {
		return 0, nil
	}
	at := s.now().UTC().Truncate(time.Microsecond)
	if !at.After(s.lastStored) {
		at = s.lastStored.Add(time.Microsecond)
	}
	s.lastStored, s.batches[token] = at, at
	var fresh []event.Event
	for i := range events {
		e := events[i]
		e.StoredAt = at
		if !s.barred.Bars(&e) && s.project(e.Project).add(&e) {
			fresh = append(fresh, e)
		}
	}
	slices.SortFunc(fresh, func(a, b event.Event) int { return store.PositionOf(&a).Compare(store.PositionOf(&b)) })
	s.arrived = append(s.arrived, fresh...)
	return len(fresh), nil
}

// add keeps an event whose id is new; it reports whether it is.
func (p *project) add(e *event.Event) bool {
	if p.events[e.ID] != nil {
		return false
	}
	p.events[e.ID] = e
	said := p.said[e.Conversation]
	at, _ := slices.BinarySearchFunc(said, e, byTime)
	p.said[e.Conversation] = slices.Insert(said, at, e)
	return true
}

func byTime(a, b *event.Event) int {
	return cmp.Or(a.OccurredAt.Compare(b.OccurredAt), cmp.Compare(a.ID, b.ID))
}

// LastToken is the latest token with a prefix. See store.Writer.
func (s *Store) LastToken(ctx context.Context, prefix string) (string, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	var last string
	for token, at := range s.batches {
		if strings.HasPrefix(token, prefix) && (last == "" || at.After(s.batches[last])) {
			last = token
		}
	}
	return last, ctx.Err()
}

// Scan reads events in order of arrival. See store.Tail.
func (s *Store) Scan(ctx context.Context, after store.Position, limit int) ([]event.Event, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	from, found := slices.BinarySearchFunc(s.arrived, after, func(e event.Event, p store.Position) int { return store.PositionOf(&e).Compare(p) })
	if found {
		from++
	}
	return slices.Clone(s.arrived[from:min(from+limit, len(s.arrived))]), ctx.Err()
}

// Count is how many events are stored.
func (s *Store) Count(ctx context.Context) (int64, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	return int64(len(s.arrived)), ctx.Err()
}
