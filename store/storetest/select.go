package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

func facts() []store.Fact {
	return []store.Fact{store.Conversations, store.Turns, store.Ratings, store.Conversions, store.Sightings, store.Newcomers, store.Returns}
}

// measures lists queries with every measure of the fact and every condition
// and column that it has.
func measures(fact store.Fact) []store.Query {
	var queries []store.Query
	add := func(q store.Query) {
		q.Project, q.Fact, q.From, q.To = project, fact, epoch(), horizon()
		q.AsOf = horizon().AddDate(0, 0, 12) // some weeks after a first prompt have elapsed, some not
		queries = append(queries, q)
	}
	conditions := append([]store.Condition{store.Always}, fact.Conditions()...)
	for i, of := range conditions {
		add(store.Query{Measure: store.Count, Of: of})
		add(store.Query{Measure: store.Users, Of: of})
		add(store.Query{Measure: store.PerUser, Of: of})
		add(store.Query{Measure: store.Fewest, Of: of, Quantile: []float64{0.5, 0.8, 1}[i%3]})
		add(store.Query{Measure: store.UserShare, Of: of, Among: conditions[(i+1)%len(conditions)]})
		add(store.Query{Measure: store.Rate, Of: of, Among: conditions[(i+2)%len(conditions)]})
	}
	ranks := func(c store.Cell) (low, high int64, ok bool) { return 1, c.N, c.N > 2 }
	for _, column := range fact.Columns() {
		add(store.Query{Measure: store.Mean, Column: column})
		add(store.Query{Measure: store.Sum, Column: column, Of: store.IsIdentified})
		for _, q := range []float64{0, 0.07, 0.5, 0.9, 1} {
			add(store.Query{Measure: store.Quantile, Column: column, Quantile: q, Ranks: ranks})
		}
	}
	return queries
}

// breakdowns lists every dimension of the fact, once for each key that the
// world has.
func breakdowns(fact store.Fact) []store.Dimension {
	keys := map[store.DimensionName][]string{
		store.ByProperty: {"plan", "seats", "absent"}, store.ByUserProperty: {"role", "age"}, store.ByAccountProperty: {"role", "seats"},
	}
	var list []store.Dimension
	for _, name := range fact.Dimensions() {
		if !name.Keyed() {
			list = append(list, store.Dimension{Name: name})
			continue
		}
		for _, key := range keys[name] {
			list = append(list, store.Dimension{Name: name, Key: key})
		}
	}
	return list
}

func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	must(t, err)
	return zone
}

// sameCells compares figures; floating sums may be added in any order.
func sameCells(want, got []store.Cell) string {
	return cmp.Diff(want, got, cmpopts.EquateApprox(1e-9, 1e-9), cmpopts.EquateEmpty())
}

func describe(q *store.Query) string {
	filter := ""
	if q.Filter.Where != nil {
		filter = " where " + q.Filter.Where.String()
	}
	return fmt.Sprintf("%s of %s(%s of %s among %s at %g) by %v (rest: %t, depth: %q) per %s%s %s", q.Measure, q.Fact, q.Column, q.Of, q.Among, q.Quantile, q.By, q.Rest, q.Depth, q.Interval, filter, q.Filter.Text)
}

func selects(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	w := newWorld()
	w.load(t, s)
	for _, fact := range facts() {
		t.Run("measures of "+string(fact), func(t *testing.T) {
			by := breakdowns(fact)
			for i, q := range measures(fact) {
				w.checkCells(t, s, q)
				q.Interval, q.Zone = store.Day, paris(t)
				q.By = []store.Dimension{by[i%len(by)]}
				w.checkCells(t, s, q)
			}
		})
		t.Run("dimensions of "+string(fact), func(t *testing.T) {
			by := breakdowns(fact)
			for i := range by {
				q := store.Query{Project: project, Fact: fact, From: epoch(), To: horizon(), Measure: store.Count, By: by[i : i+1]}
				w.checkCells(t, s, q)
				q.Measure, q.By = store.Users, []store.Dimension{by[i], by[(i+3)%len(by)]}
				w.checkCells(t, s, q)
			}
		})
	}
	t.Run("loose conversions", func(t *testing.T) { w.looseConversions(t, s) })
	t.Run("days of a week", func(t *testing.T) {
		for i, by := range breakdowns(store.Turns) {
			q := store.Query{Project: project, Fact: store.Turns, From: epoch(), To: horizon(), Measure: store.DaysOfWeek, Of: store.HasPrompt, Zone: paris(t)}
			w.checkCells(t, s, q)
			q.By, q.Interval = []store.Dimension{by}, []store.Interval{store.WholePeriod, store.Week}[i%2]
			w.checkCells(t, s, q)
		}
	})
	t.Run("intervals", func(t *testing.T) { w.intervals(t, s) })
	t.Run("by hand", func(t *testing.T) { selectsByHand(t, open) })
	t.Run("nothing", func(t *testing.T) {
		for _, fact := range facts() {
			q := store.Query{Project: project, Fact: fact, From: horizon(), To: horizon().Add(time.Hour), Measure: store.Count}
			if cells, err := store.Select(t.Context(), s, q); err != nil || len(cells) > 0 {
				t.Errorf("%s of an empty period: %v, %v", fact, cells, err)
			}
		}
	})
	t.Run("pages", func(t *testing.T) { pages(t, open) })
	t.Run("together", func(t *testing.T) { w.together(t, s) })
	t.Run("invalid", func(t *testing.T) { selectsInvalid(t, s) })
}

