package text

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"
)

// dense is a matrix of zeros, by rows.
func dense(rows, cols int) blas32.General {
	return blas32.General{Rows: rows, Cols: cols, Stride: max(cols, 1), Data: make([]float32, rows*cols)}
}

func row(m blas32.General, i int) []float32 { return m.Data[i*m.Stride : i*m.Stride+m.Cols] }

func vector(v []float32) blas32.Vector { return blas32.Vector{N: len(v), Inc: 1, Data: v} }

// add adds from, weighted, to a vector.
func add(to []float32, weight float32, from []float32) {
	blas32.Axpy(weight, vector(from), vector(to))
}

// lengthen scales a vector to a length; one of zeros stays.
func lengthen(v []float32, length float32) {
	if is := lengthOf(v); is > 0 {
		blas32.Scal(length/is, vector(v))
	}
}

func lengthOf(v []float32) float32 { return blas32.Nrm2(vector(v)) }

func dot(a, b []float32) float32 { return blas32.Dot(vector(a), vector(b)) }

// gram is mᵀm.
func gram(m blas32.General) *mat.SymDense {
	g := dense(m.Cols, m.Cols)
	blas32.Gemm(blas.Trans, blas.NoTrans, 1, m, m, 0, g)
	s := mat.NewSymDense(m.Cols, nil)
	for i := range m.Cols {
		for j := i; j < m.Cols; j++ {
			s.SetSym(i, j, float64(g.Data[i*g.Stride+j]))
		}
	}
	return s
}

// eigen is the eigenvalues of a symmetric matrix, largest first, with their
// vectors as columns; zeros for a matrix that has none (it holds no numbers).
func eigen(s *mat.SymDense) (values []float64, columns *mat.Dense) {
	n := s.SymmetricDim()
	values, columns = make([]float64, n), mat.NewDense(n, n, nil)
	var e mat.EigenSym
	if !e.Factorize(s, true) {
		return values, columns
	}
	rising := e.Values(nil)
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	for j := range n {
		values[j] = max(0, rising[n-1-j])
		for i := range n {
			columns.Set(i, j, vectors.At(i, n-1-j))
		}
	}
	return values, columns
}
