package topic

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"github.com/debrief-dev/debrief/text"
)

const (
	// considered is with how many topics' examples a prompt is compared.
	considered = 8
	// witnesses is how many of the closest examples say whether a prompt fits.
	witnesses = 2
)

// Assign says what a prompt is about. A prompt that the model was made of is
// judged by the others. It costs some fifty microseconds.
func (m *Model) Assign(p Prompt) Assignment {
	if len(m.topics) == 0 {
		return Assignment{}
	}
	words := text.Words(p.Text)
	v := m.space.Vector(words)
	if dot(v, v) == 0 {
		return Assignment{}
	}
	a := m.assign(v, p.ID)
	a.fits = a.fits && says(words)
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
	near := m.compare(v, id)
	drawnTo := make([]float32, len(v))
	draw(drawnTo, v, near, m.vectors.addTo)
	products := multiply(m.centroids, drawnTo)
	topics := len(m.topics)
	out := example{id: id, topic: greatest(products[:topics]), fit: witnessed(near)}
	if n := len(m.topics[out.topic].Parts); n > 0 {
		first, _ := partsOf(m.topics[:out.topic+1])
		from := topics + first[out.topic]
		out.part = greatest(products[from : from+n])
	}
	out.fits = out.fit >= m.fits
	return out
}

// compare finds the closest examples among those of the topics that come
// closest.
func (m *Model) compare(v []float32, id string) []neighbour {
	products := multiply(m.centroids, v)[:len(m.topics)]
	closest := nearest{most: considered}
	for t, p := range products {
		closest.see(t, p)
	}
	near := nearest{most: neighbourCount}
	for _, c := range closest.found {
		for i := m.spans[c.point].from; i < m.spans[c.point].to; i++ {
			if e := &m.examples[i]; e.fits && e.id != id {
				near.see(i, m.vectors.dot(i, v))
			}
		}
	}
	return near.found
}

func multiply(m blas32.General, v []float32) []float32 {
	out := make([]float32, m.Rows)
	blas32.Gemv(blas.NoTrans, 1, m, vector(v), 0, vector(out))
	return out
}
