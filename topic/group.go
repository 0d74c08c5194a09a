package topic

import (
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

const (
	// topicCut is how alike the prompts of a topic are, in the mean.
	topicCut = 0.33
	// partCut, of a part of a topic.
	partCut = 0.45
	// themeCut, of the topics of a theme.
	themeCut = 0.12
	// refinements are how often points then go to the closest topic.
	refinements = 2
)

// leastSize is how many prompts make a topic.
func leastSize(prompts int) float32 {
	return float32(min(max(3, prompts/50), 6))
}

// group divides the points among groups of at least so many prompts: those
// that the tree has at the cut; the other points go to the closest.
func (p *points) group(members []int, least, size float32) [][]int {
	m, weights := p.chosen(members)
	groups := cut(m.Rows, tree(m, weights), least)
	inner := &points{weights: weights, near: m}
	groups = slices.DeleteFunc(groups, func(g []int) bool { return inner.weigh(g) < size })
	for range 1 + refinements {
		groups = inner.gather(groups)
	}
	inner.bySize(groups)
	for _, g := range groups {
		for k, i := range g {
			g[k] = members[i]
		}
	}
	return groups
}

// chosen are the vectors and weights of some points.
func (p *points) chosen(members []int) (blas32.General, []float32) {
	m, weights := dense(len(members), p.near.Cols), make([]float32, len(members))
	for k, i := range members {
		copy(row(m, k), row(p.near, i))
		weights[k] = p.weights[i]
	}
	return m, weights
}

// gather puts every point into the group whose centroid is closest. Groups that
// are left without points are gone.
func (p *points) gather(groups [][]int) [][]int {
	if len(groups) == 0 {
		return nil
	}
	to := closest(p.near, centroids(p.near, p.weights, groups))
	out := make([][]int, len(groups))
	for i, g := range to {
		out[g] = append(out[g], i)
	}
	return slices.DeleteFunc(out, func(g []int) bool { return len(g) == 0 })
}

// closest is the row of to that is most like each row of m.
func closest(m, to blas32.General) []int {
	const block = 256
	out := make([]int, m.Rows)
	products := make([]float32, min(block, m.Rows)*to.Rows)
	for from := 0; from < m.Rows; from += block {
		part := rows(m, from, min(block, m.Rows-from))
		s := blas32.General{Rows: part.Rows, Cols: to.Rows, Stride: to.Rows, Data: products}
		blas32.Gemm(blas.NoTrans, blas.Trans, 1, part, to, 0, s)
		for i := range part.Rows {
			out[from+i] = greatest(row(s, i))
		}
	}
	return out
}

// greatest is the place of the greatest number, the first of equals.
func greatest(v []float32) (at int) {
	for i, x := range v {
		if x > v[at] {
			at = i
		}
	}
	return at
}

// parts divides a topic, if it is made of several things.
func (p *points) parts(members []int, size float32) [][]int {
	if p.weigh(members) < 2*size {
		return [][]int{members}
	}
	groups := p.group(members, partCut, size)
	if len(groups) < 2 {
		return [][]int{members}
	}
	return groups
}
