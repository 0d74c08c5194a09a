// Package sqlgen compiles what a store is asked — [store.Query],
// [store.ListQuery], [store.Filter], [store.ExportQuery] — to SQL. The text is
// the same for every engine but for the few places that a [Dialect] fills in;
// testdata shows it. Values are always bound, never written into the text.
//
// Statements read derived tables, whose columns are those of store/duckdb's
// schema. They never let NULL decide: every condition is true or false for
// every row, so that not means not.
package sqlgen

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/store"
)

// Statement is SQL with the values of $1, $2, … in Args: strings, numbers,
// times in UTC and slices of these.
type Statement struct {
	Text string
	Args []any
	// Sought is what the index of texts is to be asked for before the statement
	// runs; its answer is the set SoughtWords. Empty where it is not asked.
	Sought string
}

// The sets of conversations, as codes, that a store makes known to statements.
const (
	SoughtWords = "words" // that the index has found
	SoughtAmong = "among" // that a list is restricted to
)

// Dialect is what engines write differently.
type Dialect interface {
	Lists
	Texts
	// Quantiles is the aggregate that gives the values of nearest rank, ⌈q·n⌉,
	// of x as a list, which counts from 1; each q is a placeholder.
	Quantiles(x, list string) string
	// Slot is how many whole widths, in microseconds, lie between the origin
	// and a time at or after it.
	Slot(at, origin, width string) string
	// Hash is a number of 64 bits that stands for a text within a statement.
	Hash(text string) string
	// Table is the query for a table of bound lists of the same length, a column
	// each.
	Table(columns []Listed) string
	// Seconds is how many seconds, not whole ones only, lie between two times.
	Seconds(from, to string) string
}

// Lists is how an engine handles columns that hold lists.
type Lists interface {
	// Has is whether a list has an element equal to the value.
	Has(list, value string) string
	// Any is whether the condition holds for an element, which it calls x.
	Any(list, condition string) string
	// Length is the number of elements.
	Length(list string) string
	// Rows makes a row of each element. A SELECT has it once: engines differ in
	// what several do.
	Rows(list string) string
	// Bound is a placeholder as a list of the kind.
	Bound(placeholder string, of Kind) string
}

// Listed is a bound list that is a column of a table.
type Listed struct {
	Placeholder string
	Of          Kind
	Name        string // of the column
}

// Kind is the type of a bound list's elements.
type Kind string

// The kinds.
const (
	Text    Kind = "text"
	Integer Kind = "integer"
)

// Texts is how an engine looks into texts.
type Texts interface {
	// Contains is whether a text contains a part, without regard to case.
	Contains(text, part string) string
	// Member is a member of a JSON object that is kept as text. The
	// placeholder is bound to the member's [Pointer].
	Member(object, placeholder string) Member
	// Found is the query for the codes of a set of conversations, its column code.
	Found(set string) string
}

// Member is one value of a JSON object.
type Member struct {
	Exists string // the member is there and not null
	Text   string // a string's text, a number or a boolean as JSON writes it, else NULL
	Number string // a number, or a string that is one, else NULL
}

// builder gathers the parts of a statement.
type builder struct {
	Dialect

	subject

	args   []any
	ctes   []string
	joins  []string // that conditions and columns of rows f need
	sought string   // of the statement
}

// subject is what a statement is about.
type subject struct {
	projectID string
	zone      *time.Location // nil is UTC
	selection store.Filter
	spans     []Span
	asOf      time.Time
	cut       *cut // nil where rows are not put into buckets
}

// project is the placeholder of the project, the first of every statement.
const project = "$1"

func newBuilder(d Dialect, s subject) *builder {
	if s.zone == nil {
		s.zone = time.UTC
	}
	return &builder{Dialect: d, subject: s, args: []any{s.projectID}}
}

// arg binds a value and gives its placeholder, the same for the same text,
// time or number: a filter that is compiled again binds nothing anew.
func (b *builder) arg(v any) string {
	switch value := v.(type) {
	case time.Time:
		v = value.UTC()
	case string, int64, float64:
	default:
		b.args = append(b.args, v)
		return "$" + strconv.Itoa(len(b.args))
	}
	if at := slices.Index(b.args, v); at > 0 {
		return "$" + strconv.Itoa(at+1)
	}
	b.args = append(b.args, v)
	return "$" + strconv.Itoa(len(b.args))
}

// with adds a common table expression, once for each name.
func (b *builder) with(name, query string) {
	if !b.defined(name) {
		b.ctes = append(b.ctes, name+" AS (\n"+indent(query)+"\n)")
	}
}

// defined reports whether there is one: what is bound for another would be
// left over, which engines refuse.
func (b *builder) defined(name string) bool {
	return slices.ContainsFunc(b.ctes, func(cte string) bool { return strings.HasPrefix(cte, name+" AS (") })
}

// join adds a join to those that rows f need, once.
func (b *builder) join(clause string) {
	if !slices.Contains(b.joins, clause) {
		b.joins = append(b.joins, clause)
	}
}

// joined are these joins, a line each, with a line break before every one.
func (b *builder) joined() string {
	if len(b.joins) == 0 {
		return ""
	}
	return "\n" + strings.Join(b.joins, "\n")
}

// statement puts the common table expressions before the query.
func (b *builder) statement(query string) Statement {
	text := query + "\n"
	if len(b.ctes) > 0 {
		text = "WITH " + strings.Join(b.ctes, ",\n") + "\n" + text
	}
	return Statement{Text: text, Args: b.args, Sought: b.sought}
}

// during is the condition that a time lies in [from, to); a zero side is open.
func (b *builder) during(column string, from, to time.Time) []string {
	var conditions []string
	if !from.IsZero() {
		conditions = append(conditions, column+" >= "+b.arg(from))
	}
	if !to.IsZero() {
		conditions = append(conditions, column+" < "+b.arg(to))
	}
	return conditions
}

// hang indents all lines but the first, as those of one condition among others.
func hang(text string) string { return strings.ReplaceAll(text, "\n", "\n  ") }

func indent(text string) string {
	return "    " + strings.ReplaceAll(text, "\n", "\n    ")
}

// all joins conditions, a line each; those that always hold are left out.
func all(conditions ...string) string {
	var kept []string
	for _, condition := range conditions {
		if condition != "" && condition != always {
			kept = append(kept, hang(condition))
		}
	}
	if len(kept) == 0 {
		return always
	}
	return strings.Join(kept, "\n  AND ")
}

const (
	always = "TRUE"
	never  = "FALSE"
)

// either is one condition that holds if one of some does.
func either(conditions ...string) string {
	return "(" + strings.Join(conditions, " OR ") + ")"
}

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", store.ErrInvalidQuery, fmt.Sprintf(format, args...))
}
