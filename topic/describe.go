package topic

import (
	"fmt"
	"slices"
	"strings"
)

// names are those that are taken.
func (m *Model) names() map[string]bool {
	taken := make(map[string]bool)
	for i := range m.topics {
		taken[m.topics[i].Name] = true
	}
	return taken
}

// describe gives terms, a name and a typical prompt to the topics and their
// parts. A topic that has a name keeps it. Rest are points that are in no
// group: words that these use too tell less.
func (f *fitting) describe(taken map[string]bool, rest []int) {
	groups := make([][]int, 0, len(f.groups)+1)
	for i := range f.groups {
		groups = append(groups, f.groups[i].members)
		taken[f.groups[i].topic.Name] = true
	}
	c := f.corpus(append(groups, rest))
	typical := f.typical(groups)
	for i := range f.groups {
		g := &f.groups[i]
		t := &g.topic
		t.Terms, t.Typical = c.terms(i), typical[i]
		if t.Name == "" {
			t.Name = c.name(i, t.ID, taken)
		}
		f.describeParts(g)
	}
}

// describeParts does so within a topic: what all its parts say tells nothing.
func (f *fitting) describeParts(g *founded) {
	if len(g.topic.Parts) == 0 {
		return
	}
	c, typical, taken := f.corpus(g.parts), f.typical(g.parts), map[string]bool{g.topic.Name: true}
	for k := range g.topic.Parts {
		part := &g.topic.Parts[k]
		part.Typical = typical[k]
		if part.Name == "" {
			part.Name = c.name(k, part.ID, taken)
		}
	}
}

// describeThemes names the themes by what tells them apart.
func (f *fitting) describeThemes() {
	members := make([][]int, len(f.model.themes))
	for k := range f.model.themes {
		for i := range f.groups {
			if f.groups[i].topic.Theme == f.model.themes[k].ID {
				members[k] = append(members[k], f.groups[i].members...)
			}
		}
	}
	c, taken := f.corpus(members), make(map[string]bool)
	for k := range f.model.themes {
		f.model.themes[k].Name = c.name(k, f.model.themes[k].ID, taken)
	}
}

// pairShare is how often a word must be said in a pair for the pair to stand for
// it in a name.
const pairShare = 0.4

// name makes a name of a group's first terms, as many as make it different. A
// word and a pair that holds it say it once: the pair, if that is usual.
func (c *corpus) name(group int, id ID, taken map[string]bool) string {
	terms, counts := c.terms(group), c.groups[group]
	var chosen []string
	words := 0
	for _, term := range terms {
		if words >= nameWords && !taken[strings.Join(chosen, ", ")] {
			break
		}
		word := slices.IndexFunc(chosen, func(w string) bool { return slices.Contains(strings.Fields(term), w) })
		switch {
		case word < 0:
			chosen = append(chosen, term)
			words += len(strings.Fields(term))
		case counts[term] >= pairShare*counts[chosen[word]]:
			chosen[word] = term
			words++
		}
	}
	if words == 1 && len(terms) > 2 { // all terms hold one word: it is the rest that tells
		chosen = terms[1:3]
	}
	name := strings.Join(chosen, ", ")
	switch {
	case name == "":
		name = string(id)
	case taken[name]:
		name = fmt.Sprintf("%s (%s)", name, id)
	}
	taken[name] = true
	return name
}

// typical is the prompt of each group that is closest to all, of those that
// are as close the shortest.
func (f *fitting) typical(groups [][]int) []string {
	const much = 12 // words: longer prompts are hard to take in
	c := centroids(f.vectors, f.weights, groups)
	out := make([]string, len(groups))
	for g, members := range groups {
		best := float32(-2)
		for _, i := range members {
			s := dot(row(c, g), row(f.vectors, i)) - 0.02*float32(max(0, len(f.words[i])-much))
			if s > best {
				best, out[g] = s, f.ids[i]
			}
		}
	}
	return out
}
