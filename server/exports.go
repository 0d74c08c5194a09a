package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/report"
)

type exportInput struct {
	ScopeInput
	What   string `path:"what" enum:"events,turns,conversations"`
	Format string `query:"format" enum:"jsonl,csv,parquet" default:"jsonl"`
	Wait   string `query:"wait" enum:"derived" doc:"derived: wait until everything stored is analysed, at most 60 s"`
}

// waitAtMost is how long wait=derived waits.
const waitAtMost = 60 * time.Second

func (s *Server) registerExports() {
	op := s.operation("export", http.MethodGet, "/api/v1/export/{what}", "Stream events, turns or conversations")
	op.Responses = map[string]*huma.Response{"200": s.exported()}
	route(s, op, func(ctx context.Context, in *exportInput) (*huma.StreamResponse, error) {
		query, err := s.export(ctx, in)
		stream := func(out huma.Context) { s.stream(out.Context(), out, query) } //nolint:contextcheck // the request's, by way of the framework
		return &huma.StreamResponse{Body: stream}, err
	})
}

// exported describes an export: its rows, one a line, and its other formats.
func (s *Server) exported() *huma.Response {
	schemas := s.api.OpenAPI().Components.Schemas
	row := &huma.Schema{}
	for _, of := range []reflect.Type{reflect.TypeFor[report.Event](), reflect.TypeFor[report.Turn](), reflect.TypeFor[report.Conversation]()} {
		row.AnyOf = append(row.AnyOf, schemas.Schema(of, true, of.Name()))
	}
	answer := gives("Rows, in order of conversation, time and id; as JSON, one a line", report.JSONLines.ContentType(), row)
	for _, format := range []report.Format{report.CSV, report.Parquet} {
		kind, _, _ := strings.Cut(format.ContentType(), ";")
		answer.Content[kind] = &huma.MediaType{}
	}
	answer.Headers = headers("Content-Disposition", "a name for the file")
	return answer
}

// export reads what is asked for and waits where that is asked for too. An
// export without a period is of everything, whatever environment.
func (s *Server) export(ctx context.Context, in *exportInput) (report.Export, error) {
	scope, err := s.scope(ctx, in.ScopeInput)
	if err != nil {
		return report.Export{}, err
	}
	if in.From == "" {
		scope.From = time.Time{}
	}
	if in.To == "" {
		scope.To = time.Time{}
	}
	query := report.Export{Scope: scope, What: report.Exported(in.What), Format: report.Format(in.Format)}
	if in.Wait != "" {
		err = s.waitDerived(ctx)
	}
	return query, err
}

// waitDerived returns once everything acknowledged by now is stored and
// analysed.
func (s *Server) waitDerived(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, waitAtMost)
	defer cancel()
	if err := s.flush(ctx); err != nil {
		return err
	}
	return s.Analyzer.Wait(ctx)
}

// flush returns once everything acknowledged by now is stored.
func (s *Server) flush(ctx context.Context) error {
	err := s.Door.Flush(ctx)
	if err == nil {
		return nil
	}
	p := problem("not_ready", "What was accepted cannot be stored now, as when the disk is full: the log says why. Ask again later.")
	p.retryAfter, p.cause = 1, err
	return p
}

// stream writes the export. Once the first byte is out an error can only end
// the answer early, which the caller sees as a broken transfer.
func (s *Server) stream(ctx context.Context, out huma.Context, query report.Export) {
	out.SetHeader("Content-Type", query.Format.ContentType())
	out.SetHeader("Content-Disposition", `attachment; filename="`+query.FileName()+`"`)
	to := &receiver{Writer: out.BodyWriter()}
	if err := query.Write(ctx, s.Store, to); err != nil {
		s.logProblem(ctx, asProblem(errors.Join(to.gone, err)), out.Method(), out.URL().Path)
		panic(http.ErrAbortHandler)
	}
}

// receiver is the caller of an export. One who went away is not always known
// to the context yet when a write fails, and says nothing about the server.
type receiver struct {
	io.Writer
	gone error // context.Canceled once a write has failed
}

func (r *receiver) Write(b []byte) (int, error) {
	n, err := r.Writer.Write(b)
	if err != nil {
		r.gone = context.Canceled
	}
	return n, err
}
