package server

import (
	"context"
	"net/http"
	"strings"

	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/store"
)

type listInput struct {
	ScopeInput
	BehindInput
	SearchInput
	Sort   string `query:"sort" enum:"relevance,-started,started,-turns,rating,-rating" doc:"relevance where q is sent, else -started, unless it says otherwise"`
	Cursor string `query:"cursor" doc:"The next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
}

type conversationInput struct {
	ProjectInput
	ID string `path:"id" doc:"conversation_id"`
}

func (s *Server) registerConversations() {
	s.registerSearch()
	answers(s, failing(s.operation("listConversations", http.MethodGet, "/api/v1/conversations", "Conversations, searched, filtered, sorted, a page at a time"), http.StatusServiceUnavailable), s.list)
	answers(s, s.operation("getConversation", http.MethodGet, "/api/v1/conversations/{id}", "One conversation with its turns and events"),
		func(ctx context.Context, in *conversationInput) (*report.ConversationDetail, error) {
			project, err := s.project(ctx, in.Project)
			if err != nil {
				return nil, err
			}
			return report.GetConversation(ctx, s.Store, store.Key{Project: project.ID, Conversation: in.ID})
		})
}

func (s *Server) list(ctx context.Context, in *listInput) (*report.Conversations, error) {
	scope, err := s.scope(ctx, in.ScopeInput)
	if err != nil {
		return nil, err
	}
	behind, err := in.read(ctx)
	if err != nil {
		return nil, err
	}
	page, err := s.page(ctx, scope, report.List{Behind: behind, Sort: store.Sort(in.Sort), Mode: in.Mode, Cursor: in.Cursor, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	for i := range page.Conversations {
		page.Conversations[i].Conversation = seen(ctx, page.Conversations[i].Conversation)
	}
	return page, nil
}

// page is of a search, or of a list without one.
func (s *Server) page(ctx context.Context, scope report.Scope, l report.List) (*report.Conversations, error) {
	if strings.TrimSpace(scope.Text) != "" {
		return s.searched(ctx, scope, l)
	}
	if err := unsearched(&l); err != nil {
		return nil, err
	}
	return report.ListConversations(ctx, s.Store, scope, l)
}
