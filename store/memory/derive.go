package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
)

// PutDerived replaces derived rows. See store.Deriver.
func (s *Store) PutDerived(ctx context.Context, d store.Derivation) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("cannot keep derived rows: %w", err)
	}
	for i := range d.Derived {
		one := d.Derived[i]
		one.Turns = slices.SortedFunc(slices.Values(one.Turns), func(a, b conversation.Turn) int {
			return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
		})
		one.Ratings = slices.SortedFunc(slices.Values(one.Ratings), func(a, b conversation.Rating) int {
			return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Event, b.Event))
		})
		s.project(one.Conversation.Project).derived[one.Conversation.ID] = &derived{one, d.Version}
	}
	for i := range d.Conversions {
		s.project(d.Conversions[i].Project).conversions[d.Conversions[i].Event] = d.Conversions[i]
	}
	for _, identity := range d.Identities {
		s.project(identity.Project).identify(identity)
	}
	for _, trait := range d.Traits {
		s.project(trait.Project).describe(trait)
	}
	if d.Upto != (store.Position{}) {
		s.progress = store.Progress{Upto: d.Upto, Analysed: d.Analysed}
	}
	return nil
}

// identify ties an anonymous id to the first user by time, then by id.
func (p *project) identify(i store.Identity) {
	have, tied := p.identities[i.Anonymous]
	if !tied || cmp.Or(i.At.Compare(have.At), cmp.Compare(i.User, have.User)) < 0 {
		p.identities[i.Anonymous] = i
	}
}

// describe keeps the latest value of a trait, and of equals the one said
// last. A removal is kept too, so that an older value does not come back.
func (p *project) describe(t store.Trait) {
	name := trait{t.Owner, t.Account, t.Name}
	if have, known := p.traits[name]; !known || !t.At.Before(have.At) {
		p.traits[name] = t
	}
}

// Progress is how far analysis has come. See store.Deriver.
func (s *Store) Progress(ctx context.Context) (store.Progress, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	progress := s.progress
	for _, p := range s.projects {
		for _, one := range p.derived {
			if progress.Version == 0 || one.version < progress.Version {
				progress.Version = one.version
			}
		}
	}
	return progress, ctx.Err()
}

// Resolve returns the users of anonymous ids. See store.Deriver.
func (s *Store) Resolve(ctx context.Context, projectID string, anonymous []string) (map[string]string, error) {
	users := make(map[string]string)
	err := s.read(ctx, projectID, func(p *project) {
		for _, id := range anonymous {
			if identity, tied := p.identities[id]; tied {
				users[id] = identity.User
			}
		}
	})
	return users, err
}

// Due returns conversations whose time has come. See store.Deriver.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]store.Key, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	var due []*conversation.Conversation
	for _, p := range s.projects {
		for _, one := range p.derived {
			if at := one.Conversation.DueAt; !at.IsZero() && !at.After(now) {
				due = append(due, &one.Conversation)
			}
		}
	}
	slices.SortFunc(due, func(a, b *conversation.Conversation) int {
		return cmp.Or(a.DueAt.Compare(b.DueAt), compareKeys(keyOf(a), keyOf(b)))
	})
	keys := make([]store.Key, 0, len(due))
	for _, c := range due[:min(limit, len(due))] {
		keys = append(keys, keyOf(c))
	}
	return keys, ctx.Err()
}

func keyOf(c *conversation.Conversation) store.Key {
	return store.Key{Project: c.Project, Conversation: c.ID}
}

func compareKeys(a, b store.Key) int {
	return cmp.Or(cmp.Compare(a.Project, b.Project), cmp.Compare(a.Conversation, b.Conversation))
}

// Keys lists conversations that have events. See store.Deriver.
func (s *Store) Keys(ctx context.Context, after store.Key, limit int) ([]store.Key, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	var keys []store.Key
	for id, p := range s.projects {
		for conversation := range p.said {
			if key := (store.Key{Project: id, Conversation: conversation}); conversation != "" && compareKeys(key, after) > 0 {
				keys = append(keys, key)
			}
		}
	}
	slices.SortFunc(keys, compareKeys)
	return keys[:min(limit, len(keys))], ctx.Err()
}
