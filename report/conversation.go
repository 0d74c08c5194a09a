package report

import (
	"context"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/search"
	"github.com/debrief-dev/debrief/store"
)

// Rating is one explicit rating of a conversation.
type Rating struct {
	EventID string    `json:"event_id"`
	TurnID  string    `json:"turn_id,omitempty"`
	At      time.Time `json:"at"`
	Value   float64   `json:"value" doc:"0..1"`
}

// Conversion is one conversion counted for a conversation.
type Conversion struct {
	EventID     string                   `json:"event_id"`
	At          time.Time                `json:"at"`
	Name        string                   `json:"name"`
	Value       *float64                 `json:"value,omitempty"`
	Currency    string                   `json:"currency,omitempty"`
	Attribution conversation.Attribution `json:"attribution" enum:"direct,session,window"`
	LagSeconds  *float64                 `json:"lag_seconds,omitempty" doc:"from the conversation's start"`
}

// ConversationDetail is one conversation with all that belongs to it.
type ConversationDetail struct {
	Conversation
	Why       string           `json:"why" doc:"the rule that decided the outcome"`
	Reasons   []EstimateReason `json:"reasons" nullable:"false" doc:"why satisfaction is estimated as it is, the strongest first"`
	Turns     []Turn           `json:"turns" nullable:"false"`
	Ratings   []Rating         `json:"ratings" nullable:"false"`
	Converted []Conversion     `json:"conversion_events" nullable:"false"`
	Events    []Event          `json:"events" nullable:"false"`
}

// GetConversation reads one conversation, or store.ErrNotFound.
func GetConversation(ctx context.Context, reader store.Reader, key store.Key) (*ConversationDetail, error) {
	detail, err := reader.Get(ctx, key)
	if err != nil {
		return nil, err
	}
	c := &ConversationDetail{
		Conversation: conversationRow(&detail.Conversation), Why: detail.Conversation.Why, Reasons: estimateReasons(detail.Conversation.Reasons),
		Turns: make([]Turn, len(detail.Turns)), Ratings: make([]Rating, len(detail.Ratings)),
		Converted: make([]Conversion, len(detail.Conversions)), Events: make([]Event, len(detail.Events)),
	}
	for i := range detail.Turns {
		c.Turns[i] = turnRow(&detail.Turns[i])
	}
	for i, r := range detail.Ratings {
		c.Ratings[i] = Rating{EventID: r.Event, TurnID: r.Turn, At: r.At, Value: r.Value}
	}
	for i, v := range detail.Conversions {
		c.Converted[i] = Conversion{
			EventID: v.Event, At: v.At, Name: v.Name, Value: v.Value, Currency: v.Currency, Attribution: v.By, LagSeconds: v.LagSeconds,
		}
	}
	for i := range detail.Events {
		c.Events[i] = EventRow(&detail.Events[i])
	}
	return c, nil
}

// List says how a list of conversations is cut and sorted, and which figure
// it stands behind.
type List struct {
	Behind *store.Behind
	Sort   store.Sort  // Relevance of a search only
	Mode   search.Mode // of a search
	Cursor string
	Limit  int
}

// Listed is a conversation of a list.
type Listed struct {
	Conversation
	Match *Match `json:"match,omitempty" doc:"of a search: the text by which it was found"`
}

// Conversations is a page of conversations.
type Conversations struct {
	Total         int64    `json:"total" doc:"how many there are; of a search by meaning, how many were found, of which there is no exact number"`
	Conversations []Listed `json:"conversations" nullable:"false"`
	Next          string   `json:"next,omitempty" doc:"cursor of the next page"`
}

// ListConversations reads a page.
func ListConversations(ctx context.Context, reader store.Reader, s Scope, l List) (*Conversations, error) {
	q, err := listQuery(s, l)
	if err != nil {
		return nil, err
	}
	page, err := reader.List(ctx, q)
	if err != nil {
		return nil, err
	}
	return conversationsOf(&page), nil
}
