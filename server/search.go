package server

import (
	"context"
	"net/http"

	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/search"
	"github.com/debrief-dev/debrief/store"
)

// SearchInput says how conversations are searched.
type SearchInput struct {
	Mode search.Mode `query:"mode" enum:"words,meaning,both" default:"words" doc:"By what q finds: words (every word is there; total is exact), meaning (a prompt means something like it), or both. By meaning and both total is how many were found: some hundreds at most"`
}

type likeInput struct {
	ScopeInput
	ID    string `path:"id" doc:"conversation_id"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"10"`
}

func (s *Server) registerSearch() {
	answers(s, failing(s.operation("listLikeConversations", http.MethodGet, "/api/v1/conversations/{id}/like", "Conversations that mean something like this one, closest first"), http.StatusNotFound), s.like)
}

// searched answers a list with words to find: by relevance where no other order
// is asked for.
func (s *Server) searched(ctx context.Context, scope report.Scope, l report.List) (*report.Conversations, error) {
	if l.Sort == "" {
		l.Sort = report.Relevance
	}
	return s.searching.Conversations(ctx, scope, l)
}

func (s *Server) like(ctx context.Context, in *likeInput) (*report.Conversations, error) {
	if in.Text != "" {
		return nil, errInvalid("q", "What is like a conversation is found by its prompts: leave q out.")
	}
	scope, err := s.scope(ctx, in.ScopeInput)
	if err != nil {
		return nil, err
	}
	return s.searching.Alike(ctx, scope, in.ID, in.Limit)
}

// unsearched refuses what only a search knows.
func unsearched(l *report.List) error {
	switch {
	case l.Sort == report.Relevance:
		return errInvalid("sort", "Only a search has an order of relevance: send q too, or another sort.")
	case l.Mode != search.Words:
		return errInvalid("mode", "mode says how q finds: send q too.")
	}
	if l.Sort == "" {
		l.Sort = store.Newest
	}
	return nil
}
