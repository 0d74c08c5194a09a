package search

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/text"
)

// BM25's parameters, as usual.
const (
	saturation = 1.2
	lengthened = 0.75
)

// usualWeight is what a word's rarity in the language counts beside that among
// the texts that come into question.
const usualWeight = 1. / 3

// shareWords scores by Okapi BM25 how much each text shares with the query's
// words, of which the best is 1. How rare a word is the texts say that come into
// question; these are alike, so that the language has a say too.
func (r *ranking) shareWords(all []*said) {
	var wanted []string
	usual := make(map[string]float64)
	for _, w := range r.asked {
		if s := stem(w); !slices.Contains(wanted, s) {
			wanted = append(wanted, s)
			usual[s] = usualWeight * text.Surprise(w)
		}
	}
	in, mean := spread(all, wanted)
	best := 0.0
	for _, s := range all {
		for _, w := range wanted {
			n := times(s.terms, w)
			rare := usual[w] + math.Log(1+(float64(len(all)-in[w])+0.5)/(float64(in[w])+0.5))
			s.shares += rare * n * (saturation + 1) / (n + saturation*(1-lengthened+lengthened*float64(len(s.terms))/mean))
		}
		if together(s.terms, wanted) {
			s.shares *= 1 + phraseBonus
		}
		best = max(best, s.shares)
	}
	for _, s := range all {
		if best > 0 {
			s.shares /= best
		}
		s.terms = nil
	}
}

// times is how often a word is said.
func times(terms []string, word string) (n float64) {
	for _, term := range terms {
		if term == word {
			n++
		}
	}
	return n
}

// spread takes the texts apart, and counts in how many of them each word is and
// how many words they have in the mean.
func spread(all []*said, wanted []string) (in map[string]int, mean float64) {
	in = make(map[string]int, len(wanted))
	for _, s := range all {
		for _, w := range text.Words(s.text) {
			s.terms = append(s.terms, stem(w))
		}
		mean += float64(len(s.terms)) / float64(len(all))
		for _, w := range wanted {
			if slices.Contains(s.terms, w) {
				in[w]++
			}
		}
	}
	return in, mean
}

// together tells whether several words stand together in a text, as asked.
func together(terms, wanted []string) bool {
	if len(wanted) < 2 {
		return false
	}
	for i := 0; i+len(wanted) <= len(terms); i++ {
		if slices.Equal(terms[i:i+len(wanted)], wanted) {
			return true
		}
	}
	return false
}

// stem takes the commonest endings of English and its neighbours off a word, so
// that its forms are one: enough for ranking, where a mistake only costs a
// place.
func stem(word string) string {
	const least = 3 // letters that stay
	for _, ending := range []string{"ing", "ies", "es", "ed", "s", "e"} {
		if rest, is := strings.CutSuffix(word, ending); is && utf8.RuneCountInString(rest) >= least {
			return rest
		}
	}
	return word
}
