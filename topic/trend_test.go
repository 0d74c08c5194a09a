package topic

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestTrends(t *testing.T) {
	t.Parallel()
	f := func(v Volume, want Direction) {
		t.Helper()
		if got := Trends([]Volume{v})[0]; got.Direction != want {
			t.Errorf("%+v: %+v, want %s", v, got, want)
		}
	}
	f(Volume{Before: 0, AllBefore: 500, Now: 12, AllNow: 500}, New)
	f(Volume{Before: 0, AllBefore: 500, Now: 2, AllNow: 500}, Steady) // two of a thousand may be chance
	f(Volume{Before: 50, AllBefore: 500, Now: 90, AllNow: 500}, Rising)
	f(Volume{Before: 50, AllBefore: 500, Now: 90, AllNow: 900}, Steady) // there is more of everything
	f(Volume{Before: 90, AllBefore: 500, Now: 50, AllNow: 500}, Fading)
	f(Volume{Before: 40, AllBefore: 500, Now: 0, AllNow: 500}, Fading)
	f(Volume{Before: 0, AllBefore: 0, Now: 40, AllNow: 500}, Steady) // no period before
	f(Volume{}, Steady)
	if len(Trends(nil)) != 0 {
		t.Error("trends of nothing")
	}
}

// The value is R's binom.test(15, 20)$p.value.
func TestTrendP(t *testing.T) {
	t.Parallel()
	if got := Trends([]Volume{{Before: 5, AllBefore: 1000, Now: 15, AllNow: 1000}})[0].P; math.Abs(got-0.04139) > 1e-4 {
		t.Errorf("p = %v", got)
	}
}

// TestTrendsOfChance holds the share of periods with a false alarm where
// nothing changes.
func TestTrendsOfChance(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	alarms := 0
	const worlds, topics = 150, 20
	for range worlds {
		volumes := make([]Volume, topics)
		before, now := 0, 0
		for range 2000 {
			i := int(math.Floor(topics * math.Pow(random.Float64(), 2)))
			if random.IntN(3) > 0 {
				volumes[i].Before++
				before++
			} else {
				volumes[i].Now++
				now++
			}
		}
		for i := range volumes {
			volumes[i].AllBefore, volumes[i].AllNow = before, now
		}
		for _, trend := range Trends(volumes) {
			if trend.Direction != Steady {
				alarms++
				break
			}
		}
	}
	if share := float64(alarms) / worlds; share > 0.1 {
		t.Errorf("a false alarm in %.3f of the periods", share)
	}
}
