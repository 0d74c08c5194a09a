package text

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrQuery wraps what is wrong with the text of a search.
var ErrQuery = errors.New("cannot search for this")

// QueryError says what is wrong with the text of a search, and where. It wraps
// ErrQuery.
type QueryError struct {
	At     int // byte
	Reason string
}

// Error implements error.
func (e *QueryError) Error() string { return fmt.Sprintf("%s (at byte %d)", e.Reason, e.At) }

// Unwrap is ErrQuery.
func (e *QueryError) Unwrap() error { return ErrQuery }

// Query is what people look for in texts: words that must be there, in any
// order and in any of the texts, words that must not, and phrases.
type Query struct {
	Wanted, Unwanted []Part
}

// Part is one word or phrase of a query.
type Part struct {
	Terms  []string // that the texts hold
	Prefix bool     // of the last term it is only known how it begins
	Phrase string   // as written, any case, it is in one of the texts; empty for a word
}

// prefixLeast is how many letters of a word must be typed before others that
// begin so are found: fewer would find everything.
const prefixLeast = 3

// ParseQuery reads a query: words; "a phrase" in quotes, which stands so in one
// text; -word and -"phrase" for what must not be there. The last word, while
// nothing follows it, also finds words that begin so. A word of several terms,
// as error-42 or one of several letters of Chinese, is a phrase. It fails with
// a *QueryError.
func ParseQuery(s string) (Query, error) {
	var q Query
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		if unicode.IsSpace(r) {
			at += size
			continue
		}
		without := r == '-'
		if without {
			at++
		}
		part, end, err := parsePart(s, at)
		if err != nil {
			return q, err
		}
		at = end
		switch {
		case len(part.Terms) == 0: // punctuation
		case without:
			part.Prefix = part.Prefix && part.Phrase == "" && !spaced([]rune(part.Terms[0])[0])
			q.Unwanted = append(q.Unwanted, part)
		default:
			q.Wanted = append(q.Wanted, part)
		}
	}
	if len(q.Wanted) == 0 && strings.TrimSpace(s) != "" {
		return q, &QueryError{0, "It names no word to find: write at least one that is not excluded, as in refund -invoice"}
	}
	return q, nil
}

// parsePart reads the word or the phrase at a place.
func parsePart(s string, at int) (part Part, end int, err error) {
	if at < len(s) && s[at] == '"' {
		length := strings.IndexByte(s[at+1:], '"')
		if length < 0 {
			return part, len(s), &QueryError{at, `The quote is not closed: end the phrase with "`}
		}
		part = partOf(strings.TrimSpace(s[at+1 : at+1+length]))
		return part, at + length + 2, nil
	}
	end = at
	for end < len(s) && s[end] != '"' {
		r, size := utf8.DecodeRuneInString(s[end:])
		if unicode.IsSpace(r) {
			break
		}
		end += size
	}
	word := s[at:end]
	part = partOf(word)
	if strings.ContainsAny(word, "'’") || len(part.Terms) == 1 {
		part.Phrase = ""
	} else {
		part.Phrase = strings.TrimFunc(word, func(r rune) bool { return !spaced(r) && !paired(r) })
	}
	if n := len(part.Terms); n > 0 {
		last := []rune(part.Terms[n-1])
		part.Prefix = part.Prefix || end == len(s) && spaced(last[0]) && len(last) >= prefixLeast
	}
	return part, end, nil
}

// partOf makes a phrase. Of letters that go in pairs one alone stands for every
// pair that it begins; as the end of a run it says nothing more.
func partOf(phrase string) Part {
	part := Part{Phrase: phrase}
	for t := range Terms(phrase) {
		if alone := []rune(t.Text); len(alone) == 1 && paired(alone[0]) {
			if t.Start > 0 && follows(phrase[:t.Start]) {
				continue
			}
			part.Prefix = t.End == len(phrase)
		}
		part.Terms = append(part.Terms, t.Text)
	}
	return part
}

// follows tells whether the text ends in a letter that goes in pairs.
func follows(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return paired(r)
}

// Matches tells whether a conversation of these texts is found.
func (q Query) Matches(texts []string) bool {
	has := make(map[string]bool)
	for _, s := range texts {
		for t := range Terms(s) {
			has[t.Text] = true
		}
	}
	in := func(p Part) bool { return p.in(has, texts) }
	return !slices.ContainsFunc(q.Wanted, func(p Part) bool { return !in(p) }) && !slices.ContainsFunc(q.Unwanted, in)
}

func (p Part) in(has map[string]bool, texts []string) bool {
	for i, term := range p.Terms {
		if has[term] {
			continue
		}
		if !p.Prefix || i < len(p.Terms)-1 || !hasPrefix(has, term) {
			return false
		}
	}
	phrase := strings.ToLower(p.Phrase)
	return phrase == "" || slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(strings.ToLower(s), phrase) })
}

func hasPrefix(has map[string]bool, prefix string) bool {
	for term := range has {
		if strings.HasPrefix(term, prefix) {
			return true
		}
	}
	return false
}

// Finds tells whether a term of a text is one that the query wants.
func (q Query) Finds(term string) bool {
	return slices.ContainsFunc(q.Wanted, func(p Part) bool {
		return slices.Contains(p.Terms, term) || p.Prefix && strings.HasPrefix(term, p.Terms[len(p.Terms)-1])
	})
}

// Mark is a part of a text that a search has found, in bytes.
type Mark struct{ Start, End int }

// Marks are the words of a text that the query wants, in order; neighbours that
// touch are one.
func (q Query) Marks(s string) []Mark {
	var marks []Mark
	for t := range Terms(s) {
		switch last := len(marks) - 1; {
		case !q.Finds(t.Text):
		case last >= 0 && t.Start <= marks[last].End:
			marks[last].End = max(marks[last].End, t.End)
		default:
			marks = append(marks, Mark{t.Start, t.End})
		}
	}
	return marks
}
