package sqlgen

import (
	"time"

	"github.com/debrief-dev/debrief/store"
)

// Rows names a table that is exported row by row, the columns wanted of it,
// and those that date and identify a row.
type Rows struct {
	Table   string
	Columns string
	At, ID  string
}

// Edge is where a slice of an export ends: behind the rows of a conversation
// up to a time.
type Edge struct {
	Conversation string
	At           time.Time
}

// Slice is a part of an export; nil leaves that side open.
type Slice struct{ After, Until *Edge }

// endOfTime is after every row of a conversation.
func endOfTime() time.Time { return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// Export compiles a slice of an export, ordered by conversation, time, id. A
// filter selects conversations, so that rows without one are left out by it.
func Export(d Dialect, q store.ExportQuery, rows Rows, of Slice) (Statement, error) {
	b := newBuilder(d, subject{projectID: q.Project, zone: q.Zone})
	conditions, err := b.exported(&q, rows)
	if err != nil {
		return Statement{}, err
	}
	// A comparison of pairs would be one, but engines take two of them for a
	// BETWEEN, which pairs do not have.
	edge := func(e *Edge, beyond, within string) {
		c := b.arg(e.Conversation)
		conditions = append(conditions, "r.conversation_id "+beyond+"= "+c, either("r.conversation_id "+beyond+" "+c, "r."+rows.At+" "+within+" "+b.arg(e.At)))
	}
	if of.After != nil {
		edge(of.After, ">", ">")
	}
	if of.Until != nil {
		edge(of.Until, "<", "<=")
	}
	return b.statement("SELECT " + rows.Columns + "\nFROM " + rows.Table + " r\nWHERE " + all(conditions...) +
		"\nORDER BY r.conversation_id, r." + rows.At + ", r." + rows.ID), nil
}

// Edges compiles the question for the edges that cut an export into slices of
// about so many rows, and never more than twice as many unless as many have
// the same time. Its rows are conversations and times, in order.
func Edges(d Dialect, q store.ExportQuery, rows Rows, size int64) (Statement, error) {
	b := newBuilder(d, subject{projectID: q.Project, zone: q.Zone})
	conditions, err := b.exported(&q, rows)
	if err != nil {
		return Statement{}, err
	}
	from, n := "FROM "+rows.Table+" r\n", b.arg(size)
	b.with("sizes", "SELECT r.conversation_id, count(*) AS size\n"+from+"WHERE "+all(conditions...)+"\nGROUP BY r.conversation_id")
	b.with("small", "SELECT s.conversation_id, sum(s.size) OVER (ORDER BY s.conversation_id ROWS UNBOUNDED PRECEDING) AS upto\nFROM sizes s\nWHERE s.size <= "+n)
	large := append(conditions, "r.conversation_id IN (SELECT s.conversation_id FROM sizes s WHERE s.size > "+n+")")
	b.with("large", "SELECT r.conversation_id, r."+rows.At+" AS edge_at, row_number() OVER (PARTITION BY r.conversation_id ORDER BY r."+rows.At+") AS place\n"+
		from+"WHERE "+all(large...))
	b.with("edges", "SELECT max(m.conversation_id) AS conversation_id, CAST("+b.arg(endOfTime())+" AS TIMESTAMP) AS edge_at\nFROM small m\nGROUP BY floor(m.upto / "+n+`)
UNION ALL
SELECT l.conversation_id, max(l.edge_at) AS edge_at
FROM large l
GROUP BY l.conversation_id, floor(l.place / `+n+")")
	return b.statement("SELECT conversation_id, edge_at\nFROM edges\nORDER BY conversation_id, edge_at"), nil
}

// exported are the conditions on a row r that is in an export.
func (b *builder) exported(q *store.ExportQuery, rows Rows) ([]string, error) {
	conditions := append([]string{"r.project = " + project}, b.during("r."+rows.At, q.From, q.To)...)
	if after := q.After; after != nil {
		conditions = append(conditions, "(r.conversation_id, r."+rows.At+", r."+rows.ID+") > ("+b.arg(after.Conversation)+", "+b.arg(after.At)+", "+b.arg(after.ID)+")")
	}
	selected, err := b.selected("r", "conversation_id", q.Filter)
	return append(conditions, selected), err
}

// Values compiles the question for the values of a dimension. Its rows are a
// value and in how many conversations, conversions, users or accounts it
// occurs, the most frequent first.
func Values(d Dialect, projectID string, by store.Dimension, limit int) (Statement, error) {
	b := newBuilder(d, subject{projectID: projectID})
	var from string
	switch by.Name {
	case store.ByAgent, store.ByVersion, store.ByModel, store.ByTopic, store.ByTheme, store.ByLanguage, store.ByAccount, store.ByEnvironment, store.ByUser, store.BySession:
		from = "SELECT " + b.Rows("c."+string(by.Name)+"s") + " AS value FROM conversations c WHERE c.project = " + project
	case store.BySource:
		from = "SELECT " + b.Rows("c.sources") + " AS value FROM conversations c WHERE c.project = " + project
	case store.ByOutcome:
		from = "SELECT c.outcome AS value FROM conversations c WHERE c.project = " + project
	case store.ByCurrency:
		from = "SELECT c.currency AS value FROM conversions c WHERE c.project = " + project
	case store.ByProperty:
		// A conversation may hold a value as a number and as a text.
		from = "SELECT DISTINCT p.conversation_code, p.text AS value FROM conversation_properties p WHERE p.project = " + project + " AND p.name = " + b.arg(by.Key)
	case store.ByUserProperty:
		from = "SELECT t.text AS value FROM traits t WHERE t.project = " + project + " AND NOT t.account AND t.name = " + b.arg(by.Key)
	case store.ByAccountProperty:
		from = "SELECT t.text AS value FROM traits t WHERE t.project = " + project + " AND t.account AND t.name = " + b.arg(by.Key)
	default:
		return Statement{}, invalid("there is no dimension %q", by.Name)
	}
	return b.frequent(from, limit), nil
}

// PropertyNames compiles the question for the keys of a dimension that needs
// one, the most frequent first.
func PropertyNames(d Dialect, projectID string, of store.DimensionName, limit int) (Statement, error) {
	b := newBuilder(d, subject{projectID: projectID})
	switch of {
	case store.ByProperty:
		return b.frequent("SELECT p.name AS value FROM conversation_properties p WHERE p.ordinal = 0 AND p.project = "+project, limit), nil
	case store.ByUserProperty:
		return b.frequent("SELECT t.name AS value FROM traits t WHERE NOT t.account AND t.value IS NOT NULL AND t.project = "+project, limit), nil
	case store.ByAccountProperty:
		return b.frequent("SELECT t.name AS value FROM traits t WHERE t.account AND t.value IS NOT NULL AND t.project = "+project, limit), nil
	default:
		return Statement{}, invalid("%s has no keys", of)
	}
}

func (b *builder) frequent(from string, limit int) Statement {
	b.with("occurrences", from)
	return b.statement("SELECT value, count(*) AS times\nFROM occurrences\nWHERE value <> ''\nGROUP BY value\nORDER BY times DESC, value\nLIMIT " + b.arg(int64(limit)))
}
