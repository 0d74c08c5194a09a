package server

import (
	"context"
	"net/http"

	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/store"
)

type listInput struct {
	ScopeInput
	BehindInput
	Sort   string `query:"sort" enum:"-started,started,-turns,rating,-rating" default:"-started"`
	Cursor string `query:"cursor" doc:"The next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
}

type conversationInput struct {
	ProjectInput
	ID string `path:"id" doc:"conversation_id"`
}

func (s *Server) registerConversations() {
	answers(s, s.operation("listConversations", http.MethodGet, "/api/v1/conversations", "Conversations, filtered, sorted, a page at a time"), s.list)
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
	page, err := report.ListConversations(ctx, s.Store, scope, report.List{
		Behind: behind, Sort: store.Sort(in.Sort), Cursor: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	for i := range page.Conversations {
		page.Conversations[i] = seen(ctx, page.Conversations[i])
	}
	return page, nil
}
