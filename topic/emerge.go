package topic

import "slices"

const (
	// emergingCut is how alike prompts that fit nowhere must be to make a topic.
	// It is stricter than topicCut: they are what is left over.
	emergingCut = 0.42
	// emergingLeast is how many it takes.
	emergingLeast = 8
	// apartLeast is by how much they are closer to one another than to others.
	apartLeast = 0.11
	// poolMost is how many pooled prompts are looked at, the last ones.
	poolMost = 2_000
)

// emerge makes topics of points that fit none, given how well they fit those
// there are, and returns the rest. It takes enough that are closer to one
// another than to any of those: the outskirts of a topic are not.
func (f *fitting) emerge(pool []int, elsewhere func(point int) float32) []int {
	rest := slices.Clone(pool)
	if len(pool) < emergingLeast {
		return rest
	}
	m, weights := f.chosen(pool)
	groups := cut(m.Rows, tree(m, weights), emergingCut)
	f.bySize(groups)
	for _, g := range groups {
		for k, i := range g {
			g[k] = pool[i]
		}
		if f.apart(g, elsewhere) >= emergingLeast {
			f.groups = append(f.groups, founded{members: g})
			rest = slices.DeleteFunc(rest, func(i int) bool { return slices.Contains(g, i) })
		}
	}
	return rest
}

// apart counts the points of a group that are closer to others of it than to
// what there is elsewhere.
func (f *fitting) apart(group []int, elsewhere func(point int) float32) (count int) {
	if len(group) < emergingLeast {
		return 0
	}
	for _, i := range group {
		near := nearest{most: witnesses}
		for _, j := range group {
			if j != i {
				near.see(j, dot(row(f.vectors, i), row(f.vectors, j)))
			}
		}
		if witnessed(near.found) > elsewhere(i)+apartLeast {
			count++
		}
	}
	return count
}

// Grow makes topics of pooled prompts (those whose Assignment has no Topic)
// that are about the same, eight or more. It returns the model with them and
// their ids; the model itself, and none, if there are not. What was there stays
// as it is. Of many prompts it looks at the last 2,000: about a second.
func (m *Model) Grow(pool []Prompt) (*Model, []ID) {
	p := distinct(pool[max(0, len(pool)-poolMost):])
	if p.len() < emergingLeast || len(m.topics) == 0 {
		return m, nil
	}
	p.place(m.space)
	out := *m
	f := &fitting{points: p, model: &out, size: emergingLeast}
	rest := f.emerge(f.every(), func(i int) float32 { return m.assign(row(p.vectors, i), p.ids[i]).fit })
	if len(f.groups) == 0 {
		return m, nil
	}
	f.identify()
	for i := range f.groups {
		f.groups[i].parts = [][]int{f.groups[i].members}
	}
	f.describe(m.names(), rest)
	return &out, out.graft(f)
}

// graft adds new topics behind the others.
func (m *Model) graft(f *fitting) (ids []ID) {
	topics := len(m.topics)
	groups := make([][]int, len(f.groups))
	m.topics, m.spans = slices.Clone(m.topics), slices.Clone(m.spans)
	m.examples, m.vectors.scales, m.vectors.bytes = slices.Clone(m.examples), slices.Clone(m.vectors.scales), slices.Clone(m.vectors.bytes)
	for k := range f.groups {
		g := &f.groups[k]
		ids, groups[k] = append(ids, g.topic.ID), g.members
		from := len(m.examples)
		for _, i := range g.members {
			m.examples = append(m.examples, example{id: f.ids[i], topic: topics + k, fit: m.fits, fits: true})
			m.vectors.append(row(f.vectors, i))
		}
		m.topics, m.spans = append(m.topics, g.topic), append(m.spans, span{from, len(m.examples)})
	}
	added := centroids(f.near, f.weights, groups)
	all := dense(m.centroids.Rows+added.Rows, m.centroids.Cols)
	n := copy(all.Data, m.centroids.Data[:topics*m.centroids.Stride])
	n += copy(all.Data[n:], added.Data)
	copy(all.Data[n:], m.centroids.Data[topics*m.centroids.Stride:])
	m.centroids = all
	m.themes = slices.Clone(m.themes)
	m.join(topics)
	return ids
}
