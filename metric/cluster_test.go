package metric

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// closeTo reports whether two numbers agree to the given distance.
func closeTo(got, want, distance float64) bool { return math.Abs(got-want) <= distance }

// userSums returns the sums of one user: units n, successes or sum of values k,
// and the sum of the squared values (k again for a rate). Without units it is
// the zero value.
func userSums(n, k, squares float64) clusters {
	if n <= 0 {
		return clusters{}
	}
	return clusters{N: n, K: k, Users: 1, SumN2: n * n, SumKN: k * n, SumK2: k * k, SumSquares: squares}
}

// merge returns the sums over the users of both. The users must be different
// ones: a user in both counts as two, which makes intervals too narrow. So
// topics or days of the same users cannot be merged; agents' separate user
// bases or shards by user can.
func (c clusters) merge(other clusters) clusters {
	return clusters{
		N:          c.N + other.N,
		K:          c.K + other.K,
		Users:      c.Users + other.Users,
		SumN2:      c.SumN2 + other.SumN2,
		SumKN:      c.SumKN + other.SumKN,
		SumK2:      c.SumK2 + other.SumK2,
		SumSquares: c.SumSquares + other.SumSquares,
	}
}

// equalUsers returns the sums of users who each have n units, of whom the
// first ones succeed always and the others never.
func equalUsers(users, always int, n float64) clusters {
	var c clusters
	for i := range users {
		k := 0.0
		if i < always {
			k = n
		}
		c = c.merge(userSums(n, k, k))
	}
	return c
}

func TestClustersAreSumsOverUsers(t *testing.T) {
	got := userSums(3, 2, 2).merge(userSums(0, 0, 0)).merge(userSums(5, 1, 1))
	want := clusters{N: 8, K: 3, Users: 2, SumN2: 34, SumKN: 11, SumK2: 5, SumSquares: 3}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, userSums(5, 1, 1).merge(userSums(3, 2, 2))); diff != "" {
		t.Errorf("order matters: %s", diff)
	}
	if !math.IsNaN(clusters{}.mean()) || !math.IsNaN((clusters{K: 3}).mean()) {
		t.Error("a mean of nothing is a number")
	}
}

func TestEffectiveUsers(t *testing.T) {
	f := func(c clusters, want float64) {
		t.Helper()
		if got := c.effectiveUsers(); !closeTo(got, want, 1e-12) {
			t.Errorf("%+v: %v, want %v", c, got, want)
		}
	}
	f(clusters{}, 0)
	f(userSums(40, 3, 3), 1)
	f(equalUsers(12, 4, 5), 12)
	// 9 users with 1 unit and one with 9: 18²/(9 + 81).
	f(equalUsers(9, 4, 1).merge(userSums(9, 2, 2)), 3.6)
}

func TestDesignEffect(t *testing.T) {
	f := func(name string, c clusters, want, distance float64) {
		t.Helper()
		if got := c.designEffect(); !closeTo(got, want, distance) {
			t.Errorf("%s: design effect %v, want %v", name, got, want)
		}
		if got := c.effectiveN(); c.N > 0 && !closeTo(got, c.N/want, c.N*distance) {
			t.Errorf("%s: effective n %v, want %v", name, got, c.N/want)
		}
	}
	f("nothing", clusters{}, 1, 0)
	f("one unit a user", equalUsers(40, 13, 1), 1, 0)
	f("one user is one observation", userSums(40, 30, 30), 40, 0)
	f("one user beside whom the others vanish", userSums(1000, 500, 500).merge(equalUsers(20, 10, 1)), 1020, 0)
	// Users who are all alike inside: each is worth one observation.
	f("all or nothing", equalUsers(2000, 1000, 10), 10, 0.02)
	// Everyone has exactly the mean rate: below 1, so 1.
	f("more regular than chance", userSums(10, 5, 5).merge(userSums(10, 5, 5)).merge(userSums(10, 5, 5)), 1, 0)
	// Nothing to measure: 1 + 0.1·(10 − 1).
	f("all failures", equalUsers(50, 0, 10), 1.9, 1e-12)
	f("all successes", equalUsers(50, 50, 10), 1.9, 1e-12)
	// Six of the rarer kind weigh 6/8, Kish's formula the rest.
	f("by hand", byHand(), 0.75*byHandMeasured()+0.25*(1+0.1*(36.0/12-1)), 1e-9)
}

// byHand has four users with 3 units each and 3, 0, 2, 1 successes.
func byHand() clusters {
	return userSums(3, 3, 3).merge(userSums(3, 0, 0)).merge(userSums(3, 2, 2)).merge(userSums(3, 1, 1))
}

// byHandMeasured is the ratio of variances for byHand: the residuals are 1.5,
// −1.5, 0.5, −0.5 and their squares sum to 5.
func byHandMeasured() float64 { return 5.0 * 4 / 3 / 144 / (0.25 / 11) }

func TestDesignEffectIsTheSameForFailures(t *testing.T) {
	for k := 0.0; k <= 4; k++ {
		c := byHand().merge(userSums(4, k, k))
		failures := userSums(3, 0, 0).merge(userSums(3, 3, 3)).merge(userSums(3, 1, 1)).merge(userSums(3, 2, 2)).merge(userSums(4, 4-k, 4-k))
		if got, want := failures.designEffect(), c.designEffect(); !closeTo(got, want, 1e-9) {
			t.Errorf("k %v: failures %v, successes %v", k, got, want)
		}
	}
}
