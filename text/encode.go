package text

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/fxamacker/cbor/v2"
)

// ErrSpace says that bytes are not a Space that MarshalBinary wrote.
var ErrSpace = errors.New("not a space of texts")

// spaceVersion changes with what the numbers of a space mean.
const spaceVersion = 1

// stored is a Space as it is kept.
type stored struct {
	Version int            `cbor:"1,keyasint"`
	Words   map[string]int `cbor:"2,keyasint"`
	Buckets map[int]int    `cbor:"3,keyasint"`
	Rarity  []byte         `cbor:"4,keyasint"` // float32, as the following
	IDF     []byte         `cbor:"5,keyasint"`
	Mean    []byte         `cbor:"6,keyasint"`
	Whiten  []byte         `cbor:"7,keyasint"`
	Rank    int            `cbor:"8,keyasint"`
	Scales  []byte         `cbor:"9,keyasint"`
	Latent  []byte         `cbor:"10,keyasint"`
}

// MarshalBinary gives the space as bytes, the same for the same space.
func (s *Space) MarshalBinary() ([]byte, error) {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return nil, fmt.Errorf("cannot encode a space: %w", err)
	}
	return mode.Marshal(stored{
		Version: spaceVersion, Words: s.lexicon.words, Buckets: s.lexicon.buckets,
		Rarity: FloatBytes(s.lexicon.rarity), IDF: FloatBytes(s.lexicon.idf), Mean: FloatBytes(s.mean), Whiten: FloatBytes(s.whiten.Data),
		Rank: s.latent.cols, Scales: FloatBytes(s.latent.scales), Latent: s.latent.bytes,
	})
}

// UnmarshalBinary reads what MarshalBinary wrote; ErrSpace for anything else.
func (s *Space) UnmarshalBinary(data []byte) error {
	var in stored
	if err := cbor.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("%w: %w", ErrSpace, err)
	}
	out := Space{
		lexicon: &lexicon{words: in.Words, buckets: in.Buckets, rarity: Floats(in.Rarity), idf: Floats(in.IDF)},
		mean:    Floats(in.Mean), whiten: dense(Dimensions, Dimensions),
		latent: packed{cols: in.Rank, scales: Floats(in.Scales), bytes: in.Latent},
	}
	if in.Version != spaceVersion || !out.whole(copy(out.whiten.Data, Floats(in.Whiten))) {
		return fmt.Errorf("%w: its parts do not fit together (version %d)", ErrSpace, in.Version)
	}
	*s = out
	return nil
}

// whole tells whether the parts fit together, given how many numbers the
// whitening has.
func (s *Space) whole(whitening int) bool {
	l, p := s.lexicon, s.latent
	if whitening != Dimensions*Dimensions || len(s.mean) != Dimensions || len(l.rarity) > len(l.idf) ||
		p.cols < 0 || p.cols > latentRank || len(p.scales) != len(l.idf) || len(p.bytes) != len(l.idf)*p.cols {
		return false
	}
	for _, i := range l.words {
		if i < 0 || i >= len(l.rarity) {
			return false
		}
	}
	for _, i := range l.buckets {
		if i < 0 || i >= len(l.idf) {
			return false
		}
	}
	return true
}

// FloatBytes gives numbers as bytes, little endian.
func FloatBytes(v []float32) []byte {
	out := make([]byte, 0, 4*len(v))
	for _, x := range v {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
	}
	return out
}

// Floats reads what FloatBytes wrote; a rest of less than a number is dropped.
func Floats(b []byte) []float32 {
	out := make([]float32, len(b)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}
