package event

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// TextValue makes a JSON string, as [AppendText] does.
func TextValue(s string) Value { return Value(AppendText(make([]byte, 0, len(s)+2), s)) }

// AppendText appends s as a JSON string. Every byte that is not part of a
// UTF-8 character becomes U+FFFD; nothing is escaped that need not be.
func AppendText(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				b = append(b, s[start:i]...)
				b = utf8.AppendRune(b, utf8.RuneError)
				start = i + 1
			}
			i += size
			continue
		}
		if c < ' ' || c == '"' || c == '\\' {
			b = append(b, s[start:i]...)
			b = appendEscaped(b, c)
			start = i + 1
		}
		i++
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

func appendEscaped(b []byte, c byte) []byte {
	const hexadecimal = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	default:
		return append(b, '\\', 'u', '0', '0', hexadecimal[c>>4], hexadecimal[c&0xf])
	}
}

// unquote undoes the escapes between the quotes of a JSON string; false where
// one is none. Half a surrogate pair becomes U+FFFD, as in encoding/json.
func unquote(s string) (string, bool) {
	next := strings.IndexByte(s, '\\')
	if next < 0 {
		return s, true
	}
	b := make([]byte, 0, len(s))
	for next >= 0 {
		b = append(b, s[:next]...)
		var ok bool
		if b, s, ok = unescape(b, s[next+1:]); !ok {
			return "", false
		}
		next = strings.IndexByte(s, '\\')
	}
	return string(append(b, s...)), true
}

// unescape appends the character whose escape s begins with, after the
// backslash, and returns what follows it.
func unescape(b []byte, s string) (appended []byte, rest string, ok bool) {
	if s == "" {
		return b, s, false
	}
	c := s[0]
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		return unescapeRune(b, s[1:])
	default:
		return b, s, false
	}
	return append(b, c), s[1:], true
}

const hexDigits = 4

func unescapeRune(b []byte, s string) (appended []byte, rest string, ok bool) {
	r, ok := hexRune(s)
	if !ok {
		return b, s, false
	}
	s = s[hexDigits:]
	if !utf16.IsSurrogate(r) {
		return utf8.AppendRune(b, r), s, true
	}
	if low, found := strings.CutPrefix(s, `\u`); found {
		if second, isHex := hexRune(low); isHex {
			if pair := utf16.DecodeRune(r, second); pair != utf8.RuneError {
				return utf8.AppendRune(b, pair), low[hexDigits:], true
			}
		}
	}
	return utf8.AppendRune(b, utf8.RuneError), s, true
}

func hexRune(s string) (rune, bool) {
	if len(s) < hexDigits || strings.ContainsAny(s[:hexDigits], "+-_") {
		return 0, false
	}
	n, err := strconv.ParseUint(s[:hexDigits], 16, 16)
	return rune(n), err == nil
}
