package report

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"reflect"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// Exported is what can be exported.
type Exported string

// What can be exported. The rows are of type [Event], [Turn] and
// [Conversation].
const (
	Events              Exported = "events"
	Turns               Exported = "turns"
	ConversationsExport Exported = "conversations"
)

// Format is how an export is written. Every format has the same columns, named
// by the row's JSON. JSON lines and Parquet keep every value as it is; CSV is
// made for spreadsheets and marks texts that one would run (see [CSV]).
type Format string

// The formats.
const (
	// JSONLines is one JSON object a line; absent fields are left out.
	JSONLines Format = "jsonl"
	// CSV is RFC 4180 in UTF-8 with a header line. An absent value is an empty
	// cell, times are RFC 3339 in UTC with up to microseconds, lists and
	// objects are compact JSON. A text that begins with =, +, -, @, a tab or a
	// carriage return gets an apostrophe before it, since spreadsheets would
	// run it as a formula; numbers are not texts.
	CSV Format = "csv"
	// Parquet has optional columns: texts, doubles, 64-bit integers, booleans
	// and UTC timestamps in microseconds; lists and objects are JSON in a text.
	Parquet Format = "parquet"
)

// ContentType is the media type of the format.
func (f Format) ContentType() string {
	switch f {
	case JSONLines:
		return "application/x-ndjson"
	case CSV:
		return "text/csv; charset=utf-8; header=present"
	case Parquet:
		return "application/vnd.apache.parquet"
	default:
		return "application/octet-stream"
	}
}

// Export is one export. Its filter is the scope's as it is given: unlike a
// figure it is not of production only, and a zero From or To leaves that side
// open.
type Export struct {
	Scope  Scope
	What   Exported
	Format Format
}

// FileName is a name for the file, as debrief-events.jsonl.
func (x Export) FileName() string { return "debrief-" + string(x.What) + "." + string(x.Format) }

// exportBuffer is how many bytes are gathered before they are written: few
// calls for the network, nothing for memory.
const exportBuffer = 64 << 10

// Write streams the rows in the store's order, in memory that does not grow
// with their number. The first error of the store or of w ends the scan; what
// was written by then is not a whole export. An unknown What or Format wraps
// store.ErrInvalidQuery before anything is written.
func (x Export) Write(ctx context.Context, from store.Exporter, w io.Writer) error {
	row, err := x.What.row()
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(w, exportBuffer)
	rows, err := x.Format.rows(buffered, row)
	if err != nil {
		return err
	}
	if err = x.scan(ctx, from, rows.write); err != nil {
		return fmt.Errorf("cannot export %s: %w", x.What, err)
	}
	if err = rows.close(); err == nil {
		err = buffered.Flush()
	}
	if err != nil {
		return fmt.Errorf("cannot export %s: %w", x.What, err)
	}
	return nil
}

// row is the type of the rows.
func (w Exported) row() (reflect.Type, error) {
	switch w {
	case Events:
		return reflect.TypeFor[Event](), nil
	case Turns:
		return reflect.TypeFor[Turn](), nil
	case ConversationsExport:
		return reflect.TypeFor[Conversation](), nil
	default:
		return nil, fmt.Errorf("%w: cannot export %q; use %s, %s or %s", store.ErrInvalidQuery, string(w), Events, Turns, ConversationsExport)
	}
}

// scan gives write a pointer to every row, which is good until it returns.
func (x Export) scan(ctx context.Context, from store.Exporter, write func(row any) error) error {
	s := x.Scope
	q := store.ExportQuery{Project: s.Project, From: s.From, To: s.To, Zone: s.Zone, Filter: store.Filter{Where: s.Where, Text: s.Text}}
	switch x.What {
	case Turns:
		return from.ExportTurns(ctx, q, func(t conversation.Turn) error {
			row := turnRow(&t)
			return write(&row)
		})
	case ConversationsExport:
		return from.ExportConversations(ctx, q, func(c conversation.Conversation) error {
			row := conversationRow(&c)
			return write(&row)
		})
	default:
		return from.ExportEvents(ctx, q, func(e event.Event) error {
			row := EventRow(&e)
			return write(&row)
		})
	}
}

// rowWriter writes rows in one format. close writes what the format still
// needs at its end; it does not close or flush what is below.
type rowWriter interface {
	write(row any) error
	close() error
}

// rows starts an export of rows of that type.
func (f Format) rows(w *bufio.Writer, row reflect.Type) (rowWriter, error) {
	switch f {
	case JSONLines:
		return newJSONRows(w), nil
	case CSV:
		return newCSVRows(w, columnsOf(row))
	case Parquet:
		return newParquetRows(w, columnsOf(row)), nil
	default:
		return nil, fmt.Errorf("%w: no export is written as %q; use %s, %s or %s", store.ErrInvalidQuery, string(f), JSONLines, CSV, Parquet)
	}
}

// jsonRows writes rows as their JSON.
type jsonRows struct{ encoder *json.Encoder }

func newJSONRows(w io.Writer) jsonRows {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false) // texts are read by people, and no page embeds an export
	return jsonRows{encoder}
}

func (r jsonRows) write(row any) error { return r.encoder.Encode(row) }

func (r jsonRows) close() error { return nil }
