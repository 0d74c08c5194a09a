package report

import (
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
)

// Event is an event as it is exported. Absent fields are left out.
type Event struct {
	EventID        string           `json:"event_id"`
	Kind           event.Kind       `json:"kind"`
	Name           string           `json:"name"`
	Project        string           `json:"project"`
	AgentID        string           `json:"agent_id,omitempty"`
	ConversationID string           `json:"conversation_id,omitempty"`
	SessionID      string           `json:"session_id,omitempty"`
	UserID         string           `json:"user_id,omitempty"`
	AnonymousID    string           `json:"anonymous_id,omitempty"`
	AccountID      string           `json:"account_id,omitempty"`
	MessageID      string           `json:"message_id,omitempty"`
	OccurredAt     time.Time        `json:"occurred_at"`
	ClaimedAt      *time.Time       `json:"claimed_at,omitempty" doc:"the sender's own time, where it was corrected"`
	ReceivedAt     time.Time        `json:"received_at"`
	Text           string           `json:"text,omitempty"`
	Rating         *float64         `json:"rating,omitempty"`
	RatingRaw      string           `json:"rating_raw,omitempty"`
	RatingScaleRaw string           `json:"rating_scale_raw,omitempty"`
	Value          *float64         `json:"value,omitempty"`
	Currency       string           `json:"currency,omitempty"`
	Model          string           `json:"model,omitempty"`
	Version        string           `json:"version,omitempty"`
	LatencyMS      *float64         `json:"latency_ms,omitempty"`
	InputTokens    *int64           `json:"input_tokens,omitempty"`
	OutputTokens   *int64           `json:"output_tokens,omitempty"`
	Error          string           `json:"error,omitempty"`
	Source         string           `json:"source"`
	Marks          []string         `json:"marks,omitempty" doc:"truncated, clock_corrected, session_missing, redacted, time_inferred, scale_assumed; text_removed, properties_removed, context_removed of what the project keeps for a time only"`
	Properties     event.Properties `json:"properties,omitempty"`
	Context        event.Properties `json:"context,omitempty" doc:"what the sender's library added: locale, page, …"`
}

// EventRow is the exported form of an event.
func EventRow(e *event.Event) Event {
	row := Event{
		EventID: e.ID, Kind: e.Kind, Name: e.Name, Project: e.Project, AgentID: e.Agent, ConversationID: e.Conversation,
		SessionID: e.Session, UserID: e.User, AnonymousID: e.Anonymous, AccountID: e.Account, MessageID: e.Message,
		OccurredAt: e.OccurredAt, ReceivedAt: e.ReceivedAt, Text: e.Text, Rating: e.Rating, RatingRaw: e.RatingRaw,
		RatingScaleRaw: e.RatingScale, Value: e.Value, Currency: e.Currency, Model: e.Model, Version: e.Version,
		LatencyMS: e.LatencyMS, InputTokens: e.InputTokens, OutputTokens: e.OutputTokens, Error: e.Error, Source: e.Source,
		Marks: marks(e), Properties: e.Properties, Context: e.Context,
	}
	if !e.ClaimedAt.IsZero() {
		row.ClaimedAt = &e.ClaimedAt
	}
	return row
}

// marks are what was done to an event, on its way in and since.
func marks(e *event.Event) []string {
	names := e.Marks.Names()
	for _, field := range event.AllFields() {
		if e.Forgotten&field != 0 {
			names = append(names, field.Name()+"_removed")
		}
	}
	return names
}

// Turn is a turn as it is exported.
type Turn struct {
	TurnID         string                  `json:"turn_id"`
	PromptEventID  string                  `json:"prompt_event_id,omitempty"`
	ConversationID string                  `json:"conversation_id"`
	AgentID        string                  `json:"agent_id"`
	UserID         string                  `json:"user_id,omitempty"`
	StartedAt      time.Time               `json:"started_at"`
	Prompt         string                  `json:"prompt,omitempty"`
	Response       string                  `json:"response,omitempty"`
	Answered       bool                    `json:"answered" doc:"whether an answer came that is neither empty nor an error"`
	Error          string                  `json:"error,omitempty" doc:"of the response, where none of them is an answer"`
	Language       string                  `json:"language,omitempty"`
	TopicID        string                  `json:"topic_id,omitempty" doc:"of the lower level; absent while the prompt is pooled, and of small talk"`
	TopicNearest   string                  `json:"topic_nearest,omitempty" doc:"the closest topic, whether the prompt fits there or not"`
	TopicPath      []string                `json:"topic_path,omitempty" doc:"the theme of the topic and the topic"`
	Signals        []conversation.Signal   `json:"signals" nullable:"false"`
	Evidence       []conversation.Evidence `json:"evidence,omitempty"`
	Rating         *float64                `json:"rating,omitempty" doc:"the last of this turn, 0..1"`
	Dissatisfied   *float64                `json:"dissatisfied,omitempty" doc:"probability that the user is dissatisfied when writing the prompt, 0..1"`
	Gap            *float64                `json:"gap,omitempty" doc:"probability that the answer did not help, 0..1"`
	LatencyMS      *float64                `json:"latency_ms,omitempty"`
	FirstTokenMS   *float64                `json:"time_to_first_token_ms,omitempty" doc:"as sent with the response"`
	InputTokens    *int64                  `json:"input_tokens,omitempty"`
	OutputTokens   *int64                  `json:"output_tokens,omitempty"`
	CostUSD        *float64                `json:"cost_usd,omitempty" doc:"of all its responses that tell"`
	Model          string                  `json:"model,omitempty"`
	Version        string                  `json:"version,omitempty"`
}

