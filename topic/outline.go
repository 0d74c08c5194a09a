package topic

import (
	"cmp"
	"slices"
)

// Outline is the model without what it takes to place prompts: small enough to
// be kept for showing.
func (m *Model) Outline() *Model {
	return &Model{topics: m.topics, themes: m.themes, examples: m.examples, spans: m.spans}
}

// Closest are the ids of the prompts that are closest to others of a topic, or
// of a part: up to n, closest first.
func (m *Model) Closest(id ID, n int) []string {
	t := slices.IndexFunc(m.topics, func(t Topic) bool { return t.ID == whole(id) })
	if t < 0 {
		return nil
	}
	part := slices.IndexFunc(m.topics[t].Parts, func(p Part) bool { return p.ID == id })
	var of []example
	for _, e := range m.examples[m.spans[t].from:m.spans[t].to] {
		if e.fits && (part < 0 || e.part == part) {
			of = append(of, e)
		}
	}
	slices.SortFunc(of, func(a, b example) int { return cmp.Or(cmp.Compare(b.fit, a.fit), cmp.Compare(a.id, b.id)) })
	ids := make([]string, min(n, len(of)))
	for i := range ids {
		ids[i] = of[i].id
	}
	return ids
}
