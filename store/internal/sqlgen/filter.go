package sqlgen

import (
	"strings"

	"github.com/debrief-dev/debrief/store"
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
	return all(condition, b.search(alias, f.Text)), nil
}

// search is the condition that one text of the conversation contains every
// word.
func (b *builder) search(alias, text string) string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return always
	}
	for i, word := range words {
		words[i] = b.arg(word)
	}
	contained := func(column string) string {
		parts := make([]string, len(words))
		for i, word := range words {
			parts[i] = b.Contains(column, word)
		}
		return strings.Join(parts, " AND ")
	}
	turns := "SELECT t.conversation_code FROM turns t\nWHERE t.project = " + project + "\n  AND ((" + contained("t.prompt") + ")\n    OR (" + contained("t.response") + "))"
	return "(" + within(alias+".conversation_code", turns) + "\n  OR (" + contained(alias+".comments") + "))"
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
