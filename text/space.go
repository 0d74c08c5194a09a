package text

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/floats"
)

// Space is where a project's texts lie by what they mean. The vector of a text
// has two parts: the mean of its words' vectors, weighted by how rare they are
// and whitened; and what its words and n-grams of characters say by how the
// project uses them together (latent semantic analysis), which also serves
// languages that have no vectors. A Space does not change and may be used by
// several goroutines.
type Space struct {
	lexicon *lexicon
	mean    []float32      // of the first part, over the project's texts
	whiten  blas32.General // Dimensions × Dimensions: its directions, the strong ones softened
	latent  packed         // a row for each dimension of the lexicon
}

const (
	// latentRank is how many directions the second part has, at most.
	latentRank = 200
	// textsPerDirection: with fewer texts for each, directions would tell single
	// ways to say something apart rather than what is said.
	textsPerDirection = 20
	// latentWeight is the length of the second part beside the first.
	latentWeight = 0.75
	// whitening is the exponent to which directions are softened: 0 leaves them,
	// ½ makes all alike.
	whitening = 0.45
	// drawnTexts is by how many texts in which every direction is as strong as
	// any other the strengths are drawn together while a project is small.
	drawnTexts = 200
	// latentLeast is how many directions the second part has even of few texts.
	latentLeast = 8
)

// FitSpace learns a space from texts, each the Words of one. It takes a tenth
// of a millisecond a text; some 20,000 say all that more could.
func FitSpace(texts [][]string) *Space {
	s := &Space{lexicon: newLexicon(texts), mean: make([]float32, Dimensions)}
	s.fitWhitening(texts)
	terms := make([][]term, len(texts))
	for i, words := range texts {
		terms[i] = s.lexicon.terms(words)
	}
	s.latent = pack(latent(terms, len(s.lexicon.idf), min(latentRank, max(latentLeast, len(texts)/textsPerDirection))))
	return s
}

// Size is the length of vectors in this space.
func (s *Space) Size() int { return Dimensions + s.latent.cols }

// Vector is where a text lies, given its Words: of length 1, or zeros if it
// holds nothing that is known. Texts are as alike as the product of their
// vectors is large.
func (s *Space) Vector(words []string) []float32 {
	out := make([]float32, s.Size())
	if raw := make([]float32, Dimensions); s.meaning(words, raw) {
		add(raw, -1, s.mean)
		blas32.Gemv(blas.NoTrans, 1, s.whiten, vector(raw), 0, vector(out[:Dimensions]))
		lengthen(out[:Dimensions], 1)
	}
	second := out[Dimensions:]
	for _, t := range s.lexicon.terms(words) {
		s.latent.addTo(second, t.dimension, t.weight)
	}
	lengthen(second, latentWeight)
	lengthen(out, 1)
	return out
}

// meaning adds up the weighted mean of the words' vectors in to; false if no
// word has one.
func (s *Space) meaning(words []string, to []float32) bool {
	n := 0
	for _, w := range words {
		v, ok := VectorOf(w)
		if !ok {
			continue
		}
		n++
		if i, seen := s.lexicon.words[w]; seen {
			v.AddTo(to, s.lexicon.rarity[i])
		} else {
			v.AddTo(to, rarity(w, 0, 0))
		}
	}
	if n > 0 {
		blas32.Scal(1/float32(n), vector(to))
	}
	return n > 0
}

func (s *Space) fitWhitening(texts [][]string) {
	x := dense(len(texts), Dimensions)
	for i, words := range texts {
		s.meaning(words, row(x, i))
		add(s.mean, 1/float32(len(texts)), row(x, i))
	}
	for i := range texts {
		add(row(x, i), -1, s.mean)
	}
	s.soften(x, drawnTexts/max(1, float64(len(texts))))
}

// soften makes the whitening of vectors around their mean; drawn is how much of
// the mean strength every direction has besides its own.
func (s *Space) soften(x blas32.General, drawn float64) {
	values, columns := eigen(gram(x))
	floats.AddConst(drawn*floats.Sum(values)/Dimensions, values)
	s.whiten = dense(Dimensions, Dimensions)
	for j, v := range values {
		if v <= 1e-6*values[0] {
			continue
		}
		scale := math.Pow(v/values[0], -whitening)
		for i := range Dimensions {
			s.whiten.Data[j*s.whiten.Stride+i] = float32(scale * columns.At(i, j))
		}
	}
}
