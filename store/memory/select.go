package memory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
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

// cell gathers the rows of a cell.
type cell struct {
	group        store.Group
	at           time.Time
	counted, met []row // counted, and those of them that meet Of
	unsettled    int64
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
		answer = append(answer, p.sums(one, q))
	}
	slices.SortFunc(answer, func(a, b store.Cell) int {
		return cmp.Or(a.At.Compare(b.At), slices.CompareFunc(a.Group, b.Group, func(x, y *string) int { return cmp.Compare(orEmpty(x), orEmpty(y)) }))
	})
	return answer
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

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// cellOf finds the cell of a group and a bucket.
func cellOf(cells map[string]*cell, group store.Group, at time.Time) *cell {
	keys := []string{at.String()}
	for _, value := range group {
		keys = append(keys, strconv.Quote(orEmpty(value)))
	}
	key := strings.Join(keys, " ")
	if cells[key] == nil {
		cells[key] = &cell{group: group, at: at}
	}
	return cells[key]
}

func (p *project) sums(c *cell, q *store.Query) store.Cell {
	out := store.Cell{Group: c.group, At: c.at, Unsettled: c.unsettled, Matches: p.matches(c)}
	column := func(r *row) float64 { return *r.column(q.Column) }
	switch q.Measure {
	case store.DaysOfWeek:
		c.days(&out, q.Zone)
	case store.Users, store.PerUser, store.Fewest, store.UserShare:
		c.known(&out, q)
	case store.Mean, store.Sum:
		c.perUser(&out, column)
		for i := range c.counted {
			x := column(&c.counted[i])
			out.Total += x
			out.SumSquares += x * x
		}
	case store.Quantile:
		c.quantile(&out, q)
	default:
		met := func(r *row) float64 {
			if _, is := counts(q, r); is {
				return 1
			}
			return 0
		}
		c.perUser(&out, met)
		out.K = int64(len(c.met))
	}
	return out
}

// matches are the conversations behind rows that can be listed.
func (p *project) matches(c *cell) int64 {
	listed := make(map[string]bool)
	for _, r := range c.met {
		if p.derived[r.conversation] != nil {
			listed[r.conversation] = true
		}
	}
	return int64(len(listed))
}

// known fills in what is measured over users who are known.
func (c *cell) known(out *store.Cell, q *store.Query) {
	rows := make(map[string]float64)
	for _, r := range c.counted {
		if r.User != "" {
			rows[r.User]++
		}
	}
	out.N, out.UserCount = int64(len(rows)), int64(len(rows))
	sizes, sum, squares := slices.Sorted(maps.Values(rows)), 0.0, 0.0
	for _, n := range sizes {
		sum, squares = sum+n, squares+n*n
	}
	switch q.Measure {
	case store.UserShare:
		have := make(map[string]bool)
		for _, r := range c.met {
			have[r.User] = r.User != ""
		}
		delete(have, "")
		out.K, out.SumN2, out.SumKN, out.SumK2 = int64(len(have)), float64(out.N), float64(len(have)), float64(len(have))
	case store.PerUser:
		out.Total, out.SumSquares, out.SumN2, out.SumKN, out.SumK2 = sum, squares, float64(out.N), sum, squares
	case store.Fewest:
		so := 0.0
		for _, n := range slices.Backward(sizes) {
			if so < q.Quantile*sum {
				out.K++
			}
			so += n
		}
	default:
	}
}

// days fills in on how many of their days users had rows in the weeks in which
// they had any.
func (c *cell) days(out *store.Cell, zone *time.Location) {
	const daysOfWeek = 7
	type one struct {
		user string
		at   time.Time
	}
	days, weeks := make(map[one]bool), make(map[one]bool)
	n, k := make(map[string]float64), make(map[string]float64)
	for _, r := range c.counted {
		day, week := one{r.User, store.Day.Floor(r.at, zone)}, one{r.User, store.Week.Floor(r.at, zone)}
		if r.User != "" && !days[day] {
			days[day] = true
			k[r.User] += 1. / daysOfWeek
		}
		if r.User != "" && !weeks[week] {
			weeks[week] = true
			n[r.User]++
		}
	}
	out.UserCount = int64(len(n))
	for user := range n {
		out.N += int64(n[user])
		out.Total += k[user]
		out.SumSquares += k[user] * k[user] / n[user]
		out.SumN2 += n[user] * n[user]
		out.SumKN += k[user] * n[user]
		out.SumK2 += k[user] * k[user]
	}
}

// perUser fills in N and the sums over users of n and k.
func (c *cell) perUser(out *store.Cell, k func(*row) float64) {
	n, ks := make(map[string]float64), make(map[string]float64)
	for i := range c.counted {
		n[c.counted[i].User]++
		ks[c.counted[i].User] += k(&c.counted[i])
	}
	out.N, out.UserCount = int64(len(c.counted)), int64(len(n))
	for user := range n {
		out.SumN2 += n[user] * n[user]
		out.SumKN += ks[user] * n[user]
		out.SumK2 += ks[user] * ks[user]
	}
}

func (c *cell) quantile(out *store.Cell, q *store.Query) {
	if len(c.counted) == 0 {
		return
	}
	sorted := make([]float64, len(c.counted))
	for i := range c.counted {
		sorted[i] = *c.counted[i].column(q.Column)
	}
	slices.Sort(sorted)
	const rounding = 1e-9 // q·n of a decimal q may land just above its integer
	rank := int(math.Ceil(q.Quantile*float64(len(sorted)) - rounding))
	out.Value = &sorted[max(rank, 1)-1]
	c.perUser(out, func(r *row) float64 {
		if *r.column(q.Column) <= *out.Value {
			out.K++
			return 1
		}
		return 0
	})
	if q.Ranks != nil {
		if low, high, ok := q.Ranks(*out); ok {
			out.Low, out.High = &sorted[low-1], &sorted[high-1]
		}
	}
}
