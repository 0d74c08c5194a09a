package sqlgen

import (
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/store"
)

// Select compiles a query. Its rows are the groups, empty texts where a row
// has no value, and then
//
//	bucket, n, k, matches, users, n2, kn, k2, total, squares, unsettled, value
//
// where bucket counts [store.Interval.Starts] from 0, users is the number of those with rows
// in N, and value is NULL but for a quantile.
func Select(d Dialect, q store.Query) (Statement, error) {
	b := newBuilder(d, q.Project, q.Zone)
	if err := b.facts(&q); err != nil {
		return Statement{}, err
	}
	g := groups(&q)
	value := "NULL"
	if q.Measure == store.Quantile {
		value = "v.value"
		b.with("quantiles", "SELECT "+g.columns()+", "+b.Quantile("x", b.arg(belowRank(q.Quantile)))+" AS value\nFROM facts\nWHERE counted\nGROUP BY "+g.columns())
	}
	b.perUser(&q, g)
	b.with("cells", `SELECT `+g.columns()+`,
    sum(n) AS n, sum(k) AS k, sum(met) AS met,
    count(*) FILTER (WHERE n > 0) AS users,
    count(*) FILTER (WHERE n > 0 AND who <> '') AS known,
    sum(CAST(n AS DOUBLE) * n) AS n2, sum(CAST(k AS DOUBLE) * n) AS kn, sum(CAST(k AS DOUBLE) * k) AS k2,
    sum(squares) AS squares, sum(unsettled) AS unsettled
FROM per_user
GROUP BY `+g.columns())
	matches, join := "c.met", ""
	if q.Fact != store.Conversations {
		matches = "coalesce(m.matches, 0)"
		join = "\nLEFT JOIN matched m USING (" + g.columns() + ")"
		b.with("matched", "SELECT "+g.columns()+", count(DISTINCT conversation) AS matches\nFROM facts\nWHERE met AND conversation <> ''\nGROUP BY "+g.columns())
	}
	if q.Measure == store.Quantile {
		join += "\nLEFT JOIN quantiles v USING (" + g.columns() + ")"
	}
	users, n, k, total := "c.users", "c.n", "c.k", "0"
	switch q.Measure {
	case store.Users:
		users, n, k = "c.known", "c.known", "0"
	case store.Mean, store.Sum:
		k, total = "0", "c.k"
	default:
	}
	return b.statement("SELECT " + g.columns() + `,
    CAST(` + n + ` AS BIGINT), CAST(` + k + ` AS BIGINT), CAST(` + matches + ` AS BIGINT), ` + users + `,
    c.n2, c.kn, c.k2, CAST(` + total + ` AS DOUBLE), CAST(c.squares AS DOUBLE), CAST(c.unsettled AS BIGINT), ` + value + `
FROM cells c` + join + `
ORDER BY ` + g.order()), nil
}

// perUser sums the rows of each user, since those of one user are alike.
func (b *builder) perUser(q *store.Query, g grouping) {
	k, squares, from := "count(*) FILTER (WHERE met)", "0", "facts"
	switch q.Measure {
	case store.Mean, store.Sum:
		k, squares = "coalesce(sum(x) FILTER (WHERE counted), 0)", "coalesce(sum(x * x) FILTER (WHERE counted), 0)"
	case store.Quantile:
		k, from = "count(*) FILTER (WHERE counted AND x <= value)", "facts LEFT JOIN quantiles USING ("+g.columns()+")"
	default:
	}
	unsettled := "0"
	if q.Fact == store.Conversations {
		unsettled = "count(*) FILTER (WHERE NOT settled)"
	}
	b.with("per_user", "SELECT "+g.columns()+`, who,
    count(*) FILTER (WHERE counted) AS n,
    `+k+` AS k,
    count(*) FILTER (WHERE met) AS met,
    `+squares+` AS squares,
    `+unsettled+` AS unsettled
FROM `+from+`
GROUP BY `+g.columns()+", who")
}

// facts adds the rows that a query counts: those of the fact, in the period,
// of conversations that the filter selects. counted rows are the denominator;
// of conversations the others are kept while they are not settled, for their
// number is part of the answer.
func (b *builder) facts(q *store.Query) error {
	from, at := b.relation(q.Fact)
	groups, err := b.breakdowns(q.By)
	if err != nil {
		return err
	}
	conditions := append([]string{"f.project = " + project}, b.during(at, q.From, q.To)...)
	filtered, err := b.filtered(q.Fact, q.Filter)
	if err != nil {
		return err
	}
	counted, met, err := b.counted(q.Fact, q.Measure, Conditions{q.Of, q.Among, q.Column})
	if err != nil {
		return err
	}
	join, bucket, err := b.buckets(q, at)
	if err != nil {
		return err
	}
	columns := make([]string, 0, len(groups)+1)
	for i, group := range groups {
		columns = append(columns, group.value+" AS g"+strconv.Itoa(i+1))
	}
	columns = append(columns, bucket+" AS bucket", "f.user_id AS who", b.listed(q.Fact)+" AS conversation")
	if q.Fact == store.Conversations {
		columns = append(columns, counted+" AS counted", "f.settled")
		if counted != always {
			counted = either(counted, "NOT f.settled")
		}
	} else {
		columns = append(columns, "TRUE AS counted")
	}
	columns = append(columns, met+" AS met")
	if q.Column != store.NoColumn {
		columns = append(columns, column(q.Column)+" AS x")
	}
	b.with("facts", "SELECT\n    "+strings.Join(columns, ",\n    ")+"\nFROM "+from+joins(groups)+join+"\nWHERE "+all(append(conditions, filtered, counted)...))
	return nil
}

