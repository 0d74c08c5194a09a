package text

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sort"
)

// vectors are the word vectors GloVe 6B (Pennington, Socher and Manning, 2014;
// public domain, see vectors.LICENSE), rounded to bytes by scripts/vectors.mjs.
// They are read where they lie in the binary: nothing is decoded at the start,
// and only the pages that are looked at take memory. Little endian:
//
//	"DBV1", count, dimensions
//	count+1 offsets into the words, which are sorted
//	count ranks by frequency, 0 for the commonest
//	count scales (float32)
//	count × dimensions bytes, signed: times the scale, the vector
//	the words, one behind another
//
//go:embed vectors.bin
var vectors string

// Dimensions is the length of a word's vector.
const Dimensions = 100

// count is how many words have a vector.
const count = 90_000

const (
	offsetsAt = 12
	ranksAt   = offsetsAt + 4*(count+1)
	scalesAt  = ranksAt + 4*count
	vectorsAt = scalesAt + 4*count
	wordsAt   = vectorsAt + count*Dimensions
)

// Vector is what a word means: words that are used alike have vectors of
// similar direction.
type Vector struct {
	Rank  int // by frequency in newspapers and encyclopedias; 0 is the commonest
	scale float32
	coded string
}

// VectorOf looks a word up, as Words gives it.
func VectorOf(word string) (Vector, bool) {
	i := sort.Search(count, func(i int) bool { return wordAt(i) >= word })
	if i == count || wordAt(i) != word {
		return Vector{}, false
	}
	at := vectorsAt + i*Dimensions
	return Vector{
		Rank:  int(uint32At(ranksAt + 4*i)),
		scale: math.Float32frombits(uint32At(scalesAt + 4*i)),
		coded: vectors[at : at+Dimensions],
	}, true
}

// AddTo adds the vector, weighted, to one of as many dimensions.
func (v Vector) AddTo(to []float32, weight float32) {
	weight *= v.scale
	for k := range len(v.coded) {
		to[k] += weight * float32(int8(v.coded[k])) //nolint:gosec // the byte is a signed number
	}
}

func wordAt(i int) string {
	from, to := uint32At(offsetsAt+4*i), uint32At(offsetsAt+4*i+4)
	return vectors[wordsAt+int(from) : wordsAt+int(to)]
}

func uint32At(at int) uint32 {
	var b [4]byte
	copy(b[:], vectors[at:])
	return binary.LittleEndian.Uint32(b[:])
}

// frequency is the share of words that are this one, by Zipf's law in
// Mandelbrot's form.
func (v Vector) frequency() float64 { return 1 / (float64(v.Rank) + 2.7) / 12.5 }

// Surprise is how much it says that a text has a word: -ln of the share of words
// that are this one; of a word that is not known that of the rarest.
func Surprise(word string) float64 {
	v, ok := VectorOf(word)
	if !ok {
		v.Rank = count
	}
	return -math.Log(v.frequency())
}
