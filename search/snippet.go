package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/text"
)

// How long a snippet is, in bytes, and how much of it stands before what was
// found.
const (
	snippetSize = 200
	snippetLead = 60
)

// match shows the text with most of what was wanted; of none the best one.
func (r *ranking) match(d *doc) Match {
	if len(d.texts) == 0 {
		return Match{}
	}
	at, most := d.best, len(r.wanted.Marks(d.texts[d.best].text))
	for i := range d.texts {
		if most > 0 {
			break
		}
		if n := len(r.wanted.Marks(d.texts[i].text)); n > 0 {
			at, most = i, n
		}
	}
	s := &d.texts[at]
	snippet, marks := Snippet(s.text, r.wanted)
	return Match{Turn: s.turn, Source: s.source, Snippet: snippet, Marks: marks}
}

// Snippet is a part of a text around what a query wants, on one line, and where
// that stands in it.
func Snippet(s string, q text.Query) (string, []text.Mark) {
	s = strings.Join(strings.Fields(s), " ")
	from := 0
	if marks := q.Marks(s); len(marks) > 0 && marks[0].End > snippetSize {
		from = wordStart(s, marks[0].Start-snippetLead)
	}
	to := len(s)
	if to-from > snippetSize {
		to = wordStart(s, from+snippetSize)
	}
	part := strings.TrimSpace(s[from:to])
	if from > 0 {
		part = "… " + part
	}
	if to < len(s) {
		part += " …"
	}
	return part, q.Marks(part)
}

// wordStart is where a word begins at or, within a few letters, before a place;
// where none does, where a letter begins.
func wordStart(s string, at int) int {
	const back = 20
	for !utf8.RuneStart(s[at]) {
		at--
	}
	for i := at; i > max(0, at-back); i-- {
		if unicode.IsSpace(rune(s[i-1])) {
			return i
		}
	}
	return at
}
