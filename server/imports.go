package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/debrief-dev/debrief/collect"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest"
)

// ImportInput says how a file is to be read.
type ImportInput struct {
	ProjectInput
	Format   string    `query:"format" enum:"native,openai,sharegpt,chatgpt,csv" doc:"Found by content when it is not named"`
	Map      []string  `query:"map,explode" doc:"COLUMN=FIELD, for a CSV; - as the field leaves the column out"`
	Set      []string  `query:"set,explode" doc:"NAME=VALUE that every event has which does not say it itself"`
	TZ       string    `query:"tz" doc:"IANA name of the time zone of times that name none; the project's by default"`
	Modified time.Time `query:"modified" doc:"When the file was last changed: times that it does not have are inferred from that day's start"`
}

type importFileInput struct {
	ImportInput
	DryRun bool `query:"dry_run" doc:"Read everything and count, but keep nothing"`
}

// ImportProgress is a line of the answer to an import.
type ImportProgress struct {
	Bytes     int64                `json:"bytes" doc:"of the file, read so far"`
	Accepted  int64                `json:"accepted" doc:"with dry_run: that would be, or are there already"`
	Duplicate int64                `json:"duplicate"`
	Rejected  int64                `json:"rejected"`
	Inferred  int64                `json:"inferred" doc:"accepted or duplicate ones whose time was inferred; with dry_run only"`
	Done      bool                 `json:"done" doc:"this is the last line"`
	Error     string               `json:"error,omitempty" doc:"why the file could not be read to its end; what was accepted is kept"`
	Refused   []ImportRefusal      `json:"refused,omitempty" doc:"the first that were rejected, in the last line"`
	Codes     map[event.Code]int64 `json:"codes,omitempty" doc:"how many were rejected, by code, in the last line"`
}

// ImportRefusal is an event, or a record, of a file that cannot be used.
type ImportRefusal struct {
	Place   string     `json:"place" doc:"as in: line 12"`
	Code    event.Code `json:"code"`
	Field   string     `json:"field,omitempty"`
	Message string     `json:"message"`
	Mend    string     `json:"mend" doc:"what to do about it"`
}

// shownRefusals is how many rejected records an answer names.
const shownRefusals = 100

func (s *Server) registerImports() {
	s.registerImportPreview()
	op := s.operation("importFile", http.MethodPost, "/api/v1/import/file", "Import a file of any format and size")
	op.Description = "The body is the file, compressed or not; see docs/import.md. Answers with progress as JSON lines, about one a second, the last of which " +
		"has done: true. What was accepted when the caller goes away is kept, and a repeat goes on from there. For people who are signed in: programs send with POST /t."
	op.RequestBody = fileBody()
	op.Responses = map[string]*huma.Response{"200": {Description: "Progress, a JSON object a line", Content: map[string]*huma.MediaType{
		"application/x-ndjson": {Schema: s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[ImportProgress](), true, "ImportProgress")},
	}}}
	route(s, op, func(ctx context.Context, in *importFileInput) (*huma.StreamResponse, error) {
		project, options, err := s.importInto(ctx, &in.ImportInput)
		return &huma.StreamResponse{Body: func(out huma.Context) { //nolint:contextcheck // the request's, by way of the framework
			s.importFile(out, project, options, in.DryRun)
		}}, err
	})
}

func fileBody() *huma.RequestBody {
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}
}

// importInto says where a file goes and how it is read.
func (s *Server) importInto(ctx context.Context, in *ImportInput) (string, collect.FileOptions, error) {
	o := collect.FileOptions{Format: collect.Format(in.Format)}
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return "", o, err
	}
	if o.Zone, err = zone(in.TZ, project.Zone); err != nil {
		return "", o, err
	}
	if o.Columns, err = collect.ColumnPairs(in.Map); err != nil {
		return "", o, errInvalid("map", err.Error()+".")
	}
	if o.Set, err = collect.SetPairs(in.Set); err != nil {
		return "", o, errInvalid("set", err.Error()+".")
	}
	changed := in.Modified
	if changed.IsZero() {
		changed = s.Now()
	}
	o.Start = collect.StartOfDay(changed, o.Zone)
	return project.ID, o, nil
}

// importing is one import that runs.
type importing struct {
	ImportProgress
	s       *Server
	project string
	dryRun  bool
	encoder *json.Encoder
	flusher http.Flusher
	told    time.Time
	body    *countedBody
}

// countedBody counts what was read.
type countedBody struct {
	from io.Reader
	n    int64
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	b.n += int64(n)
	return n, err
}

// importFile reads the body to its end, however long that takes, and answers
// meanwhile.
func (s *Server) importFile(out huma.Context, project string, o collect.FileOptions, dryRun bool) {
	ctx := out.Context()
	request, writer := humago.Unwrap(out)
	controller := http.NewResponseController(writer)
	err := errors.Join(controller.EnableFullDuplex(), controller.SetReadDeadline(time.Time{}))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		s.answerHuma(out, err)
		return
	}
	body := &countedBody{from: request.Body}
	file, err := collect.OpenFile(body, o)
	if err != nil {
		s.answerHuma(out, unreadableFile(err))
		return
	}
	before, err := s.Store.Count(ctx)
	if err != nil {
		s.answerHuma(out, err)
		return
	}
	out.SetHeader("Content-Type", "application/x-ndjson")
	flusher, _ := writer.(http.Flusher)
	i := &importing{s: s, project: project, dryRun: dryRun, encoder: json.NewEncoder(writer), flusher: flusher, body: body}
	i.Codes = make(map[event.Code]int64)
	err = file.Portions(func(p collect.Portion) error { return i.take(ctx, p) })
	if err == nil {
		err = i.settle(ctx, before)
	}
	i.finish(ctx, err)
}

