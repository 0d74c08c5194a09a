package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words splits a text into its words, in order: runs of letters, marks and
// digits of the text in lower case (NFKC). Contractions are taken apart ("can't"
// is can, not; "what's" is what; "l'argent" is l, argent). Scripts that write
// no spaces (Han, kana, Thai, Lao, Khmer, Myanmar) give each pair of neighbouring
// letters, as is usual in search, or the letter that stands alone.
func Words(s string) []string {
	s = strings.ToLower(norm.NFKC.String(s))
	var words []string
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case unspaced(r):
			run := span(s, unspaced)
			words = appendPairs(words, s[:run])
			s = s[run:]
		case inWord(r):
			run := span(s, inWord)
			words = appendWord(words, s[:run])
			s = s[run:]
		default:
			s = s[size:]
		}
	}
	return words
}

// IsNumber tells whether a word holds no letter.
func IsNumber(word string) bool { return !strings.ContainsFunc(word, unicode.IsLetter) }

func span(s string, of func(rune) bool) int {
	if end := strings.IndexFunc(s, func(r rune) bool { return !of(r) }); end >= 0 {
		return end
	}
	return len(s)
}

func unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '\''
	}
	return r == '’' || !unspaced(r) && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r))
}

func appendPairs(words []string, run string) []string {
	_, size := utf8.DecodeRuneInString(run)
	if size == len(run) {
		return append(words, run)
	}
	for before, at := 0, size; at < len(run); {
		_, next := utf8.DecodeRuneInString(run[at:])
		words = append(words, run[before:at+next])
		before, at = at, at+next
	}
	return words
}

// appendWord adds the parts of a run that may hold apostrophes.
func appendWord(words []string, run string) []string {
	first := true
	for part := range strings.FieldsFuncSeq(run, func(r rune) bool { return r == '\'' || r == '’' }) {
		switch {
		case !first && part == "t" && strings.HasSuffix(words[len(words)-1], "n"):
			words = append(appendVerb(words[:len(words)-1], words[len(words)-1]), "not")
		case first || !clitic(part):
			words = append(words, part)
		}
		first = false
	}
	return words
}

// appendVerb adds the verb of "don't", "can't", "won't"; there is none in "n't".
func appendVerb(words []string, denied string) []string {
	switch denied {
	case "n":
		return words
	case "can":
		return append(words, denied)
	case "won":
		return append(words, "will")
	case "shan":
		return append(words, "shall")
	default:
		return append(words, strings.TrimSuffix(denied, "n"))
	}
}

// clitic is what English writes after an apostrophe and means nothing alone.
func clitic(part string) bool {
	switch part {
	case "s", "m", "re", "ve", "ll", "d", "t":
		return true
	default:
		return false
	}
}
