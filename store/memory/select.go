package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// SelectAll aggregates facts. See store.Reader.
func (s *Store) SelectAll(ctx context.Context, queries []store.Query) ([][]store.Cell, error) {
	for i := range queries {
		if err := queries[i].Validate(); err != nil {
			return nil, fmt.Errorf("cannot select %s of %s: %w", queries[i].Measure, queries[i].Fact, err)
		}
	}
	answers := make([][]store.Cell, len(queries))
	for i := range queries {
		if err := s.read(ctx, queries[i].Project, func(p *project) { answers[i] = p.answer(&queries[i]) }); err != nil {
			return nil, fmt.Errorf("cannot select from %s: %w", queries[i].Fact, err)
		}
	}
	return answers, nil
}

func (p *project) answer(q *store.Query) []store.Cell {
	cells := make(map[string]*cell)
	f, in := p.filter(q.Filter, q.Zone), period{q.From, q.To}
	rows := p.related(q.Fact, f, in, q.AsOf)
	if recalls(q.Of, q.Among) {
		p.recall(rows, f, in, func(r *row) time.Time { return later(q.From, q.Interval.Floor(r.at, q.Zone)) })
	}
	for _, r := range rows {
		counted, met := counts(q, &r)
		if !counted && r.settled {
			continue
		}
		for _, group := range p.groups(&r, q.By) {
			one := cellOf(cells, group, q.Interval.Floor(r.at, q.Zone).UTC())
			if !r.settled {
				one.unsettled++
			}
			if counted {
				one.counted = append(one.counted, r)
			}
			if met {
				one.met = append(one.met, r)
			}
		}
	}
	answer := make([]store.Cell, 0, len(cells))
	for _, one := range cells {
		if q.Rest {
			answer = append(answer, p.rest(one, cells, q))
		} else {
			answer = append(answer, detailed(p.sums(one, q), q.Depth))
		}
	}
	slices.SortFunc(answer, func(a, b store.Cell) int {
		return cmp.Or(a.At.Compare(b.At), slices.CompareFunc(a.Group, b.Group, func(x, y *string) int { return cmp.Compare(orEmpty(x), orEmpty(y)) }))
	})
	return answer
}

// detailed leaves of a cell what is wanted.
func detailed(c store.Cell, wanted store.Depth) store.Cell {
	if wanted != store.Full {
		c.UserCount, c.SumN2, c.SumKN, c.SumK2, c.SumSquares = 0, 0, 0, 0, 0
	}
	if wanted == store.Bare {
		c.Matches = 0
	}
	return c
}

// rest sums what the other groups of the cell's bucket have.
func (p *project) rest(c *cell, cells map[string]*cell, q *store.Query) store.Cell {
	rest := &cell{group: c.group, at: c.at}
	for _, other := range cells {
		if other != c && other.at.Equal(c.at) {
			rest.counted, rest.met = append(rest.counted, other.counted...), append(rest.met, other.met...)
			rest.unsettled += other.unsettled
		}
	}
	out := p.sums(rest, q)
	out.Matches = 0
	return out
}

// period is half-open.
type period struct{ from, to time.Time }

func (p period) has(at time.Time) bool { return !at.Before(p.from) && at.Before(p.to) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// related are the rows of any fact in a period, those of a user's past as of a
// moment.
func (p *project) related(fact store.Fact, f *filter, in period, asOf time.Time) []row {
	if asOf.IsZero() {
		asOf = in.to
	}
	outside := func(r row) bool { return !in.has(r.at) }
	switch fact {
	case store.Newcomers:
		return slices.DeleteFunc(p.newcomers(f), outside)
	case store.Returns:
		return slices.DeleteFunc(p.returns(f, in, asOf), outside)
	default:
		return p.filtered(fact, f, in)
	}
}

// filtered are the rows of a fact, in a period, that a filter selects: those
// of conversations that it selects, and rows alone that satisfy it themselves.
func (p *project) filtered(fact store.Fact, f *filter, in period) []row {
	selected := make(map[string]bool)
	selects := func(id string) bool {
		known, ok := selected[id]
		if one := p.derived[id]; !ok && one != nil {
			known = f.selects(&one.Derived)
			selected[id] = known
		}
		return known
	}
	return slices.DeleteFunc(p.rows(fact), func(r row) bool {
		switch {
		case !in.has(r.at):
			return true
		case f.all():
			return false
		case r.alone:
			return !f.selectsRow(&r)
		default:
			return !selects(r.conversation)
		}
	})
}

func (f *filter) selectsRow(r *row) bool {
	return f.Loose() && f.holds(f.Where, nil, func(field where.Field) []value { return f.ofRow(field, &r.Dimensions) })
}

// counts reports whether a row counts for a query, and whether as one that
// meets Of.
func counts(q *store.Query, r *row) (counted, met bool) {
	among := r.has(q.Among)
	met = among && r.has(q.Of)
	if q.Measure == store.Rate || q.Measure == store.UserShare {
		return among, met
	}
	met = met && (q.Column == store.NoColumn || r.column(q.Column) != nil)
	return met, met
}
