package analyze

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// renewEvery is how soon it is noticed that a project has other definitions:
// to look costs some 10 ms for a million conversations.
const renewEvery = 10 * time.Second

// keepRenewed rebuilds, until the context ends, what was made with other rules
// or definitions than are in force: after an update, and after a change.
func (a *Analyzer) keepRenewed(ctx context.Context) {
	for ctx.Err() == nil {
		if err := a.renew(ctx); err != nil && ctx.Err() == nil {
			a.OnError(err)
		}
		timer := time.NewTimer(a.renewEvery)
		select {
		case <-ctx.Done():
			timer.Stop()
		case <-timer.C:
		}
	}
}

// renew rebuilds the projects that have rows made with something else than is
// in force.
func (a *Analyzer) renew(ctx context.Context) error {
	generations, err := a.Store.Generations(ctx)
	if err != nil {
		return err
	}
	outdated := make(map[string]store.Made)
	for _, generation := range generations {
		made, err := a.inForce(ctx, generation.Project)
		if err != nil {
			return err
		}
		if generation.Made != made {
			outdated[generation.Project] = made
		}
	}
	if len(outdated) == 0 {
		return nil
	}
	return a.rebuild(ctx, &rebuilding{made: outdated}, func(int64, int64) {})
}

// inForce is what rows of a project are made with now.
func (a *Analyzer) inForce(ctx context.Context, project string) (store.Made, error) {
	_, version, err := a.Rules.Definitions(ctx, project)
	return store.Made{Rules: conversation.Version, Definitions: version}, err
}

// rebuildBatch is how many events a rebuild takes in at once: every batch reads
// its conversations' events anew, which four times a step's makes cheaper by a
// third.
const rebuildBatch = 4 * batch

// rebuilding is a walk over all events.
type rebuilding struct {
	all  bool                  // every project there is
	made map[string]store.Made // the projects, with what was in force when each began
	from store.Position
}

// Rebuild finds topics anew and derives everything again from the first event
// on, while steps go on in between. told is given how many events of how many have been taken in.
func (a *Analyzer) Rebuild(ctx context.Context, told func(done, total int64)) error {
	a.topics.tending.Lock() // so that nothing else places prompts meanwhile
	defer a.topics.tending.Unlock()
	found, err := a.findAnew(ctx)
	if err != nil {
		return fmt.Errorf("cannot rebuild: %w", err)
	}
	if err = a.rebuild(ctx, &rebuilding{all: true, made: make(map[string]store.Made)}, told); err != nil {
		return err
	}
	for _, p := range found {
		if _, err = a.settled(ctx, p); err != nil {
			return fmt.Errorf("cannot rebuild: %w", err)
		}
	}
	a.topics.heard()
	return nil
}

func (a *Analyzer) rebuild(ctx context.Context, r *rebuilding, told func(done, total int64)) error {
	total, err := a.Store.Count(ctx)
	if err != nil {
		return err
	}
	for done := int64(0); ; {
		n, failed := a.rebuildBatch(ctx, r)
		if failed != nil {
			return fmt.Errorf("cannot rebuild: %w", failed)
		}
		if n == 0 {
			break
		}
		done += int64(n)
		told(done, max(done, total))
	}
	for _, project := range slices.Sorted(maps.Keys(r.made)) {
		if err = a.sweep(ctx, project, r.made[project]); err != nil {
			return fmt.Errorf("cannot rebuild: %w", err)
		}
	}
	return nil
}

func (a *Analyzer) rebuildBatch(ctx context.Context, r *rebuilding) (int, error) {
	a.step.Lock()
	defer a.step.Unlock()
	events, err := a.Store.Scan(ctx, r.from, rebuildBatch)
	if err != nil || len(events) == 0 {
		return 0, err
	}
	r.from = store.PositionOf(&events[len(events)-1])
	n := len(events)
	events, err = a.ofRebuilt(ctx, r, events)
	if err != nil || len(events) == 0 {
		return n, err
	}
	return n, a.take(ctx, arrived{events: events}, store.Derivation{})
}

// ofRebuilt leaves the events of the projects that are rebuilt.
func (a *Analyzer) ofRebuilt(ctx context.Context, r *rebuilding, events []event.Event) ([]event.Event, error) {
	for i := range events {
		project := events[i].Project
		if _, known := r.made[project]; known || !r.all {
			continue
		}
		made, err := a.inForce(ctx, project)
		if err != nil {
			return nil, err
		}
		r.made[project] = made
	}
	return slices.DeleteFunc(events, func(e event.Event) bool {
		_, rebuilt := r.made[e.Project]
		return !rebuilt
	}), nil
}

// sweep removes what a rebuild has not made again: conversions of goals that
// are none any more.
func (a *Analyzer) sweep(ctx context.Context, project string, made store.Made) error {
	a.step.Lock()
	defer a.step.Unlock()
	return a.Store.PutDerived(ctx, store.Derivation{Made: made, Rebuilt: project})
}
