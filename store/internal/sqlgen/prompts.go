package sqlgen

import "github.com/debrief-dev/debrief/store"

// promptColumns are the first of those that prompts are read by.
const promptColumns = "turn_id, conversation_id, started_at, prompt, topic, theme, nearest"

// EachPrompt compiles the question for the next prompts after a place, in order
// of conversation, time and id.
func EachPrompt(d Dialect, q store.PromptQuery, after store.Place, limit int) (Statement, error) {
	b := newBuilder(d, subject{projectID: q.Project, zone: q.Zone})
	selected, err := b.prompts(&q)
	if err != nil {
		return Statement{}, err
	}
	behind := "(f.conversation_id, f.started_at, f.turn_id) > (" + b.arg(after.Conversation) + ", " + b.arg(after.At) + ", " + b.arg(after.ID) + ")"
	return b.statement(selected + "\n  AND " + behind + "\nORDER BY f.conversation_id, f.started_at, f.turn_id\nLIMIT " + b.arg(int64(limit))), nil
}

// FirstPrompts compiles the question for the first prompts of an order.
func FirstPrompts(d Dialect, q store.PromptQuery, order store.PromptOrder, limit int) (Statement, error) {
	b := newBuilder(d, subject{projectID: q.Project, zone: q.Zone})
	selected, err := b.prompts(&q)
	by := "started_at DESC, turn_id DESC"
	if order == store.WorstFirst {
		by = "coalesce(gap, -1) DESC, " + by
	}
	if q.PerTopic > 0 {
		b.with("placed", "SELECT s.*, row_number() OVER (PARTITION BY s.topic ORDER BY "+by+") AS place\nFROM (\n"+indent(selected)+"\n) s")
		selected = "SELECT " + promptColumns + ", small_talk, next, gap\nFROM placed\nWHERE place <= " + b.arg(int64(q.PerTopic))
	}
	return b.statement(selected + "\nORDER BY " + by + "\nLIMIT " + b.arg(int64(limit))), err
}

// prompts is the query for the prompts that are selected.
func (b *builder) prompts(q *store.PromptQuery) (string, error) {
	conditions := append([]string{"f.project = " + project, "f.asked"}, b.during("f.started_at", q.From, q.To)...)
	talk := b.signalCondition(store.Shows("small_talk"))
	if q.Topics != nil {
		conditions = append(conditions, b.Has(b.Bound(b.arg(q.Topics), Text), "f.topic"))
	}
	if q.Nearest != nil {
		conditions = append(conditions, b.Has(b.Bound(b.arg(q.Nearest), Text), "f.nearest"))
	}
	if q.Pooled {
		conditions = append(conditions, "f.topic = '' AND f.nearest <> '' AND f.worded AND NOT "+talk)
	}
	if q.Turns != nil {
		conditions = append(conditions, b.Has(b.Bound(b.arg(q.Turns), Text), "f.turn_id"))
	}
	if q.FellShort {
		conditions = append(conditions, "f.fell_short")
	}
	selected, err := b.selected("f", "conversation_code", q.Filter)
	return "SELECT " + promptColumns + ", " + talk + " AS small_talk, next, gap\nFROM turns f\nWHERE " + all(append(conditions, selected)...), err
}
