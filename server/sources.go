package server

import (
	"context"
	"net/http"

	"github.com/debrief-dev/debrief/report"
)

func (s *Server) registerSources() {
	op := s.operation("listSources", http.MethodGet, "/api/v1/sources", "Which products' SDKs send, how fresh that is, and what became of it")
	op.Description = "Counts are kept for 30 days. docs/sources.md says what each of them brings."
	answers(s, op, s.sources)
}

func (s *Server) sources(ctx context.Context, in *inboxInput) (*report.Sources, error) {
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	all := &report.Sources{}
	if all.From, all.To, err = s.inboxPeriod(in, project.Zone); err != nil {
		return nil, err
	}
	if err = s.Inbox.Save(ctx); err != nil { // so that the answer is of now
		return nil, err
	}
	tallies, err := s.Control.Tallies(ctx, project.ID, all.From, all.To)
	if err != nil {
		return nil, err
	}
	advice := inboxAdvice()
	all.Sources = report.SourcesOf(tallies, func(code string) (meaning, mend string) { return advice[code].meaning, advice[code].mend })
	return all, nil
}
