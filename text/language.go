package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Undetermined is the language of a text that does not tell.
const Undetermined = "und"

const (
	// lettersRead is how much of a text is read: more tells nothing new.
	lettersRead = 150
	// lettersLeast is with how few letters a text tells nothing.
	lettersLeast = 3
	// certain is by how much the best language must be ahead, in nats.
	certain = 0.7
	// likely is how much more than another language English is expected before
	// a word is read, in nats: other languages borrow its words.
	likely = 2.0
)

// Language is the language of a text as ISO 639-1 code, one of Languages, or
// Undetermined.
func Language(s string) string {
	if s = start(s); !isASCII(s) {
		s = norm.NFC.String(s)
	}
	reader := languageReader{}
	for _, r := range s {
		if !reader.take(unicode.ToLower(r)) {
			break
		}
	}
	return reader.language()
}

// Languages are those that Language can tell.
func Languages() []string {
	told := GramLanguages()
	return append(told[:], "el", "ar", "he", "hi", "ko", "ja", "zh")
}

// start cuts a long text where nothing more is read of it.
func start(s string) string {
	const most = 8 * lettersRead
	if len(s) <= most {
		return s
	}
	end := most
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// languageReader reads a text letter by letter.
type languageReader struct {
	scripts [scriptCount]int
	letters int
	word    []rune // the letters of the word that is being read, an edge before them
	mixed   bool   // that word has a digit in it: it is a name or a number
	buffer  [40]rune
	costs   [GramWidth - 2]int // in steps
}

// take reads a letter; false when enough has been read.
func (l *languageReader) take(r rune) bool {
	switch {
	case unicode.IsLetter(r) || unicode.IsMark(r):
		l.letters++
		l.scripts[scriptOf(r)]++
		if l.word == nil {
			l.word = append(l.buffer[:0], ' ')
		}
		l.word = append(l.word, r)
	case r >= '0' && r <= '9' || r == '_' || r == '@':
		l.mixed = true
	default:
		l.endWord()
	}
	return l.letters < lettersRead
}

func (l *languageReader) endWord() {
	if word := l.word; len(word) > 0 && !l.mixed && scriptOf(word[1]).isTold() {
		l.add(gramRow(append(word, ' ')))
		for end := 2; end <= len(word); end++ {
			for from := max(1, end-GramLongest); from < end; from++ {
				if row := gramRow(word[from:end]); row != "" {
					l.add(row)
					break
				}
			}
		}
	}
	l.word, l.mixed = nil, false
}

func (l *languageReader) add(row string) {
	for i := range len(row) {
		l.costs[i] += int(row[i])
	}
}

func (l *languageReader) language() string {
	l.endWord()
	main := l.script()
	if l.letters < lettersLeast && main.isTold() {
		return Undetermined
	}
	if from, to := main.told(); from < to {
		return l.cheapest(from, to)
	}
	return main.only()
}

// cheapest is the most probable of some of GramLanguages.
func (l *languageReader) cheapest(from, to int) string {
	if from == 0 {
		for i := 1; i < to; i++ {
			l.costs[i] += int(likely / GramStep)
		}
	}
	best, second := from, -1
	for i := from + 1; i < to; i++ {
		switch {
		case l.costs[i] < l.costs[best]:
			best, second = i, best
		case second < 0 || l.costs[i] < l.costs[second]:
			second = i
		}
	}
	if l.costs[best] == 0 || float64(l.costs[second]-l.costs[best])*GramStep < certain {
		return Undetermined
	}
	return GramLanguages()[best]
}
