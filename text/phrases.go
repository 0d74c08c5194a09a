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
// ones of its label. It does not change and may be used by several goroutines.
type Phrases struct {
	labels []string
	words  map[string]int32
	nodes  []phraseNode // a graph of words, each node behind those it leads to
	edges  []phraseEdge // of all nodes
	root   int32
}

// phraseNode is a place in phrases: what may be said next, and what has been
// said by then. Phrases that end alike share the nodes of their ends.
type phraseNode struct {
	from, to uint32 // its edges, sorted by word
	any      int32  // the node after any word at all; none where it is nowhere
	says     uint32 // labels of the phrases that end here, as bits
	negates  uint32 // labels of the negated ones
}

type phraseEdge struct{ word, next int32 }

// nowhere is no node.
const nowhere = -1

// PhraseList is phrases of one label.
type PhraseList struct{ Label, Lines string }

// Phrase is one that was found.
type Phrase struct {
	Label      string
	First, End int    // its words, among all of the text
	Text       string // as it was written
}

// ReadPhrases reads lists of phrases, one a line. What stands behind # is a
// comment. A label may have several lists; there are at most 32 labels.
//
//	not what I (asked|meant)    one of several; one of them may be empty
//	I _ help                    _ is any word
//	can't ... help              ... is up to three words
//	! no thanks                 hides the phrases of this label that stand in it
//
// Letter case and accents do not matter. Signs separate words, also the
// apostrophe: "can't" is two words, in phrases as in texts.
func ReadPhrases(lists ...PhraseList) (*Phrases, error) {
	t := &phraseTree{words: make(map[string]int32), nodes: make([]treeNode, 1)}
	for _, list := range lists {
		if err := t.read(list); err != nil {
			return nil, err
		}
	}
	return t.shared(), nil
}

func (t *phraseTree) read(list PhraseList) error {
	at := slices.Index(t.labels, list.Label)
	if at < 0 {
		at, t.labels = len(t.labels), append(t.labels, list.Label)
	}
	for line := range strings.Lines(list.Lines) {
		line, _, _ = strings.Cut(line, "#")
		phrase, negated := strings.CutPrefix(strings.TrimSpace(line), "!")
		if phrase == "" {
			continue
		}
		variants, rest, err := expand(phrase, false)
		if err != nil || rest != "" {
			return fmt.Errorf("%s: %w: %q", list.Label, ErrPhrase, phrase)
		}
		for _, words := range variants {
			if len(words) == 0 {
				return fmt.Errorf("%s: %w: %q may be empty", list.Label, ErrPhrase, phrase)
			}
			t.insert(words, 1<<at, negated)
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