// turnRow is the exported form of a turn.
func turnRow(t *conversation.Turn) Turn {
	return Turn{
		TurnID: t.ID, PromptEventID: t.PromptEvent, ConversationID: t.Conversation, AgentID: t.Agent, UserID: t.User,
		StartedAt: t.StartedAt, Prompt: t.Prompt, Response: t.Response, Answered: t.Answered, Error: t.Error,
		Language: t.Language, TopicID: t.Topic, TopicNearest: t.Nearest, TopicPath: topicPath(t), Signals: list(t.Signals()), Evidence: t.Evidence, Rating: t.Rating, Dissatisfied: t.Dissatisfied, Gap: t.Gap,
		LatencyMS: t.LatencyMS, FirstTokenMS: t.FirstTokenMS, InputTokens: t.InputTokens, OutputTokens: t.OutputTokens,
		CostUSD: t.CostUSD, Model: t.Model, Version: t.Version,
	}
}

// topicPath is a turn's theme and topic.
func topicPath(t *conversation.Turn) []string {
	if t.Topic == "" {
		return nil
	}
	return []string{t.Theme, t.Topic}
}

// Satisfaction keeps what users said apart from what was estimated.
type Satisfaction struct {
	Explicit      *float64 `json:"explicit,omitempty" doc:"mean of its ratings, 0..1"`
	Estimated     *float64 `json:"estimated,omitempty" doc:"probability that the user was satisfied, from signals, 0..1"`
	EstimatedLow  *float64 `json:"estimated_low,omitempty" doc:"of its 95 % interval"`
	EstimatedHigh *float64 `json:"estimated_high,omitempty"`
}

// Conversation is a conversation as it is listed and exported.
type Conversation struct {
	ConversationID string                `json:"conversation_id"`
	AgentID        string                `json:"agent_id"`
	UserID         string                `json:"user_id,omitempty"`
	SessionID      string                `json:"session_id,omitempty"`
	AccountID      string                `json:"account_id,omitempty"`
	Environment    string                `json:"environment,omitempty" doc:"where it ran; production unless sent"`
	StartedAt      time.Time             `json:"started_at"`
	EndedAt        time.Time             `json:"ended_at"`
	Prompts        int                   `json:"prompts"`
	Responses      int                   `json:"responses"`
	Language       string                `json:"language,omitempty"`
	TopicID        string                `json:"topic_id,omitempty"`
	Version        string                `json:"version,omitempty" doc:"of the copilot, as its last answer that names one"`
	Model          string                `json:"model,omitempty" doc:"of its last answer that names one"`
	Outcome        conversation.Outcome  `json:"outcome" enum:"confirmed,assumed,unknown,abandoned,escalated,failed"`
	Settled        bool                  `json:"settled"`
	Signals        []conversation.Signal `json:"signals" nullable:"false"`
	Satisfaction   Satisfaction          `json:"satisfaction"`
	Conversions    int                   `json:"conversions"`
	Value          []conversation.Money  `json:"value,omitempty" doc:"of its conversions, by currency"`
	Opening        string                `json:"opening,omitempty" doc:"the first prompt; left out, as are user, session and account, for those who may not see texts"`
	SecondUser     bool                  `json:"second_user,omitempty" doc:"another identified user wrote under the same id"`
}

// conversationRow is the exported form of a conversation.
func conversationRow(c *conversation.Conversation) Conversation {
	return Conversation{
		ConversationID: c.ID, AgentID: c.Agent, UserID: c.User, SessionID: c.Session, AccountID: c.Account, Environment: c.Environment,
		StartedAt: c.StartedAt, EndedAt: c.EndedAt, Prompts: c.Prompts, Responses: c.Responses, Language: c.Language, TopicID: c.Topic,
		Version: c.Version, Model: c.Model, Outcome: c.Outcome, Settled: c.Settled, Signals: list(c.Signals),
		Satisfaction: Satisfaction{Explicit: c.Explicit, Estimated: c.Estimated, EstimatedLow: c.EstimatedLow, EstimatedHigh: c.EstimatedHigh},
		Conversions:  c.Conversions, Value: c.Values, Opening: c.Opening,
		SecondUser: c.SecondUser,
	}
}

// list is the list, and an empty one rather than none: JSON readers loop over
// it.
func list[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}
