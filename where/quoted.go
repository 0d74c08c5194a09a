package where

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// quoted reads a string, from its opening quote to past its closing one.
func (l *lexer) quoted() (string, error) {
	start := l.pos
	l.pos++
	var b strings.Builder
	for l.pos < len(l.src) {
		r, size := utf8.DecodeRuneInString(l.src[l.pos:])
		switch {
		case r == '"':
			l.pos++
			return b.String(), nil
		case r == '\\':
			escaped, err := l.escape()
			if err != nil {
				return "", err
			}
			b.WriteRune(escaped)
		case r == utf8.RuneError && size == 1:
			return "", l.fail(l.pos, l.src[l.pos:l.pos+1], "the filter is not UTF-8 here")
		default:
			b.WriteRune(r)
			l.pos += size
		}
	}
	return "", l.fail(start, l.src[start:], "this string has no closing quote")
}

// escape reads one escape; a character beyond U+FFFF is a pair of them, as in
// JSON.
func (l *lexer) escape() (rune, error) {
	rest := l.src[l.pos:]
	for _, simple := range []struct {
		written string
		means   rune
	}{{`\"`, '"'}, {`\\`, '\\'}, {`\n`, '\n'}} {
		if strings.HasPrefix(rest, simple.written) {
			l.pos += len(simple.written)
			return simple.means, nil
		}
	}
	r, ok := unicodeEscape(rest)
	if !ok {
		_, size := utf8.DecodeRuneInString(rest[1:])
		return 0, l.fail(l.pos, rest[:1+size], `unknown escape; there are \" \\ \n and \uXXXX`)
	}
	size := len(`\uXXXX`)
	if utf16.IsSurrogate(r) {
		low, _ := unicodeEscape(rest[size:])
		r = utf16.DecodeRune(r, low)
		if r == utf8.RuneError {
			return 0, l.fail(l.pos, rest[:size], "half a character: this escape needs the other of its pair")
		}
		size *= 2
	}
	l.pos += size
	return r, nil
}

func unicodeEscape(text string) (rune, bool) {
	if len(text) < len(`\uXXXX`) || !strings.HasPrefix(text, `\u`) {
		return 0, false
	}
	n, err := strconv.ParseUint(text[2:6], 16, 16)
	return rune(n), err == nil
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isWordByte(c byte) bool { return isLetter(c) || isDigit(c) || c == '.' || c == '-' }

func isLiteralByte(c byte) bool { return isWordByte(c) || c == ':' || c == '+' }

// isBareKey reports whether a property's key reads back without quotes.
func isBareKey(key string) bool {
	return key != "" && allBytes(key, isWordByte) && key[0] != '.' && key[len(key)-1] != '.'
}

// isBareWord reports whether a word reads back without quotes.
func isBareWord(word string) bool {
	return word != "" && isLetter(word[0]) && allBytes(word, isWordByte) &&
		word[len(word)-1] != '.' && !isKeyword(word)
}

func isKeyword(word string) bool {
	keywords := []string{"and", "or", "not", "in", "exists", "turn", "true", "false"}
	return slices.Contains(keywords, strings.ToLower(word))
}

func allBytes(text string, belongs func(byte) bool) bool {
	for i := range len(text) {
		if !belongs(text[i]) {
			return false
		}
	}
	return true
}
