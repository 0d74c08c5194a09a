package topic

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

const (
	// neighbourCount is by how many neighbours a vector is drawn.
	neighbourCount = 5
	// pull is what the neighbours weigh together beside the vector itself.
	// Short prompts differ by chance; what they share with their neighbours
	// does not, and it is what topics are made of.
	pull = 3
)

// neighbour is another point and how close it is.
type neighbour struct {
	point      int
	similarity float32
}

// nearest keeps the closest points seen, closest first.
type nearest struct {
	most  int
	found []neighbour
}

func (n *nearest) see(point int, similarity float32) {
	if len(n.found) == n.most && similarity <= n.found[n.most-1].similarity {
		return
	}
	at, _ := slices.BinarySearchFunc(n.found, similarity, func(f neighbour, s float32) int {
		if f.similarity >= s {
			return -1 // among equals the first seen stays first
		}
		return 1
	})
	n.found = slices.Insert(n.found, at, neighbour{point, similarity})
	n.found = n.found[:min(len(n.found), n.most)]
}

// neighbours calls see with the closest other rows of each row of m.
func neighbours(m blas32.General, most int, see func(point int, found []neighbour)) {
	const block = 128 // rows at once: bounds memory, and feeds the multiplication
	products := make([]float32, min(block, m.Rows)*m.Rows)
	for from := 0; from < m.Rows; from += block {
		part := rows(m, from, min(block, m.Rows-from))
		s := blas32.General{Rows: part.Rows, Cols: m.Rows, Stride: m.Rows, Data: products}
		blas32.Gemm(blas.NoTrans, blas.Trans, 1, part, m, 0, s)
		for i := range part.Rows {
			n := nearest{most: most}
			for j, similarity := range row(s, i) {
				if j != from+i {
					n.see(j, similarity)
				}
			}
			see(from+i, n.found)
		}
	}
}

// drawn are the rows of m, each drawn towards its neighbours, and how close
// these are.
func drawn(m blas32.General) (out blas32.General, fits []float32) {
	out, fits = dense(m.Rows, m.Cols), make([]float32, m.Rows)
	neighbours(m, neighbourCount, func(i int, found []neighbour) {
		draw(row(out, i), row(m, i), found, func(to []float32, weight float32, point int) { add(to, weight, row(m, point)) })
		fits[i] = witnessed(found)
	})
	return out, fits
}

// witnessed is how close the closest neighbours are, in the mean.
func witnessed(found []neighbour) (fit float32) {
	for _, n := range found[:min(witnesses, len(found))] {
		fit += n.similarity / witnesses
	}
	return fit
}

// draw makes of from a vector that is drawn towards its neighbours, the more the
// closer they are.
func draw(to, from []float32, found []neighbour, add func(to []float32, weight float32, point int)) {
	copy(to, from)
	for _, n := range found {
		if n.similarity > 0 {
			add(to, pull*n.similarity/neighbourCount, n.point)
		}
	}
	lengthen(to)
}

// bySize orders groups: the heaviest first, then the one with the first member.
func (p *points) bySize(groups [][]int) {
	slices.SortFunc(groups, func(a, b []int) int {
		return cmp.Or(cmp.Compare(p.weigh(b), p.weigh(a)), cmp.Compare(a[0], b[0]))
	})
}
