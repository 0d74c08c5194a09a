package collect

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/event"
)

// csvFile reads a table of messages or of turns. Quoted cells may hold line
// ends.
type csvFile struct {
	rows    *tableRows
	layout  *layout
	number  int64
	partial bool
	held    *Record // of a partial file: the last row may be cut
	seen    occurrences
	times   *timekeeper
	notes   *notes
}

func newCSV(b *bufio.Reader, delimiter byte, f *File) (*csvFile, error) {
	c := &csvFile{partial: f.options.Partial, times: f.times, notes: &f.notes}
	c.rows = newTableRows(b, c.partial, func(r *csv.Reader) {
		r.Comma, r.FieldsPerRecord, r.ReuseRecord = rune(delimiter), -1, true
		r.LazyQuotes = delimiter == '\t' // cells between tabs are seldom quoted, and quotes in them mean nothing
	})
	header, err := c.rows.next()
	if err != nil {
		return nil, fmt.Errorf("%w: the names of the columns: %w", ErrUnreadable, err)
	}
	if header.fault != "" {
		return nil, fmt.Errorf("%w: the names of the columns: %s", ErrUnreadable, header.fault)
	}
	if c.layout, err = columnsOf(tidy(header.cells), f.options.Columns); err != nil {
		return nil, err
	}
	f.columns = c.layout.columns
	if delimiter != ',' {
		f.notes.add("columns are separated by %q", string(rune(delimiter)))
	}
	return c, nil
}

func (c *csvFile) next() (Record, error) {
	if !c.partial {
		return c.read()
	}
	if c.held == nil {
		first, err := c.read()
		if err != nil {
			return first, err
		}
		c.held = &first
	}
	record, err := c.read()
	if err != nil {
		return record, err
	}
	held := *c.held
	c.held = &record
	return held, nil
}

func (c *csvFile) read() (Record, error) {
	r, err := c.rows.next()
	c.number++
	record := Record{Place: Place{Number: c.number, Line: int64(r.line)}}
	switch {
	case errors.Is(err, io.EOF):
		return record, io.EOF
	case errors.Is(err, errLongRecord):
		return record, fmt.Errorf("%w: row %d is larger than %d MiB", ErrUnreadable, c.number, maxRecord>>20)
	case err != nil:
		return record, unreadableFile(err)
	case r.fault == "":
		r.fault = c.layout.misfit(&r)
	}
	if r.fault != "" {
		record.Entries = refused(event.Reject(event.InvalidItem, "", "%s", r.fault))
		return record, nil
	}
	c.decode(r.cells)
	if c.layout.wide {
		record.Entries = c.turn(r.cells)
	} else {
		record.Entries = c.message(r.cells)
	}
	return record, nil
}

func (c *csvFile) decode(row []string) {
	for i, s := range row {
		if !utf8.ValidString(s) {
			row[i] = decoded(s)
			c.notes.add("some bytes are not UTF-8 and are read as Windows-1252 (Latin-1)")
		}
	}
}

// message reads a row that is one message.
func (c *csvFile) message(row []string) []Entry {
	talk := c.talk(row)
	at, inferred := c.at(row)
	role := c.layout.get(row, "role")
	kind, known := kindOfRole(role)
	switch {
	case talk.id == "":
		return refused(missing("conversation_id"))
	case !known:
		return refused(unknownRole("role", role))
	case kind == "":
		return nil
	}
	m := message{kind: kind, text: c.layout.get(row, "content"), id: c.layout.get(row, "message_id"), own: authorOf(role)}
	if kind == event.Tool {
		m.tool, m.text = role, ""
		m.own = []event.Property{{Name: "arguments", Value: event.TextValue(c.layout.get(row, "content"))}}
	}
	identity := c.identity(talk, m.text, row)
	entries := []Entry{talk.entry(talk.item(&m, identity, at, inferred))}
	return c.rated(entries, talk, identity, at)
}

