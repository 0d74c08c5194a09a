package sqlgen

import (
	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// relation is where a fact's rows, called f, come from, and the column that
// dates them.
func (b *builder) relation(fact store.Fact) (from, at string, err error) {
	switch fact {
	case store.Conversations:
		return "conversations f", "f.started_at", nil
	case store.Turns:
		return "turns f", "f.started_at", nil
	case store.Ratings:
		return "ratings f", "f.dated_at", nil
	case store.Conversions:
		return "conversions f", "f.dated_at", nil
	case store.Newcomers:
		return "firsts f", "f.started_at", b.firsts()
	case store.Returns:
		return "returns f", "f.started_at", b.returns()
	default:
		b.with("seen", b.seen())
		return "seen f", "f.occurred_at", nil
	}
}

// seen is the events with their users resolved, and named as derived rows name
// things. A condition on the left side alone would make the join a loop over
// all pairs.
func (b *builder) seen() string {
	return `SELECT
    e.project, e.event_id, e.conversation_id, e.kind, e.occurred_at, e.session_id,
    e.agent_id AS agent, e.version, e.model, e.account_id AS account, e.environment,
    CASE WHEN e.user_id <> '' THEN e.user_id ELSE coalesce(i.user_id, e.anonymous_id) END AS user_id,
    (e.user_id <> '' OR i.user_id IS NOT NULL) AS identified
FROM events e
LEFT JOIN identities i ON i.project = e.project AND i.anonymous_id = e.anonymous_id AND i.anonymous_id <> ''
WHERE e.project = ` + project
}

// condition is a named condition on a row f of the fact.
func (b *builder) condition(fact store.Fact, name store.Condition) (string, error) {
	switch name {
	case store.HasUser:
		return "f.user_id <> ''", nil
	case store.IsIdentified:
		return "f.identified", nil
	default:
	}
	for _, c := range fact.Columns() {
		if name == store.Has(c) {
			return b.column(c) + " IS NOT NULL", nil
		}
	}
	var sql string
	switch fact {
	case store.Conversations:
		sql = b.conversationCondition(name)
	case store.Turns:
		if name == store.IsReturning {
			return b.isReturning("f.started_at")
		}
		sql = b.turnCondition(name)
	case store.Newcomers, store.Returns:
		sql = pastCondition(name)
	case store.Ratings:
		sql = b.ratingCondition(name)
	case store.Conversions:
		if name == store.IsAttributed {
			sql = "f.conversation_id <> ''"
		}
	default:
		if name == store.HasNotAsked {
			return b.hasNotAsked("f.occurred_at")
		}
		sql = b.sightingCondition(name)
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
	case store.Continued:
		return "f.prompts > 1"
	case store.Satisfied:
		return "(f.explicit IS NOT NULL AND f.explicit >= " + b.arg(store.Positive) + ")"
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
	case store.CitesSource:
		return b.Length("f.sources") + " > 0"
	default:
		return ""
	}
}

func (b *builder) turnCondition(name store.Condition) string {
	switch name {
	case store.HasPrompt:
		return "f.asked"
	case store.IsAnswered:
		return "f.answered"
	case store.Errored:
		return "f.error <> ''"
	case store.Responded:
		return "f.responded"
	case store.FellShort:
		return "f.fell_short"
	default:
		return b.signalCondition(name)
	}
}

// signalCondition is that a turn f shows a signal, or that it is within reach.
func (b *builder) signalCondition(name store.Condition) string {
	for _, signal := range conversation.Signals() {
		switch name {
		case store.Shows(signal):
			return b.Has("f.signals", b.arg(string(signal)))
		case store.Watched(signal):
			return b.within(signal.Reach())
		default:
		}
	}
	return ""
}

// within is [conversation.Reach.Includes] of a turn f.
func (b *builder) within(reach conversation.Reach) string {
	there := b.turnCondition(store.HasPrompt)
	if reach.OfAnswers {
		there = b.turnCondition(store.IsAnswered)
	}
	switch {
	case !reach.Sought:
		return never
	case reach.Languages == nil:
		return there
	default:
		return "(" + there + " AND " + b.Has(b.Bound(b.arg(reach.Languages), Text), "f.language") + ")"
	}
}

func (b *builder) ratingCondition(name store.Condition) string {
	switch name {
	case store.IsPositive:
		return "f.value >= " + b.arg(store.Positive)
	case store.IsFivePoint:
		return "f.five_point"
	default:
		return ""
	}
}

func (b *builder) sightingCondition(name store.Condition) string {
	switch name {
	case store.IsAction:
		return "f.kind = " + b.arg(string(event.Action))
	case store.IsConversion:
		return within("f.event_id", "SELECT v.event_id FROM conversions v WHERE v.project = "+project)
	default:
		return ""
	}
}

// column is a number on a row f, NULL where the row has none.
func (b *builder) column(name store.Column) string {
	switch name {
	case store.TurnCount:
		return "CAST(f.prompts AS DOUBLE)"
	case store.RatingValue, store.ConversionValue:
		return "f.value"
	case store.Duration:
		return b.Seconds("f.started_at", "f.ended_at")
	case store.ToFirstPrompt:
		return b.toFirstPrompt()
	case store.Lag:
		return "f.lag_seconds"
	case store.InputTokens, store.OutputTokens:
		return "CAST(f." + string(name) + " AS DOUBLE)"
	default:
		return "f." + string(name)
	}
}
