package memory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
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
		s.project(one.Conversation.Project).derived[one.Conversation.ID] = &derived{one, d.Made}
	}
	for _, key := range d.Gone {
		delete(s.project(key.Project).derived, key.Conversation)
	}
	for i := range d.Conversions {
		s.project(d.Conversions[i].Project).conversions[d.Conversions[i].Event] = sold{d.Conversions[i], d.Made}
	}
	for _, identity := range d.Identities {
		s.project(identity.Project).identify(identity)
	}
	for _, tie := range d.Ties {
		s.project(tie.Project).tie(tie)
	}
	for _, trait := range d.Traits {
		s.project(trait.Project).describe(trait)
	}
	if d.Rebuilt != "" {
		s.project(d.Rebuilt).sweep(d.Made)
	}
	if d.Upto != (store.Position{}) {
		s.progress = store.Progress{Upto: d.Upto, Analysed: d.Analysed}
	}
	return nil
}

// sweep removes what other rules or earlier definitions made.
func (p *project) sweep(now store.Made) {
	outdated := func(made store.Made) bool { return made.Rules != now.Rules || made.Definitions < now.Definitions }
	maps.DeleteFunc(p.derived, func(_ string, one *derived) bool { return outdated(one.made) })
	maps.DeleteFunc(p.conversions, func(_ string, one sold) bool { return outdated(one.made) })
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
	return s.progress, ctx.Err()
}

// Generations counts rows by what they were made with. See
// store.Deriver.
func (s *Store) Generations(ctx context.Context) ([]store.Generation, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	counts := make(map[store.Generation]int64)
	for id, p := range s.projects {
		for _, one := range p.derived {
			counts[store.Generation{Project: id, Made: one.made}]++
		}
		for _, one := range p.conversions {
			counts[store.Generation{Project: id, Made: one.made}]++
		}
	}
	list := make([]store.Generation, 0, len(counts))
	for generation, n := range counts {
		generation.Rows = n
		list = append(list, generation)
	}
	slices.SortFunc(list, func(a, b store.Generation) int {
		return cmp.Or(cmp.Compare(a.Project, b.Project), cmp.Compare(a.Rules, b.Rules), cmp.Compare(a.Definitions, b.Definitions))
	})
	return list, ctx.Err()
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
