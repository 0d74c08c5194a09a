package text

import "math"

// generalWords is from how many words, the commonest, General learns.
const generalWords = 20_000

// General is a space for texts of no project, in English: what FitSpace would
// learn of texts whose words are drawn by how common they are. It has no second
// part. Making it takes a tenth of a second: make it once.
func General() *Space {
	s := &Space{lexicon: newLexicon(nil), mean: make([]float32, Dimensions), latent: pack(dense(0, 0))}
	x := dense(generalWords, Dimensions)
	shares := make([]float64, generalWords)
	n := 0
	for i := 0; i < count && n < generalWords; i++ {
		word := wordAt(i)
		if v, _ := VectorOf(word); v.Rank < generalWords {
			shares[n] = v.frequency()
			v.AddTo(row(x, n), rarity(word, 0, 0))
			add(s.mean, float32(shares[n]), row(x, n))
			n++
		}
	}
	for i := range n {
		add(row(x, i), -1, s.mean)
		lengthen(row(x, i), float32(math.Sqrt(shares[i]))*lengthOf(row(x, i)))
	}
	s.soften(x, 0)
	return s
}

// Similarity is how alike two texts are by what they mean in a space: 1 if they
// say the same, about 0 if they have nothing to do with each other; false if
// one holds nothing that is known.
func (s *Space) Similarity(a, b []string) (similarity float64, ok bool) {
	va, vb := s.Vector(a), s.Vector(b)
	if lengthOf(va) == 0 || lengthOf(vb) == 0 {
		return 0, false
	}
	return float64(dot(va, vb)), true
}
