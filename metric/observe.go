package metric

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// place names one group in one bucket, so that the answers of several queries
// can be laid side by side.
type place struct {
	group string
	at    time.Time
}

func placeOf(group store.Group, at time.Time) place {
	var b strings.Builder
	for _, value := range group {
		if value == nil {
			b.WriteString("\x00")
			continue
		}
		b.WriteString("\x01" + *value + "\x02")
	}
	return place{b.String(), at.UTC()}
}

// observation is what the store says about one period.
type observation struct {
	answer   *Answer
	starts   []time.Time   // of the buckets; one zero time for the whole period
	groups   []store.Group // largest first
	cells    map[place]store.Cell
	coverage map[place]store.Cell
	whole    map[place]store.Cell // denominators that no group narrows
	seen     bool                 // any event falls into the period
	prefix   int                  // how many dimensions coverage is grouped by
}

func observe(ctx context.Context, reader store.Reader, a *Answer, q Question) (*observation, error) {
	o := &observation{answer: a, starts: []time.Time{{}}, prefix: len(q.By)}
	if q.Interval != store.WholePeriod {
		o.starts = q.Interval.Starts(q.From, q.To, q.Zone)
	}
	cells, err := reader.Select(ctx, a.query(q, a.By))
	if err != nil {
		return nil, err
	}
	o.cells = index(cells)
	o.groups = groups(cells, len(a.By))
	if c := a.Definition.covers; c != nil {
		query := a.query(q, q.By)
		query.Fact, query.Measure, query.Of, query.Among, query.Column = c.fact, store.Rate, c.of, c.among, store.NoColumn
		if o.coverage, err = selected(ctx, reader, query); err != nil {
			return nil, err
		}
	}
	if d := a.Definition.denominator; d != nil {
		query := sightings(a.query(q, nil))
		query.Fact, query.Measure, query.Of, query.Among = d.fact, d.measure, d.of, d.among
		if o.whole, err = selected(ctx, reader, query); err != nil {
			return nil, err
		}
	}
	o.seen, err = a.seen(ctx, reader, q, cells)
	return o, err
}

// seen reports whether anything at all happened in the period: what tells a
// count of nothing from no data. Only counts ask, and rarely need to.
func (a *Answer) seen(ctx context.Context, reader store.Reader, q Question, cells []store.Cell) (bool, error) {
	if len(cells) > 0 || !a.Definition.isTotal() {
		return true, nil
	}
	query := sightings(a.query(q, nil))
	query.Fact, query.Measure, query.Of, query.Among, query.Column = store.Sightings, store.Count, store.Always, store.Always, store.NoColumn
	query.Interval = store.WholePeriod
	events, err := reader.Select(ctx, query)
	return len(events) > 0, err
}

func (a *Answer) query(q Question, by []store.Dimension) store.Query {
	asks := a.Definition.asks
	return store.Query{
		Project: q.Project, From: q.From, To: q.To, Zone: q.Zone, Filter: q.Filter, By: by, Interval: q.Interval,
		Fact: asks.fact, Measure: asks.measure, Of: asks.of, Among: asks.among, Column: asks.column, Quantile: asks.quantile,
		Ranks: asks.ranks,
	}
}

// ranks are those of the interval of a quantile, for users whose turns are
// alike.
func (a *asks) ranks(c store.Cell) (low, high int64, ok bool) {
	users := Clusters{
		N: float64(c.N), K: float64(c.K), Users: float64(c.UserCount), SumN2: c.SumN2, SumKN: c.SumKN, SumK2: c.SumK2,
	}
	return QuantileRanks(c.N, a.quantile, users.DesignEffect())
}

// sightings asks about all of a project's users, whatever they talked about:
// of the filter it keeps the terms that speak about who was seen and where.
func sightings(q store.Query) store.Query {
	terms := []where.Expr{q.Filter.Where}
	if and, ok := q.Filter.Where.(where.And); ok {
		terms = and.Of
	}
	var kept []where.Expr
	for _, term := range terms {
		apply := true
		where.Walk(term, func(e where.Expr) bool {
			switch e := e.(type) {
			case where.Term:
				apply = apply && store.Sightings.Filters(e.Field.Name)
			case where.Turn:
				apply = false // there are no turns among them
			default:
			}
			return true
		})
		if apply {
			kept = append(kept, term)
		}
	}
	q.Filter = store.Filter{Where: where.AllOf(kept...)}
	return q
}

func selected(ctx context.Context, reader store.Reader, q store.Query) (map[place]store.Cell, error) {
	cells, err := reader.Select(ctx, q)
	return index(cells), err
}

func index(cells []store.Cell) map[place]store.Cell {
	byPlace := make(map[place]store.Cell, len(cells))
	for _, cell := range cells {
		byPlace[placeOf(cell.Group, cell.At)] = cell
	}
	return byPlace
}

// groups lists the groups of some cells, the largest first; without any, the
// one group that has no value.
func groups(cells []store.Cell, dimensions int) []store.Group {
	size := make(map[string]int64)
	var list []store.Group
	for _, cell := range cells {
		key := placeOf(cell.Group, time.Time{}).group
		if _, have := size[key]; !have {
			list = append(list, cell.Group)
		}
		size[key] += cell.N
	}
	if len(list) == 0 {
		return []store.Group{make(store.Group, dimensions)}
	}
	key := func(g store.Group) string { return placeOf(g, time.Time{}).group }
	slices.SortFunc(list, func(a, b store.Group) int {
		if d := size[key(b)] - size[key(a)]; d != 0 {
			return int(max(min(d, 1), -1))
		}
		return strings.Compare(key(a), key(b))
	})
	return list
}

// rows lays the observation out: every group in every bucket.
func (o *observation) rows(q Question) []Row {
	rows := make([]Row, 0, len(o.groups)*len(o.starts))
	for _, group := range o.groups {
		for i, at := range o.starts {
			row := Row{Group: group, At: at, From: q.From, To: q.To, Estimate: o.estimate(group, at)}
			if q.Interval != store.WholePeriod {
				row.From = later(q.From, at)
				if i+1 < len(o.starts) {
					row.To = o.starts[i+1]
				}
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// compare adds to each row the estimate at its place in the period before:
// same group, same number of the bucket.
func (o *observation) compare(before *observation, rows []Row) {
	for i := range rows {
		bucket := i % len(o.starts)
		if bucket >= len(before.starts) {
			continue
		}
		row, at := &rows[i], before.starts[bucket]
		previous := before.estimate(row.Group, at)
		row.Previous = &previous
		row.Change = o.change(row, before, at)
	}
}
