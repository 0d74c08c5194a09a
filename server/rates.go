package server

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/debrief-dev/debrief/control"
)

// rates hold keys that send to their rates. They are this process's alone and
// begin anew with it.
type rates struct {
	mu sync.Mutex
	by map[string]*rate.Limiter // by the key's id
}

func newRates() *rates { return &rates{by: make(map[string]*rate.Limiter)} }

// burst is how many events a key may send at once after a pause: ten seconds'
// worth, and no fewer than a page sends when it was offline for a while.
func burst(perSecond float64) int {
	const seconds, fewest = 10, 100
	return max(fewest, int(perSecond*seconds))
}

// take lets a key send so many events, or answers how long it must wait. A
// request with no events counts as one: it is work too. One that is larger than
// a burst passes when a burst could, and is waited for afterwards.
func (r *rates) take(key *control.Key, events int, now time.Time) (wait time.Duration) {
	if key.Limits.Rate <= 0 {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	limiter, most := r.by[key.ID], burst(key.Limits.Rate)
	if limiter == nil || limiter.Limit() != rate.Limit(key.Limits.Rate) {
		limiter = rate.NewLimiter(rate.Limit(key.Limits.Rate), most)
		r.by[key.ID] = limiter
	}
	left := max(events, 1)
	if missing := float64(min(left, most)) - limiter.TokensAt(now); missing > 0 {
		return time.Duration(missing / key.Limits.Rate * float64(time.Second))
	}
	for ; left > 0; left -= most {
		limiter.ReserveN(now, min(left, most))
	}
	return 0
}
