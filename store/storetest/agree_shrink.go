package storetest

import (
	"context"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// shrinking makes a claim smaller for as long as it is not true.
type shrinking struct {
	*court

	context context.Context //nolint:containedctx // of one call, which it does not outlive
	least   claim
	left    int // claims that may still be tried
}

// shrink drops questions, events, parts of questions and parts of events that
// a disagreement does not need.
func (c *court) shrink(ctx context.Context, one claim) claim {
	const tries = 600
	s := &shrinking{court: c, context: ctx, least: one, left: tries}
	for smaller := true; smaller; {
		smaller = false
		for _, step := range []func() bool{s.questions, s.events, s.queries, s.lists, s.details} {
			smaller = step() || smaller
		}
	}
	return s.least
}

// try keeps a smaller claim if it is not true either.
func (s *shrinking) try(smaller claim) bool {
	if s.left == 0 || s.context.Err() != nil {
		return false
	}
	s.left--
	if s.disagreement(s.context, &smaller) == "" {
		return false
	}
	s.least = smaller
	return true
}

// drop takes out what it can of a list: halves first, then smaller parts.
func drop[T any](list []T, try func([]T) bool) (list2 []T, dropped bool) {
	for size := len(list); size > 0; size /= 2 {
		for from := 0; from < len(list); {
			without := slices.Delete(slices.Clone(list), from, min(from+size, len(list)))
			if try(without) {
				list, dropped = without, true
			} else {
				from += size
			}
		}
	}
	return list, dropped
}

func (s *shrinking) questions() bool {
	_, queries := drop(s.least.queries, func(queries []store.Query) bool {
		smaller := s.least
		smaller.queries = queries
		return s.try(smaller)
	})
	_, lists := drop(s.least.lists, func(lists []store.ListQuery) bool {
		smaller := s.least
		smaller.lists = lists
		return s.try(smaller)
	})
	return queries || lists
}

func (s *shrinking) events() bool {
	_, dropped := drop(s.least.events, func(events []event.Event) bool {
		smaller := s.least
		smaller.events = events
		return s.try(smaller)
	})
	return dropped
}

// change tries ways to make one element of a list simpler; each reports
// whether it changed anything.
func change[T any](list []T, ways []func(*T) bool, try func([]T) bool) (changed bool) {
	for i := range list {
		for _, way := range ways {
			simpler := slices.Clone(list)
			if way(&simpler[i]) && try(simpler) {
				list, changed = simpler, true
			}
		}
	}
	return changed
}

// set is a way to give a part of something its simplest value.
func set[T any, P comparable](part func(*T) *P, to P) func(*T) bool {
	return func(of *T) bool {
		p := part(of)
		if *p == to {
			return false
		}
		*p = to
		return true
	}
}

func (s *shrinking) queries() bool {
	type query = store.Query
	ways := []func(*query) bool{
		set(func(q *query) *string { return &q.Filter.Text }, ""),
		set(func(q *query) *store.Condition { return &q.Among }, store.Always),
		set(func(q *query) *store.Condition { return &q.Of }, store.Always),
		set(func(q *query) *store.Interval { return &q.Interval }, store.WholePeriod),
		set(func(q *query) **time.Location { return &q.Zone }, nil),
		func(q *query) bool {
			had := q.Ranks != nil
			q.Ranks = nil
			return had
		},
		func(q *query) bool {
			had := q.Column != store.NoColumn
			q.Measure, q.Column, q.Ranks, q.Quantile = store.Count, store.NoColumn, nil, 0
			return had
		},
		set(func(q *query) *bool { return &q.Rest }, false),
		set(func(q *query) *store.Depth { return &q.Depth }, store.Full),
		set(func(q *query) *store.Measure { return &q.Measure }, store.Count),
		set(func(q *query) *store.Fact { return &q.Fact }, store.Conversations),
	}
	try := func(queries []query) bool {
		smaller := s.least
		smaller.queries = queries
		return s.try(smaller)
	}
	changed := change(s.least.queries, ways, try)
	for i := range s.least.queries {
		at := func(change func(*query)) bool {
			queries := slices.Clone(s.least.queries)
			change(&queries[i])
			return try(queries)
		}
		_, fewer := drop(s.least.queries[i].By, func(by []store.Dimension) bool { return at(func(q *query) { q.By = by }) })
		simpler := s.simplify(s.least.queries[i].Filter.Where, func(e where.Expr) bool { return at(func(q *query) { q.Filter.Where = e }) })
		changed = changed || fewer || simpler
	}
	return changed
}

func (s *shrinking) lists() bool {
	type query = store.ListQuery
	ways := []func(*query) bool{
		set(func(q *query) *string { return &q.Filter.Text }, ""),
		set(func(q *query) **store.Behind { return &q.Behind }, nil),
		set(func(q *query) *store.Sort { return &q.Sort }, ""),
		set(func(q *query) *int { return &q.Limit }, store.MaxPage),
		set(func(q *query) **time.Location { return &q.Zone }, nil),
	}
	try := func(lists []query) bool {
		smaller := s.least
		smaller.lists = lists
		return s.try(smaller)
	}
	changed := change(s.least.lists, ways, try)
	for i := range s.least.lists {
		simpler := s.simplify(s.least.lists[i].Filter.Where, func(e where.Expr) bool {
			lists := slices.Clone(s.least.lists)
			lists[i].Filter.Where = e
			return try(lists)
		})
		changed = changed || simpler
	}
	return changed
}

// simplify takes a filter apart for as long as a part will do.
func (s *shrinking) simplify(e where.Expr, try func(where.Expr) bool) (changed bool) {
	for {
		at := slices.IndexFunc(parts(e), try)
		if at < 0 {
			return changed
		}
		e, changed = parts(e)[at], true
	}
}

// parts are filters that are smaller than one.
func parts(e where.Expr) []where.Expr {
	if e == nil {
		return nil
	}
	list := []where.Expr{nil}
	of := func(members []where.Expr, join func(...where.Expr) where.Expr) {
		list = append(list, members...)
		for i := range members {
			for _, smaller := range parts(members[i]) {
				list = append(list, join(slices.Concat(members[:i], []where.Expr{smaller}, members[i+1:])...))
			}
		}
	}
	switch e := e.(type) {
	case where.And:
		of(e.Of, where.AllOf)
	case where.Or:
		of(e.Of, where.AnyOf)
	case where.Not:
		list = append(list, e.X)
		for _, smaller := range parts(e.X) {
			if smaller != nil {
				list = append(list, where.Not{X: smaller})
			}
		}
	case where.Turn:
		list = append(list, e.X)
		for _, smaller := range parts(e.X) {
			if turn, err := where.SameTurn(smaller); smaller != nil && err == nil {
				list = append(list, turn)
			}
		}
	default:
	}
	return list
}

// details gives parts of events their simplest values.
func (s *shrinking) details() bool {
	texts := []func(*event.Event) *string{
		func(e *event.Event) *string { return &e.User }, func(e *event.Event) *string { return &e.Anonymous },
		func(e *event.Event) *string { return &e.Account }, func(e *event.Event) *string { return &e.Session },
		func(e *event.Event) *string { return &e.Message }, func(e *event.Event) *string { return &e.Agent },
		func(e *event.Event) *string { return &e.Version }, func(e *event.Event) *string { return &e.Model },
		func(e *event.Event) *string { return &e.Error }, func(e *event.Event) *string { return &e.Currency },
		func(e *event.Event) *string { return &e.RatingScale }, func(e *event.Event) *string { return &e.Text },
	}
	ways := make([]func(*event.Event) bool, 0, 2*len(texts))
	for _, part := range texts {
		ways = append(ways, set(part, ""))
	}
	ways = append(ways, func(e *event.Event) bool {
		long := len(e.Text) > 1 // one that must not be empty
		e.Text = "x"
		return long
	})
	for _, part := range []func(*event.Event) **float64{
		func(e *event.Event) **float64 { return &e.Rating }, func(e *event.Event) **float64 { return &e.Value },
		func(e *event.Event) **float64 { return &e.LatencyMS },
	} {
		ways = append(ways, set(part, nil))
	}
	for _, part := range []func(*event.Event) **int64{
		func(e *event.Event) **int64 { return &e.InputTokens }, func(e *event.Event) **int64 { return &e.OutputTokens },
	} {
		ways = append(ways, set(part, nil))
	}
	for i := range 5 {
		ways = append(ways, func(e *event.Event) bool {
			if i >= len(e.Properties) {
				return false
			}
			e.Properties = slices.Delete(slices.Clone(e.Properties), i, i+1)
			return true
		})
	}
	return change(s.least.events, ways, func(events []event.Event) bool {
		if slices.ContainsFunc(events, func(e event.Event) bool { return e.Validate() != nil }) {
			return false
		}
		smaller := s.least
		smaller.events = events
		return s.try(smaller)
	})
}
