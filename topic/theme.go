package topic

import (
	"cmp"
	"maps"
	"slices"
)

// themes groups the topics, and gives each group the identity of the old theme
// that it shares most with.
func (f *fitting) themes() {
	groups := make([][]int, len(f.groups))
	weights := make([]float32, len(f.groups))
	for i := range f.groups {
		groups[i] = f.groups[i].members
		weights[i] = f.weigh(groups[i])
	}
	c := centroids(f.near, f.weights, groups)
	for _, topics := range f.ordered(cut(c.Rows, tree(c, weights), themeCut)) {
		id := f.oldTheme(topics)
		if id == "" {
			f.model.lastTheme++
			id = numbered("g", f.model.lastTheme)
		}
		f.model.themes = append(f.model.themes, Theme{ID: id})
		for _, t := range topics {
			f.groups[t].topic.Theme = id
		}
	}
	slices.SortFunc(f.model.themes, func(a, b Theme) int { return cmp.Compare(number(a.ID), number(b.ID)) })
}

// ordered puts groups of topics in order: the heaviest first.
func (f *fitting) ordered(themes [][]int) [][]int {
	weight := func(topics []int) (sum float32) {
		for _, t := range topics {
			sum += f.weigh(f.groups[t].members)
		}
		return sum
	}
	slices.SortFunc(themes, func(a, b []int) int { return cmp.Or(cmp.Compare(weight(b), weight(a)), cmp.Compare(a[0], b[0])) })
	return themes
}

// oldTheme is the theme that most of the topics were in, by weight, unless it
// has been given already.
func (f *fitting) oldTheme(topics []int) ID {
	in := make(map[ID]float32)
	for _, t := range topics {
		if old := f.groups[t].topic.Theme; old != "" {
			in[old] += f.weigh(f.groups[t].members)
		}
	}
	for _, id := range slices.SortedFunc(maps.Keys(in), func(a, b ID) int {
		return cmp.Or(cmp.Compare(in[b], in[a]), cmp.Compare(number(a), number(b)))
	}) {
		if !slices.ContainsFunc(f.model.themes, func(t Theme) bool { return t.ID == id }) {
			return id
		}
	}
	return ""
}

// join puts the topics from one on into the theme of the topic closest to
// them.
func (m *Model) join(from int) {
	for t := from; t < len(m.topics); t++ {
		products := multiply(rows(m.centroids, 0, from), row(m.centroids, t))
		m.topics[t].Theme = m.topics[greatest(products)].Theme
	}
}
