package analyze

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// forever ends the spans that have no end.
func forever() time.Time { return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// arrived is a batch of events. Unless they are news, everything else they
// could change was derived with them known, or is derived again anyway.
type arrived struct {
	events []event.Event
	news   bool
}

// take derives what a batch of events has touched, project by project, and
// moves the progress with the last of it.
func (a *Analyzer) take(ctx context.Context, batch arrived, progress store.Derivation) error {
	projects := make(map[string][]event.Event)
	for i := range batch.events {
		e := &batch.events[i]
		projects[e.Project] = append(projects[e.Project], *e)
	}
	for _, project := range slices.Sorted(maps.Keys(projects)) {
		if err := a.takeProject(ctx, project, arrived{events: projects[project], news: batch.news}); err != nil {
			return err
		}
	}
	return a.Store.PutDerived(ctx, progress)
}

func (a *Analyzer) takeProject(ctx context.Context, project string, batch arrived) error {
	d, err := a.begin(ctx, project)
	if err != nil {
		return err
	}
	affected, err := d.learn(ctx, batch.events)
	if err != nil {
		return err
	}
	dirty, err := d.touched(ctx, batch, affected)
	if err != nil {
		return err
	}
	if err = d.derive(ctx, slices.Sorted(maps.Keys(dirty)), cause{loose: d.loose(batch.events), users: affected}); err != nil {
		return err
	}
	d.settle()
	return nil
}

// touched finds the conversations that events change: their own; for a new
// prompt, the earlier ones in which its user may have asked the same; and all
// of the users that are affected by what was learnt.
func (d *derivation) touched(ctx context.Context, batch arrived, affected []string) (map[string]bool, error) {
	dirty := make(map[string]bool)
	spans := always(affected)
	prompts := make(map[string][]string) // of each user
	for i := range batch.events {
		e := &batch.events[i]
		if of := d.placeOf(e); of != "" {
			dirty[of] = true
		}
		if user := d.users.of(e); batch.news && asks(e) && user != "" {
			spans = append(spans, store.UserSpan{User: user, From: e.OccurredAt.Add(-d.rules.Settling), To: e.OccurredAt})
			prompts[user] = append(prompts[user], e.Text)
		}
	}
	if len(spans) == 0 {
		return dirty, nil
	}
	near, err := d.Store.Touching(ctx, d.project, spans)
	if err != nil {
		return nil, err
	}
	for i := range near {
		c := &near[i]
		if _, all := slices.BinarySearch(affected, c.User); all || slices.ContainsFunc(prompts[c.User], c.MayTurnOn) {
			dirty[c.ID] = true
		}
	}
	return dirty, nil
}

// asks reports whether a user's words are in an event.
func asks(e *event.Event) bool {
	return e.Kind == event.Prompt || (e.Kind == event.Span && e.Text != "")
}

// always spans everything that users ever did.
func always(users []string) []store.UserSpan {
	spans := make([]store.UserSpan, 0, len(users))
	for _, user := range users {
		spans = append(spans, store.UserSpan{User: user, To: forever()})
	}
	return spans
}

// loose picks the conversions that name no conversation.
func (d *derivation) loose(events []event.Event) []event.Event {
	var list []event.Event
	for i := range events {
		if e := &events[i]; e.Conversation == "" && d.isConversion(e) {
			list = append(list, *e)
		}
	}
	return list
}

func (d *derivation) isConversion(e *event.Event) bool {
	return e.Kind == event.Conversion || (e.Kind == event.Track && slices.Contains(d.rules.Goals, e.Name))
}
