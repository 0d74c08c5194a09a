package analyze

import (
	"context"
	"fmt"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
)

// renew rebuilds when the store holds rows of other rules than ours.
func (a *Analyzer) renew(ctx context.Context) error {
	progress, err := a.Store.Progress(ctx)
	if err != nil || progress.Version == 0 || progress.Version == conversation.Version {
		return err
	}
	return a.Rebuild(ctx, func(int64, int64) {})
}

// rebuildBatch is how many events a rebuild takes in at once: every batch reads
// its conversations' events anew, which four times a step's makes cheaper by a
// third.
const rebuildBatch = 4 * batch

// Rebuild derives everything again from the first event on, while steps go on
// in between. told is given how many events of how many have been taken in.
func (a *Analyzer) Rebuild(ctx context.Context, told func(done, total int64)) error {
	total, err := a.Store.Count(ctx)
	if err != nil {
		return err
	}
	var from store.Position
	for done := int64(0); ; {
		n, err := a.rebuildBatch(ctx, &from)
		if err != nil {
			return fmt.Errorf("cannot rebuild: %w", err)
		}
		if n == 0 {
			return nil
		}
		done += int64(n)
		told(done, max(done, total))
	}
}

func (a *Analyzer) rebuildBatch(ctx context.Context, from *store.Position) (int, error) {
	a.step.Lock()
	defer a.step.Unlock()
	events, err := a.Store.Scan(ctx, *from, rebuildBatch)
	if err != nil || len(events) == 0 {
		return 0, err
	}
	*from = store.PositionOf(&events[len(events)-1])
	return len(events), a.take(ctx, arrived{events: events}, store.Derivation{})
}
