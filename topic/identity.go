package topic

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// overlapLeast is how much of an old and a new topic together must be in both
// for the new one to be the old one.
const overlapLeast = 0.3

func numbered(letter string, n int) ID { return ID(letter + strconv.Itoa(n)) }

// number is what numbered was given; 0 for another id.
func number(id ID) int {
	n, err := strconv.Atoi(strings.TrimLeft(string(id), "tg"))
	if err != nil {
		return 0
	}
	return n
}

// carry makes topics that keep the identity of the previous model's. Unless
// they are found anew, its topics stay what they are, and new ones come from
// the prompts that fit none. Found anew, those to keep stay, and of the others
// each new topic takes the id of the old one it shares most with.
func (f *fitting) carry(previous *Model, kept []ID, anew bool) {
	labels := f.labels(previous)
	held, free := make([][]int, len(previous.topics)), []int(nil)
	for i, l := range labels {
		switch stays := !anew || slices.Contains(kept, previous.topics[max(l.topic, 0)].ID); {
		case l.topic >= 0 && l.fits && stays:
			held[l.topic] = append(held[l.topic], i)
		default:
			free = append(free, i)
		}
	}
	if anew {
		f.find(free)
		f.inherit(previous, labels)
	} else {
		free = f.emerge(free, f.outside(slices.Concat(held...)))
	}
	if len(f.groups) == 0 || !anew {
		for _, i := range free {
			if l := labels[i]; l.topic >= 0 {
				held[l.topic] = append(held[l.topic], i)
			}
		}
	}
	for t, members := range held {
		if len(members) > 0 {
			f.hold(previous.topics[t], members, labels)
		}
	}
}

// outside tells how close points are to the closest of some.
func (f *fitting) outside(these []int) func(point int) float32 {
	return func(point int) float32 {
		near := nearest{most: witnesses}
		for _, i := range these {
			near.see(i, dot(row(f.vectors, point), row(f.vectors, i)))
		}
		return witnessed(near.found)
	}
}

// labels are what the previous model says of the points: topic -1 where it has
// nothing to say.
func (f *fitting) labels(previous *Model) []example {
	known := make(map[string]example, len(previous.examples))
	for _, e := range previous.examples {
		known[e.id] = e
	}
	out := make([]example, f.len())
	for i, id := range f.ids {
		e, ok := known[id]
		if !ok {
			e = example{topic: -1}
			if v := previous.space.Vector(f.words[i]); dot(v, v) > 0 {
				e = previous.assign(v, id)
			}
		}
		out[i] = e
	}
	return out
}

// hold makes an old topic one of the new, with its parts.
func (f *fitting) hold(t Topic, members []int, labels []example) {
	g := founded{topic: t, members: members}
	if len(t.Parts) > 0 {
		parts := make([][]int, len(t.Parts))
		for _, i := range members {
			parts[labels[i].part] = append(parts[labels[i].part], i)
		}
		g.topic.Parts = nil
		for k, part := range parts {
			if len(part) > 0 {
				g.topic.Parts = append(g.topic.Parts, t.Parts[k])
				g.parts = append(g.parts, part)
			}
		}
	}
	f.groups = append(f.groups, g)
}

// inherit gives the new topics the ids of the old ones, those that share most
// first. Each is given once.
func (f *fitting) inherit(previous *Model, labels []example) {
	type pair struct{ old, young int }
	shared := make(map[pair]float32)
	olds, youngs := make([]float32, len(previous.topics)), make([]float32, len(f.groups))
	for g := range f.groups {
		for _, i := range f.groups[g].members {
			youngs[g] += f.weights[i]
			if l := labels[i]; l.topic >= 0 {
				olds[l.topic] += f.weights[i]
				shared[pair{l.topic, g}] += f.weights[i]
			}
		}
	}
	overlap := func(p pair) float32 { return shared[p] / (olds[p.old] + youngs[p.young] - shared[p]) }
	pairs := slices.SortedFunc(maps.Keys(shared), func(a, b pair) int {
		return cmp.Or(cmp.Compare(overlap(b), overlap(a)), cmp.Compare(a.old, b.old), cmp.Compare(a.young, b.young))
	})
	given := make(map[int]bool)
	for _, p := range pairs {
		t := &f.groups[p.young].topic
		if t.ID == "" && !given[p.old] && overlap(p) >= overlapLeast {
			given[p.old] = true
			*t = Topic{ID: previous.topics[p.old].ID, Theme: previous.topics[p.old].Theme, Name: previous.topics[p.old].Name}
		}
	}
}

// divide finds the parts of a topic that has none.
func (f *fitting) divide(g *founded) {
	if g.parts != nil {
		return
	}
	if g.parts = f.parts(g.members, f.size); len(g.parts) < 2 {
		return
	}
	for k := range g.parts {
		g.topic.Parts = append(g.topic.Parts, Part{ID: ID(fmt.Sprintf("%s.%d", g.topic.ID, k+1))})
	}
}
