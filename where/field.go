package where

// Name names a field of the language. The names ending in X stand for the
// properties of that kind; their key is [Field.Key].
type Name string

// The closed list of fields; [Fields] tells what each means.
const (
	FieldAgent        Name = "agent"
	FieldVersion      Name = "version"
	FieldModel        Name = "model"
	FieldTopic        Name = "topic"
	FieldTheme        Name = "theme"
	FieldLanguage     Name = "language"
	FieldAccount      Name = "account"
	FieldUser         Name = "user"
	FieldSession      Name = "session"
	FieldEnvironment  Name = "environment"
	FieldOutcome      Name = "outcome"
	FieldSettled      Name = "settled"
	FieldSignal       Name = "signal"
	FieldRating       Name = "rating"
	FieldSatisfaction Name = "satisfaction"
	FieldConverted    Name = "converted"
	FieldValue        Name = "value"
	FieldTurns        Name = "turns"
	FieldText         Name = "text"
	FieldStarted      Name = "started"
	FieldProp         Name = "prop.X"
	FieldUserProp     Name = "user.X"
	FieldAccountProp  Name = "account.X"
)

// Field is what a term compares. Key is the property's key, 1 to [MaxKey]
// characters, for the names ending in X, and empty for all others.
type Field struct {
	Name Name
	Key  string
}

// Type says which literals and operators a field takes.
type Type string

// The types. An enum has a closed list of values; a word is any word, quoted
// or not; of an any, the literal decides how it is compared.
const (
	TypeString Type = "string"
	TypeEnum   Type = "enum"
	TypeWord   Type = "word"
	TypeNumber Type = "number"
	TypeBool   Type = "bool"
	TypeTime   Type = "time"
	TypeAny    Type = "any"
)

// Level says what carries a field's value.
type Level string

// The levels. A conversation has one value of a field of LevelConversation;
// only the other two may stand in turn( … ).
const (
	LevelConversation Level = "conversation"
	LevelTurn         Level = "turn"
	LevelEvent        Level = "event"
)

// Op is an operator, as it is written.
type Op string

// The operators.
const (
	OpEqual        Op = "="
	OpNotEqual     Op = "!="
	OpLess         Op = "<"
	OpLessEqual    Op = "<="
	OpGreater      Op = ">"
	OpGreaterEqual Op = ">="
	OpIn           Op = "in"
	OpNotIn        Op = "not in"
	OpContains     Op = "~"
	OpNotContains  Op = "!~"
	OpExists       Op = "exists"
)

// FieldInfo documents a field: the docs and the dashboard's filter bar are
// made from it.
type FieldInfo struct {
	Name  Name  `json:"name"`
	Type  Type  `json:"type"`
	Level Level `json:"level"`
	// Values is the closed list of an enum.
	Values []string `json:"values,omitempty"`
	// Ops are the operators that apply.
	Ops []Op `json:"ops"`
	// Example is a filter that parses to itself.
	Example string `json:"example"`
	// Meaning is a sentence.
	Meaning string `json:"meaning"`
}

// Info finds the documentation of a field.
func (f Field) Info() (FieldInfo, bool) {
	for _, group := range []func() []FieldInfo{turnFields, eventFields, conversationFields} {
		for _, info := range group() {
			if info.Name == f.Name {
				info.Ops = opsOf(info.Type)
				return info, true
			}
		}
	}
	return FieldInfo{}, false
}

// bare reports whether the field's values are words that need no quotes, that
// is, whether its type is an enum or a word.
func (n Name) bare() bool {
	switch n {
	case FieldLanguage, FieldEnvironment, FieldOutcome, FieldSignal:
		return true
	default:
		return false
	}
}

// keyed reports whether the field is a family of properties named by a key.
func (n Name) keyed() bool {
	return n == FieldProp || n == FieldUserProp || n == FieldAccountProp
}

func opsOf(t Type) []Op {
	switch t {
	case TypeString:
		return []Op{OpEqual, OpNotEqual, OpIn, OpNotIn, OpContains, OpNotContains, OpExists}
	case TypeEnum, TypeWord:
		return []Op{OpEqual, OpNotEqual, OpIn, OpNotIn, OpExists}
	case TypeNumber:
		return []Op{
			OpEqual, OpNotEqual, OpLess, OpLessEqual, OpGreater, OpGreaterEqual,
			OpIn, OpNotIn, OpExists,
		}
	case TypeBool:
		return []Op{OpEqual, OpNotEqual, OpExists}
	case TypeTime:
		return []Op{OpEqual, OpNotEqual, OpLess, OpLessEqual, OpGreater, OpGreaterEqual, OpExists}
	default:
		return []Op{
			OpEqual, OpNotEqual, OpLess, OpLessEqual, OpGreater, OpGreaterEqual,
			OpIn, OpNotIn, OpContains, OpNotContains, OpExists,
		}
	}
}
