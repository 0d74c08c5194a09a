package metric

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestDesignEffectCoverage draws products whose users differ, with numbers of
// turns of every kind, and holds that 95 % intervals contain the truth 93 to
// 97 % of the time.
func TestDesignEffectCoverage(t *testing.T) {
	t.Parallel()
	const draws = 4000 // 0.35 points of standard error
	equal := func(*rand.Rand) float64 { return 8 }
	geometric := func(r *rand.Rand) float64 { return 1 + math.Floor(math.Log(1-r.Float64())/math.Log(0.8)) }
	twoKinds := func(r *rand.Rand) float64 { // one in ten asks twenty times as much
		if r.Float64() < 0.1 {
			return 40
		}
		return 2
	}
	// The turns of users follow a power law: at most 1 in 10 makes more than 4
	// turns, and 1 in 100 more than 21.
	pareto := func(r *rand.Rand) float64 { return math.Min(math.Floor(math.Pow(1-r.Float64(), -1/1.5)), 300) }
	for _, size := range []struct {
		name  string
		draw  func(*rand.Rand) float64
		users int
	}{{"equal", equal, 60}, {"geometric", geometric, 60}, {"two kinds", twoKinds, 150}, {"power law", pareto, 300}} {
		for _, correlation := range []float64{0.1, 0.3} {
			for _, rate := range []float64{0.3, 0.8} {
				p := population{users: size.users, rate: rate, correlation: correlation, sizes: size.draw}
				got, naive := rateCoverage(p, draws)
				t.Logf("%-9s  %3d users  correlation %.2f  rate %.1f  covered %.1f, ignoring users %.1f", size.name, size.users, correlation, rate, got, naive)
				if got < 93 || got > 97 {
					t.Errorf("%s, correlation %g, rate %g: %.1f %% covered", size.name, correlation, rate, got)
				}
			}
		}
	}
}