// unreadableFile is the problem of a file that is none of ours. Its text says
// what was seen.
func unreadableFile(err error) error {
	if errors.Is(err, collect.ErrUnknownFormat) {
		return problem("unknown_format", inWords(err))
	}
	if errors.Is(err, collect.ErrUnreadable) {
		return problem("unreadable_body", inWords(err))
	}
	return err
}

// inWords is what is wrong with a file, as people read it.
func inWords(err error) string {
	return sentence(errors.New(strings.TrimPrefix(err.Error(), collect.ErrUnreadable.Error()+": ")))
}

// take judges a part of the file and, unless nothing is to be kept, puts it
// through the door.
func (i *importing) take(ctx context.Context, p collect.Portion) error {
	at := event.Arrival{Project: i.project, Source: importSource, ReceivedAt: i.s.Now()}
	answer, err := i.add(ctx, p, at)
	if err != nil {
		return err
	}
	i.Bytes = i.body.n
	i.Accepted += int64(answer.Accepted)
	i.Duplicate += int64(answer.Duplicate)
	for _, r := range answer.Rejected {
		i.refuse(p.Places[r.Index], r)
	}
	if now := i.s.Now(); now.Sub(i.told) >= time.Second {
		i.told = now
		return i.tell(ImportProgress{Bytes: i.Bytes, Accepted: i.Accepted, Duplicate: i.Duplicate, Rejected: i.Rejected})
	}
	return nil
}

// patience is how long an import waits for a server that cannot keep more
// events at once.
const patience = 5 * time.Minute

// add puts a part through the door, again and again while the server is
// overloaded: nothing of such a request was kept.
func (i *importing) add(ctx context.Context, p collect.Portion, at event.Arrival) (*collect.Answer, error) {
	if i.dryRun {
		events, _, refused := p.Normalize(at)
		answer := collect.NewAnswer(refused)
		answer.Accepted = len(events)
		for at := range events {
			if events[at].Marks&event.TimeInferred != 0 {
				i.Inferred++
			}
		}
		return answer, nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		answer, err := i.s.receiveImport(ctx, &p.Batch, ingest.Sending{Project: at.Project, Source: at.Source, At: at.ReceivedAt})
		if !errors.Is(err, ingest.ErrRetry) {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(time.Second):
		}
	}
}

// importBacklog is how many events may wait to be stored while files are
// imported. They wait in memory; a file comes faster than any store takes it.
const importBacklog = 50_000

// receiveImport is receive at the pace of the store.
func (s *Server) receiveImport(ctx context.Context, batch *collect.Batch, from ingest.Sending) (*collect.Answer, error) {
	if s.Door.Waiting() >= importBacklog {
		if err := s.Door.Flush(ctx); err != nil {
			return nil, err
		}
	}
	return s.receive(ctx, batch, from)
}

func (i *importing) refuse(place collect.Place, r collect.Refusal) {
	i.Rejected++
	i.Codes[r.Code]++
	if len(i.Refused) < shownRefusals {
		i.Refused = append(i.Refused, ImportRefusal{Place: place.String(), Code: r.Code, Field: r.Field, Message: r.Message, Mend: mend(r.Code)})
	}
}

func mend(code event.Code) string {
	all := event.Codes()
	if at := slices.IndexFunc(all, func(m event.CodeMeaning) bool { return m.Code == code }); at >= 0 {
		return all[at].Mend
	}
	return ""
}

// settle counts as duplicates what the door took and the store then found to
// be there. Events that others send meanwhile can only make it find fewer.
func (i *importing) settle(ctx context.Context, before int64) error {
	if i.dryRun {
		return nil
	}
	if err := i.s.Door.Flush(ctx); err != nil {
		return err
	}
	after, err := i.s.Store.Count(ctx)
	if repeated := i.Accepted - (after - before); err == nil && after >= before && repeated > 0 {
		i.Accepted -= repeated
		i.Duplicate += repeated
	}
	return err
}

// finish writes the last line.
func (i *importing) finish(ctx context.Context, err error) {
	i.Done, i.Bytes = true, i.body.n
	if err != nil {
		p := asProblem(err)
		if errors.Is(err, collect.ErrUnreadable) {
			p.Detail = inWords(err)
		}
		i.s.logProblem(ctx, p, http.MethodPost, "/api/v1/import/file")
		i.Error = p.Detail
	}
	if err = i.tell(i.ImportProgress); err != nil {
		i.s.logProblem(ctx, asProblem(err), http.MethodPost, "/api/v1/import/file") // there is nobody to tell
	}
}

func (i *importing) tell(line ImportProgress) error {
	if err := i.encoder.Encode(line); err != nil {
		return err
	}
	if i.flusher != nil {
		i.flusher.Flush()
	}
	return nil
}