// together asks sets of queries, drawn at random, at once: each must be
// answered as if it were asked alone.
func (w *world) together(t *testing.T, s store.Store) {
	t.Helper()
	const sets, queries = 15, 30
	filters := []store.Filter{
		{},
		{Where: parsed(t, `environment = production`)},
		{Where: parsed(t, `not environment != production`)},
		{Where: parsed(t, `environment in (staging, preview) and user != "u2"`)},
	}
	zones := []*time.Location{nil, paris(t)}
	spans := []time.Time{epoch(), epoch().AddDate(0, 0, 2), epoch().AddDate(0, 0, 4), horizon()}
	for range sets {
		filter, zone := pick(w.draws, filters...), pick(w.draws, zones...)
		asked := make([]store.Query, 0, queries+1)
		for range queries {
			q := pick(w.draws, measures(pick(w.draws, facts()...))...)
			from := w.IntN(len(spans) - 1)
			q.From, q.To = spans[from], spans[min(from+1+w.IntN(2), len(spans)-1)]
			q.Filter, q.Zone, q.Interval = filter, zone, pick(w.draws, store.WholePeriod, store.WholePeriod, store.Day)
			if w.chance(40) {
				q.By = []store.Dimension{{Name: pick(w.draws, store.ByAgent, store.ByUser)}}
			}
			asked = append(asked, q)
		}
		asked = append(asked, asked[0])
		answers, err := s.SelectAll(t.Context(), asked)
		must(t, err)
		for i, q := range asked {
			if diff := sameCells(w.answer(t, q), answers[i]); diff != "" {
				t.Errorf("%s (-alone +together):\n%s", describe(&q), diff)
			}
		}
	}
	if answers, err := s.SelectAll(t.Context(), nil); err != nil || len(answers) > 0 {
		t.Errorf("no queries: %v, %v", answers, err)
	}
}

func parsed(t *testing.T, filter string) where.Expr {
	t.Helper()
	e, err := where.Parse(filter)
	must(t, err)
	return e
}

// looseConversions asks about conversions that count for no conversation: a
// filter selects them by what is known of them, or not at all.
func (w *world) looseConversions(t *testing.T, s store.Store) {
	t.Helper()
	for _, filter := range []string{
		`environment = production`, `not environment = staging`, `user = "u1" or account = "acme"`, `user.role exists and account.seats > 10`,
		`agent = "support"`, `environment = production and not outcome = failed`, `not turn(signal = slow)`,
	} {
		e, err := where.Parse(filter)
		must(t, err)
		w.checkCells(t, s, store.Query{
			Project: project, Fact: store.Conversions, From: epoch(), To: horizon(), Measure: store.Rate, Of: store.IsAttributed, Filter: store.Filter{Where: e},
		})
	}
}

func (w *world) checkCells(t *testing.T, s store.Store, q store.Query) {
	t.Helper()
	got, err := store.Select(t.Context(), s, q)
	if err != nil {
		t.Errorf("%s: %v", describe(&q), err)
		return
	}
	if diff := sameCells(w.answer(t, q), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", describe(&q), diff)
	}
}

func (w *world) intervals(t *testing.T, s store.Store) {
	t.Helper()
	for _, interval := range []store.Interval{store.Hour, store.Day, store.Week, store.Month} {
		for _, zone := range []*time.Location{nil, time.UTC, paris(t), time.FixedZone("Nepal", 5*3600+45*60)} {
			w.checkCells(t, s, store.Query{
				Project: project, Fact: store.Turns, From: epoch().Add(90 * time.Minute), To: horizon().Add(-40 * time.Hour), Measure: store.Mean, Column: store.Latency,
				Interval: interval, Zone: zone,
			})
		}
	}
}

