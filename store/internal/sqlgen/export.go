package sqlgen

import "github.com/debrief-dev/debrief/store"

// Rows names a table that is exported row by row, the columns wanted of it,
// and those that date and identify a row.
type Rows struct {
	Table   string
	Columns string
	At, ID  string
}

// Export compiles an export, ordered by conversation, time, id. A filter
// selects conversations, so that rows without one are left out by it.
func Export(d Dialect, q store.ExportQuery, rows Rows) (Statement, error) {
	b := newBuilder(d, subject{projectID: q.Project, zone: q.Zone})
	conditions := append([]string{"r.project = " + project}, b.during("r."+rows.At, q.From, q.To)...)
	selected, err := b.selected("r", "conversation_id", q.Filter)
	if err != nil {
		return Statement{}, err
	}
	return b.statement("SELECT " + rows.Columns + "\nFROM " + rows.Table + " r\nWHERE " + all(append(conditions, selected)...) +
		"\nORDER BY r.conversation_id, r." + rows.At + ", r." + rows.ID), nil
}

// Values compiles the question for the values of a dimension. Its rows are a
// value and in how many conversations, conversions, users or accounts it
// occurs, the most frequent first.
func Values(d Dialect, projectID string, by store.Dimension, limit int) (Statement, error) {
	b := newBuilder(d, subject{projectID: projectID})
	var from string
	switch by.Name {
	case store.ByAgent, store.ByVersion, store.ByModel, store.ByTopic, store.ByLanguage, store.ByAccount, store.ByEnvironment, store.ByUser, store.BySession:
		from = "SELECT " + b.Rows("c."+string(by.Name)+"s") + " AS value FROM conversations c WHERE c.project = " + project
	case store.BySource:
		from = "SELECT " + b.Rows("c.sources") + " AS value FROM conversations c WHERE c.project = " + project
	case store.ByOutcome:
		from = "SELECT c.outcome AS value FROM conversations c WHERE c.project = " + project
	case store.ByCurrency:
		from = "SELECT c.currency AS value FROM conversions c WHERE c.project = " + project
	case store.ByProperty:
		from = "SELECT p.text AS value FROM conversation_properties p WHERE p.project = " + project + " AND p.name = " + b.arg(by.Key)
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
