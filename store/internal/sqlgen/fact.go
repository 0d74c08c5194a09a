package sqlgen

import (
	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
)

// relation is where a fact's rows, called f, come from, and the column that
// dates them.
func (b *builder) relation(fact store.Fact) (from, at string) {
	switch fact {
	case store.Conversations:
		return "conversations f", "f.started_at"
	case store.Turns:
		return "turns f", "f.started_at"
	case store.Ratings:
		return "ratings f", "f.dated_at"
	case store.Conversions:
		return "conversions f", "f.dated_at"
	default:
		b.with("seen", b.seen())
		return "seen f", "f.occurred_at"
	}
}

// seen is the events with their users resolved, and named as derived rows name
// things. A condition on the left side alone would make the join a loop over
// all pairs.
func (b *builder) seen() string {
	return `SELECT
    e.project, e.conversation_id, e.occurred_at, e.session_id,
    e.agent_id AS agent, e.version, e.model, e.account_id AS account, e.environment,
    CASE WHEN e.user_id <> '' THEN e.user_id ELSE coalesce(i.user_id, e.anonymous_id) END AS user_id,
    (e.user_id <> '' OR i.user_id IS NOT NULL) AS identified
FROM events e
LEFT JOIN identities i ON i.project = e.project AND i.anonymous_id = e.anonymous_id AND i.anonymous_id <> ''
WHERE e.project = ` + project
}

// condition is a named condition on a row f of the fact.
func (b *builder) condition(fact store.Fact, name store.Condition) (string, error) {
	if name == store.Always {
		return always, nil
	}
	if name == store.IsIdentified {
		return "f.identified", nil
	}
	var sql string
	switch fact {
	case store.Conversations:
		sql = b.conversationCondition(name)
	case store.Turns:
		sql = b.turnCondition(name)
	case store.Ratings:
		sql = b.ratingCondition(name)
	case store.Conversions:
		sql = conversionCondition(name)
	default:
	}
	if sql == "" {
		return "", invalid("%s have no condition %q", fact, name)
	}
	return sql, nil
}

func (b *builder) conversationCondition(name store.Condition) string {
	outcome := func(o conversation.Outcome) string { return "f.outcome = " + b.arg(string(o)) }
	switch name {
	case store.HasPrompt:
		return "f.prompts > 0"
	case store.Settled:
		return "f.settled"
	case store.Judged:
		return "(f.settled AND f.outcome <> " + b.arg(string(conversation.Unknown)) + ")"
	case store.Succeeded:
		return "f.outcome IN (" + b.arg(string(conversation.Confirmed)) + ", " + b.arg(string(conversation.Assumed)) + ")"
	case store.IsConfirmed:
		return outcome(conversation.Confirmed)
	case store.IsFailed:
		return outcome(conversation.Failed)
	case store.IsEscalated:
		return outcome(conversation.Escalated)
	case store.IsAbandoned:
		return outcome(conversation.Abandoned)
	case store.IsAnswered:
		return "f.responses > 0"
	case store.IsRated:
		return "f.explicit IS NOT NULL"
	case store.Converted:
		return "f.conversions > 0"
	default:
		return ""
	}
}

func (b *builder) turnCondition(name store.Condition) string {
	switch name {
	case store.HasPrompt:
		return "f.prompt_event <> ''"
	case store.IsAnswered:
		return "f.answered"
	case store.Errored:
		return "f.error <> ''"
	case store.HasLatency:
		return "f.latency_ms IS NOT NULL"
	case store.Responded:
		return b.Length("f.response_events") + " > 0"
	case store.IsUnanswered:
		return b.Has("f.signals", b.arg(string(conversation.Unanswered)))
	default:
		return ""
	}
}

// positive is the normalised rating from which a user is satisfied.
const positive = 0.75

func (b *builder) ratingCondition(name store.Condition) string {
	switch name {
	case store.IsPositive:
		return "f.value >= " + b.arg(positive)
	case store.IsFivePoint:
		return "f.five_point"
	default:
		return ""
	}
}

func conversionCondition(name store.Condition) string {
	switch name {
	case store.IsAttributed:
		return "f.conversation_id <> ''"
	case store.HasValue:
		return "f.value IS NOT NULL"
	default:
		return ""
	}
}

// column is a number on a row f, NULL where the row has none.
func column(name store.Column) string {
	switch name {
	case store.TurnCount:
		return "CAST(f.prompts AS DOUBLE)"
	case store.RatingValue, store.ConversionValue:
		return "f.value"
	case store.Latency:
		return "f.latency_ms"
	case store.FirstToken:
		return "f.first_token_ms"
	default:
		return ""
	}
}
