package topic

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/text"
)

const (
	// termsMost is how many terms describe a topic.
	termsMost = 5
	// pairBoost favours a pair of words over one: it says more.
	pairBoost = 1.7
	// functionRank is up to which rank English words are about nothing.
	functionRank = 150
	// nameWords is how many words a name has, unless another topic has it.
	nameWords = 3
)

// corpus counts terms in groups of texts: those that tell a group from the
// others describe it (class-based TF-IDF: Grootendorst, 2022, but that what is
// common to many groups is marked down by the root only: that topics are about
// cards is worth saying even where many are).
type corpus struct {
	groups []map[string]float64
	in     map[string]float64 // in all groups together
	mean   float64            // terms of a group
}

func (p *points) corpus(groups [][]int) *corpus {
	c := &corpus{in: make(map[string]float64)}
	total := 0.0
	for _, members := range groups {
		counts := make(map[string]float64)
		for _, i := range members {
			for _, term := range termsOf(p.words[i]) {
				counts[term] += float64(p.weights[i])
				c.in[term] += float64(p.weights[i])
				total += float64(p.weights[i])
			}
		}
		c.groups = append(c.groups, counts)
	}
	c.mean = total / float64(max(1, len(groups)))
	return c
}

// termsOf are the words of a text that are about something, and the pairs of
// those that stand beside each other; each once.
func termsOf(words []string) []string {
	var out []string
	before := ""
	for _, w := range words {
		if !telling(w) {
			if before != "" && particle(w) {
				out = append(out, before+" "+w)
			}
			before = ""
			continue
		}
		out = append(out, w)
		if before != "" && before != w && !unspaced(w) {
			out = append(out, before+" "+w)
		}
		before = w
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// particle are words that make another verb of the one before: top up, log out.
func particle(word string) bool {
	switch word {
	case "up", "out", "off", "back", "down":
		return true
	default:
		return false
	}
}

// telling tells whether a word is about something.
func telling(word string) bool {
	if text.IsNumber(word) || utf8.RuneCountInString(word) < 2 || spoken(word) {
		return false
	}
	v, known := text.VectorOf(word)
	return !known || v.Rank >= functionRank
}

// spoken are words of English prompts that newspapers use less.
func spoken(word string) bool {
	switch word {
	case "yes", "yeah", "yep", "yup", "ok", "okay", "nope", "sure", "alright", "sounds", "thanks", "thank",
		"me", "my", "your", "am", "do", "does", "did", "how", "why", "please", "want", "need", "get", "know", "tell", "help",
		"something", "anything", "let", "us", "thing", "things", "way", "got", "really", "going", "someone", "make", "im", "id", "whats",
		"doing", "done", "having", "give", "look", "looking", "see", "think", "say", "able", "should", "seem", "seems", "keep", "these", "same", "much", "take", "use", "using":
		return true
	default:
		return false
	}
}

func unspaced(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return r >= 0x0E00
}

// terms are what tells a group from the others. A term that adds no word to
// those before it is left out.
func (c *corpus) terms(group int) []string {
	counts := c.groups[group]
	score := func(term string) float64 {
		s := counts[term] * math.Sqrt(math.Log(1+c.mean/c.in[term]))
		if strings.Contains(term, " ") {
			s *= pairBoost
		}
		return s
	}
	ranked := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(score(b), score(a)), cmp.Compare(a, b))
	})
	var out []string
	said := make(map[string]bool)
	for _, term := range ranked {
		words := strings.Fields(term)
		fresh := slices.ContainsFunc(words, func(w string) bool { return !said[stem(w)] })
		if fresh && (counts[term] > 1 || len(out) == 0) {
			out = append(out, term)
			for _, w := range words {
				said[stem(w)] = true
			}
		}
		if len(out) == termsMost {
			break
		}
	}
	return out
}

// stem is a word without the ending that makes it several, near enough to see
// that two terms say the same.
func stem(word string) string {
	if utf8.RuneCountInString(word) < 5 {
		return strings.TrimSuffix(word, "s")
	}
	for _, end := range []string{"ing", "es", "ed", "s", "e"} {
		if cut, ok := strings.CutSuffix(word, end); ok {
			return cut
		}
	}
	return word
}
