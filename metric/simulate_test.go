package metric

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// population is a simulated product: users with a skewed number of turns, who
// differ among themselves.
type population struct {
	users int
	// skew is the standard deviation of the logarithm of a user's turns: at
	// 1.0 the most active tenth makes 36 % of the turns.
	skew float64
	// rate and correlation give a user's rate of success, beta with this mean;
	// the correlation is that of two turns of one user.
	rate, correlation float64
	// sizes draws a user's turns where that is not by the skew.
	sizes func(r *rand.Rand) float64
}

// rates draws the sums of a rate.
func (p population) rates(r *rand.Rand) clusters {
	var c clusters
	for range p.users {
		n, k := p.turns(r), 0.0
		rate := p.userRate(r)
		for range int(n) {
			if r.Float64() < rate {
				k++
			}
		}
		c = c.merge(userSums(n, k, k))
	}
	return c
}

// values draws the sums of a mean of log-normal values, such as durations, with
// a user effect; the mean over the population is e^(1/2) = 1.6487….
func (p population) values(r *rand.Rand) clusters {
	between, within := math.Sqrt(p.correlation), math.Sqrt(1-p.correlation)
	var c clusters
	for range p.users {
		n, k, squares := p.turns(r), 0.0, 0.0
		user := between * r.NormFloat64()
		for range int(n) {
			x := math.Exp(user + within*r.NormFloat64())
			k += x
			squares += x * x
		}
		c = c.merge(userSums(n, k, squares))
	}
	return c
}

// quantile draws such values in ascending order, and the sums of the rate of
// those at or below their q-quantile, by nearest rank.
func (p population) quantile(r *rand.Rand, q float64) ([]float64, clusters) {
	between, within := math.Sqrt(p.correlation), math.Sqrt(1-p.correlation)
	users := make([][]float64, p.users)
	var all []float64
	for u := range users {
		user := between * r.NormFloat64()
		for range int(p.turns(r)) {
			users[u] = append(users[u], math.Exp(user+within*r.NormFloat64()))
		}
		all = append(all, users[u]...)
	}
	slices.Sort(all)
	at := all[int(math.Ceil(q*float64(len(all))))-1]
	var c clusters
	for _, values := range users {
		k := 0.0
		for _, x := range values {
			if x <= at {
				k++
			}
		}
		c = c.merge(userSums(float64(len(values)), k, k))
	}
	return all, c
}

func (p population) turns(r *rand.Rand) float64 {
	if p.sizes != nil {
		return p.sizes(r)
	}
	return 1 + math.Floor(math.Exp(1+p.skew*r.NormFloat64()))
}

func (p population) userRate(r *rand.Rand) float64 {
	if p.correlation == 0 {
		return p.rate
	}
	strength := 1/p.correlation - 1
	return distuv.Beta{Alpha: p.rate * strength, Beta: (1 - p.rate) * strength, Src: r}.Rand()
}

// coverage returns the percentage of runs whose interval contains the truth.
func coverage(runs int, truth float64, draw func(r *rand.Rand) (interval, bool)) float64 {
	r := rand.New(rand.NewPCG(20, 26))
	hits := 0
	for range runs {
		if interval, ok := draw(r); ok && interval.contains(truth) {
			hits++
		}
	}
	return 100 * float64(hits) / float64(runs)
}