// Conditions are what a row must meet.
type Conditions struct {
	Of, Among store.Condition
	Column    store.Column
}

// counted gives the conditions on a row to be counted, and to be counted as
// one that meets Of.
func (b *builder) counted(fact store.Fact, measure store.Measure, c Conditions) (counted, met string, err error) {
	of, err := b.condition(fact, c.Of)
	if err != nil {
		return "", "", err
	}
	among, err := b.condition(fact, c.Among)
	if err != nil {
		return "", "", err
	}
	both := inline(among, of)
	if measure == store.Rate {
		return among, both, nil
	}
	if c.Column != store.NoColumn {
		both = inline(among, of, column(c.Column)+" IS NOT NULL")
	}
	return both, both, nil
}

// inline joins conditions on one line.
func inline(conditions ...string) string {
	joined := strings.ReplaceAll(all(conditions...), "\n  AND ", " AND ")
	if strings.Contains(joined, " AND ") {
		return "(" + joined + ")"
	}
	return joined
}

// listed is the conversation of a row f, empty where there is none that could
// be listed.
func (b *builder) listed(fact store.Fact) string {
	if fact != store.Conversions && fact != store.Sightings {
		return "f.conversation_id"
	}
	return "CASE WHEN f.conversation_id IN (SELECT k.conversation_id FROM conversations k WHERE k.project = " + project + ")\n        THEN f.conversation_id ELSE '' END"
}

// filtered is the condition that a filter sets on rows f of a fact.
func (b *builder) filtered(fact store.Fact, f store.Filter) (string, error) {
	switch {
	case f.Where == nil && strings.TrimSpace(f.Text) == "":
		return always, nil
	case fact == store.Conversations:
		return b.filter("f", f)
	case fact == store.Sightings:
		if f.Text != "" {
			return "", invalid("sightings have no text to search")
		}
		return b.expr(f.Where, b.sightingScope, "")
	}
	condition, err := b.selected("f", f)
	if err != nil || fact != store.Conversions || !f.Loose() {
		return condition, err
	}
	loose, err := b.expr(f.Where, b.sightingScope, "")
	return either(condition, "(f.conversation_id = '' AND "+loose+")"), err
}

// selected is the condition that the conversation of a row is one that the
// filter selects.
func (b *builder) selected(alias string, f store.Filter) (string, error) {
	condition, err := b.filter("c", f)
	if err != nil || condition == always {
		return condition, err
	}
	b.with("selected", "SELECT c.conversation_id FROM conversations c\nWHERE c.project = "+project+"\n  AND "+condition)
	return alias + ".conversation_id IN (SELECT s.conversation_id FROM selected s)", nil
}

// grouping is how many group columns g1, g2, … there are beside the bucket.
type grouping int

func groups(q *store.Query) grouping { return grouping(len(q.By)) }

// columns are all group columns and the bucket.
func (g grouping) columns() string {
	var names strings.Builder
	for i := range int(g) {
		names.WriteString("g" + strconv.Itoa(i+1) + ", ")
	}
	return names.String() + "bucket"
}

func (g grouping) order() string {
	var order strings.Builder
	order.WriteString("bucket")
	for i := range int(g) {
		order.WriteString(", g" + strconv.Itoa(i+1))
	}
	return order.String()
}

// belowRank makes q a hair smaller: q·n of a decimal q such as 0.07 may land
// just above its integer, and the rank would be one too high.
func belowRank(q float64) float64 {
	const rounding = 1e-12
	return q * (1 - rounding)
}

// Ranked asks for the values of a quantile's cells at ranks.
type Ranked struct {
	Groups  [][]string // of each cell, empty texts where it has no value
	Buckets []int64
	Ranks   []int64 // from 1, in ascending order of the column
}

// Ranks compiles the question for the values at some ranks of a quantile's
// cells. Its rows are the index in r and the value.
func Ranks(d Dialect, q store.Query, r Ranked) (Statement, error) {
	b := newBuilder(d, q.Project, q.Zone)
	if err := b.facts(&q); err != nil {
		return Statement{}, err
	}
	g := groups(&q)
	index := make([]int64, len(r.Ranks))
	for i := range index {
		index[i] = int64(i)
	}
	columns := make([]string, 0, len(q.By)+3)
	for i := range q.By {
		values := make([]string, len(r.Groups))
		for j, group := range r.Groups {
			values[j] = group[i]
		}
		columns = append(columns, b.Rows(b.Bound(b.arg(values), Text))+" AS g"+strconv.Itoa(i+1))
	}
	columns = append(columns, b.Rows(b.Bound(b.arg(r.Buckets), Integer))+" AS bucket",
		b.Rows(b.Bound(b.arg(r.Ranks), Integer))+" AS place", b.Rows(b.Bound(b.arg(index), Integer))+" AS number")
	b.with("wanted", "SELECT\n    "+strings.Join(columns, ",\n    "))
	b.with("ranked", "SELECT "+g.columns()+", x, row_number() OVER (PARTITION BY "+g.columns()+" ORDER BY x) AS place\nFROM facts\nWHERE counted")
	return b.statement("SELECT number, x\nFROM ranked JOIN wanted USING (" + g.columns() + ", place)\nORDER BY number"), nil
}
