package text

import "gonum.org/v1/gonum/blas/blas32"

// packed is a matrix whose rows are bytes with a scale each: a quarter of the
// memory, and half a percent of a row's largest number lost.
type packed struct {
	cols   int
	scales []float32
	bytes  []byte
}

func pack(m blas32.General) packed {
	p := packed{cols: m.Cols, scales: make([]float32, m.Rows), bytes: make([]byte, m.Rows*m.Cols)}
	for i := range m.Rows {
		p.scales[i] = PackVector(row(m, i), p.bytes[i*m.Cols:(i+1)*m.Cols])
	}
	return p
}

// PackVector rounds a vector to signed bytes and returns the scale that makes
// them numbers again.
func PackVector(v []float32, to []byte) (scale float32) {
	for _, x := range v {
		scale = max(scale, x, -x)
	}
	scale /= 127
	if scale == 0 {
		clear(to)
		return 0
	}
	for k, x := range v {
		x /= scale
		if x < 0 {
			x -= 0.5
		} else {
			x += 0.5
		}
		to[k] = byte(int8(x)) //nolint:gosec // a signed number in a byte
	}
	return scale
}

func (p packed) addTo(to []float32, row int, weight float32) {
	weight *= p.scales[row]
	for k, b := range p.bytes[row*p.cols : row*p.cols+p.cols] {
		to[k] += weight * float32(int8(b)) //nolint:gosec // the byte is a signed number
	}
}
