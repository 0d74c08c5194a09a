package analyze

import (
	"context"

	"github.com/debrief-dev/debrief/store"
)

// Erase removes a user or a conversation between two steps, since a step puts
// what it has read; what is left is derived again by the next one.
func (a *Analyzer) Erase(ctx context.Context, e store.Erasure) (store.Erased, error) {
	a.step.Lock()
	defer a.step.Unlock()
	defer a.Wake()
	defer a.topics.heard()
	return a.Store.Erase(ctx, e)
}
