package metric

import (
	"math"
	"testing"
)

func TestVerdictOf(t *testing.T) {
	f := func(low, high float64, direction Direction, want Verdict) {
		t.Helper()
		if got := verdictOf(low, high, direction); got != want {
			t.Errorf("%v to %v, %s: %s, want %s", low, high, direction, got, want)
		}
	}
	f(0.1, 0.3, HigherIsBetter, VerdictBetter)
	f(-0.3, -0.1, HigherIsBetter, VerdictWorse)
	f(0.1, 0.3, LowerIsBetter, VerdictWorse)
	f(-0.3, -0.1, LowerIsBetter, VerdictBetter)
	f(0.1, 0.3, Neutral, VerdictHigher)
	f(-0.3, -0.1, Neutral, VerdictLower)
	f(0.1, math.Inf(1), HigherIsBetter, VerdictBetter)
	for _, direction := range []Direction{HigherIsBetter, LowerIsBetter, Neutral} {
		f(-0.1, 0.1, direction, VerdictNoClearChange)
		f(0, 0.1, direction, VerdictNoClearChange)
		f(-0.1, 0, direction, VerdictNoClearChange)
		f(math.NaN(), math.NaN(), direction, VerdictUnknown)
		f(0.1, math.NaN(), direction, VerdictUnknown)
		f(0.3, 0.1, direction, VerdictUnknown)
	}
}

func TestBenjaminiHochberg(t *testing.T) {
	f := func(in, want []float64) {
		t.Helper()
		got := benjaminiHochberg(in)
		if len(got) != len(want) {
			t.Fatalf("%v: %v, want %v", in, got, want)
		}
		for i := range got {
			if !closeTo(got[i], want[i], 5e-7) && !(math.IsNaN(got[i]) && math.IsNaN(want[i])) {
				t.Errorf("%v: %v at %d, want %v", in, got[i], i, want[i])
			}
		}
	}
	f(nil, nil)
	f([]float64{0.03}, []float64{0.03})
	f([]float64{0.04, 0.01, 0.03, 0.02}, []float64{0.04, 0.04, 0.04, 0.04})
	f([]float64{0.01, math.NaN(), 0.04}, []float64{0.02, math.NaN(), 0.04})
	f([]float64{0.9, 0.8}, []float64{0.9, 0.9})
	f([]float64{0.01, 0.01, 1}, []float64{0.015, 0.015, 1})
}

func TestBenjaminiHochbergPublished(t *testing.T) {
	// Benjamini and Hochberg (1995), §3.2: of these 15 the first four are
	// rejected at 5 %, where Bonferroni rejects three.
	p := []float64{
		0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459,
		0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
	}
	for i, adjusted := range benjaminiHochberg(p) {
		if rejected := adjusted <= 0.05; rejected != (i < 4) || adjusted < p[i] {
			t.Errorf("%d: %v adjusted to %v", i+1, p[i], adjusted)
		}
	}
}
