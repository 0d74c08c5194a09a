package conversation

import (
	"slices"
	"sync"

	"github.com/debrief-dev/debrief/text"
)

const (
	// lookedBack is how many prompts before one may be said again by it.
	lookedBack = 3
	// tellingWords is of how many words that say what it is about a prompt must
	// be: "more please" may be said twice.
	tellingWords = 2
	// tellingFrom is the rank from which a word says what a prompt is about.
	tellingFrom = 300
	// rephrasedFrom is how alike the vectors of two prompts must be; chosen by
	// reading prompts of the training part of the assistant's dialogues: below,
	// they more often ask for something else about the same.
	rephrasedFrom = 0.87
	// sharedFrom is, of prompts without vectors, the share of words in common.
	sharedFrom = 0.6
	// comparedBytes is how much of a prompt is compared: what is longer is pasted.
	comparedBytes = 500
)

// generalSpace is made when a prompt first needs it.
var generalSpace = sync.OnceValue(text.General) //nolint:gochecknoglobals // a constant that is made late

// detectRepeated sees prompts that say in the same words what one of the last
// three said.
func detectRepeated(b *builder) { b.showAgain(Repeated, true) }

// showAgain shows a signal on the turns whose prompt says an earlier one again,
// in the same words or in others.
func (b *builder) showAgain(s Signal, same bool) {
	if b.again == nil {
		b.findAgain()
	}
	for i := range b.turns {
		if of := b.again[i].of; of != "" && b.again[i].same == same {
			b.show(i, Evidence{Signal: s, About: of, Event: b.turns[i].PromptEvent})
		}
	}
}

// again is that a prompt says an earlier one again.
type again struct {
	of   string // the turn of the earlier one; empty where there is none
	same bool   // in the same words
}

// compared is a prompt as others are compared with it.
type compared struct {
	turn    *Turn
	asSaid  []string  // its words
	words   []string  // sorted, each once
	numbers []string  // those with a digit: with another date or amount a prompt asks for something else
	vector  []float32 // made when it is first compared by it: it costs more than all else about a turn
}

func newCompared(t *Turn) *compared {
	words := text.Words(t.Prompt[:min(len(t.Prompt), comparedBytes)])
	c := &compared{turn: t, asSaid: words, words: slices.Clone(words)}
	slices.Sort(c.words)
	c.words = slices.Compact(c.words)
	for _, w := range c.words {
		if w[0] >= '0' && w[0] <= '9' {
			c.numbers = append(c.numbers, w)
		}
	}
	return c
}

// tells reports whether the prompt says what it is about.
func (c *compared) tells() bool {
	n := 0
	for _, w := range c.words {
		if v, known := text.VectorOf(w); !known || v.Rank >= tellingFrom {
			n++
		}
		if n == tellingWords {
			return true
		}
	}
	return false
}

// place is where the prompt lies by what it means.
func (c *compared) place() []float32 {
	if c.vector == nil {
		c.vector = generalSpace().Vector(c.asSaid)
	}
	return c.vector
}

// findAgain finds, for each turn, the earlier prompt that it says again: of the
// last three the one that is most alike, of equals the last.
func (b *builder) findAgain() {
	b.again = make([]again, len(b.turns))
	var before []*compared
	for i := range b.turns {
		t := &b.turns[i]
		if t.Prompt == "" || t.Has(SmallTalk) || b.heard[i].replies() {
			continue
		}
		if now := newCompared(t); now.tells() {
			b.again[i] = now.among(before)
			before = append(before, now)
			before = before[max(0, len(before)-lookedBack):]
		}
	}
}

func (c *compared) among(before []*compared) (found again) {
	best := 0.0
	for _, earlier := range before {
		if same(earlier.turn.Prompt, c.turn.Prompt) {
			return again{earlier.turn.ID, true}
		}
		if alike, enough := c.alike(earlier); enough && alike >= best {
			best, found = alike, again{earlier.turn.ID, false}
		}
	}
	return found
}

// alike is how much two prompts say the same, and whether that is enough.
func (c *compared) alike(other *compared) (alike float64, enough bool) {
	if !slices.Equal(c.numbers, other.numbers) {
		return 0, false
	}
	if c.turn.Language == "en" && other.turn.Language == "en" {
		here, there := c.place(), other.place()
		for i := range here {
			alike += float64(here[i]) * float64(there[i])
		}
		return alike, alike >= rephrasedFrom
	}
	common := 0
	for _, w := range c.words {
		if _, found := slices.BinarySearch(other.words, w); found {
			common++
		}
	}
	alike = float64(common) / float64(len(c.words)+len(other.words)-common)
	return alike, alike >= sharedFrom
}
