package sqlgen

import (
	"strings"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// filtered is the condition that a filter sets on rows f of a fact, with the
// join it needs.
func (b *builder) filtered(fact store.Fact, f store.Filter) (condition, join string, err error) {
	switch {
	case blank(f):
		return always, "", nil
	case fact == store.Newcomers || fact == store.Returns:
		return always, "", nil // of prompts that it selects
	case fact == store.Conversations:
		condition, err = b.filter("f", f)
		return condition, "", err
	case fact == store.Sightings:
		if strings.TrimSpace(f.Text) != "" {
			return "", "", invalid("sightings have no text to search")
		}
		condition, err = b.expr(f.Where, b.sightingScope, "")
		return condition, "", err
	}
	condition, join, err = b.belongs(f)
	if err != nil || fact != store.Conversions || !f.Loose() {
		return condition, join, err
	}
	loose, err := b.expr(f.Where, b.sightingScope, "")
	return "((f.conversation_id <> '' AND " + condition + ")\n  OR (f.conversation_id = '' AND " + loose + "))", join, err
}

// blank reports whether the filter selects everything.
func blank(f store.Filter) bool { return f.Where == nil && strings.TrimSpace(f.Text) == "" }

// selected is the condition that the conversation of a row, which a column of
// the row names, is one that the filter selects. A filter that every
// conversation satisfies, such as settled exists, still leaves rows out that
// have none.
func (b *builder) selected(row, column string, f store.Filter) (string, error) {
	if blank(f) {
		return always, nil
	}
	condition, err := b.filter("c", f)
	if err != nil {
		return "", err
	}
	b.with("selected", "SELECT c."+column+" FROM conversations c\nWHERE c.project = "+project+"\n  AND "+condition)
	return row + "." + column + " IN (SELECT s." + column + " FROM selected s)", nil
}

// belongs is selected for a row f of a fact.
//
// Looking up a conversation is dear where there are many, and most filters
// say no more than an environment. A row's environment is one of its
// conversation's, so it decides unless the conversation has several: only
// those few are looked up.
func (b *builder) belongs(f store.Filter) (condition, join string, err error) {
	environment, rest := environments(f.Where)
	others, err := b.selected("f", "conversation_code", store.Filter{Where: rest, Text: f.Text})
	if err != nil || environment == nil {
		return others, "", err
	}
	row, err := b.expr(environment, b.sightingScope, "")
	if err != nil {
		return "", "", err
	}
	whole, err := b.expr(environment, b.conversationScope("c"), "")
	if err != nil {
		return "", "", err
	}
	b.with("mixed", "SELECT c.conversation_code, "+whole+" AS selected\nFROM conversations c\nWHERE c.project = "+project+" AND c."+severalEnvironments)
	return all("coalesce(m.selected, "+row+")", others), "\nLEFT JOIN mixed m ON m.conversation_code = f.conversation_code", nil
}

// environments takes from a filter what it says about the environment alone;
// nil when it says nothing.
func environments(filter where.Expr) (about, rest where.Expr) {
	parts := []where.Expr{filter}
	if and, ok := filter.(where.And); ok {
		parts = and.Of
	}
	var abouts, others []where.Expr
	for _, part := range parts {
		if part != nil && isAboutEnvironment(part) {
			abouts = append(abouts, part)
		} else {
			others = append(others, part)
		}
	}
	return where.AllOf(abouts...), where.AllOf(others...)
}

func isAboutEnvironment(e where.Expr) bool {
	about := true
	where.Walk(e, func(e where.Expr) bool {
		switch e := e.(type) {
		case where.Turn:
			about = false
		case where.Term:
			about = about && e.Field.Name == where.FieldEnvironment
		default:
		}
		return about
	})
	return about
}
