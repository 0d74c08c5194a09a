package analyze

import (
	"context"
	"fmt"
	"time"
)

// indexBatch is how many conversations go into the index of texts at once:
// some tenths of a second, after which others may write.
const indexBatch = 1_000

// wakeIndex says that something was derived.
func (a *Analyzer) wakeIndex() {
	select {
	case a.derived <- struct{}{}:
	default: // a wake-up is waiting already
	}
}

// keepIndexed brings the index of texts up to date, beside the steps of
// analysis, which never wait for it, until the context ends.
func (a *Analyzer) keepIndexed(ctx context.Context) {
	for ctx.Err() == nil {
		pause := idle
		if err := a.index(ctx); err != nil && ctx.Err() == nil {
			a.OnError(fmt.Errorf("cannot index texts, trying again: %w", err))
			pause = retryAfter
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-a.derived:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// index goes on until nothing waits.
func (a *Analyzer) index(ctx context.Context) error {
	for {
		a.GiveWay(ctx, giveWayMost)
		waiting, err := a.Store.Index(ctx, indexBatch)
		a.unindexed.Store(waiting)
		if err != nil || waiting == 0 {
			return err
		}
	}
}

// Unindexed is how many conversations waited to be indexed when it was last
// looked.
func (a *Analyzer) Unindexed() int64 { return a.unindexed.Load() }