// turn reads a row that is a prompt with its answer. Without a column for the
// conversation each row is one.
func (c *csvFile) turn(row []string) []Entry {
	talk := c.talk(row)
	at, inferred := c.at(row)
	prompt, response := c.layout.get(row, "prompt"), c.layout.get(row, "response")
	_, hasError := c.layout.of["error"]
	failed := hasError && c.layout.get(row, "error") != ""
	if prompt == "" && response == "" && !failed {
		return refused(event.Reject(event.MissingField, "prompt", "the row has neither a prompt nor a response"))
	}
	identity := c.identity(talk, prompt+"\x00"+response, row)
	if talk.id == "" {
		talk.id = identity
	}
	var entries []Entry
	id := c.layout.get(row, "message_id")
	if prompt != "" {
		m := message{kind: event.Prompt, text: prompt, id: id}
		entries = append(entries, talk.entry(talk.item(&m, identity, at, inferred)))
	}
	if response != "" || failed {
		m := message{kind: event.Response, text: response, replyTo: id}
		if prompt != "" {
			if later, ok := after(at, c.latency(row, inferred)); ok {
				at, inferred = later, true
			}
		}
		entries = append(entries, talk.entry(talk.item(&m, identity, at, inferred)))
	}
	return c.rated(entries, talk, identity, at)
}

// latency is how long after its prompt an answer came: what the row says, else
// a little, and so where the prompt's time was inferred, since the next row's
// prompt must come after it.
func (c *csvFile) latency(row []string, inferred bool) time.Duration {
	ms, ok := cell(c.layout.get(row, "latency_ms")).Number()
	const most = float64(24 * time.Hour / time.Millisecond)
	if inferred || !ok || ms <= 0 || ms > most {
		return afterStep
	}
	return time.Duration(ms * float64(time.Millisecond))
}

// rated adds a row's rating as an event of its own.
func (c *csvFile) rated(entries []Entry, talk *chat, identity string, at event.Value) []Entry {
	if len(talk.rating) == 0 {
		return entries
	}
	if later, ok := after(at, afterStep); ok {
		at = later
	}
	m := message{kind: event.Satisfaction, own: talk.rating}
	return append(entries, talk.entry(talk.item(&m, identity, at, true)))
}

// talk is what a row says of its conversation.
func (c *csvFile) talk(row []string) *chat {
	text := func(field string) event.Value {
		if s := c.layout.get(row, field); s != "" {
			return event.TextValue(s)
		}
		return ""
	}
	t := &chat{
		id: c.layout.get(row, "conversation_id"), user: text("user_id"), anonymous: text("anonymous_id"), account: text("account_id"),
		shared: c.layout.properties(row),
	}
	for _, field := range []string{"session_id", "agent_id", "environment"} {
		if v := text(field); v != "" {
			t.about = append(t.about, event.Property{Name: field, Value: v})
		}
	}
	for _, field := range []string{"model", "version", "latency_ms", "input_tokens", "output_tokens", "cost_usd", "error"} {
		if s := c.layout.get(row, field); s != "" {
			t.answers = append(t.answers, event.Property{Name: field, Value: cell(s)})
		}
	}
	for _, field := range []string{"rating", "rating_scale", "comment"} {
		if s := strings.TrimSpace(c.layout.get(row, field)); s != "" {
			t.rating = append(t.rating, event.Property{Name: field, Value: cell(s)})
		}
	}
	rating := c.layout.get(row, "rating")
	if rating != "" && c.layout.get(row, "rating_scale") == "" {
		if scale := scaleOf(c.layout.columns[c.layout.of["rating"]].Name, cell(rating)); scale != "" {
			t.rating = append(t.rating, event.Property{Name: "rating_scale", Value: event.TextValue(scale)})
		}
	}
	if rating == "" && c.layout.get(row, "comment") == "" {
		t.rating = nil
	}
	return t
}

// at is the row's time, or the one that keeps its place.
func (c *csvFile) at(row []string) (at event.Value, inferred bool) {
	if at, ok := c.times.read(event.TextValue(c.layout.get(row, "timestamp"))); ok {
		return at, false
	}
	return stamp(c.times.next(rowStep)), true
}

// identity is what tells a row from its like: its own id, else its content and
// how many rows like it came before.
func (c *csvFile) identity(talk *chat, text string, row []string) string {
	if id := c.layout.get(row, "message_id"); id != "" {
		return id
	}
	user, _ := talk.user.Scalar()
	content := strings.Join([]string{talk.id, c.layout.get(row, "role"), text, c.layout.get(row, "timestamp"), user}, "\x00")
	return importName(c.seen.of([]byte(content)))
}
