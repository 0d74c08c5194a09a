package text

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"
)

// latent are the rank directions that explain most of the texts: one column
// each, one row a dimension of the texts. It is their truncated singular value
// decomposition, by subspace iteration from random directions that are always
// the same (Halko, Martinsson and Tropp, 2011).
func latent(texts [][]term, dimensions, rank int) blas32.General {
	const (
		spare  = 10 // directions more than asked for, so that the last ones are right too
		rounds = 3
	)
	if rank = min(rank, dimensions, len(texts)); rank <= 0 {
		return dense(dimensions, 0)
	}
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // not a secret
	y := dense(dimensions, min(rank+spare, dimensions, len(texts)))
	for i := range y.Data {
		y.Data[i] = float32(random.NormFloat64())
	}
	x := dense(len(texts), y.Cols)
	for range rounds {
		y = orthonormal(y)
		times(texts, y, x)
		timesTransposed(texts, x, y)
	}
	y = orthonormal(y)
	times(texts, y, x)
	_, columns := eigen(gram(x))
	return product(y, columns, func(int) float64 { return 1 }, min(rank, y.Cols))
}

// times sets x to texts · y.
func times(texts [][]term, y, x blas32.General) {
	for i, terms := range texts {
		to := row(x, i)
		clear(to)
		for _, t := range terms {
			add(to, t.weight, row(y, t.dimension))
		}
	}
}

// timesTransposed sets y to textsᵀ · x.
func timesTransposed(texts [][]term, x, y blas32.General) {
	clear(y.Data)
	for i, terms := range texts {
		for _, t := range terms {
			add(row(y, t.dimension), t.weight, row(x, i))
		}
	}
}

// orthonormal is m with orthonormal columns: m · V · λ^-½ where mᵀm = VλVᵀ.
// Directions without substance become zero.
func orthonormal(m blas32.General) blas32.General {
	values, columns := eigen(gram(m))
	return product(m, columns, func(j int) float64 {
		if values[j] <= 1e-7*values[0] {
			return 0
		}
		return 1 / math.Sqrt(values[j])
	}, m.Cols)
}

// product is m times the first columns, each scaled.
func product(m blas32.General, columns *mat.Dense, scale func(column int) float64, count int) blas32.General {
	by := dense(m.Cols, count)
	for j := range count {
		s := scale(j)
		for i := range m.Cols {
			by.Data[i*by.Stride+j] = float32(s * columns.At(i, j))
		}
	}
	out := dense(m.Rows, count)
	blas32.Gemm(blas.NoTrans, blas.NoTrans, 1, m, by, 0, out)
	return out
}
