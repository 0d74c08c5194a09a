package server

import (
	"context"
	"net/http"
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
	huma.Register(s.api, s.operation("export", http.MethodGet, "/api/v1/export/{what}", "Stream events, turns or conversations"),
		func(ctx context.Context, in *exportInput) (*huma.StreamResponse, error) {
			query, err := s.export(ctx, in)
			if err != nil {
				return nil, s.fail(ctx, "export", err)
			}
			stream := func(out huma.Context) { s.stream(out.Context(), out, query) } //nolint:contextcheck // the request's, by way of the framework
			return &huma.StreamResponse{Body: stream}, nil
		})
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
	if err := s.Door.Flush(ctx); err != nil {
		return err
	}
	return s.Analyzer.Wait(ctx)
}

// stream writes the export. Once the first byte is out an error can only end
// the answer early, which the caller sees as a broken transfer.
func (s *Server) stream(ctx context.Context, out huma.Context, query report.Export) {
	out.SetHeader("Content-Type", query.Format.ContentType())
	out.SetHeader("Content-Disposition", `attachment; filename="`+query.FileName()+`"`)
	if err := query.Write(ctx, s.Store, out.BodyWriter()); err != nil {
		s.logProblem(ctx, asProblem(err), out.Method(), out.URL().Path)
		panic(http.ErrAbortHandler)
	}
}
