package eval

import "math"

// example is one row that a regression learns from.
type example struct {
	cues  []float64
	label float64 // 0..1
}

const (
	// ridge draws weights towards nought: cues that are rare, or that say the
	// same as others, say little. Chosen on the training parts, of 3 to 500; between 60 and 500 it hardly matters.
	ridge = 120.0
	// still is when a round that moves no weight by more than it is the last.
	still = 1e-7
	// roundsMost bounds rounds should a weight never come to rest.
	roundsMost = 5_000
)

// regress learns a logistic regression by coordinate descent, Newton's step for
// one weight after the other. The first weight is the base, which nothing draws.
// The same examples give the same weights.
func regress(examples []example, ridge float64) []float64 {
	if len(examples) == 0 {
		return nil
	}
	r := newRegression(examples)
	for range roundsMost {
		moved := 0.0
		for k := range r.weights {
			drawn := ridge
			if k == 0 {
				drawn = 0
			}
			moved = max(moved, math.Abs(r.step(k, drawn)))
		}
		if moved < still {
			break
		}
	}
	return r.weights
}

type entry struct {
	row   int
	value float64
}

type regression struct {
	weights []float64
	columns [][]entry // of each weight, the examples that have it
	odds    []float64 // of each example
	labels  []float64
}

func newRegression(examples []example) *regression {
	n := 1 + len(examples[0].cues)
	r := &regression{
		weights: make([]float64, n), columns: make([][]entry, n),
		odds: make([]float64, len(examples)), labels: make([]float64, len(examples)),
	}
	for row, e := range examples {
		r.labels[row] = e.label
		r.columns[0] = append(r.columns[0], entry{row, 1})
		for k, x := range e.cues {
			if x != 0 {
				r.columns[1+k] = append(r.columns[1+k], entry{row, x})
			}
		}
	}
	return r
}

// step moves one weight and tells by how much.
func (r *regression) step(k int, drawn float64) float64 {
	slope, bend := drawn*r.weights[k], drawn
	for _, e := range r.columns[k] {
		p := 1 / (1 + math.Exp(-r.odds[e.row]))
		slope += (p - r.labels[e.row]) * e.value
		bend += p * (1 - p) * e.value * e.value
	}
	if bend == 0 {
		return 0
	}
	by := -slope / bend
	r.weights[k] += by
	for _, e := range r.columns[k] {
		r.odds[e.row] += by * e.value
	}
	return by
}

// score is the log odds of cues.
func score(weights, cues []float64) float64 {
	sum := weights[0]
	for i, x := range cues {
		sum += weights[1+i] * x
	}
	return sum
}
