package topic

import (
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"
	"gonum.org/v1/gonum/blas/blas32"

	"github.com/debrief-dev/debrief/text"
)

// ErrModel says that bytes are not a Model that MarshalBinary wrote, or that it
// was written by a version that reads texts differently: fit again, without it.
var ErrModel = errors.New("not a model of topics")

// modelVersion changes with what the numbers of a model mean. Whoever changes it
// keeps reading the ids, examples and last numbers of the version before: a fit
// that began from nothing would give old ids to other topics, and what people
// decided would fall on those.
const modelVersion = 1

// stored is a Model as it is kept.
type stored struct {
	Version   int             `cbor:"1,keyasint"`
	Space     []byte          `cbor:"2,keyasint"`
	Topics    []Topic         `cbor:"3,keyasint"`
	Themes    []Theme         `cbor:"4,keyasint"`
	Examples  []storedExample `cbor:"5,keyasint"`
	Scales    []byte          `cbor:"6,keyasint"` // float32
	Vectors   []byte          `cbor:"7,keyasint"`
	Centroids []byte          `cbor:"8,keyasint"` // float32
	Fits      float32         `cbor:"9,keyasint"`
	Found     int             `cbor:"10,keyasint"`
	Last      int             `cbor:"11,keyasint"`
	LastTheme int             `cbor:"12,keyasint"`
}

type storedExample struct {
	_     struct{} `cbor:",toarray"`
	ID    string
	Topic int
	Part  int
	Fit   float32
	Fits  bool
}

// MarshalBinary gives the model as bytes, the same for the same model: some
// 400 for a prompt that it keeps, of which there are at most 5,000 and those
// that Grow added.
func (m *Model) MarshalBinary() ([]byte, error) {
	space, err := m.space.MarshalBinary()
	if err != nil {
		return nil, fmt.Errorf("cannot encode topics: %w", err)
	}
	out := stored{
		Version: modelVersion, Space: space, Topics: m.topics, Themes: m.themes,
		Scales: text.FloatBytes(m.vectors.scales), Vectors: m.vectors.bytes, Centroids: text.FloatBytes(m.centroids.Data),
		Fits: m.fits, Found: m.found, Last: m.last, LastTheme: m.lastTheme,
	}
	for _, e := range m.examples {
		out.Examples = append(out.Examples, storedExample{ID: e.id, Topic: e.topic, Part: e.part, Fit: e.fit, Fits: e.fits})
	}
	return cbor.Marshal(out)
}

// UnmarshalBinary reads what MarshalBinary wrote; ErrModel for anything else.
func (m *Model) UnmarshalBinary(data []byte) error {
	var in stored
	if err := cbor.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("%w: %w", ErrModel, err)
	}
	if in.Version != modelVersion {
		return fmt.Errorf("%w: version %d", ErrModel, in.Version)
	}
	out := Model{
		space: &text.Space{}, topics: in.Topics, themes: in.Themes, fits: in.Fits, found: in.Found, last: in.Last, lastTheme: in.LastTheme,
	}
	if err := out.space.UnmarshalBinary(in.Space); err != nil {
		return fmt.Errorf("%w: %w", ErrModel, err)
	}
	size := out.space.Size()
	_, parts := partsOf(in.Topics)
	out.vectors = examples{size: size, scales: text.Floats(in.Scales), bytes: in.Vectors}
	count := len(in.Topics) + parts
	out.centroids = blas32.General{Rows: count, Cols: size, Stride: size, Data: text.Floats(in.Centroids)}
	if len(out.vectors.scales) != len(in.Examples) || len(in.Vectors) != len(in.Examples)*size || len(out.centroids.Data) != count*size {
		return fmt.Errorf("%w: its parts do not fit together", ErrModel)
	}
	if err := out.index(in.Examples); err != nil {
		return err
	}
	*m = out
	return nil
}

// index takes the examples in, which are in the order of their topics.
func (m *Model) index(examples []storedExample) error {
	m.spans = make([]span, len(m.topics))
	before := 0
	for i, e := range examples {
		if e.Topic < before || e.Topic >= len(m.topics) || e.Part < 0 || e.Part >= max(1, len(m.topics[e.Topic].Parts)) {
			return fmt.Errorf("%w: example %d is of no topic", ErrModel, i)
		}
		if s := &m.spans[e.Topic]; s.to == 0 {
			*s = span{i, i + 1}
		} else {
			s.to = i + 1
		}
		before = e.Topic
		m.examples = append(m.examples, example{id: e.ID, topic: e.Topic, part: e.Part, fit: e.Fit, fits: e.Fits})
	}
	return nil
}
