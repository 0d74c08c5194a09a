package metric

import (
	"math"
	"testing"
)

// independent is Wilson's interval of k successes among n independent units.
func independent(k, n float64) interval { return wilson(k/n, n, critical(math.Inf(1), alpha)) }

func TestWilsonPublished(t *testing.T) {
	// Newcombe (1998), Two-sided confidence intervals for the single
	// proportion, table I, method 3.
	f := func(k, n, low, high float64) {
		t.Helper()
		if got := independent(k, n); !closeTo(got.Low, low, 5e-5) || !closeTo(got.High, high, 5e-5) {
			t.Errorf("%v of %v: %v, want %v to %v", k, n, got, low, high)
		}
	}
	f(81, 263, 0.2553, 0.3662)
	f(15, 148, 0.0624, 0.1605)
	f(0, 20, 0, 0.1611)
	f(1, 29, 0.0061, 0.1718)
}

func TestWilsonProperties(t *testing.T) {
	for _, n := range []float64{1, 2, 5, 17, 300, 4e7} {
		for _, share := range []float64{0, 0.1, 0.5, 0.9, 1} {
			k := math.Round(share * n)
			once, mirrored, more := independent(k, n), independent(n-k, n), independent(2*k, 2*n)
			switch {
			case !once.contains(k/n) || once.Low < 0 || once.High > 1:
				t.Errorf("%v of %v: %v does not surround the rate within 0..1", k, n, once)
			case !closeTo(once.Low, 1-mirrored.High, 1e-12):
				t.Errorf("%v of %v: %v is not the mirror of %v", k, n, once, mirrored)
			case more.High-more.Low >= once.High-once.Low:
				t.Errorf("%v of %v: twice the data give %v, not narrower than %v", k, n, more, once)
			}
		}
	}
}

func TestNoInterval(t *testing.T) {
	f := func(k, n float64) {
		t.Helper()
		if got, ok := rateInterval(clusters{N: n, K: k}); ok {
			t.Errorf("%v of %v: %v", k, n, got)
		}
	}
	f(0, 0)
	f(-1, 5)
	f(6, 5)
	f(math.NaN(), 5)
	f(1, math.NaN())
}

func TestRateInterval(t *testing.T) {
	// One unit a user is the published interval.
	got, ok := rateInterval(equalUsers(263, 81, 1))
	if want := independent(81, 263); !ok || got != want {
		t.Errorf("%v, want Wilson's %v", got, want)
	}
	// One user says next to nothing of the others, however long they talk.
	one, ok := rateInterval(userSums(1000, 500, 500))
	if !ok || one.Low > 0.01 || one.High < 0.99 {
		t.Errorf("one user: %v %v, want nearly all of 0..1", one, ok)
	}
	// The same turns by more users tell more.
	width := math.Inf(1)
	for _, users := range []int{2, 4, 8, 16, 80} {
		got, _ := rateInterval(equalUsers(users, users/2, 400/float64(users)))
		if got.High-got.Low >= width || !got.contains(0.5) {
			t.Errorf("%d users: %v is not narrower than %v around 0.5", users, got, width)
		}
		width = got.High - got.Low
	}
}

func TestRateIntervalAtTheEnds(t *testing.T) {
	none, _ := rateInterval(equalUsers(60, 0, 10))
	all, _ := rateInterval(equalUsers(60, 60, 10))
	if none.Low != 0 || all.High != 1 || !closeTo(none.High, 1-all.Low, 1e-12) {
		t.Errorf("none %v and all %v are not mirrors", none, all)
	}
	perTurn, perUser := independent(0, 600), independent(0, 60)
	if none.High <= perTurn.High || none.High >= perUser.High {
		t.Errorf("no success: up to %v, want between %v and %v", none.High, perTurn.High, perUser.High)
	}
}

func TestClamp(t *testing.T) {
	f := func(in, want interval) {
		t.Helper()
		if got := in.clamp(0, 1); got != want {
			t.Errorf("%v: %v, want %v", in, got, want)
		}
	}
	f(interval{-0.2, 0.4}, interval{0, 0.4})
	f(interval{0.7, 1.4}, interval{0.7, 1})
	f(interval{0.2, 0.3}, interval{0.2, 0.3})
	f(interval{1.2, 1.3}, interval{1, 1})
	f(interval{-1.2, -1.1}, interval{0, 0})
}

func TestCritical(t *testing.T) {
	// Tables of Student's t, two-sided.
	f := func(freedom, a, want float64) {
		t.Helper()
		if got := critical(freedom, a); !closeTo(got, want, want*5e-5) {
			t.Errorf("%v degrees of freedom, %v: %v, want %v", freedom, a, got, want)
		}
	}
	f(1, 0.05, 12.7062)
	f(9, 0.05, 2.2622)
	f(59, 0.05, 2.0010)
	f(999_999, 0.05, 1.9600)
	f(math.Inf(1), 0.05, 1.9600)
	f(10, 0.001, 4.5869)
	f(30, 1e-10, 9.6674)
	f(math.Inf(1), 1e-10, 6.4670)
}
