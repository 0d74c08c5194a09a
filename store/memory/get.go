package memory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// Get returns one conversation with all that belongs to it. See store.Reader.
func (s *Store) Get(ctx context.Context, key store.Key) (store.Detail, error) {
	var detail store.Detail
	missing := store.ErrNotFound
	err := s.read(ctx, key.Project, func(p *project) {
		one := p.derived[key.Conversation]
		if one == nil {
			return
		}
		missing = nil
		detail = store.Detail{Derived: one.Derived, Events: copies(p.talk(key.Conversation))}
		detail.Conversation = withoutProperties(one.Conversation)
		detail.Turns, detail.Ratings = slices.Clone(one.Turns), slices.Clone(one.Ratings)
		for _, c := range p.sold() {
			if c.Conversation == key.Conversation {
				detail.Conversions = append(detail.Conversions, c)
			}
		}
		slices.SortStableFunc(detail.Conversions, func(a, b conversation.Conversion) int { return a.At.Compare(b.At) })
	})
	if err = cmp.Or(err, missing); err != nil {
		return store.Detail{}, fmt.Errorf("cannot get conversation %s: %w", key.Conversation, err)
	}
	return detail, nil
}

// Values returns the values of a dimension. See store.Reader.
func (s *Store) Values(ctx context.Context, projectID string, by store.Dimension, limit int) ([]string, error) {
	if !slices.Contains(append(store.Conversations.Dimensions(), store.ByCurrency), by.Name) {
		return nil, fmt.Errorf("%w: there is no dimension %q", store.ErrInvalidQuery, by.Name)
	}
	var list []string
	err := s.read(ctx, projectID, func(p *project) { list = frequent(p.occurrences(by), limit) })
	return list, err
}

// EventNames returns the names of track events. See store.Namer.
func (s *Store) EventNames(ctx context.Context, projectID string, limit int) ([]string, error) {
	var list []string
	err := s.read(ctx, projectID, func(p *project) {
		var all [][]value
		for _, e := range p.events {
			if e.Kind == event.Track {
				all = append(all, texts(e.Name))
			}
		}
		list = frequent(all, limit)
	})
	return list, err
}

// occurrences lists the values of a dimension, each once for every
// conversation, conversion, user or account that has it.
func (p *project) occurrences(by store.Dimension) [][]value {
	var all [][]value
	switch by.Name {
	case store.ByCurrency:
		for _, c := range p.sold() {
			all = append(all, texts(c.Currency))
		}
	case store.BySource:
		for _, one := range p.conversations() {
			all = append(all, texts(one.Conversation.Sources...))
		}
	case store.ByUserProperty, store.ByAccountProperty:
		for name, t := range p.traits {
			if name.name == by.Key && name.account == (by.Name == store.ByAccountProperty) {
				all = append(all, propertyValue(t.Value))
			}
		}
	default:
		for _, one := range p.conversations() {
			all = append(all, p.ofConversation(fieldOf(by), &one.Derived))
		}
	}
	return all
}

// fieldOf is the field of the filter language that a dimension of
// conversations is.
func fieldOf(by store.Dimension) where.Field {
	if by.Name == store.ByProperty {
		return where.Field{Name: where.FieldProp, Key: by.Key}
	}
	return where.Field{Name: where.Name(by.Name)}
}

// PropertyNames returns the keys of a dimension. See store.Reader.
func (s *Store) PropertyNames(ctx context.Context, projectID string, of store.DimensionName, limit int) ([]string, error) {
	if !of.Keyed() {
		return nil, fmt.Errorf("%w: %s has no keys", store.ErrInvalidQuery, of)
	}
	var list []string
	err := s.read(ctx, projectID, func(p *project) { list = frequent(p.keys(of), limit) })
	return list, err
}

// keys lists the keys of a dimension, each once for every conversation, user
// or account that has it.
func (p *project) keys(of store.DimensionName) [][]value {
	var all [][]value
	if of != store.ByProperty {
		for name, t := range p.traits {
			if name.account == (of == store.ByAccountProperty) && !t.Value.Null() {
				all = append(all, texts(name.name))
			}
		}
		return all
	}
	for _, one := range p.conversations() {
		var names []value
		for _, property := range one.Conversation.Properties {
			if !property.Value.Null() {
				names = append(names, texts(property.Name)...)
			}
		}
		all = append(all, names)
	}
	return all
}

// frequent are the texts that occur, most frequent first, equals in order. A
// text counts once for each owner of values.
func frequent(owners [][]value, limit int) []string {
	times := make(map[string]int)
	for _, values := range owners {
		own := make(map[string]bool)
		for _, v := range values {
			if v.text != nil && *v.text != "" {
				own[*v.text] = true
			}
		}
		for text := range own {
			times[text]++
		}
	}
	list := slices.SortedFunc(maps.Keys(times), func(a, b string) int { return cmp.Or(cmp.Compare(times[b], times[a]), cmp.Compare(a, b)) })
	return list[:min(limit, len(list))]
}
