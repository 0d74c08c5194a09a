package text

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrPhrase says that a line of a list of phrases cannot be read.
var ErrPhrase = errors.New("not a phrase")

// Phrases finds phrases in texts, all of them in one pass over the words. Each
// phrase has a label; one that is negated hides, where it stands, the shorter
// ones of its label. A Phrases that is complete may be used by several
// goroutines.
type Phrases struct {
	labels []string
	words  map[string]int32
	nodes  []phraseNode // a tree of words; the first is its root
}

type phraseNode struct {
	words   []int32 // sorted
	next    []int32 // the node after each of them
	any     int32   // the node after any word at all; 0 where there is none
	says    uint32  // labels of the phrases that end here, as bits
	negates uint32  // labels of the negated ones
}

// Phrase is one that was found.
type Phrase struct {
	Label      string
	First, End int    // its words, among all of the text
	Text       string // as it was written
}

// NewPhrases makes an empty set.
func NewPhrases() *Phrases {
	return &Phrases{words: make(map[string]int32), nodes: make([]phraseNode, 1)}
}

// Add reads phrases of one label, one a line. What stands behind # is a comment.
//
//	not what I (asked|meant)    one of several; one of them may be empty
//	I _ help                    _ is any word
//	can't ... help              ... is up to three words
//	! no thanks                 hides the phrases of this label that stand in it
//
// Letter case and accents do not matter. Signs separate words, also the
// apostrophe: "can't" is two words, in phrases as in texts.
func (p *Phrases) Add(label, lines string) error {
	at := slices.Index(p.labels, label)
	if at < 0 {
		at, p.labels = len(p.labels), append(p.labels, label)
	}
	for line := range strings.Lines(lines) {
		line, _, _ = strings.Cut(line, "#")
		phrase, negated := strings.CutPrefix(strings.TrimSpace(line), "!")
		if phrase == "" {
			continue
		}
		variants, rest, err := expand(phrase, false)
		if err != nil || rest != "" {
			return fmt.Errorf("%s: %w: %q", label, ErrPhrase, phrase)
		}
		for _, words := range variants {
			if len(words) == 0 {
				return fmt.Errorf("%s: %w: %q may be empty", label, ErrPhrase, phrase)
			}
			p.insert(words, 1<<at, negated)
		}
	}
	return nil
}

// anyWord and someWords stand for words that are not told.
const (
	anyWord   = "_"
	someWords = "..."
	someMost  = 3
)

// expand gives every way to say a phrase, as words; inside parentheses up to
// the one that closes them.
func expand(s string, inside bool) (variants [][]string, rest string, err error) {
	var done [][]string
	open := [][]string{nil} // what the alternative that is being read may begin with
	for s != "" {
		switch {
		case s[0] == '(':
			among, after, err := expand(s[1:], true)
			if err != nil {
				return nil, "", err
			}
			open, s = joined(open, among), after
		case s[0] == '|' && inside:
			done, open, s = append(done, open...), [][]string{nil}, s[1:]
		case s[0] == ')' && inside:
			return append(done, open...), s[1:], nil
		case s[0] == '|' || s[0] == ')':
			return nil, "", ErrPhrase
		case strings.HasPrefix(s, someWords):
			gaps := make([][]string, someMost+1)
			for n := range gaps {
				gaps[n] = slices.Repeat([]string{anyWord}, n)
			}
			open, s = joined(open, gaps), s[len(someWords):]
		default:
			end := strings.IndexAny(s[1:], "()|.") + 1
			if end == 0 {
				end = len(s)
			}
			open, s = joined(open, [][]string{literal(s[:end])}), s[end:]
		}
	}
	if inside {
		return nil, "", ErrPhrase
	}
	return open, "", nil
}

func literal(s string) []string {
	var words []string
	for part := range strings.FieldsSeq(s) {
		if part == anyWord {
			words = append(words, anyWord)
			continue
		}
		for t := range tokens(part) {
			words = append(words, t.folded)
		}
	}
	return words
}

func joined(before, after [][]string) [][]string {
	var all [][]string
	for _, b := range before {
		for _, a := range after {
			all = append(all, slices.Concat(b, a))
		}
	}
	return all
}

func (p *Phrases) insert(words []string, label uint32, negated bool) {
	at := int32(0)
	for _, w := range words {
		at = p.after(at, w)
	}
	if negated {
		p.nodes[at].negates |= label
	} else {
		p.nodes[at].says |= label
	}
}

// after is the node that a word leads to, made where there is none.
func (p *Phrases) after(at int32, word string) int32 {
	next := int32(len(p.nodes)) //nolint:gosec // lists are no longer than a book
	if word == anyWord {
		if p.nodes[at].any == 0 {
			p.nodes[at].any = next
			p.nodes = append(p.nodes, phraseNode{})
		}
		return p.nodes[at].any
	}
	id, known := p.words[word]
	if !known {
		id = int32(len(p.words)) //nolint:gosec // as above
		p.words[word] = id
	}
	n := &p.nodes[at]
	i, found := slices.BinarySearch(n.words, id)
	if !found {
		n.words, n.next = slices.Insert(n.words, i, id), slices.Insert(n.next, i, next)
		p.nodes = append(p.nodes, phraseNode{})
		return next
	}
	return n.next[i]
}
