package text

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"unicode/utf8"
)

// lexicon is what a project's texts are made of: words, and for a word without
// a vector (another language, a name, a slip of the pen) its n-grams of
// characters, hashed, so that a word's forms share something. What only one
// text holds is left out: it relates to nothing, and may be private.
type lexicon struct {
	words   map[string]int // to their number
	buckets map[int]int    // of n-grams, to theirs, which follow the words'
	rarity  []float32      // of words: the weight of their vector
	idf     []float32      // of words and buckets
}

const (
	// bucketCount is how many n-grams are told apart.
	bucketCount = 1 << 13
	// wordsMost bounds a lexicon; the words of most texts stay.
	wordsMost = 20_000
	// gramWeight is what an n-gram counts beside a word: a word has several.
	gramWeight = 0.5
)

func newLexicon(texts [][]string) *lexicon {
	said, in, total := make(map[string]int), make(map[string]int), 0
	grammed := make(map[int]int)
	for _, words := range texts {
		once := make(map[string]bool, len(words))
		for _, w := range words {
			said[w]++
			total++
			if !once[w] {
				once[w] = true
				in[w]++
			}
		}
		for _, g := range gramsOf(words) {
			grammed[g]++
		}
	}
	kept := slices.DeleteFunc(byFrequency(in), func(w string) bool { return in[w] < 2 || IsNumber(w) })
	l := &lexicon{words: make(map[string]int), buckets: make(map[int]int)}
	idf := func(n int) float32 { return float32(math.Log(float64(1+len(texts))/float64(1+n))) + 1 }
	for i, w := range kept[:min(len(kept), wordsMost)] {
		l.words[w] = i
		l.rarity = append(l.rarity, rarity(w, said[w], total))
		l.idf = append(l.idf, idf(in[w]))
	}
	for _, g := range slices.Sorted(maps.Keys(grammed)) {
		if grammed[g] > 1 {
			l.buckets[g] = len(l.idf)
			l.idf = append(l.idf, idf(grammed[g]))
		}
	}
	return l
}

func byFrequency(in map[string]int) []string {
	return slices.SortedFunc(maps.Keys(in), func(a, b string) int {
		return cmp.Or(cmp.Compare(in[b], in[a]), cmp.Compare(a, b))
	})
}

// rarity is a / (a + p(word)), the weight of smooth inverse frequency (Arora,
// Liang and Ma, 2017). The frequency is the project's own, drawn towards that
// of the language while the project is small. The paper's a is a tenth of
// this one, which tells short prompts apart better.
func rarity(word string, said, of int) float32 {
	const (
		a     = 1e-2
		drawn = 2000.0 // the language counts as so many words
		rare  = 1e-6
	)
	prior := rare
	if v, ok := VectorOf(word); ok {
		prior = v.frequency()
	}
	return float32(a / (a + (float64(said)+drawn*prior)/(float64(of)+drawn)))
}

// term is one dimension of a text with its weight there.
type term struct {
	dimension int
	weight    float32
}

// terms are a text as unit vector of TF-IDF, where a word counts once however
// often it is said.
func (l *lexicon) terms(words []string) []term {
	var out []term
	for _, w := range words {
		if i, ok := l.words[w]; ok {
			out = append(out, term{i, l.idf[i]})
		}
	}
	for _, g := range gramsOf(words) {
		if i, ok := l.buckets[g]; ok {
			out = append(out, term{i, gramWeight * l.idf[i]})
		}
	}
	slices.SortFunc(out, func(a, b term) int { return cmp.Compare(a.dimension, b.dimension) })
	out = slices.CompactFunc(out, func(a, b term) bool { return a.dimension == b.dimension })
	var sum float64
	for _, t := range out {
		sum += float64(t.weight) * float64(t.weight)
	}
	for i := range out {
		out[i].weight /= float32(math.Sqrt(sum))
	}
	return out
}

// gramsOf are the buckets of a text's n-grams, each once: the runs of three and
// four characters of the words without a vector, with their edges.
func gramsOf(words []string) []int {
	var out []int
	for _, w := range words {
		if _, known := VectorOf(w); known || IsNumber(w) || utf8.RuneCountInString(w) < 3 {
			continue
		}
		runes := []rune("<" + w + ">")
		for n := 3; n <= 4; n++ {
			for i := 0; i+n <= len(runes); i++ {
				out = append(out, bucket(runes[i:i+n]))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// bucket is FNV-1a, folded.
func bucket(runes []rune) int {
	h := uint32(2166136261)
	for _, r := range runes {
		h = (h ^ uint32(r)) * 16777619 //nolint:gosec // runes are not negative
	}
	return int((h ^ h>>16) % bucketCount)
}
