package sqlgen

import (
	"github.com/debrief-dev/debrief/where"
)

// elements is the operand of a list of texts.
func (b *builder) elements(list string) operand {
	return operand{text: "x", exists: "x <> ''", list: list, among: func(condition string) string { return b.Any(list, condition) }}
}

// numbers is the operand of a list of numbers.
func (b *builder) numbers(list string) operand {
	return operand{number: "x", exists: always, list: list, among: func(condition string) string { return b.Any(list, condition) }}
}

// severalEnvironments is the column that says that a conversation has more
// environments than one. Nearly every filter asks for the environment, and a
// list costs twice what a text does.
const severalEnvironments = "several_environments"

func single(column string) operand { return operand{text: column, exists: column + " <> ''"} }

// conversationScope reads fields from a conversation: a term holds if any of
// its turns and events satisfies it.
func (b *builder) conversationScope(alias string) scope {
	return func(f where.Field) (operand, error) {
		switch f.Name {
		case where.FieldAgent, where.FieldVersion, where.FieldModel, where.FieldTopic, where.FieldTheme, where.FieldLanguage, where.FieldAccount,
			where.FieldUser, where.FieldSession, where.FieldSignal:
			return b.elements(alias + "." + string(f.Name) + "s"), nil
		case where.FieldEnvironment:
			field := b.elements(alias + ".environments")
			field.several, field.alone = alias+"."+severalEnvironments, alias+".environment"
			return field, nil
		case where.FieldRating:
			return b.numbers(alias + ".ratings"), nil
		case where.FieldValue:
			return b.numbers(alias + ".amounts"), nil
		case where.FieldText:
			return b.texts(alias), nil
		case where.FieldProp:
			return b.property(alias, f.Key), nil
		case where.FieldUserProp:
			return b.traitOfAny(alias, "users", "NOT p.account", f.Key), nil
		case where.FieldAccountProp:
			return b.traitOfAny(alias, "accounts", "p.account", f.Key), nil
		default:
			return wholeConversation(alias, f)
		}
	}
}

// wholeConversation reads the fields that a conversation has one value of.
func wholeConversation(alias string, f where.Field) (operand, error) {
	switch f.Name {
	case where.FieldOutcome:
		return single(alias + ".outcome"), nil
	case where.FieldSettled:
		return operand{flag: alias + ".settled", exists: always}, nil
	case where.FieldConverted:
		return operand{flag: "(" + alias + ".conversions > 0)", exists: always}, nil
	case where.FieldTurns:
		return operand{number: "CAST(" + alias + ".turns AS DOUBLE)", exists: always}, nil
	case where.FieldStarted:
		return operand{at: alias + ".started_at", exists: always}, nil
	case where.FieldSatisfaction:
		mean := alias + ".explicit"
		return operand{
			number: mean, exists: mean + " IS NOT NULL",
			among: func(condition string) string { return "(" + mean + " IS NOT NULL AND " + condition + ")" },
		}, nil
	default:
		return operand{}, invalid("%s cannot be asked here", f)
	}
}

// texts are the prompts, answers and comments of a conversation.
func (b *builder) texts(alias string) operand {
	return operand{text: textHere, exists: textHere + " <> ''", among: func(condition string) string {
		turns := "SELECT t.conversation_code FROM turns t\nWHERE t.project = " + project + "\n  AND " + either(here(condition, "t.prompt"), here(condition, "t.response"))
		comments := "SELECT coalesce(t.conversation_id, e.conversation_id) FROM events e\nLEFT JOIN traces t ON t.project = e.project AND t.trace = e.conversation_id\nWHERE e.project = " + project + " AND e.kind = 'satisfaction'\n  AND " + here(condition, "e.text")
		return either(within(alias+".conversation_code", turns), within(alias+".conversation_id", comments))
	}}
}

// property is a property of a conversation's events.
func (b *builder) property(alias, key string) operand {
	name := b.arg(key)
	return operand{text: "p.text", number: "p.number", exists: always, blank: true, among: func(condition string) string {
		return within(alias+".conversation_code", "SELECT p.conversation_code FROM conversation_properties p\nWHERE p.project = "+project+" AND p.name = "+name+"\n  AND "+condition)
	}}
}

// owners are those whose trait satisfies a condition.
func (b *builder) owners(kind, key string) func(condition string) string {
	name := b.arg(key)
	return func(condition string) string {
		return "SELECT p.owner FROM traits p\nWHERE p.project = " + project + " AND " + kind + " AND p.name = " + name + "\n  AND " + condition
	}
}

// traitOfAny is a trait of the users or accounts that a conversation lists.
func (b *builder) traitOfAny(alias, list, kind, key string) operand {
	owners := b.owners(kind, key)
	return operand{text: "p.text", number: "p.number", exists: "p.value IS NOT NULL", blank: true, among: func(condition string) string {
		return within(alias+".conversation_code", "SELECT o.conversation_code\nFROM (SELECT c.conversation_code, "+b.Rows("c."+list)+" AS owner FROM conversations c WHERE c.project = "+project+") o\nWHERE "+
			within("o.owner", owners(condition)))
	}}
}

// trait of the user or account in a column of the row itself.
func (b *builder) traitOf(column, kind, key string) operand {
	owners := b.owners(kind, key)
	return operand{text: "p.text", number: "p.number", exists: "p.value IS NOT NULL", blank: true, among: func(condition string) string {
		return within(column, owners(condition))
	}}
}

// sightingScope reads fields from one event f: who was seen, and where.
func (b *builder) sightingScope(f where.Field) (operand, error) {
	switch f.Name {
	case where.FieldUser:
		return single("f.user_id"), nil
	case where.FieldAccount:
		return single("f.account"), nil
	case where.FieldEnvironment:
		return single("f.environment"), nil
	case where.FieldUserProp:
		return b.traitOf("f.user_id", "NOT p.account", f.Key), nil
	case where.FieldAccountProp:
		return b.traitOf("f.account", "p.account", f.Key), nil
	default:
		return operand{}, invalid("sightings are not filtered by %s", f)
	}
}
