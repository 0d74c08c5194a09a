package topic

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"github.com/debrief-dev/debrief/text"
)

const (
	// considered is with how many topics' examples a prompt is compared.
	considered = 8
	// witnesses is how many of a topic's examples say whether a prompt fits.
	witnesses = 2
)

// Assign says what a prompt is about. A prompt that the model was made of is
// judged by the others. It costs some fifty microseconds.
func (m *Model) Assign(p Prompt) Assignment {
	if len(m.topics) == 0 {
		return Assignment{}
	}
	v := m.space.Vector(text.Words(p.Text))
	if dot(v, v) == 0 {
		return Assignment{}
	}
	a := m.assign(v, p.ID)
	return m.answer(a)
}

func (m *Model) answer(e example) Assignment {
	t := m.topics[e.topic]
	out := Assignment{Nearest: t.ID, Fit: float64(e.fit)}
	if len(t.Parts) > 0 {
		out.Part = t.Parts[e.part].ID
	}
	if e.fits {
		out.Topic = t.ID
	}
	return out
}

// assign places a vector, leaving the example of that id out.
func (m *Model) assign(v []float32, id string) example {
	near, by := m.compare(v, id)
	topics := len(m.topics)
	drawnTo := make([]float32, len(v))
	draw(drawnTo, v, near.found, m.vectors.addTo)
	products := multiply(m.centroids, drawnTo)
	out := example{id: id, topic: greatest(products[:topics])}
	if n := len(m.topics[out.topic].Parts); n > 0 {
		first, _ := partsOf(m.topics[:out.topic+1])
		from := topics + first[out.topic]
		out.part = greatest(products[from : from+n])
	}
	for _, n := range by[out.topic] {
		out.fit += n.similarity / witnesses
	}
	out.fits = out.fit >= m.fits
	return out
}

// compare looks at the examples of the topics that come closest. It returns
// the closest of all, and of each topic.
func (m *Model) compare(v []float32, id string) (near nearest, by map[int][]neighbour) {
	products := multiply(m.centroids, v)[:len(m.topics)]
	order := make([]int, len(products))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(products[b], products[a]), cmp.Compare(a, b)) })
	near, by = nearest{most: neighbourCount}, make(map[int][]neighbour, considered)
	for _, t := range order[:min(considered, len(order))] {
		own := nearest{most: witnesses}
		for i := m.spans[t].from; i < m.spans[t].to; i++ {
			if e := &m.examples[i]; e.fits && e.id != id {
				similarity := m.vectors.dot(i, v)
				near.see(i, similarity)
				own.see(i, similarity)
			}
		}
		by[t] = own.found
	}
	return near, by
}

func multiply(m blas32.General, v []float32) []float32 {
	out := make([]float32, m.Rows)
	blas32.Gemv(blas.NoTrans, 1, m, vector(v), 0, vector(out))
	return out
}
