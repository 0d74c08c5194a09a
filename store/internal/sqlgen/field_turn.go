package sqlgen

import (
	"strings"

	"github.com/debrief-dev/debrief/where"
)

// textHere stands for the text that a condition is about until here says which
// column that is. No bound value is in the text, so it cannot occur by chance.
const textHere = "\x00"

func here(condition, column string) string { return strings.ReplaceAll(condition, textHere, column) }

// turnScope reads fields from one turn.
func (b *builder) turnScope(alias string) scope {
	return func(f where.Field) (operand, error) {
		switch f.Name {
		case where.FieldAgent, where.FieldVersion, where.FieldModel, where.FieldTopic, where.FieldTheme, where.FieldLanguage, where.FieldAccount, where.FieldEnvironment:
			return single(alias + "." + string(f.Name)), nil
		case where.FieldUser:
			return single(alias + ".user_id"), nil
		case where.FieldSession:
			return single(alias + ".session_id"), nil
		case where.FieldSignal:
			return b.elements(alias + ".signals"), nil
		case where.FieldRating:
			return operand{number: "r.value", exists: always, among: func(condition string) string {
				return within(alias+".turn_id", "SELECT r.turn_id FROM ratings r\nWHERE r.project = "+project+" AND r.turn_id <> ''\n  AND "+condition)
			}}, nil
		case where.FieldText:
			return b.turnTexts(alias), nil
		case where.FieldProp:
			member := b.Member("e.properties", b.arg(pointer(f.Key)))
			return operand{text: member.Text, number: member.Number, exists: member.Exists, blank: true, among: func(condition string) string {
				return b.ownEvent(alias, condition)
			}}, nil
		default:
			return operand{}, invalid("%s cannot stand in turn( … )", f)
		}
	}
}

func (b *builder) turnTexts(alias string) operand {
	return operand{text: textHere, exists: textHere + " <> ''", among: func(condition string) string {
		return either(here(condition, alias+".prompt"), here(condition, alias+".response"),
			b.ownEvent(alias, "e.kind = 'satisfaction' AND "+here(condition, "e.text")))
	}}
}

// ownEvent is the condition that one event of the turn satisfies another: of
// its prompt, its responses, and the ratings, comments and actions that name
// one of their messages.
func (b *builder) ownEvent(alias, condition string) string {
	b.with("said", `SELECT t.turn_id, t.conversation_id, t.prompt_event AS event_id FROM turns t WHERE t.project = `+project+`
UNION ALL
SELECT t.turn_id, t.conversation_id, `+b.Rows("t.response_events")+` AS event_id FROM turns t WHERE t.project = `+project)
	b.with("turn_events", `SELECT s.turn_id, s.event_id FROM said s
UNION
SELECT s.turn_id, e.event_id
FROM said s
JOIN events m ON m.project = `+project+` AND m.event_id = s.event_id AND m.message_id <> ''
JOIN events e ON e.project = `+project+` AND e.conversation_id = m.conversation_id AND e.message_id = m.message_id
WHERE e.kind IN ('satisfaction', 'action')`)
	return within(alias+".turn_id", "SELECT o.turn_id FROM turn_events o\nJOIN events e ON e.project = "+project+" AND e.event_id = o.event_id\nWHERE "+condition)
}
