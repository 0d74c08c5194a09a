package metric

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// Ask answers a question. It returns ErrUnknownMetric, or what the store says
// of the query.
func Ask(ctx context.Context, reader store.Reader, q Question) (*Answer, error) {
	answers, err := AskAll(ctx, reader, []Question{q})
	if err != nil {
		return nil, err
	}
	return answers[0], nil
}

// AskAll answers questions, in their order, each as Ask would. What they need
// is asked of the store at once, so that questions about the same period and
// filter cost little more than one.
func AskAll(ctx context.Context, reader store.Reader, questions []Question) ([]*Answer, error) {
	answers, plans := make([]*Answer, len(questions)), make([]*plan, 0, 2*len(questions))
	var asked asking
	for i := range questions {
		q := questions[i]
		if q.Zone == nil {
			q.Zone = time.UTC
		}
		d, err := Find(q.Metric)
		if err != nil {
			return nil, err
		}
		answers[i] = &Answer{Definition: d, By: q.By}
		if split := (store.Dimension{Name: d.split}); d.split != "" && !slices.Contains(q.By, split) {
			answers[i].By = append(slices.Clone(q.By), split)
		}
		plans = append(plans, asked.observe(answers[i], q))
		if q.Compare {
			plans = append(plans, asked.observe(answers[i], before(q)))
		}
		if q.Rest && answers[i].hasRest() {
			plans = append(plans, asked.outside(answers[i], q))
		}
	}
	if err := asked.read(ctx, reader, plans); err != nil {
		return nil, fmt.Errorf("cannot compute %s: %w", named(questions), err)
	}
	for i := range questions {
		now := plans[0]
		answers[i].Rows = now.rows(now.question)
		if plans = plans[1:]; questions[i].Compare {
			now.compare(plans[0].observation, answers[i].Rows)
			plans = plans[1:]
		}
		if questions[i].Rest && answers[i].hasRest() {
			now.contrast(plans[0].observation, answers[i].Rows)
			plans = plans[1:]
		}
	}
	return answers, nil
}

// named is what an error calls some questions.
func named(questions []Question) string {
	if len(questions) == 1 {
		return questions[0].Metric
	}
	return fmt.Sprintf("%d metrics", len(questions))
}

// plan is an observation to be made: its question, and the places of the
// queries it needs among all.
type plan struct {
	*observation

	question                  Question
	valueAt, coverAt, wholeAt int // absent where nothing is asked
	rest                      bool
}

const absent = -1

// asking gathers the queries of many observations.
type asking struct{ queries []store.Query }

func (a *asking) add(q store.Query) int {
	a.queries = append(a.queries, q)
	return len(a.queries) - 1
}

func (a *asking) observe(of *Answer, q Question) *plan {
	o := &observation{answer: of, starts: []time.Time{{}}, prefix: len(q.By), seen: true}
	if of.Definition.wholeWeeks && !q.narrow() {
		q.Interval = store.WholePeriod
		o.groups = groups(nil, len(of.By))
		return &plan{observation: o, question: q, valueAt: absent, coverAt: absent, wholeAt: absent}
	}
	if q.Interval != store.WholePeriod {
		o.starts = q.Interval.Starts(q.From, q.To, q.Zone)
	}
	p := &plan{observation: o, question: q, valueAt: a.add(of.Definition.query(q, of.By)), coverAt: absent, wholeAt: absent}
	if c := of.Definition.covers; c != nil {
		share, by := asks{fact: c.fact, measure: store.Rate, of: c.of, among: c.among}, q.By
		if c.split {
			by = of.By
		}
		o.prefix = len(by)
		p.coverAt = a.add(bare(share.query(q, by)))
	}
	if d := of.Definition.denominator; d != nil {
		p.wholeAt = a.add(bare(d.query(q, nil)))
	}
	return p
}

// bare asks for a share or a number by itself: nothing is said of how sure it
// is, and no conversations are shown behind it.
func bare(q store.Query) store.Query {
	q.Depth = store.Bare
	return q
}

// query asks for the value. What is counted or summed up is exact, and has an
// interval only against another period.
func (d *Definition) query(q Question, by []store.Dimension) store.Query {
	query := d.asks.query(q, by)
	if d.isTotal() && !q.Compare {
		query.Depth = store.Unspread
	}
	return query
}

func (a *asks) query(q Question, by []store.Dimension) store.Query {
	query := store.Query{
		Project: q.Project, From: q.From, To: q.To, Zone: q.Zone, Filter: q.Filter, By: by, Interval: q.Interval,
		Fact: a.fact, Measure: a.measure, Of: a.of, Among: a.among, Column: a.column, Quantile: a.quantile,
	}
	if a.measure == store.Quantile {
		query.Ranks = a.ranks
	}
	switch a.fact {
	case store.Returns:
		query.AsOf = q.AsOf
	case store.Sightings:
		return sightings(query)
	default:
	}
	return query
}

// narrow leaves of the period what is whole weeks; false when that is nothing.
func (q *Question) narrow() bool {
	from, to := store.Week.Floor(q.From, q.Zone), store.Week.Floor(q.To, q.Zone).UTC()
	if from.Before(q.From) {
		from = store.Week.Next(from, q.Zone)
	}
	if !from.Before(to) {
		return false
	}
	q.From, q.To = from.UTC(), to
	return true
}

// read asks the store and gives every plan its cells.
func (a *asking) read(ctx context.Context, reader store.Reader, plans []*plan) error {
	answers, err := reader.SelectAll(ctx, a.queries)
	if err != nil {
		return err
	}
	var doubts asking
	var doubted []*plan
	for _, p := range plans {
		p.take(answers)
		if p.rest {
			continue
		}
		if d := &p.answer.Definition; d.evidence.required || (len(p.cells) == 0 && d.isTotal()) {
			doubted = append(doubted, p)
			doubts.add(d.evidence.query(p.question))
		}
	}
	if len(doubted) == 0 {
		return nil
	}
	if answers, err = reader.SelectAll(ctx, doubts.queries); err != nil {
		return err
	}
	for i, p := range doubted {
		p.seen = len(answers[i]) > 0
	}
	return nil
}

func (p *plan) take(answers [][]store.Cell) {
	if p.valueAt == absent {
		return
	}
	cells := answers[p.valueAt]
	p.cells, p.groups = index(cells), groups(cells, len(p.answer.By))
	if p.coverAt != absent {
		p.coverage = index(answers[p.coverAt])
	}
	if p.wholeAt != absent {
		p.whole = index(answers[p.wholeAt])
	}
}

// query asks whether there is any: what tells nothing from no data. Counts
// rarely need to ask.
func (e evidence) query(q Question) store.Query {
	q.Interval = store.WholePeriod
	return bare((&asks{fact: store.Sightings, measure: store.Count, of: e.events}).query(q, nil))
}

// ranks are those of the interval of a quantile, for users whose turns are
// alike.
func (a *asks) ranks(c store.Cell) (low, high int64, ok bool) {
	users := clusters{
		N: float64(c.N), K: float64(c.K), Users: float64(c.UserCount), SumN2: c.SumN2, SumKN: c.SumKN, SumK2: c.SumK2,
	}
	return quantileRanks(c.N, a.quantile, users.designEffect())
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
