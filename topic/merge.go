package topic

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

// merged is one step of a tree: groups a and b, which become one, were so
// alike. Rows are groups 0 to n-1; step i makes group n+i.
type merged struct {
	a, b       int
	similarity float32
}

// tree merges unit vectors until one group is left, always two that are closest
// to each other by the mean similarity of their members (UPGMA, by chains of
// nearest neighbours). That mean is the product of the groups' mean vectors, so
// that no table of pairs is needed. Time grows with the square of the rows.
func tree(m blas32.General, weights []float32) []merged {
	t := &growing{
		means: blas32.General{Rows: m.Rows, Cols: m.Cols, Stride: m.Stride, Data: slices.Clone(m.Data)},
		group: make([]int, m.Rows), slot: make(map[int]int, m.Rows), next: m.Rows,
		weights: slices.Clone(weights), products: make([]float32, m.Rows),
	}
	for i := range t.group {
		t.group[i], t.slot[i] = i, i
	}
	var steps []merged
	var chain []int
	for len(t.group) > 1 {
		if len(chain) == 0 {
			chain = append(chain, t.group[0])
		}
		last, before := chain[len(chain)-1], -1
		if len(chain) > 1 {
			before = chain[len(chain)-2]
		}
		closest, similarity := t.closest(last, before)
		if closest != before {
			chain = append(chain, closest)
			continue
		}
		chain = chain[:len(chain)-2]
		steps = append(steps, merged{before, last, similarity})
		t.merge(before, last)
	}
	return steps
}

// growing is a tree as far as it is.
type growing struct {
	means    blas32.General // of the groups that are left, packed
	weights  []float32      // by slot
	group    []int          // by slot
	slot     map[int]int    // by group
	next     int            // the number of the next group
	products []float32
}

// closest is the group that is most like this one; of equals it is before, so
// that a chain ends.
func (t *growing) closest(group, before int) (closest int, similarity float32) {
	at := t.slot[group]
	products := t.products[:len(t.group)]
	blas32.Gemv(blas.NoTrans, 1, rows(t.means, 0, len(t.group)), vector(row(t.means, at)), 0, vector(products))
	closest, similarity = before, float32(math.Inf(-1))
	if before >= 0 {
		similarity = products[t.slot[before]]
	}
	for slot, p := range products {
		if slot != at && p > similarity {
			closest, similarity = t.group[slot], p
		}
	}
	return closest, similarity
}

func (t *growing) merge(a, b int) {
	into, gone, last := t.slot[a], t.slot[b], len(t.group)-1
	share := t.weights[into] / (t.weights[into] + t.weights[gone])
	mean := row(t.means, into)
	blas32.Scal(share, vector(mean))
	add(mean, 1-share, row(t.means, gone))
	t.weights[into] += t.weights[gone]
	t.group[into] = t.next
	delete(t.slot, a)
	delete(t.slot, b)
	t.slot[t.next] = into
	t.next++
	if gone != last {
		t.group[gone], t.weights[gone] = t.group[last], t.weights[last]
		t.slot[t.group[gone]] = gone
		copy(row(t.means, gone), row(t.means, last))
	}
	t.group = t.group[:last]
}

// cut are the groups of rows that steps make which are at least so alike.
func cut(count int, steps []merged, least float32) [][]int {
	parent := make([]int, count+len(steps))
	for i := range parent {
		parent[i] = i
	}
	for i, s := range steps {
		if s.similarity >= least {
			parent[s.a], parent[s.b] = count+i, count+i
		}
	}
	number := make(map[int]int)
	var groups [][]int
	for i := range count {
		root := i
		for parent[root] != root {
			root = parent[root]
		}
		g, ok := number[root]
		if !ok {
			g = len(groups)
			number[root] = g
			groups = append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	return groups
}
