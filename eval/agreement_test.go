package eval

import (
	"math"
	"strings"
	"testing"
)

// The figures are scikit-learn's, from its documentation.
func TestAgree(t *testing.T) {
	t.Parallel()
	f := func(a, b string, ari, nmi float64) {
		t.Helper()
		got := Agree(strings.Fields(a), strings.Fields(b))
		if math.Abs(got.ARI-ari) > 0.005 || math.Abs(got.NMI-nmi) > 0.005 {
			t.Errorf("%s and %s: %+v, want %.2f and %.2f", a, b, got, ari, nmi)
		}
	}
	f("0 0 1 1", "1 1 0 0", 1, 1)
	f("0 0 1 2", "0 0 1 1", 0.57, 0.8)
	f("0 0 1 1", "0 0 1 2", 0.57, 0.8)
	f("0 0 0 0", "0 1 2 3", 0, 0)
	f("0 0 1 1", "0 1 0 1", -0.5, 0)
	f("0 0", "0 0", 1, 1)
}

func TestAUROC(t *testing.T) {
	t.Parallel()
	f := func(higher, lower []float64, want float64) {
		t.Helper()
		if got := AUROC(higher, lower); got != want {
			t.Errorf("%v over %v: %v, want %v", higher, lower, got, want)
		}
	}
	f([]float64{2, 3}, []float64{1, 0}, 1)
	f([]float64{1, 3}, []float64{1, 2}, 0.625)
	f([]float64{0}, []float64{1}, 0)
}
