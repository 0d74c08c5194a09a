package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word where it stands in a text.
type token struct {
	folded     string // in lower case, without accents
	start, end int
}

// tokens are the words of a text as phrases have them: runs of letters, marks
// and digits. They cost less than [Words], and say where they stand.
func tokens(s string) iter.Seq[token] {
	return func(yield func(token) bool) {
		for at := 0; at < len(s); {
			end, plain := wordEnd(s, at)
			if end == at {
				_, size := utf8.DecodeRuneInString(s[at:])
				at += size
				continue
			}
			t := token{folded: s[at:end], start: at, end: end}
			if !plain {
				t.folded = fold(t.folded)
			}
			if !yield(t) {
				return
			}
			at = end
		}
	}
}

// wordEnd is where the word that begins at a place ends, and whether it is
// folded as it stands.
func wordEnd(s string, at int) (end int, plain bool) {
	plain = true
	for end = at; end < len(s); {
		if c := s[end]; c < utf8.RuneSelf {
			if !isPlain(c) {
				break
			}
			plain = plain && (c < 'A' || c > 'Z')
			end++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[end:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
		}
		plain = false
		end += size
	}
	return end, plain
}

func isPlain(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// unaccented are the letters from à to ÿ without accents, ? for others.
const (
	firstAccented = 'à'
	lastAccented  = 'ÿ'
	unaccented    = "aaaaaa?ceeeeiiii?nooooo?ouuuuy?y"
)

// fold writes a word in lower case and without accents, as people in a hurry
// do.
func fold(word string) string {
	var b strings.Builder
	for _, r := range word {
		r = unicode.ToLower(r)
		switch {
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r)) //nolint:gosec // it is ASCII
		case r == 'ß':
			b.WriteString("ss")
		case r == 'œ':
			b.WriteString("oe")
		case r >= 0x0300 && r < 0x0370: // an accent apart from its letter
		case r >= firstAccented && r <= lastAccented && unaccented[r-firstAccented] != '?':
			b.WriteByte(unaccented[r-firstAccented])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
