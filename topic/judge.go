package topic

import "slices"

// judge says of every example how well it fits among the others, and pools
// those that are furthest.
func (m *Model) judge() {
	v := make([]float32, m.vectors.size)
	fits := make([]float32, 0, len(m.examples))
	for i := range m.examples {
		e := &m.examples[i]
		own := nearest{most: witnesses}
		clear(v)
		m.vectors.addTo(v, 1, i)
		for j := m.spans[e.topic].from; j < m.spans[e.topic].to; j++ {
			if j != i {
				own.see(j, m.vectors.dot(j, v))
			}
		}
		e.fit = 0
		for _, n := range own.found {
			e.fit += n.similarity / witnesses
		}
		fits = append(fits, e.fit)
	}
	slices.Sort(fits)
	m.fits = fits[int(pooled*float64(len(fits)))]
	for i := range m.examples {
		m.examples[i].fits = m.examples[i].fit >= m.fits
	}
}
