package where

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error is a mistake in a filter's text.
type Error struct {
	// Offset is the byte at which the mistake begins, 0..len(text).
	Offset int
	// Line and Column say the same for people, from 1, in characters.
	Line, Column int
	// Token is the text at fault, empty at the end of the filter.
	Token string
	// Message says what is wrong and what would be right.
	Message string
}

// Error names the position and the mistake.
func (e *Error) Error() string {
	if e.Line > 1 {
		return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
	}
	return fmt.Sprintf("column %d: %s", e.Column, e.Message)
}

func newError(text string, offset int, token, message string) *Error {
	before := text[:offset]
	lineStart := strings.LastIndexByte(before, '\n') + 1
	return &Error{
		Offset:  offset,
		Line:    strings.Count(before, "\n") + 1,
		Column:  utf8.RuneCountInString(before[lineStart:]) + 1,
		Token:   token,
		Message: message,
	}
}

// shortened keeps a message readable when the text at fault is long.
func shortened(text string) string {
	const most = 40 // Characters; a mistyped word is shorter.
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
