package sqlgen

import (
	"strings"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/text"
	"github.com/debrief-dev/debrief/where"
)

// scope reads fields from one kind of row.
type scope func(where.Field) (operand, error)

// filter is the condition that a filter sets on the conversation row of that
// alias.
func (b *builder) filter(alias string, f store.Filter) (string, error) {
	condition := always
	if f.Where != nil {
		var err error
		if condition, err = b.expr(f.Where, b.conversationScope(alias), alias); err != nil {
			return "", err
		}
	}
	sought, err := b.search(alias, f.Text)
	return all(condition, sought), err
}

// search is the condition that the index of texts has found the conversation,
// and that phrases stand in one of its texts, or in none, as they are written.
func (b *builder) search(alias, words string) (string, error) {
	if strings.TrimSpace(words) == "" {
		return always, nil
	}
	q, err := text.ParseQuery(words)
	if err != nil {
		return "", err
	}
	b.sought = words
	conditions := []string{within(alias+".conversation_code", b.Found(SoughtWords))}
	for _, part := range q.Wanted {
		if part.Phrase != "" {
			conditions = append(conditions, b.phrase(alias, part.Phrase))
		}
	}
	for _, part := range q.Unwanted {
		if part.Phrase != "" {
			conditions = append(conditions, "NOT "+b.phrase(alias, part.Phrase))
		}
	}
	return all(conditions...), nil
}

// phrase is the condition that one text of the conversation contains a phrase.
func (b *builder) phrase(alias, phrase string) string {
	part := b.arg(phrase)
	turns := "SELECT t.conversation_code FROM turns t\nWHERE t.project = " + project + "\n  AND (" + b.Contains("t.prompt", part) + " OR " + b.Contains("t.response", part) + ")"
	return "(" + within(alias+".conversation_code", turns) + "\n  OR " + b.Contains(alias+".comments", part) + ")"
}

// within is whether a value is among those that a query gives.
func within(value, query string) string {
	return value + " IN (\n" + indent(query) + "\n)"
}

// expr compiles a tree. Terms read their fields from the scope; turn( … ) is
// about the turns of the conversation of that alias.
func (b *builder) expr(e where.Expr, in scope, alias string) (string, error) {
	switch e := e.(type) {
	case where.And:
		return b.members(e.Of, " AND ", in, alias)
	case where.Or:
		return b.members(e.Of, " OR ", in, alias)
	case where.Not:
		inner, err := b.expr(e.X, in, alias)
		return "NOT (" + inner + ")", err
	case where.Turn:
		if alias == "" {
			return "", invalid("turn( … ) cannot stand here")
		}
		inner, err := b.expr(e.X, b.turnScope("t"), "")
		return within(alias+".conversation_code", "SELECT t.conversation_code FROM turns t\nWHERE t.project = "+project+"\n  AND "+inner), err
	case where.Term:
		return b.term(e, in)
	default:
		return "", invalid("a filter has a part of type %T", e)
	}
}

func (b *builder) members(of []where.Expr, joint string, in scope, alias string) (string, error) {
	parts := make([]string, len(of))
	for i, member := range of {
		part, err := b.expr(member, in, alias)
		if err != nil {
			return "", err
		}
		parts[i] = hang(part)
	}
	if len(parts) == 0 {
		return "", invalid("a filter has an empty part")
	}
	return "(" + strings.Join(parts, "\n "+joint) + ")", nil
}
