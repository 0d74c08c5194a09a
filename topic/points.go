package topic

import (
	"cmp"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"
	"gonum.org/v1/gonum/blas/blas32"

	"github.com/debrief-dev/debrief/text"
)

// points are distinct prompts that stand for all.
type points struct {
	ids     []string
	words   [][]string
	weights []float32 // how many prompts say the same
	vectors blas32.General
	near    blas32.General // vectors drawn towards their neighbours
	fits    []float32      // how close the closest witnesses are
}

const (
	// spaceMost is how many distinct prompts a space is learnt from.
	spaceMost = 20_000
	// pointsMost is how many are compared with one another: time and memory
	// grow with its square.
	pointsMost = 5_000
)

// distinct are the prompts that say different things, in an order that depends
// on their ids alone, so that a later choice of the first holds most of an
// earlier one. Those that say nothing are left out.
func distinct(prompts []Prompt) *points {
	type said struct {
		id    string
		order uint64
		words []string
		count float32
	}
	by := make(map[string]int, len(prompts))
	var all []said
	for _, p := range prompts {
		words := text.Words(p.Text)
		if !says(words) {
			continue
		}
		key, order := strings.Join(words, " "), xxh3.HashString(p.ID)
		i, again := by[key]
		if !again {
			by[key] = len(all)
			all = append(all, said{p.ID, order, words, 1})
			continue
		}
		s := &all[i]
		s.count++
		if cmp.Or(cmp.Compare(order, s.order), cmp.Compare(p.ID, s.id)) < 0 {
			s.id, s.order = p.ID, order
		}
	}
	slices.SortFunc(all, func(a, b said) int { return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.id, b.id)) })
	out := &points{}
	for _, s := range all {
		out.ids, out.words, out.weights = append(out.ids, s.id), append(out.words, s.words), append(out.weights, s.count)
	}
	return out
}

func (p *points) len() int { return len(p.ids) }

// first are the first n points.
func (p *points) first(n int) *points {
	n = min(n, p.len())
	return &points{ids: p.ids[:n], words: p.words[:n], weights: p.weights[:n]}
}

// place gives the points their vectors in a space.
func (p *points) place(space *text.Space) {
	p.vectors = dense(p.len(), space.Size())
	for i, words := range p.words {
		copy(row(p.vectors, i), space.Vector(words))
	}
	p.near, p.fits = drawn(p.vectors)
}

func (p *points) weigh(group []int) (sum float32) {
	for _, i := range group {
		sum += p.weights[i]
	}
	return sum
}

// centroids are the directions of groups of rows.
func centroids(m blas32.General, weights []float32, groups [][]int) blas32.General {
	out := dense(len(groups), m.Cols)
	for g, members := range groups {
		for _, i := range members {
			add(row(out, g), weights[i], row(m, i))
		}
		lengthen(row(out, g))
	}
	return out
}
