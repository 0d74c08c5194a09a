package analyze

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// Keeping says for how long projects keep what is in their events.
type Keeping interface {
	ListProjects(ctx context.Context) ([]control.Project, error)
}

const (
	// forgetEvery is how soon it is noticed that something has been kept for
	// long enough.
	forgetEvery = time.Minute
	// forgetBatch is how many events lose something in one step: steps that
	// derive wait for it.
	forgetBatch = 5_000
)

// done is how far each field of each project was forgotten: everything stored
// before. It spares a look at what is forgotten already.
type done map[string]map[event.Fields]time.Time

// keepForgetting removes, until the context ends, what has been kept for as
// long as its project keeps it.
func (a *Analyzer) keepForgetting(ctx context.Context) {
	timer := time.NewTicker(forgetEvery)
	defer timer.Stop()
	for {
		if err := a.Forget(ctx); err != nil && ctx.Err() == nil {
			a.OnError(fmt.Errorf("cannot remove what was kept for long enough, trying again: %w", err))
		}
		select {
		case <-timer.C:
		case <-ctx.Done():
			return
		}
	}
}

// Forget removes from the events of every project what has been kept for long
// enough. What was derived from a text stays: what was read in it is written
// down first, and a rebuild takes it from there.
func (a *Analyzer) Forget(ctx context.Context) error {
	if a.Kept == nil {
		return nil
	}
	projects, err := a.Kept.ListProjects(ctx)
	if err != nil {
		return err
	}
	var all []error
	for i := range projects {
		if before := a.keptBefore(projects[i].Kept); len(before) > 0 {
			all = append(all, a.forgetProject(ctx, projects[i].ID, before))
		}
	}
	return errors.Join(all...)
}

// keptBefore is what goes, by field: what was stored before.
func (a *Analyzer) keptBefore(kept control.Kept) map[event.Fields]time.Time {
	before := make(map[event.Fields]time.Time)
	for field, span := range map[event.Fields]time.Duration{event.Texts: kept.Texts, event.OwnProperties: kept.Properties, event.Contexts: kept.Context} {
		if span > 0 {
			before[field] = a.Now().Add(-span)
		}
	}
	return before
}

func (a *Analyzer) forgetProject(ctx context.Context, project string, before map[event.Fields]time.Time) error {
	a.forgetting.Lock()
	defer a.forgetting.Unlock()
	aged := store.Aged{Project: project, Before: before, From: a.forgotten.from(project, before)}
	progress, err := a.Store.Progress(ctx) // what is analysed later is looked at again
	if err != nil {
		return err
	}
	for n := forgetBatch; n == forgetBatch; {
		if n, err = a.forgetSome(ctx, aged); err != nil {
			return err
		}
	}
	a.forgotten.note(project, before, progress.Upto.StoredAt)
	return nil
}

// from is where there may still be something to forget.
func (d done) from(project string, before map[event.Fields]time.Time) (from time.Time) {
	first := true
	for field := range before {
		if at := d[project][field]; first || at.Before(from) {
			first, from = false, at
		}
	}
	return from
}

func (d done) note(project string, before map[event.Fields]time.Time, analysed time.Time) {
	if d[project] == nil {
		d[project] = make(map[event.Fields]time.Time)
	}
	for field, at := range before {
		if analysed.Before(at) {
			at = analysed
		}
		d[project][field] = at
	}
}

// forgetSome is one step: it reads, writes down what was read, forgets, and
// derives again what is left.
func (a *Analyzer) forgetSome(ctx context.Context, q store.Aged) (n int, err error) {
	a.step.Lock()
	defer a.step.Unlock()
	aged, err := a.Store.Aged(ctx, q, forgetBatch)
	if err != nil || len(aged) == 0 {
		return 0, err
	}
	d, err := a.begin(ctx, q.Project)
	if err != nil {
		return 0, err
	}
	if err = d.place(ctx, aged); err != nil {
		return 0, err
	}
	changed := make(map[string]event.Event, len(aged))
	said := make(map[string]bool) // conversations that lose a text
	touched := make(map[string]bool)
	for i := range aged {
		e := aged[i]
		fields := q.Fields(&e)
		e.Forget(fields)
		changed[e.ID] = e
		if of := d.placeOf(&e); of != "" {
			touched[of] = true
			said[of] = said[of] || fields&event.Texts != 0
		}
	}
	if err = d.keepReadings(ctx, chosen(said), changed); err != nil {
		return 0, err
	}
	if err = a.Store.Forget(ctx, q.Project, slices.Collect(maps.Values(changed)), a.Now()); err != nil {
		return 0, err
	}
	return len(aged), d.derive(ctx, chosen(touched), cause{})
}

// chosen are the names that are marked, in order.
func chosen(marked map[string]bool) (names []string) {
	for name, is := range marked {
		if is {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// keepReadings adds to the events that change what was read in conversations.
func (d *derivation) keepReadings(ctx context.Context, ids []string, changed map[string]event.Event) error {
	if len(ids) == 0 {
		return nil
	}
	g := newGathering(d)
	if err := g.gather(ctx, ids, cause{}); err != nil {
		return err
	}
	if _, err := g.judge(ctx); err != nil {
		return err
	}
	events, err := d.Store.EventsOf(ctx, d.project, ids)
	if err != nil {
		return err
	}
	readings := make(map[string]string)
	for _, id := range ids {
		draft := g.drafts[id]
		if draft == nil {
			continue
		}
		own, err := draft.Readings()
		if err != nil {
			return err
		}
		maps.Copy(readings, own)
	}
	for i := range events {
		e := events[i]
		if reading := readings[e.ID]; reading != "" {
			if other, changes := changed[e.ID]; changes {
				e = other
			}
			e.Reading = reading
			changed[e.ID] = e
		}
	}
	return nil
}
