package where

import (
	"fmt"
	"strconv"
	"strings"
)

// literal reads a value as its spelling says, and text as a time where the
// field is one.
func literal(t token, info FieldInfo) (Value, error) {
	word := info.Name.bare()
	switch {
	case info.Type == TypeTime && t.kind != tokenWord:
		text := t.text
		if t.kind == tokenString {
			text = t.value
		}
		v, err := parseTime(text)
		if err != nil {
			return Value{}, fmt.Errorf("%s is %w", shortened(t.text), err)
		}
		return v, nil
	case t.kind == tokenString:
		return String(t.value), nil
	case t.kind == tokenLiteral:
		return number(t.text)
	case word && isKeyword(t.text):
		return Value{}, fmt.Errorf("%s is a word of the language; write %s", t.text, quote(t.text))
	case word:
		return String(t.text), nil
	case t.is("true"), t.is("false"):
		return Bool(t.is("true")), nil
	case info.Type == TypeString || info.Type == TypeAny:
		return Value{}, fmt.Errorf("text goes in double quotes: %s", quote(t.text))
	default:
		return Value{}, wantKind(info, Value{})
	}
}

// number reads a decimal; exponents, hexadecimals and infinities are none.
func number(text string) (Value, error) {
	whole, fraction, dotted := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	decimal := whole != "" && allBytes(whole, isDigit) && allBytes(fraction, isDigit) && dotted == (fraction != "")
	n, err := strconv.ParseFloat(text, 64)
	if !decimal || err != nil {
		return Value{}, fmt.Errorf("%s is no number; text goes in double quotes", shortened(text))
	}
	return Number(n), nil
}
