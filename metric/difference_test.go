package metric

import (
	"math"
	"testing"
)

func TestRateDifferencePublished(t *testing.T) {
	// Newcombe (1998), Interval estimation for the difference between
	// independent proportions, table II, method 10, rows a to h.
	f := func(k1, n1, k2, n2 int, low, high float64) {
		t.Helper()
		got, ok := rateDifference(equalUsers(n1, k1, 1), equalUsers(n2, k2, 1))
		if !ok || !closeTo(got.Interval.Low, low, 5e-5) || !closeTo(got.Interval.High, high, 5e-5) {
			t.Errorf("%d/%d − %d/%d: %v %v, want %v to %v", k1, n1, k2, n2, got.Interval, ok, low, high)
		}
	}
	f(56, 70, 48, 80, 0.0524, 0.3339)
	f(9, 10, 3, 10, 0.1705, 0.8090)
	f(6, 7, 2, 7, 0.0582, 0.8062)
	f(5, 56, 0, 29, -0.0381, 0.1926)
	f(0, 10, 0, 20, -0.1611, 0.2775)
	f(0, 10, 0, 10, -0.2775, 0.2775)
	f(10, 10, 0, 20, 0.6791, 1)
	f(10, 10, 0, 10, 0.6075, 1)
}

func TestMeanDifferenceIsWelchs(t *testing.T) {
	// R: t.test(extra ~ group, data = sleep) on the data of Student (1908):
	// t = −1.8608, df = 17.776, p = 0.07939, −3.3654832 to 0.2054832.
	got, ok := meanDifference(sleep1(), sleep2())
	if !ok || !closeTo(got.Value, -1.58, 1e-9) ||
		!closeTo(got.Interval.Low, -3.3654832, 1e-6) || !closeTo(got.Interval.High, 0.2054832, 1e-6) {
		t.Errorf("%v %v, want −1.58, −3.3654832 to 0.2054832", got, ok)
	}
	if p := got.pValue(); !closeTo(p, 0.07939, 5e-6) {
		t.Errorf("p = %v, want 0.07939", p)
	}
}

func TestDifferencesAreSymmetric(t *testing.T) {
	f := func(name string, forth, back difference) {
		t.Helper()
		if !closeTo(forth.Interval.Low, -back.Interval.High, 1e-9) || !closeTo(forth.Value, -back.Value, 1e-12) ||
			!forth.Interval.contains(forth.Value) || !closeTo(forth.pValue(), back.pValue(), 1e-9) {
			t.Errorf("%s: %v p %v there, %v p %v back", name, forth, forth.pValue(), back, back.pValue())
		}
	}
	a, b := equalUsers(60, 40, 7), equalUsers(90, 30, 4).merge(userSums(30, 11, 11))
	there, _ := rateDifference(a, b)
	back, _ := rateDifference(b, a)
	f("rates", there, back)
	there, _ = meanDifference(sleep1(), sleep2())
	back, _ = meanDifference(sleep2(), sleep1())
	f("means", there, back)
	there, _ = totalDifference(a.units(), b.units())
	back, _ = totalDifference(b.units(), a.units())
	f("totals", there, back)
}

func TestUsersWidenDifferences(t *testing.T) {
	alone, _ := rateDifference(equalUsers(600, 400, 1), equalUsers(600, 300, 1))
	shared, _ := rateDifference(equalUsers(60, 40, 10), equalUsers(60, 30, 10))
	if alone.Value != shared.Value || !alone.Interval.clear() || shared.Interval.clear() || shared.pValue() < alone.pValue() {
		t.Errorf("by 600 users %v, by 60 %v: want the first clear and the second not", alone, shared)
	}
}

// clear tells whether 0 lies outside.
func (i interval) clear() bool { return !i.contains(0) }

func TestPNeverContradictsTheInterval(t *testing.T) {
	agree := func(d difference, ok bool) {
		t.Helper()
		if p := d.pValue(); !ok || p < 1e-12 || p > 1 || (p < 0.05) != d.Interval.clear() {
			t.Errorf("%v: p = %v", d, p)
		}
	}
	last := 1.0
	for k := 10; k <= 50; k += 2 {
		d, ok := rateDifference(equalUsers(50, k, 3), equalUsers(40, 8, 3))
		agree(d, ok)
		if p := d.pValue(); p > last {
			t.Errorf("%d of 50: p = %v rose from %v", k, p, last)
		} else {
			last = p
		}
		agree(totalDifference(equalUsers(k, 0, 2).units(), equalUsers(25, 0, 3).units()))
	}
	if last > 1e-6 {
		t.Errorf("50 of 50 against 8 of 40: p = %v", last)
	}
	same, _ := rateDifference(equalUsers(50, 20, 3), equalUsers(50, 20, 3))
	if p := same.pValue(); p < 0.999 {
		t.Errorf("no difference at all: p = %v, want 1", p)
	}
	if p := (difference{}).pValue(); !math.IsNaN(p) {
		t.Errorf("no comparison: p = %v, want NaN", p)
	}
	// For plenty of data it is the p-value of the textbook's z test.
	d, _ := rateDifference(equalUsers(10_000, 5100, 1), equalUsers(10_000, 4950, 1))
	if got, want := d.pValue(), math.Erfc(0.015/math.Sqrt(2*0.25/10_000)/math.Sqrt2); !closeTo(got, want, want*0.02) {
		t.Errorf("p = %v, want about %v", got, want)
	}
}

func TestTotalDifference(t *testing.T) {
	f := func(now, before total, low, high float64) {
		t.Helper()
		got, ok := totalDifference(now, before)
		if !ok || !closeTo(got.Interval.Low, low, 5e-3) || !closeTo(got.Interval.High, high, 5e-3) {
			t.Errorf("%v − %v: %v %v, want %v to %v", now, before, got.Interval, ok, low, high)
		}
	}
	// Each alone: 4 → 1.556 to 10.285, 0 → 0 to 3.841.
	f(total{4, 4}, total{}, 4-math.Hypot(4-1.5557, 3.8415), 10.2858)
	f(total{}, total{4, 4}, -10.2858, math.Hypot(4-1.5557, 3.8415)-4)
	// Many against nothing: φ = 2.5 stands on the 140 pieces of the other side, not on none.
	f(total{352, 880}, total{}, 297.1589, 415.7346)
	f(total{}, total{352, 880}, -415.7346, -297.1589)
	// Many: ± 1.96·√(10⁶ + 10⁶).
	f(total{1e6, 1e6}, total{1e6, 1e6}, -2771.81, 2771.81)
	// Ten turns a user have √10 times the width of ten times the users.
	f(total{1e8, 1e9}, total{1e8, 1e9}, -87652.26, 87652.26)
}

func TestNoDifference(t *testing.T) {
	f := func(name string, got difference, ok bool) {
		t.Helper()
		if ok {
			t.Errorf("%s: %v", name, got)
		}
	}
	d, ok := rateDifference(clusters{}, equalUsers(9, 3, 1))
	f("no rate now", d, ok)
	d, ok = rateDifference(equalUsers(9, 3, 1), clusters{})
	f("no rate before", d, ok)
	d, ok = meanDifference(sleep1(), singles(3))
	f("one value before", d, ok)
	d, ok = meanDifference(singles(1, 1, 1), sleep1())
	f("no spread now", d, ok)
	d, ok = totalDifference(total{}, total{})
	f("nothing on either side", d, ok)
	d, ok = totalDifference(total{-5, 25}, total{3, 3})
	f("a negative total", d, ok)
}
