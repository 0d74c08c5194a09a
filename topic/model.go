package topic

import (
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"github.com/debrief-dev/debrief/text"
)

// Model is the topics of a project. It does not change and may be used by
// several goroutines; it holds no text but words that several prompts share.
type Model struct {
	space  *text.Space
	topics []Topic
	themes []Theme

	examples  []example // distinct prompts, by topic and part
	spans     []span    // of each topic's examples
	vectors   examples
	centroids blas32.General // of topics, then of parts in their order
	fits      float32        // what an Assignment's Fit must reach
	found     int            // how many distinct prompts there were when topics were last found anew
	last      int            // number of the youngest topic
	lastTheme int
}

// example is a prompt that shows what a topic is.
type example struct {
	id    string
	topic int // in topics
	part  int // in the topic's parts
	fit   float32
	fits  bool // else it is pooled, and shows nothing
}

// span is a range of examples.
type span struct{ from, to int }

// examples are vectors as signed bytes with a scale each.
type examples struct {
	size   int
	scales []float32
	bytes  []byte
}

func (e *examples) append(v []float32) {
	at := len(e.bytes)
	e.bytes = slices.Grow(e.bytes, e.size)[:at+e.size]
	e.scales = append(e.scales, text.PackVector(v, e.bytes[at:]))
}

// dot is the product of a vector and an example's.
func (e *examples) dot(i int, v []float32) float32 {
	b := e.bytes[i*e.size : i*e.size+len(v)]
	var s0, s1, s2, s3 float32
	for len(v) >= 4 && len(b) >= 4 {
		s0 += v[0] * signed(b[0])
		s1 += v[1] * signed(b[1])
		s2 += v[2] * signed(b[2])
		s3 += v[3] * signed(b[3])
		v, b = v[4:], b[4:]
	}
	for k, x := range v {
		s0 += x * signed(b[k])
	}
	return (s0 + s1 + s2 + s3) * e.scales[i]
}

// addTo adds an example's vector, weighted.
func (e *examples) addTo(to []float32, weight float32, i int) {
	weight *= e.scales[i]
	for k, b := range e.bytes[i*e.size : (i+1)*e.size] {
		to[k] += weight * signed(b)
	}
}

// signed is a byte's number.
func signed(b byte) float32 { return float32(int8(b)) } //nolint:gosec // it was written as a signed number

// Topics are the topics, in the order in which they came to be.
func (m *Model) Topics() []Topic { return slices.Clone(m.topics) }

// Themes are the groups of topics.
func (m *Model) Themes() []Theme { return slices.Clone(m.themes) }

// Vector is where a text lies in the project's space, for comparing texts by
// meaning: see text.Space.
func (m *Model) Vector(words []string) []float32 { return m.space.Vector(words) }

// partsOf is the number of each topic's first part among the parts of all, and
// how many these are.
func partsOf(topics []Topic) (first []int, count int) {
	for i := range topics {
		first = append(first, count)
		count += len(topics[i].Parts)
	}
	return first, count
}
