package sqlgen

import (
	"slices"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/store"
)

// columns are the columns of one step of a statement, each computed once
// however many figures need it.
type columns struct{ names, expressions []string }

// add gives the name back.
func (c *columns) add(name, expression string) string {
	if !slices.Contains(c.names, name) {
		c.names, c.expressions = append(c.names, name), append(c.expressions, expression)
	}
	return name
}

// list is the columns, a line each, after others.
func (c *columns) list(others ...string) string {
	lines := others
	for i, name := range c.names {
		lines = append(lines, c.expressions[i]+" AS "+name)
	}
	return strings.Join(lines, ",\n    ")
}

// mark is a condition on a row of facts: a column, or what always holds.
type mark string

const markPrefix = "is_"

// count is how many rows have the mark. An aggregate's FILTER says the same
// and takes half as long again.
func (m mark) count() string {
	if m == always {
		return "count(*)"
	}
	return "count(CASE WHEN " + string(m) + " THEN 1 END)"
}

// only is a value where the row has the mark, else NULL.
func (m mark) only(value string) string {
	if m == always {
		return value
	}
	return "CASE WHEN " + string(m) + " THEN " + value + " END"
}

// of names a figure about the rows that have the mark.
func (m mark) of(figure string) string {
	if m == always {
		return figure
	}
	return figure + "_" + strings.TrimPrefix(string(m), markPrefix)
}

// markName names what holds when all of some conditions do.
func markName(c conditions) string {
	var parts []string
	for _, condition := range store.All(c.Among, c.Of).Each() {
		parts = append(parts, string(condition))
	}
	if c.Column != store.NoColumn {
		parts = append(parts, string(c.Column))
	}
	return strings.Join(parts, "_and_")
}

// grouping is how many group columns g1, g2, … there are beside the part.
type grouping int

func (b *Batch) groups() grouping { return grouping(len(b.By)) }

// columns are all columns that tell cells apart.
func (g grouping) columns() string {
	var names strings.Builder
	for i := range int(g) {
		names.WriteString("g" + strconv.Itoa(i+1) + ", ")
	}
	return names.String() + "part"
}

// conditions are what a row must meet.
type conditions struct {
	Of, Among store.Condition
	Column    store.Column
}
