package metric

import (
	"math"
	"testing"
)

func TestWilsonIntervalPublished(t *testing.T) {
	// Newcombe (1998), Two-sided confidence intervals for the single
	// proportion, table I, method 3.
	f := func(k, n, low, high float64) {
		t.Helper()
		got, ok := WilsonInterval(k, n, 1)
		if !ok || !closeTo(got.Low, low, 5e-5) || !closeTo(got.High, high, 5e-5) {
			t.Errorf("%v of %v: %v %v, want %v to %v", k, n, got, ok, low, high)
		}
	}
	f(81, 263, 0.2553, 0.3662)
	f(15, 148, 0.0624, 0.1605)
	f(0, 20, 0, 0.1611)
	f(1, 29, 0.0061, 0.1718)
}

func TestWilsonIntervalProperties(t *testing.T) {
	for _, n := range []float64{1, 2, 5, 17, 300, 4e7} {
		for _, share := range []float64{0, 0.1, 0.5, 0.9, 1} {
			k := math.Round(share * n)
			interval, ok := WilsonInterval(k, n, 1)
			mirrored, _ := WilsonInterval(n-k, n, 1)
			more, _ := WilsonInterval(2*k, 2*n, 1)
			deflated, _ := WilsonInterval(2*k, 2*n, 2)
			switch {
			case !ok || !interval.Contains(k/n) || interval.Low < 0 || interval.High > 1:
				t.Errorf("%v of %v: %v does not surround the rate within 0..1", k, n, interval)
			case !closeTo(interval.Low, 1-mirrored.High, 1e-12):
				t.Errorf("%v of %v: %v is not the mirror of %v", k, n, interval, mirrored)
			case more.High-more.Low >= interval.High-interval.Low:
				t.Errorf("%v of %v: twice the data give %v, not narrower than %v", k, n, more, interval)
			case !closeTo(deflated.Low, interval.Low, 1e-12) || !closeTo(deflated.High, interval.High, 1e-12):
				t.Errorf("%v of %v: a design effect of 2 on twice the data gives %v, not %v", k, n, deflated, interval)
			}
		}
	}
}

func TestNoInterval(t *testing.T) {
	f := func(k, n, deff float64) {
		t.Helper()
		if got, ok := WilsonInterval(k, n, deff); ok {
			t.Errorf("%v of %v, design effect %v: %v", k, n, deff, got)
		}
	}
	f(0, 0, 1)
	f(-1, 5, 1)
	f(6, 5, 1)
	f(1, 5, 0)
	f(math.NaN(), 5, 1)
	f(1, math.NaN(), 1)
	if got, ok := RateInterval(Clusters{}); ok {
		t.Errorf("nothing has a rate of %v", got)
	}
	if got, ok := RateInterval(User(2, 3, 3)); ok {
		t.Errorf("3 of 2 has a rate of %v", got)
	}
}

func TestRateInterval(t *testing.T) {
	// One unit a user is the published interval.
	got, ok := RateInterval(equalUsers(263, 81, 1))
	if want, _ := WilsonInterval(81, 263, 1); !ok || got != want {
		t.Errorf("%v, want Wilson's %v", got, want)
	}
	// One user says next to nothing of the others, however long they talk.
	one, ok := RateInterval(User(1000, 500, 500))
	if !ok || one.Low > 0.01 || one.High < 0.99 {
		t.Errorf("one user: %v %v, want nearly all of 0..1", one, ok)
	}
	// The same turns by more users tell more.
	width := math.Inf(1)
	for _, users := range []int{2, 4, 8, 16, 80} {
		interval, _ := RateInterval(equalUsers(users, users/2, 400/float64(users)))
		if interval.High-interval.Low >= width || !interval.Contains(0.5) {
			t.Errorf("%d users: %v is not narrower than %v around 0.5", users, interval, width)
		}
		width = interval.High - interval.Low
	}
}

func TestRateIntervalAtTheEnds(t *testing.T) {
	none, _ := RateInterval(equalUsers(60, 0, 10))
	all, _ := RateInterval(equalUsers(60, 60, 10))
	if none.Low != 0 || all.High != 1 || !closeTo(none.High, 1-all.Low, 1e-12) {
		t.Errorf("none %v and all %v are not mirrors", none, all)
	}
	independent, _ := WilsonInterval(0, 600, 1)
	perUser, _ := WilsonInterval(0, 60, 1)
	if none.High <= independent.High || none.High >= perUser.High {
		t.Errorf("no success: up to %v, want between %v and %v", none.High, independent.High, perUser.High)
	}
}

func TestClamp(t *testing.T) {
	f := func(in, want Interval) {
		t.Helper()
		if got := in.Clamp(0, 1); got != want {
			t.Errorf("%v: %v, want %v", in, got, want)
		}
	}
	f(Interval{-0.2, 0.4}, Interval{0, 0.4})
	f(Interval{0.7, 1.4}, Interval{0.7, 1})
	f(Interval{0.2, 0.3}, Interval{0.2, 0.3})
	f(Interval{1.2, 1.3}, Interval{1, 1})
	f(Interval{-1.2, -1.1}, Interval{0, 0})
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
