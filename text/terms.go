package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Term is what a search looks for, where it stands in a text.
type Term struct {
	Text       string // folded
	Start, End int    // in bytes
}

// Terms are what a text is found by, in any language: its words in lower case
// and without accents, as people in a hurry type them. Of scripts that write
// no spaces, and of Hangul, whose particles cling to words, they are each pair
// of neighbouring letters, and the last letter of a run alone, so that every
// letter begins one.
func Terms(s string) iter.Seq[Term] {
	return func(yield func(Term) bool) {
		for at := 0; at < len(s); {
			r, size := utf8.DecodeRuneInString(s[at:])
			more := true
			switch {
			case paired(r):
				at, more = pairs(s, at, yield)
			case spaced(r):
				at, more = single(s, at, yield)
			default:
				at += size
			}
			if !more {
				return
			}
		}
	}
}

// paired tells letters of which two neighbours make a term.
func paired(r rune) bool { return r >= 0x0E00 && (unspaced(r) || unicode.Is(unicode.Hangul, r)) }

// spaced tells letters of words that stand apart.
func spaced(r rune) bool {
	if r < utf8.RuneSelf {
		return isPlain(byte(r)) //nolint:gosec // it is ASCII
	}
	return !paired(r) && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r))
}

// single gives the word that begins at a place.
func single(s string, at int, yield func(Term) bool) (end int, more bool) {
	end = at + span(s[at:], spaced)
	return end, yield(Term{foldTerm(s[at:end]), at, end})
}

// pairs gives the terms of the run of letters that begins at a place.
func pairs(s string, at int, yield func(Term) bool) (end int, more bool) {
	end = at + span(s[at:], paired)
	for at < end {
		_, size := utf8.DecodeRuneInString(s[at:])
		_, second := utf8.DecodeRuneInString(s[at+size : end])
		if at+size == end {
			second = 0
		}
		if !yield(Term{foldTerm(s[at : at+size+second]), at, at + size + second}) {
			return end, false
		}
		at += size
	}
	return end, true
}

// foldTerm writes a word as it is looked up: NFKC, lower case, and without the
// marks that are left out in haste, which are accents of Latin, Greek and
// Cyrillic letters and the vowel signs of Arabic and Hebrew. In other scripts
// marks are letters. Forms of Arabic alef are one.
func foldTerm(word string) string {
	if plain := strings.IndexFunc(word, func(r rune) bool { return r >= utf8.RuneSelf || unicode.IsUpper(r) }); plain < 0 {
		return word
	}
	var b strings.Builder
	base := rune(0)
	for _, r := range norm.NFKD.String(strings.ToLower(norm.NFKC.String(word))) {
		switch {
		case r == 'ß':
			b.WriteString("ss")
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case r == 'ø':
			b.WriteByte('o')
		case r == 'đ':
			b.WriteByte('d')
		case r == 'ł':
			b.WriteByte('l')
		case r == 0x0640, unicode.Is(unicode.Mn, r) && unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew):
			continue
		case r == 'ٱ':
			b.WriteRune('ا')
		default:
			b.WriteRune(r)
		}
		if !unicode.Is(unicode.Mn, r) {
			base = r
		}
	}
	return norm.NFC.String(b.String())
}
