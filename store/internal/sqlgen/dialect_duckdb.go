package sqlgen

import "strings"

// DuckDB is the dialect of DuckDB 1.5.
type DuckDB struct{}

// Has implements [Lists].
func (DuckDB) Has(list, value string) string { return "list_contains(" + list + ", " + value + ")" }

// Any implements [Lists].
func (DuckDB) Any(list, condition string) string {
	return "len(list_filter(" + list + ", lambda x: " + condition + ")) > 0"
}

// Length implements [Lists].
func (DuckDB) Length(list string) string { return "len(" + list + ")" }

// Rows implements [Lists].
func (DuckDB) Rows(list string) string { return "unnest(" + list + ")" }

// Bound implements [Lists].
func (DuckDB) Bound(placeholder string, of Kind) string {
	if of == Integer {
		return placeholder + "::BIGINT[]"
	}
	return placeholder + "::VARCHAR[]"
}

// Table implements [Dialect].
func (d DuckDB) Table(columns []Listed) string {
	list := make([]string, len(columns))
	for i, column := range columns {
		list[i] = d.Rows(d.Bound(column.Placeholder, column.Of)) + " AS " + column.Name
	}
	return "SELECT\n    " + strings.Join(list, ",\n    ")
}

// Found implements [Texts].
func (DuckDB) Found(set string) string { return "SELECT code FROM found('" + set + "')" }

// Contains implements [Texts].
func (DuckDB) Contains(text, part string) string {
	return "contains(lower(" + text + "), lower(" + part + "))"
}

// jsonNumber is how JSON writes a number, which is what makes a string one.
const jsonNumber = `'^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$'`

// Member implements [Texts].
func (DuckDB) Member(object, placeholder string) Member {
	kind := "json_type(" + object + ", " + placeholder + ")"
	text := "json_extract_string(" + object + ", " + placeholder + ")"
	number := "TRY_CAST(regexp_extract(" + text + ", " + jsonNumber + ") AS DOUBLE)"
	return Member{
		Exists: "coalesce(" + kind + " <> 'NULL', FALSE)",
		Text:   "CASE WHEN " + kind + " IN ('OBJECT', 'ARRAY', 'NULL') THEN NULL ELSE " + text + " END",
		Number: "CASE WHEN isfinite(" + number + ") THEN " + number + " END",
	}
}

// Quantiles implements [Dialect].
func (DuckDB) Quantiles(x, list string) string { return "quantile_disc(" + x + ", [" + list + "])" }

// Hash implements [Dialect].
func (DuckDB) Hash(text string) string { return "hash(" + text + ")" }

// Slot implements [Dialect].
func (DuckDB) Slot(at, origin, width string) string {
	return "(epoch_us(" + at + "::TIMESTAMP) - epoch_us(" + origin + "::TIMESTAMP)) // " + width
}

// Seconds implements [Dialect].
func (DuckDB) Seconds(from, to string) string {
	return "((epoch_us(" + to + ") - epoch_us(" + from + ")) / 1e6)"
}

// pointer is the JSON pointer (RFC 6901) of an object's member.
func pointer(name string) string {
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}
