package where

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
)

// String is the canonical text.
func (e And) String() string { return printed(e) }

// String is the canonical text.
func (e Or) String() string { return printed(e) }

// String is the canonical text.
func (e Not) String() string { return printed(e) }

// String is the canonical text.
func (e Turn) String() string { return printed(e) }

// String is the canonical text.
func (e Term) String() string { return printed(e) }

// Print is the canonical text of a filter, empty for the empty one.
func Print(e Expr) string {
	if e == nil {
		return ""
	}
	return e.String()
}

// binding is how tightly an expression holds together: one that binds less
// than its surroundings ask for needs parentheses.
type binding int

const (
	bindsOr binding = iota
	bindsAnd
	bindsNot
)

func printed(e Expr) string {
	var b strings.Builder
	write(&b, e, bindsOr)
	return b.String()
}

func write(b *strings.Builder, e Expr, around binding) {
	switch e := e.(type) {
	case Or:
		writeJoined(b, e.Of, " or ", bindsOr, around)
	case And:
		writeJoined(b, e.Of, " and ", bindsAnd, around)
	case Not:
		b.WriteString("not ")
		write(b, e.X, bindsNot)
	case Turn:
		b.WriteString("turn(")
		write(b, e.X, bindsOr)
		b.WriteByte(')')
	case Term:
		writeTerm(b, e)
	}
}

func writeJoined(b *strings.Builder, of []Expr, word string, own, around binding) {
	if own < around {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	for i, x := range of {
		if i > 0 {
			b.WriteString(word)
		}
		write(b, x, own+1)
	}
}

func writeTerm(b *strings.Builder, t Term) {
	b.WriteString(t.Field.String())
	b.WriteByte(' ')
	b.WriteString(string(t.Op))
	if t.Op == OpExists {
		return
	}
	texts := make([]string, len(t.Values))
	for i, v := range t.Values {
		texts[i] = v.text(t.Field.Name)
	}
	b.WriteByte(' ')
	if joined := strings.Join(texts, ", "); t.Op == OpIn || t.Op == OpNotIn {
		b.WriteString("(" + joined + ")")
	} else {
		b.WriteString(joined)
	}
}

// String is the field as a filter writes it.
func (f Field) String() string {
	if !f.Name.keyed() {
		return string(f.Name)
	}
	root := strings.TrimSuffix(string(f.Name), "X")
	if isBareKey(f.Key) {
		return root + f.Key
	}
	return root + quote(f.Key)
}

// text writes a value as a term on the named field does.
func (v Value) text(name Name) string {
	switch v.Kind {
	case KindNumber:
		return strconv.FormatFloat(v.Number, 'f', -1, 64)
	case KindBool:
		return strconv.FormatBool(v.Bool)
	case KindDay:
		return v.Time.Format(time.DateOnly)
	case KindInstant:
		return quote(v.Time.Format(time.RFC3339Nano))
	default:
		if name.bare() && isBareWord(v.Text) {
			return v.Text
		}
		return quote(v.Text)
	}
}

// quote writes a string in double quotes; whatever a screen might hide or
// reorder is escaped.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04X\u%04X`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
