package topic

import "gonum.org/v1/gonum/blas/blas32"

// dense is a matrix of zeros, by rows.
func dense(rows, cols int) blas32.General {
	return blas32.General{Rows: rows, Cols: cols, Stride: max(cols, 1), Data: make([]float32, rows*cols)}
}

func row(m blas32.General, i int) []float32 { return m.Data[i*m.Stride : i*m.Stride+m.Cols] }

// rows are count rows of m, from one on; they share its numbers.
func rows(m blas32.General, from, count int) blas32.General {
	return blas32.General{Rows: count, Cols: m.Cols, Stride: m.Stride, Data: m.Data[from*m.Stride:]}
}

func vector(v []float32) blas32.Vector { return blas32.Vector{N: len(v), Inc: 1, Data: v} }

func dot(a, b []float32) float32 { return blas32.Dot(vector(a), vector(b)) }

// add adds from, weighted, to a vector.
func add(to []float32, weight float32, from []float32) { blas32.Axpy(weight, vector(from), vector(to)) }

// lengthen scales a vector to length 1; one of zeros stays.
func lengthen(v []float32) {
	if is := blas32.Nrm2(vector(v)); is > 0 {
		blas32.Scal(1/is, vector(v))
	}
}
