package server

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/collect"
	"github.com/debrief-dev/debrief/ingest"
)

// Status is how far everything has come.
type Status struct {
	Version  string       `json:"version"`
	Stored   int64        `json:"stored" doc:"events in the store"`
	Analysed int64        `json:"analysed" doc:"events that analysis has taken into account"`
	Pending  int64        `json:"pending" doc:"events acknowledged and not yet analysed"`
	Search   SearchStatus `json:"search"`
	Topics   TopicStatus  `json:"topics"`
}

// SearchStatus is how far the index of texts has come.
type SearchStatus struct {
	Waiting int64 `json:"waiting" doc:"conversations whose latest texts cannot be found yet"`
}

// TopicStatus is how far the topics of the project have come.
type TopicStatus struct {
	Version int  `json:"version" doc:"0 while there are none"`
	Pending bool `json:"pending" doc:"topics are about to be found, or prompts to be placed among them"`
}

type statusInput struct {
	ProjectInput
	Wait string `query:"wait" enum:"derived" doc:"derived: answer once everything is analysed, at most 60 s"`
}

type installInput struct {
	ProjectInput
	Since time.Time `query:"since" doc:"Only what came after this"`
}

// Arrived is the latest event that a project received.
type Arrived struct {
	Count  int64     `json:"count" doc:"accepted events since this server started"`
	At     time.Time `json:"last_received_at"`
	Source string    `json:"source"`
	Name   string    `json:"name" doc:"name of the last event"`
}

// Installed says whether events have come in.
type Installed struct {
	Received bool     `json:"received" doc:"something came after since"`
	Last     *Arrived `json:"last,omitempty"`
}

type importInput struct {
	ProjectInput
	RawBody []byte `contentType:"application/x-ndjson" required:"true"`
}

// Rebuilding is one line of a rebuild's progress.
type Rebuilding struct {
	Done  int64  `json:"done" doc:"events taken into account again"`
	Total int64  `json:"total"`
	Error string `json:"error,omitempty"`
}

func (s *Server) registerStatus() {
	answers(s, s.operation("getStatus", http.MethodGet, "/api/v1/status", "How far storing and analysis have come"), s.status)
	answers(s, s.operation("checkInstall", http.MethodGet, "/api/v1/install", "Whether events come in"),
		func(ctx context.Context, in *installInput) (*Installed, error) {
			project, err := s.project(ctx, in.Project)
			if err != nil {
				return nil, err
			}
			last, known := s.Inbox.Latest(project.ID)
			if !known {
				return &Installed{}, nil
			}
			return &Installed{Received: last.At.After(in.Since), Last: &Arrived{last.Accepted, last.At, last.Source, last.Name}}, nil
		})
	op := s.operation("importEvents", http.MethodPost, "/api/v1/import", "Import native events as JSON lines")
	op.MaxBodyBytes = maxBody
	op.Description = "Answers as POST /t does. Give every line an id, so that a repeat changes nothing: `debrief import` does."
	answers(s, op, s.importLines)
	op = s.operation("rebuild", http.MethodPost, "/api/v1/rebuild", "Derive everything again; answers with progress as JSON lines")
	line := s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Rebuilding](), true, "Rebuilding")
	op.Responses = map[string]*huma.Response{"200": gives("Progress, one line at a time", "application/x-ndjson", line)}
	route(s, op, func(context.Context, *noInput) (*huma.StreamResponse, error) {
		return &huma.StreamResponse{Body: s.rebuild}, nil
	})
}

func (s *Server) status(ctx context.Context, in *statusInput) (*Status, error) {
	if in.Wait != "" {
		if err := s.waitDerived(ctx); err != nil {
			return nil, err
		}
	}
	stored, err := s.Store.Count(ctx)
	if err != nil {
		return nil, err
	}
	progress, err := s.Store.Progress(ctx)
	if err != nil {
		return nil, err
	}
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	topics := TopicStatus{}
	if topics.Version, topics.Pending, err = s.Analyzer.TopicStatus(ctx, project.ID); err != nil {
		return nil, err
	}
	pending := max(stored-progress.Analysed, 0) + int64(s.Door.Waiting())
	return &Status{
		Version: s.Version, Stored: stored, Analysed: progress.Analysed, Pending: pending, Search: SearchStatus{s.Analyzer.Unindexed()}, Topics: topics,
	}, nil
}

// importSource marks events that came from a file.
const importSource = "import"

func (s *Server) importLines(ctx context.Context, in *importInput) (*collect.Answer, error) {
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	native := &collect.Native{}
	var batch collect.Batch
	for line := range bytes.Lines(in.RawBody) {
		batch.Entries = append(batch.Entries, native.DecodeLine(bytes.TrimSpace(line)))
	}
	if len(batch.Entries) > collect.MaxItems {
		return nil, collect.ErrTooLarge
	}
	return s.receiveImport(ctx, &batch, ingest.Sending{Project: project.ID, Source: importSource, At: s.Now()})
}

func (s *Server) rebuild(out huma.Context) {
	out.SetHeader("Content-Type", "application/x-ndjson")
	w := out.BodyWriter()
	encoder := json.NewEncoder(w)
	tell := func(line Rebuilding) {
		if encoder.Encode(line) == nil {
			if flusher, ok := w.(http.Flusher); ok {
				flusher.Flush()
			}
		}
	}
	err := s.Analyzer.Rebuild(out.Context(), func(done, total int64) { tell(Rebuilding{Done: done, Total: total}) })
	if err != nil {
		p := asProblem(err)
		s.logProblem(out.Context(), p, out.Method(), out.URL().Path)
		tell(Rebuilding{Error: p.Detail})
	}
}
