package collect

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/debrief-dev/debrief/event"
)

// Column is one column of a CSV and the field or property it was taken for;
// "-" where it is left out.
type Column struct {
	Name  string
	Field string
}

// layout says what each column of a table is.
type layout struct {
	columns []Column
	of      map[string]int // field to column
	wide    bool           // a row holds a prompt and its answer; else it is one message
}

// misfit says that a row has not the cells of the table: more, since the end of
// a text that was not quoted would be lost, or fewer where it may be a part of
// a cell. Empty cells at its end are none.
func (l *layout) misfit(r *tableRow) string {
	last := len(r.cells)
	for last > len(l.columns) && r.cells[last-1] == "" {
		last--
	}
	if last > len(l.columns) || r.suspect && last < len(l.columns) {
		return fmt.Sprintf("the row has %d cells, the table %d columns; put a cell that holds the separator or a line end in quotes", last, len(l.columns))
	}
	return ""
}

// UnmappedTable is the error of a table whose columns have to be mapped before
// it can be read. It wraps ErrUnknownFormat or ErrUnreadable.
type UnmappedTable struct { //nolint:errname // it is a table first
	Columns []Column // as far as they are known
	reason  error
}

// Error says what is missing.
func (u *UnmappedTable) Error() string { return u.reason.Error() }

// Unwrap is the reason.
func (u *UnmappedTable) Unwrap() error { return u.reason }

// leftOut is the field of a column that is not read.
const leftOut = "-"

// Fields lists what a column can be mapped to beside properties.
func Fields() []string {
	return []string{
		"conversation_id", "role", "content", "prompt", "response", "timestamp", "user_id", "anonymous_id", "account_id", "session_id", "agent_id",
		"message_id", "rating", "rating_scale", "comment", "model", "version", "latency_ms", "input_tokens", "output_tokens", "cost_usd", "error", "environment",
	}
}

// columnsOf maps the columns of a header: as it was told to, else by their
// names. A column that nothing is known of is a property.
func columnsOf(header []string, told map[string]string) (*layout, error) {
	l := &layout{of: make(map[string]int), columns: make([]Column, len(header))}
	for name, field := range told {
		i := slices.Index(header, name)
		if i < 0 {
			return nil, fmt.Errorf("%w: there is no column %q to map; the columns are %s", ErrUnreadable, name, listed(header))
		}
		l.columns[i].Field = field
		if slices.Contains(Fields(), field) {
			if other, taken := l.of[field]; taken {
				return nil, fmt.Errorf("%w: both %q and %q are mapped to %s", ErrUnreadable, header[other], name, field)
			}
			l.of[field] = i
		}
	}
	for i, name := range header {
		l.columns[i].Name = name
		if l.columns[i].Field == "" {
			l.columns[i].Field = l.byName(name, i)
		}
	}
	l.userIsPrompt()
	if err := l.check(); err != nil {
		return nil, &UnmappedTable{Columns: l.columns, reason: err}
	}
	return l, nil
}

// byName takes a column for what its name says, unless another has that.
func (l *layout) byName(name string, i int) string {
	field := fieldOfTalk(name)
	if field == "" {
		field = fieldOf(name)
	}
	if _, taken := l.of[field]; field == "" || taken {
		return name
	}
	l.of[field] = i
	return field
}

// userIsPrompt takes a column named user, beside one of the assistant, for
// what the user said.
func (l *layout) userIsPrompt() {
	user, named := l.of["user_id"]
	_, answered := l.of["response"]
	_, asked := l.of["prompt"]
	if named && answered && !asked && plainName(l.columns[user].Name) == "user" {
		delete(l.of, "user_id")
		l.of["prompt"], l.columns[user].Field = user, "prompt"
	}
}

// check decides between a row a message and a row a turn.
func (l *layout) check() error {
	has := func(field string) bool { _, ok := l.of[field]; return ok }
	switch {
	case has("role") && has("content"):
		if !has("conversation_id") {
			return fmt.Errorf("%w: a table with a row for each message needs a column with the conversation: map one to conversation_id", ErrUnreadable)
		}
		return nil
	case has("prompt") || has("response"):
		l.wide = true
		return nil
	default:
		return fmt.Errorf("%w: no column holds what was said. Map two to role and content, or to prompt and response; the columns are %s", ErrUnreadable, listed(l.names()))
	}
}

func (l *layout) names() []string {
	names := make([]string, len(l.columns))
	for i, c := range l.columns {
		names[i] = c.Name
	}
	return names
}

// properties are the columns of a row that have no field of their own.
func (l *layout) properties(row []string) []event.Property {
	var out []event.Property
	for i, c := range l.columns {
		if i < len(row) && row[i] != "" && c.Field != leftOut && !slices.Contains(Fields(), c.Field) {
			out = append(out, event.Property{Name: c.Field, Value: cell(row[i])})
		}
	}
	return out
}

// get is a row's text of that field.
func (l *layout) get(row []string, field string) string {
	i, ok := l.of[field]
	if !ok || i >= len(row) {
		return ""
	}
	return row[i]
}

// delimiterOf is what stands between the columns of the first line.
func delimiterOf(text []byte) byte {
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	best, most := byte(','), 0
	for _, c := range []byte{',', ';', '\t', '|'} {
		n, quoted := 0, false
		for _, b := range line {
			quoted = quoted != (b == '"')
			if b == c && !quoted {
				n++
			}
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}

// splitHeader reads the names of columns.
func splitHeader(line []byte, delimiter byte) []string {
	r := csv.NewReader(bytes.NewReader(line))
	r.Comma, r.LazyQuotes = rune(delimiter), true
	header, err := r.Read()
	if err != nil {
		return nil
	}
	return tidy(header)
}

// tidy takes the space around names away and decodes them.
func tidy(header []string) []string {
	out := make([]string, len(header))
	for i, name := range header {
		out[i] = strings.TrimSpace(decoded(name))
	}
	return out
}

// decoded is a text in UTF-8. Tables that are not are nearly always of
// Windows-1252, of which Latin-1 is a part; UTF-8 is seldom valid by chance.
func decoded(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	out, err := charmap.Windows1252.NewDecoder().String(s)
	if err != nil {
		return s // not reached: every byte is some character
	}
	return out
}
