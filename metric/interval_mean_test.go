package metric

import (
	"math"
	"testing"
)

// one value a user.
func singles(values ...float64) clusters {
	var c clusters
	for _, x := range values {
		c = c.merge(userSums(1, x, x*x))
	}
	return c
}

// The differences in hours of sleep of Student (1908), of the drugs 1 and 2.
func sleep1() clusters { return singles(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2.0) }
func sleep2() clusters { return singles(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4) }

func TestMeanIntervalOfSingleValues(t *testing.T) {
	// 0.75 ± 2.2622·1.7890/√10 and 2.33 ± 2.2622·2.0022/√10.
	f := func(c clusters, low, high float64) {
		t.Helper()
		got, ok := meanInterval(c)
		if !ok || !closeTo(got.Low, low, 1e-4) || !closeTo(got.High, high, 1e-4) {
			t.Errorf("%v %v, want %v to %v", got, ok, low, high)
		}
	}
	f(sleep1(), -0.5298, 2.0298)
	f(sleep2(), 0.8977, 3.7623)
}

func TestMeanIntervalOverUsers(t *testing.T) {
	// Four users with 10 equal values each are four observations: 1, 2, 3, 4
	// have the mean 2.5 ± 3.1824·1.2910/2.
	var c clusters
	for _, x := range []float64{1, 2, 3, 4} {
		c = c.merge(userSums(10, 10*x, 10*x*x))
	}
	got, ok := meanInterval(c)
	if !ok || !closeTo(got.Low, 0.4457, 1e-4) || !closeTo(got.High, 4.5543, 1e-4) {
		t.Errorf("%v %v, want 0.4457 to 4.5543", got, ok)
	}
	// Users whose own means agree do not make it narrower than their values do.
	alike := userSums(2, 4, 10).merge(userSums(2, 4, 10)).merge(userSums(2, 4, 10))
	got, ok = meanInterval(alike)
	if half := critical(2, alpha) * math.Sqrt(6.0/5/6); !ok || !closeTo(got.High, 2+half, 1e-9) {
		t.Errorf("%v %v, want 2 ± %v", got, ok, half)
	}
}

func TestNoMeanInterval(t *testing.T) {
	f := func(name string, c clusters) {
		t.Helper()
		if got, ok := meanInterval(c); ok {
			t.Errorf("%s: %v", name, got)
		}
	}
	f("nothing", clusters{})
	f("one user", userSums(10, 12, 40))
	f("equal values", singles(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1))
	f("equal large values", singles(1e9+0.1, 1e9+0.1, 1e9+0.1))
}

func TestMeanIntervalFarFromZero(t *testing.T) {
	near, _ := meanInterval(singles(1, 2, 3, 4, 5))
	far, ok := meanInterval(singles(1e5+1, 1e5+2, 1e5+3, 1e5+4, 1e5+5))
	if !ok || !closeTo(far.Low-1e5, near.Low, 1e-3) || !closeTo(far.High-1e5, near.High, 1e-3) {
		t.Errorf("%v %v, want %v shifted by 1e5", far, ok, near)
	}
}
