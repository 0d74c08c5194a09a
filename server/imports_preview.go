package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/debrief-dev/debrief/collect"
	"github.com/debrief-dev/debrief/event"
)

// What a preview reads and shows.
const (
	previewBytes  = 1 << 20
	previewEvents = 20
)

type previewInput struct {
	ImportInput
	Partial bool   `query:"partial" doc:"The body is the beginning of a longer file"`
	RawBody []byte `contentType:"application/octet-stream" required:"true"`
}

// ImportPreview is how the beginning of a file would be understood.
type ImportPreview struct {
	Format   collect.Format  `json:"format" enum:"native,openai,sharegpt,chatgpt,csv"`
	Title    string          `json:"title" doc:"the format in words"`
	Notes    []string        `json:"notes" nullable:"false" doc:"how it is compressed and encoded"`
	Columns  []ImportColumn  `json:"columns" nullable:"false" doc:"of a CSV"`
	Unmapped string          `json:"unmapped,omitempty" doc:"why a table cannot be read before its columns are mapped"`
	Fields   []string        `json:"fields" nullable:"false" doc:"what a column can be mapped to, beside a property's name"`
	Events   []PreviewEvent  `json:"events" nullable:"false" doc:"the first"`
	Accepted int             `json:"accepted" doc:"events in the beginning of the file that can be used"`
	Rejected int             `json:"rejected"`
	Inferred int             `json:"inferred" doc:"events without a time of their own"`
	Refused  []ImportRefusal `json:"refused" nullable:"false" doc:"the first that cannot be used"`
}

// ImportColumn is one column and what it is taken for.
type ImportColumn struct {
	Name  string `json:"name"`
	Field string `json:"field" doc:"a field, the name of a property, or - where it is left out"`
}

// PreviewEvent is an event as it would be stored, in short.
type PreviewEvent struct {
	Place        string     `json:"place" doc:"as in: line 12"`
	Kind         event.Kind `json:"kind"`
	OccurredAt   time.Time  `json:"occurred_at"`
	Inferred     bool       `json:"inferred" doc:"the file does not tell the time"`
	Conversation string     `json:"conversation_id"`
	User         string     `json:"user_id,omitempty"`
	Text         string     `json:"text,omitempty" doc:"at most 300 characters"`
	Rating       string     `json:"rating,omitempty"`
}

func (s *Server) registerImportPreview() {
	op := s.operation("previewImport", http.MethodPost, "/api/v1/import/preview", "How the beginning of a file would be understood")
	op.MaxBodyBytes = previewBytes + 1
	op.Description = "Send the first mebibyte at most, with partial=true where the file is longer. Nothing is kept."
	answers(s, op, func(ctx context.Context, in *previewInput) (*ImportPreview, error) {
		_, options, err := s.importInto(ctx, &in.ImportInput)
		if err != nil {
			return nil, err
		}
		options.Partial = in.Partial
		return s.previewImport(in.RawBody, options)
	})
}

// previewImport reads the beginning of a file. A table whose columns say
// nothing is no error: the caller can map them.
func (s *Server) previewImport(content []byte, o collect.FileOptions) (*ImportPreview, error) {
	p := &ImportPreview{Notes: []string{}, Columns: []ImportColumn{}, Fields: collect.Fields(), Events: []PreviewEvent{}, Refused: []ImportRefusal{}}
	file, err := collect.OpenFile(bytes.NewReader(content), o)
	if unmapped, ok := errors.AsType[*collect.UnmappedTable](err); ok {
		p.Format, p.Title = collect.CSV, collect.CSV.Title()
		p.Unmapped = inWords(err)
		p.columns(unmapped.Columns)
		return p, nil
	}
	if err != nil {
		return nil, unreadableFile(err)
	}
	err = file.Portions(func(part collect.Portion) error { p.take(part, s.Now()); return nil })
	if err != nil && !errors.Is(err, io.EOF) {
		p.Notes = append(p.Notes, inWords(err))
	}
	p.Format, p.Title = file.Format(), file.Format().Title()
	p.Notes = append(p.Notes, file.Notes()...)
	p.columns(file.Columns())
	return p, nil
}

func (p *ImportPreview) columns(columns []collect.Column) {
	for _, c := range columns {
		p.Columns = append(p.Columns, ImportColumn{Name: c.Name, Field: c.Field})
	}
}

func (p *ImportPreview) take(part collect.Portion, now time.Time) {
	events, places, refused := part.Normalize(event.Arrival{Project: "preview", Source: importSource, ReceivedAt: now})
	p.Accepted += len(events)
	p.Rejected += len(refused)
	for i := range events {
		e := &events[i]
		inferred := e.Marks&event.TimeInferred != 0
		if inferred {
			p.Inferred++
		}
		if len(p.Events) < previewEvents {
			p.Events = append(p.Events, PreviewEvent{
				Place: part.Places[places[i]].String(), Kind: e.Kind, OccurredAt: e.OccurredAt, Inferred: inferred,
				Conversation: e.Conversation, User: e.User, Text: beginning(previewText(e)), Rating: e.RatingRaw,
			})
		}
	}
	for _, r := range refused {
		if len(p.Refused) < previewEvents {
			p.Refused = append(p.Refused, ImportRefusal{Place: part.Places[r.Index].String(), Code: r.Code, Field: r.Field, Message: r.Message, Mend: mend(r.Code)})
		}
	}
}

// previewText is what an event says or, of a tool or an action, which it was.
func previewText(e *event.Event) string {
	if e.Text != "" {
		return e.Text
	}
	if tool, ok := e.Properties.Text("tool"); ok {
		return tool
	}
	return string(e.Act())
}

// beginning is a text cut to what a table shows.
func beginning(text string) string {
	const most = 300
	if short := []rune(text); len(short) > most {
		return string(short[:most-1]) + "…"
	}
	return text
}
