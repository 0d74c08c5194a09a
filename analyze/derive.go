package analyze

import (
	"context"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// derivation gathers what a set of conversations depends on.
type derivation struct {
	*Analyzer
	project string
	rules   conversation.Definitions
	now     time.Time
	users   users

	events map[string][]event.Event             // by conversation
	drafts map[string]conversation.Conversation // as built without neighbours
}

// derive makes the rows of dirty conversations again, and of those that one
// of their conversions could be counted for instead.
func (a *Analyzer) derive(ctx context.Context, project string, dirty *dirty) error {
	rules, _, err := a.Rules.Definitions(ctx, project)
	if err != nil {
		return err
	}
	d := &derivation{
		Analyzer: a, project: project, rules: rules, now: a.Now(), users: make(users),
		events: make(map[string][]event.Event), drafts: make(map[string]conversation.Conversation),
	}
	if err = d.load(ctx, keys(dirty.conversations)); err != nil {
		return err
	}
	conversions, err := d.conversions(ctx, dirty.loose)
	if err != nil {
		return err
	}
	claimants, err := d.claimants(ctx, conversions)
	if err != nil {
		return err
	}
	if err = d.load(ctx, d.unknown(claimants)); err != nil {
		return err
	}
	// The newcomers may have conversions of their own, which others may claim.
	if conversions, err = d.conversions(ctx, dirty.loose); err != nil {
		return err
	}
	if claimants, err = d.claimants(ctx, conversions); err != nil {
		return err
	}
	return d.put(ctx, d.attribute(conversions, claimants))
}

// load reads the events of conversations and drafts them.
func (d *derivation) load(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	events, err := d.Store.EventsOf(ctx, d.project, ids)
	if err != nil {
		return err
	}
	known, err := d.resolver(ctx, d.project, events)
	if err != nil {
		return err
	}
	for anonymous, user := range known {
		d.users[anonymous] = user
	}
	for _, e := range events {
		d.events[e.Conversation] = append(d.events[e.Conversation], e)
	}
	for _, id := range ids {
		if len(d.events[id]) > 0 {
			d.drafts[id] = conversation.Build(d.events[id], d.rules, d.neighbours(nil, nil), d.now).Conversation
		}
	}
	return nil
}

func (d *derivation) neighbours(counted []conversation.Conversion, later []conversation.Asked) conversation.Neighbours {
	return conversation.Neighbours{
		Conversions: counted, Later: later,
		Resolve: func(anonymous string) string { return d.users[anonymous] },
	}
}

// unknown lists the conversations that have not been drafted.
func (d *derivation) unknown(all []conversation.Conversation) []string {
	var ids []string
	for i := range all {
		if _, have := d.drafts[all[i].ID]; !have {
			ids = append(ids, all[i].ID)
		}
	}
	return ids
}

// put builds every draft with its neighbours and keeps the result.
func (d *derivation) put(ctx context.Context, conversions []conversation.Conversion) error {
	counted := make(map[string][]conversation.Conversion)
	for _, c := range conversions {
		if c.Conversation != "" {
			counted[c.Conversation] = append(counted[c.Conversation], c)
		}
	}
	later, err := d.later(ctx)
	if err != nil {
		return err
	}
	out := store.Derivation{Version: conversation.Version, Conversions: conversions}
	for _, id := range d.ids() {
		draft := d.drafts[id]
		built := conversation.Build(d.events[id], d.rules, d.neighbours(counted[id], elsewhere(later[draft.User], id)), d.now)
		out.Derived = append(out.Derived, built)
	}
	return d.Store.PutDerived(ctx, out)
}

func (d *derivation) ids() []string {
	ids := make([]string, 0, len(d.drafts))
	for id := range d.drafts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// later reads what the users of settled conversations asked afterwards. The
// others are judged without it.
func (d *derivation) later(ctx context.Context) (map[string][]conversation.Asked, error) {
	var spans []store.UserSpan
	for _, id := range d.ids() {
		if c := d.drafts[id]; c.Settled && c.User != "" {
			spans = append(spans, store.UserSpan{User: c.User, From: c.StartedAt, To: c.EndedAt.Add(d.rules.Settling)})
		}
	}
	if len(spans) == 0 {
		return nil, nil
	}
	prompts, err := d.Store.Prompts(ctx, d.project, spans)
	if err != nil {
		return nil, err
	}
	byUser := make(map[string][]conversation.Asked)
	for _, p := range prompts {
		byUser[p.User] = append(byUser[p.User], p.Asked)
	}
	return byUser, nil
}

func elsewhere(asked []conversation.Asked, here string) []conversation.Asked {
	return slices.DeleteFunc(slices.Clone(asked), func(a conversation.Asked) bool { return a.Conversation == here })
}
