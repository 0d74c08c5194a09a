package text

import (
	"maps"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"

	"github.com/zeebo/xxh3"
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

// SketchWords is the size of a Sketch.
const SketchWords = 4

// Sketch is what a text means in 256 bits: of two texts that mean the same few
// differ. It needs nothing but the text, so one that was made once stays true.
// The zero Sketch is that of a text that says nothing.
type Sketch [SketchWords]uint64

// Distance is in how many bits two differ: about 128 where the texts have
// nothing to do with each other.
func (a Sketch) Distance(b Sketch) int {
	return bits.OnesCount64(a[0]^b[0]) + bits.OnesCount64(a[1]^b[1]) + bits.OnesCount64(a[2]^b[2]) + bits.OnesCount64(a[3]^b[3])
}

// SketchVersion changes with what sketches mean.
const SketchVersion = 1

// Sketcher makes sketches. The sides of random planes on which a text's vector
// lies are their bits (Charikar, 2002): the vector of the General space, joined
// with one of the words themselves and, of words without a vector, of their
// n-grams of characters. It may be used by several goroutines.
type Sketcher struct {
	space  *Space
	planes blas32.General // a row each
}

// wordsInSketch is the weight of the words themselves beside their meaning.
const wordsInSketch = 0.5

// NewSketcher makes one from the General space.
func NewSketcher(general *Space) *Sketcher {
	random := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // the same planes for ever
	k := &Sketcher{space: general, planes: dense(64*SketchWords, Dimensions)}
	for i := range k.planes.Data {
		k.planes.Data[i] = float32(random.NormFloat64())
	}
	return k
}

// Sketch sketches a text, given its Words. It takes some 20 µs.
func (k *Sketcher) Sketch(words []string) Sketch {
	if len(words) == 0 {
		return Sketch{}
	}
	sides := make([]float32, 64*SketchWords)
	blas32.Gemv(blas.NoTrans, 1, k.planes, vector(k.space.Vector(words)[:Dimensions]), 0, vector(sides))
	features, norm := make(map[uint64]float32, len(words)), 0.0
	feature := func(hash uint64, weight float32) {
		if _, twice := features[hash]; !twice {
			features[hash] = weight
			norm += float64(weight) * float64(weight)
		}
	}
	for _, w := range words {
		feature(xxh3.HashString(w), rarity(w, 0, 0))
	}
	for _, g := range gramsOf(words) {
		feature(uint64(g), gramWeight) //nolint:gosec // buckets are not negative
	}
	for _, hash := range slices.Sorted(maps.Keys(features)) { // sums of floats depend on their order
		scatter(sides, hash, wordsInSketch*features[hash]/float32(math.Sqrt(norm)))
	}
	var out Sketch
	for i, side := range sides {
		if side > 0 {
			out[i/64] |= 1 << (i % 64)
		}
	}
	return out
}

// scatter moves every side by the weight, in a direction that the hash decides.
func scatter(sides []float32, hash uint64, weight float32) {
	random := rand.NewPCG(hash, 1)
	for at := 0; at < len(sides); at += 64 {
		directions := random.Uint64()
		for i := range 64 {
			if directions>>i&1 == 1 {
				sides[at+i] += weight
			} else {
				sides[at+i] -= weight
			}
		}
	}
}
