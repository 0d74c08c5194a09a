package sqlgen

import (
	"slices"
	"time"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// Batch is queries that one statement answers with one scan of their rows:
// those about the same fact, filter, breakdown and interval, whose periods
// are the same or follow one another.
type Batch struct {
	Project  string
	Zone     *time.Location
	Fact     store.Fact
	Filter   store.Filter
	By       []store.Dimension
	Interval store.Interval
	AsOf     time.Time
	Spans    []Span // each begins when the one before ends
	Asks     []Ask  // all different
	Places   []Place
}

// Span is a half-open period.
type Span struct{ From, To time.Time }

func (s Span) equal(other Span) bool { return s.From.Equal(other.From) && s.To.Equal(other.To) }

// Ask is what is computed over the rows of each cell.
type Ask struct {
	Measure   store.Measure
	Of, Among store.Condition
	Column    store.Column
	Quantile  float64
	Rest      bool
	Depth     store.Depth
}

// overUsers reports whether it needs the rows of each user by themselves.
func (a *Ask) overUsers() bool {
	switch a.Measure {
	case store.Users, store.PerUser, store.Fewest, store.UserShare, store.DaysOfWeek, store.Quantile:
		return true
	default:
		return a.Depth == store.Full
	}
}

// Place says where in the batch a query has its answer.
type Place struct{ Query, Ask, Span int }

// alike is what the queries of a batch have in common.
type alike struct {
	project, where, text, by string
	zone                     *time.Location
	fact                     store.Fact
	interval                 store.Interval
	asOf                     time.Time
}

func alikeOf(q *store.Query) alike {
	a := alike{project: q.Project, text: q.Filter.Text, zone: q.Zone, fact: q.Fact, interval: q.Interval, asOf: q.AsOf.UTC()}
	if q.Filter.Where != nil {
		a.where = where.Print(q.Filter.Where)
	}
	for _, dimension := range q.By {
		a.by += string(dimension.Name) + "\x00" + dimension.Key + "\x01"
	}
	return a
}

// Batches puts queries together as far as they go.
func Batches(queries []store.Query) []Batch {
	var batches []Batch
	open := make(map[alike][]int) // batches of queries that are alike
	spans := make([]Span, len(queries))
	for i := range queries {
		q := &queries[i]
		spans[i] = Span{q.From.UTC(), q.To.UTC()}
		key := alikeOf(q)
		at := slices.IndexFunc(open[key], func(at int) bool { return batches[at].take(spans[i]) })
		if at < 0 {
			at = len(open[key])
			open[key] = append(open[key], len(batches))
			batches = append(batches, Batch{
				Project: q.Project, Zone: q.Zone, Fact: q.Fact, Filter: q.Filter, By: q.By, Interval: q.Interval, AsOf: q.AsOf, Spans: spans[i : i+1 : i+1],
			})
		}
		batch := &batches[open[key][at]]
		batch.Places = append(batch.Places, Place{Query: i, Ask: batch.ask(q)})
	}
	for i := range batches {
		batches[i].place(spans)
	}
	return batches
}

// take adds a span that is there or touches one that is; it reports whether
// it could.
func (b *Batch) take(span Span) bool {
	hull := b.Hull()
	switch {
	case slices.ContainsFunc(b.Spans, span.equal):
	case span.To.Equal(hull.From):
		b.Spans = append([]Span{span}, b.Spans...)
	case span.From.Equal(hull.To):
		b.Spans = append(b.Spans, span)
	default:
		return false
	}
	return true
}

// Hull is the time that all spans make up.
func (b *Batch) Hull() Span { return hullOf(b.Spans) }

func hullOf(spans []Span) Span { return Span{spans[0].From, spans[len(spans)-1].To} }

func (b *Batch) ask(q *store.Query) int {
	ask := Ask{q.Measure, q.Of, q.Among, q.Column, q.Quantile, q.Rest, q.Depth}
	at := slices.Index(b.Asks, ask)
	if at < 0 {
		at = len(b.Asks)
		b.Asks = append(b.Asks, ask)
	}
	return at
}

// place tells the queries their spans, which no longer move.
func (b *Batch) place(spans []Span) {
	for i := range b.Places {
		b.Places[i].Span = slices.IndexFunc(b.Spans, spans[b.Places[i].Query].equal)
	}
}
