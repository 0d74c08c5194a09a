package sqlgen

import (
	"strings"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// filtered is the condition that a filter sets on rows f of a fact.
func (b *builder) filtered(fact store.Fact, f store.Filter) (string, error) {
	switch {
	case f.Where == nil && strings.TrimSpace(f.Text) == "":
		return always, nil
	case fact == store.Conversations:
		return b.filter("f", f)
	case fact == store.Sightings:
		if f.Text != "" {
			return "", invalid("sightings have no text to search")
		}
		return b.expr(f.Where, b.sightingScope, "")
	}
	condition, err := b.belongs(f)
	if err != nil || fact != store.Conversions || !f.Loose() {
		return condition, err
	}
	loose, err := b.expr(f.Where, b.sightingScope, "")
	return "((f.conversation_id <> '' AND " + condition + ")\n  OR (f.conversation_id = '' AND " + loose + "))", err
}

// selected is the condition that the conversation of a row is one that the
// filter selects.
func (b *builder) selected(alias string, f store.Filter) (string, error) {
	condition, err := b.filter("c", f)
	if err != nil || condition == always {
		return condition, err
	}
	b.with("selected", "SELECT c.conversation_id FROM conversations c\nWHERE c.project = "+project+"\n  AND "+condition)
	return alias + ".conversation_id IN (SELECT s.conversation_id FROM selected s)", nil
}

// belongs is selected for a row f of a fact.
//
// Looking up a conversation is dear where there are many, and most filters
// say no more than an environment. Every row has one, which is among those of
// its conversation, so it decides unless the conversation has several: those
// few are looked up.
func (b *builder) belongs(f store.Filter) (string, error) {
	environments, rest := environments(f.Where)
	conditions := make([]string, 0, len(environments)+1)
	for _, term := range environments {
		value := b.arg(term.Values[0].Text)
		mixed := within("f.conversation_id", "SELECT c.conversation_id FROM conversations c\nWHERE c.project = "+project+
			"\n  AND "+b.Length("c.environments")+" > 1 AND "+b.Has("c.environments", value))
		conditions = append(conditions, either("f.environment = "+value, mixed))
	}
	condition, err := b.selected("f", store.Filter{Where: rest, Text: f.Text})
	return all(append(conditions, condition)...), err
}

// environments takes from a filter the terms that ask for one environment.
func environments(filter where.Expr) (terms []where.Term, rest where.Expr) {
	parts := []where.Expr{filter}
	if and, ok := filter.(where.And); ok {
		parts = and.Of
	}
	var others []where.Expr
	for _, part := range parts {
		term, ok := part.(where.Term)
		if ok && term.Field.Name == where.FieldEnvironment && term.Op == where.OpEqual && term.Values[0].Text != "" {
			terms = append(terms, term)
			continue
		}
		others = append(others, part)
	}
	return terms, where.AllOf(others...)
}