// selectsByHand holds a few figures to numbers that were counted by a person.
func selectsByHand(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	at := noon().Add(-48 * time.Hour)
	var d store.Derivation
	for i, user := range []string{"u1", "u1", "u1", "u2"} {
		outcome := []conversation.Outcome{conversation.Confirmed, conversation.Failed, conversation.Assumed, conversation.Unknown}[i]
		d.Derived = append(d.Derived, conversation.Derived{Conversation: conversation.Conversation{
			Project: project, ID: user + string(outcome), Dimensions: conversation.Dimensions{User: user, Identified: true, Agent: "a"}, StartedAt: at, EndedAt: at,
			Outcome: outcome, Settled: outcome != conversation.Unknown, Prompts: i + 1,
		}})
	}
	must(t, s.PutDerived(t.Context(), d))
	q := store.Query{Project: project, Fact: store.Conversations, From: at, To: at.Add(time.Second), Measure: store.Rate, Of: store.Succeeded, Among: store.Judged}
	check := func(want store.Cell) {
		t.Helper()
		got, err := store.Select(t.Context(), s, q)
		must(t, err)
		if diff := sameCells([]store.Cell{want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", describe(&q), diff)
		}
	}
	check(store.Cell{N: 3, K: 2, Matches: 2, UserCount: 1, SumN2: 9, SumKN: 6, SumK2: 4, Unsettled: 1})
	q.Measure, q.Of, q.Among, q.Column = store.Mean, store.Always, store.Always, store.TurnCount
	check(store.Cell{N: 4, Matches: 4, UserCount: 2, SumN2: 9 + 1, SumKN: 6*3 + 4*1, SumK2: 36 + 16, Total: 10, SumSquares: 30, Unsettled: 1})
	value := 2.0
	q.Measure, q.Quantile = store.Quantile, 0.5
	check(store.Cell{N: 4, K: 2, Matches: 4, UserCount: 2, SumN2: 10, SumKN: 2 * 3, SumK2: 4, Unsettled: 1, Value: &value})
	q.Measure, q.Column = store.Users, store.NoColumn
	check(store.Cell{N: 2, Matches: 4, UserCount: 2, Unsettled: 1})
	agent := "a"
	q.Measure, q.Interval, q.By = store.Count, store.Day, []store.Dimension{{Name: store.ByAgent}, {Name: store.ByTopic}}
	check(store.Cell{
		N: 4, K: 4, Matches: 4, UserCount: 2, SumN2: 10, SumKN: 10, SumK2: 10, Unsettled: 1,
		Group: store.Group{&agent, nil}, At: time.Date(2026, time.October, 31, 0, 0, 0, 0, time.UTC),
	})
}

func selectsInvalid(t *testing.T, s store.Store) {
	t.Helper()
	valid := store.Query{Project: project, Fact: store.Turns, From: epoch(), To: horizon(), Measure: store.Count}
	f := func(name string, change func(*store.Query)) {
		t.Helper()
		q := valid
		change(&q)
		if _, err := store.Select(t.Context(), s, q); !errors.Is(err, store.ErrInvalidQuery) {
			t.Errorf("%s: got %v, want an invalid query", name, err)
		}
	}
	f("no project", func(q *store.Query) { q.Project = "" })
	f("period", func(q *store.Query) { q.To = q.From })
	f("fact", func(q *store.Query) { q.Fact = "events" })
	f("measure", func(q *store.Query) { q.Measure = "median" })
	f("condition", func(q *store.Query) { q.Of = store.Settled })
	f("among", func(q *store.Query) { q.Among = store.IsPositive })
	f("column", func(q *store.Query) { q.Measure, q.Column = store.Mean, store.RatingValue })
	f("no column", func(q *store.Query) { q.Measure = store.Sum })
	f("quantile", func(q *store.Query) { q.Measure, q.Column, q.Quantile = store.Quantile, store.Latency, 1.5 })
	f("dimension", func(q *store.Query) { q.By = []store.Dimension{{Name: store.ByCurrency}} })
	f("key", func(q *store.Query) { q.By = []store.Dimension{{Name: store.ByProperty}} })
	f("days of a week", func(q *store.Query) { q.Measure, q.Interval = store.DaysOfWeek, store.Month })
	f("rest of everything", func(q *store.Query) { q.Rest = true })
	f("rest of a quantile", func(q *store.Query) {
		q.Rest, q.By, q.Measure, q.Column = true, []store.Dimension{{Name: store.ByModel}}, store.Quantile, store.Latency
	})
	f("depth", func(q *store.Query) { q.Depth = "some" })
	f("rest without sums", func(q *store.Query) {
		q.Rest, q.Fact, q.By, q.Depth = true, store.Turns, []store.Dimension{{Name: store.ByModel}}, store.Bare
	})
	f("rest by source", func(q *store.Query) {
		q.Rest, q.Fact, q.By = true, store.Conversations, []store.Dimension{{Name: store.BySource}}
	})
	f("interval", func(q *store.Query) { q.Interval = "year" })
	f("buckets", func(q *store.Query) { q.Interval, q.From = store.Hour, q.To.AddDate(-3, 0, 0) })
	f("sighting's filter", func(q *store.Query) { q.Fact, q.Filter.Text = store.Sightings, "x" })
	f("sighting's term", func(q *store.Query) {
		q.Fact, q.Filter.Where = store.Sightings, where.Term{Field: where.Field{Name: where.FieldAgent}, Op: where.OpExists}
	})
}
