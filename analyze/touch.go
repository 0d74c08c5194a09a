package analyze

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// forever ends the spans that have no end.
func forever() time.Time { return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// take derives what a batch of events has touched, project by project, and
// moves the progress with the last of it.
func (a *Analyzer) take(ctx context.Context, events []event.Event, progress store.Derivation) error {
	projects := make(map[string][]event.Event)
	for i := range events {
		projects[events[i].Project] = append(projects[events[i].Project], events[i])
	}
	for _, project := range slices.Sorted(maps.Keys(projects)) {
		if err := a.takeProject(ctx, project, projects[project]); err != nil {
			return err
		}
	}
	progress.Version = conversation.Version
	return a.Store.PutDerived(ctx, progress)
}

func (a *Analyzer) takeProject(ctx context.Context, project string, events []event.Event) error {
	d, err := a.begin(ctx, project)
	if err != nil {
		return err
	}
	affected, err := d.learn(ctx, events)
	if err != nil {
		return err
	}
	dirty, err := d.touched(ctx, events)
	if err != nil {
		return err
	}
	loose := d.loose(events)
	if len(affected) > 0 {
		if loose, err = d.affect(ctx, affected, dirty, loose); err != nil {
			return err
		}
	}
	if err = d.derive(ctx, slices.Sorted(maps.Keys(dirty)), loose); err != nil {
		return err
	}
	d.settle()
	return nil
}

// touched finds the conversations that events change: their own and, for a
// prompt, the earlier ones in which its user may have asked the same.
func (d *derivation) touched(ctx context.Context, events []event.Event) (map[string]bool, error) {
	dirty := make(map[string]bool)
	var spans []store.UserSpan
	prompts := make(map[string][]string) // of each user
	for i := range events {
		e := &events[i]
		if e.Conversation != "" {
			dirty[e.Conversation] = true
		}
		if user := d.users.of(e); e.Kind == event.Prompt && user != "" {
			spans = append(spans, store.UserSpan{User: user, From: e.OccurredAt.Add(-d.rules.Settling), To: e.OccurredAt})
			prompts[user] = append(prompts[user], e.Text)
		}
	}
	if len(spans) == 0 {
		return dirty, nil
	}
	earlier, err := d.Store.Touching(ctx, d.project, spans)
	if err != nil {
		return nil, err
	}
	for i := range earlier {
		if c := &earlier[i]; slices.ContainsFunc(prompts[c.User], c.MayTurnOn) {
			dirty[c.ID] = true
		}
	}
	return dirty, nil
}

// affect adds all conversations and conversions of users that are others now.
func (d *derivation) affect(ctx context.Context, affected []string, dirty map[string]bool, loose []event.Event) ([]event.Event, error) {
	spans := make([]store.UserSpan, 0, len(affected))
	for _, user := range affected {
		spans = append(spans, store.UserSpan{User: user, To: forever()})
	}
	theirs, err := d.Store.Touching(ctx, d.project, spans)
	if err != nil {
		return nil, err
	}
	for i := range theirs {
		dirty[theirs[i].ID] = true
	}
	conversions, err := d.Store.Loose(ctx, d.project, spans, d.rules.Goals)
	if err != nil {
		return nil, err
	}
	return append(loose, d.loose(conversions)...), nil
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
