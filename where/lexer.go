package where

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

type tokenKind int

const (
	tokenEnd     tokenKind = iota
	tokenWord              // A field, a word of the language or a value.
	tokenKey               // A property with its key in quotes; value is the key.
	tokenString            // A string; value is what it says.
	tokenLiteral           // A number, a date or a time.
	tokenOp
	tokenOpen
	tokenClose
	tokenComma
)

type token struct {
	kind   tokenKind
	text   string // As written.
	value  string // Of tokenKey and tokenString: decoded.
	offset int
}

// is reports whether the token is the given word of the language.
func (t token) is(keyword string) bool {
	return t.kind == tokenWord && strings.EqualFold(t.text, keyword)
}

// shown names the token in a message.
func (t token) shown() string {
	if t.kind == tokenEnd {
		return "the end"
	}
	return shortened(t.text)
}

type lexer struct {
	src string
	pos int
}

func (l *lexer) next() (token, error) {
	for l.pos < len(l.src) && strings.IndexByte(" \t\r\n", l.src[l.pos]) >= 0 {
		l.pos++
	}
	if l.pos == len(l.src) {
		return token{kind: tokenEnd, offset: l.pos}, nil
	}
	switch c := l.src[l.pos]; {
	case c == '(':
		return l.take(tokenOpen, 1), nil
	case c == ')':
		return l.take(tokenClose, 1), nil
	case c == ',':
		return l.take(tokenComma, 1), nil
	case c == '"':
		start := l.pos
		value, err := l.quoted()
		return token{tokenString, l.src[start:l.pos], value, start}, err
	case isLetter(c):
		return l.word()
	case isDigit(c) || c == '-':
		return l.take(tokenLiteral, l.run(isLiteralByte)), nil
	default:
		return l.operator()
	}
}

// take makes a token of the next n bytes.
func (l *lexer) take(kind tokenKind, n int) token {
	t := token{kind: kind, text: l.src[l.pos : l.pos+n], offset: l.pos}
	l.pos += n
	return t
}

// run counts the following bytes that belong.
func (l *lexer) run(belongs func(byte) bool) int {
	n := 0
	for l.pos+n < len(l.src) && belongs(l.src[l.pos+n]) {
		n++
	}
	return n
}

// word reads a word, and the quoted key where one follows its dot.
func (l *lexer) word() (token, error) {
	t := l.take(tokenWord, l.run(isWordByte))
	if !strings.HasSuffix(t.text, ".") || l.pos == len(l.src) || l.src[l.pos] != '"' {
		return t, nil
	}
	key, err := l.quoted()
	return token{tokenKey, l.src[t.offset:l.pos], key, t.offset}, err
}

func (l *lexer) operator() (token, error) {
	rest := l.src[l.pos:]
	// Habits from other languages come first, since some begin like ours.
	for _, habit := range []struct{ written, right string }{
		{"==", "="},
		{"=~", "~"},
		{"<>", "!="},
		{"&&", "and"},
		{"||", "or"},
		{"'", "double quotes"},
		{"“", "double quotes"},
		{"”", "double quotes"},
	} {
		if strings.HasPrefix(rest, habit.written) {
			return token{}, l.fail(l.pos, habit.written, fmt.Sprintf("use %s instead of %s", habit.right, habit.written))
		}
	}
	for _, op := range []Op{
		OpNotEqual, OpLessEqual, OpGreaterEqual, OpNotContains,
		OpEqual, OpLess, OpGreater, OpContains,
	} {
		if strings.HasPrefix(rest, string(op)) {
			return l.take(tokenOp, len(op)), nil
		}
	}
	r, size := utf8.DecodeRuneInString(rest)
	if r == utf8.RuneError && size == 1 {
		return token{}, l.fail(l.pos, rest[:size], "the filter is not UTF-8 here")
	}
	return token{}, l.fail(l.pos, rest[:size],
		fmt.Sprintf("unexpected %q; text and unusual names go in double quotes", r))
}

func (l *lexer) fail(offset int, text, message string) error {
	return newError(l.src, offset, text, message)
}
