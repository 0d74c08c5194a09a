package storetest

import (
	"time"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// drawClaim draws a world and so many sets of questions about it.
func drawClaim(d draws, sets int) claim {
	one := claim{events: drawEvents(d)}
	for range sets {
		one.queries = append(one.queries, drawQueries(d)...)
		one.lists = append(one.lists, drawList(d))
	}
	return one
}

// zones are those that queries are asked in: with clocks that are set back by
// an hour, by half an hour, at midnight, and never.
func zones() []*time.Location {
	return []*time.Location{
		nil, time.UTC, zone("Europe/Paris"), zone("Asia/Kathmandu"), zone("Australia/Lord_Howe"), zone("America/Santiago"), zone("America/St_Johns"),
	}
}

// ends are ranks that bound a quantile.
func ends(c store.Cell) (low, high int64, ok bool) { return 1, c.N, c.N > 1 }

// drawQueries draws queries that a store may answer together: they differ in
// what they measure, and in periods that follow one another.
func drawQueries(d draws) []store.Query {
	const queries = 6
	common := drawQuery(d, pick(d, facts()...))
	var list []store.Query
	for range queries {
		q := pick(d, measures(common.Fact)...)
		q.Filter, q.By, q.Interval, q.Zone = common.Filter, common.By, common.Interval, common.Zone
		if q.Ranks != nil {
			q.Ranks = ends
		}
		q.From, q.To = common.From, common.To
		if d.chance(30) {
			q.AsOf = time.Time{}
		}
		if d.chance(30) { // the period before
			q.From, q.To = q.From.Add(q.From.Sub(q.To)), q.From
		}
		if d.chance(10) {
			q.Of = drawCondition(d, common.Fact)
		}
		if d.chance(30) {
			q.Among = drawCondition(d, common.Fact)
		}
		if q.Rest = true; !d.chance(30) || q.Validate() != nil {
			q.Rest = false
		}
		if q.Depth = pick(d, store.Full, store.Full, store.Unspread, store.Bare); q.Validate() != nil {
			q.Depth = store.Full
		}
		q.Project = ""
		list = append(list, q)
	}
	return list
}

// drawCondition draws up to three conditions of a fact, joined.
func drawCondition(d draws, fact store.Fact) store.Condition {
	var conditions []store.Condition
	for range pick(d, 1, 1, 2, 3) {
		conditions = append(conditions, pick(d, fact.Conditions()...))
	}
	return store.All(conditions...)
}

// drawQuery draws what queries asked together have in common.
func drawQuery(d draws, fact store.Fact) store.Query {
	q := store.Query{
		Project: project, Fact: fact, Measure: store.Count, Filter: drawFilter(d, fact), Zone: pick(d, zones()...),
		Interval: pick(d, store.WholePeriod, store.WholePeriod, store.Hour, store.Day, store.Week, store.Month),
	}
	q.From, q.To = drawPeriod(d)
	for range pick(d, 0, 0, 1, 1, 2, 3) {
		q.By = append(q.By, pick(d, breakdowns(fact)...))
	}
	return q
}

func drawPeriod(d draws) (from, to time.Time) {
	if d.chance(50) {
		return epoch().Add(-time.Hour), horizon()
	}
	from = pick(d, moments()...).Add(pick(d, -time.Microsecond, 0, 0, 90*time.Minute))
	return from, from.Add(pick(d, time.Microsecond, 25*time.Hour, 4*24*time.Hour, 4*24*time.Hour, 9*24*time.Hour))
}

// drawFilter draws a filter that the fact takes.
func drawFilter(d draws, fact store.Fact) store.Filter {
	var f store.Filter
	if d.chance(60) {
		f.Where = drawTree(d, pick(d, 0, 1, 2, 3))
	}
	if d.chance(10) {
		f.Text = pick(d, append(awkwardTexts(), "export HOW", "strasse", "ΣΊΣΥΦΟΣ", "istanbul", "_", "%")...)
	}
	q := store.Query{Project: project, Fact: fact, Measure: store.Count, From: epoch(), To: horizon(), Filter: f}
	if q.Validate() == nil {
		return f
	}
	return store.Filter{Where: where.Term{Field: where.Field{Name: where.FieldEnvironment}, Op: where.OpNotEqual, Values: []where.Value{where.String("staging")}}}
}

func drawTree(d draws, depth int) where.Expr {
	terms := make([]where.Expr, 0, 4)
	for range cap(terms) {
		terms = append(terms, drawTerm(d))
	}
	return d.tree(terms, depth)
}

// drawTerm draws a field, an operator that it takes, and literals: some that
// occur, and what looks like them.
func drawTerm(d draws) where.Expr {
	for range 20 {
		field := pick(d, fields()...)
		info, _ := field.Info()
		op := pick(d, info.Ops...)
		values := make([]where.Value, 0, 2)
		for range 1 + d.IntN(2) {
			values = append(values, pick(d, drawLiterals(d, field)...))
		}
		switch op {
		case where.OpExists:
			values = nil
		case where.OpIn, where.OpNotIn:
		default:
			values = values[:1]
		}
		if term, err := where.NewTerm(field, op, values...); err == nil {
			return term
		}
	}
	return where.Term{Field: where.Field{Name: where.FieldAgent}, Op: where.OpExists}
}

func drawLiterals(d draws, f where.Field) []where.Value {
	list := literals(f)
	switch f.Name {
	case where.FieldText:
		return append(list, where.String(pick(d, awkwardTexts()...)))
	case where.FieldUser:
		return append(list, where.String("u2"), where.String(`ü"3'`), where.String("a1"))
	case where.FieldProp, where.FieldUserProp, where.FieldAccountProp:
		if n, ok := pick(d, awkwardValues()...).Figure(); ok {
			list = append(list, where.Number(n))
		}
		if s, ok := pick(d, awkwardValues()...).Scalar(); ok {
			list = append(list, where.String(s))
		}
	default:
	}
	return list
}

func drawList(d draws) store.ListQuery {
	fact := pick(d, facts()[:4]...)
	q := drawQuery(d, fact)
	l := store.ListQuery{
		From: q.From, To: q.To, Zone: q.Zone, Filter: q.Filter, Limit: pick(d, 1, 3, store.MaxPage),
		Sort: pick(d, "", store.Newest, store.Oldest, store.MostTurns, store.BestRated, store.WorstRated),
	}
	if d.chance(50) {
		of := pick(d, measures(fact)...)
		l.Behind = &store.Behind{Fact: fact, Of: of.Of, Among: of.Among, Column: of.Column}
	}
	return l
}
