package analyze

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// conversions gathers the conversions that could be counted for a drafted
// conversation: those that name it, those of its session and those of its
// user, and the loose ones that brought us here.
func (d *derivation) conversions(ctx context.Context, loose []event.Event) ([]event.Event, error) {
	byID := make(map[string]event.Event)
	spans := make([]store.UserSpan, 0, 2*len(d.drafts))
	for id, c := range d.drafts {
		for i := range d.events[id] {
			if e := &d.events[id][i]; isConversion(e, d.rules) {
				byID[e.ID] = *e
			}
		}
		spans = append(spans,
			store.UserSpan{User: c.User, From: c.StartedAt, To: c.EndedAt.Add(d.rules.Window + 1)},
			store.UserSpan{Session: c.Session, From: c.StartedAt, To: forever()})
	}
	if len(spans) > 0 {
		near, err := d.Store.Loose(ctx, d.project, spans, d.rules.Goals)
		if err != nil {
			return nil, err
		}
		loose = append(slices.Clone(loose), near...)
	}
	for i := range loose {
		byID[loose[i].ID] = loose[i]
	}
	all := make([]event.Event, 0, len(byID))
	for _, e := range byID {
		if _, ours := d.drafts[e.Conversation]; ours || e.Conversation == "" {
			all = append(all, e) // one that names another conversation is that one's
		}
	}
	slices.SortFunc(all, func(a, b event.Event) int {
		return cmp.Or(a.OccurredAt.Compare(b.OccurredAt), strings.Compare(a.ID, b.ID))
	})
	known, err := d.resolver(ctx, d.project, all)
	for anonymous, user := range known {
		d.users[anonymous] = user
	}
	return all, err
}

// claims is where to look for the conversations that a conversion could be
// counted for.
func claims(user string, e *event.Event, rules conversation.Definitions) store.UserSpan {
	return store.UserSpan{User: user, Session: e.Session, From: e.OccurredAt.Add(-rules.Window), To: e.OccurredAt.Add(1)}
}

// claimants are the conversations that any of the conversions could be counted
// for, in order of start; drafts stand in for what is stored.
func (d *derivation) claimants(ctx context.Context, conversions []event.Event) ([]conversation.Conversation, error) {
	var spans []store.UserSpan
	for i := range conversions {
		e := &conversions[i]
		if e.Conversation != "" {
			continue
		}
		spans = append(spans, claims(d.users.of(e), e, d.rules))
		if e.Session != "" {
			spans = append(spans, store.UserSpan{Session: e.Session, To: e.OccurredAt.Add(1)})
		}
	}
	all := make([]conversation.Conversation, 0, len(d.drafts))
	for _, c := range d.drafts {
		all = append(all, c)
	}
	if len(spans) > 0 {
		stored, err := d.Store.Touching(ctx, d.project, spans)
		if err != nil {
			return nil, err
		}
		for i := range stored {
			if _, have := d.drafts[stored[i].ID]; !have {
				all = append(all, stored[i])
			}
		}
	}
	slices.SortFunc(all, func(a, b conversation.Conversation) int {
		return cmp.Or(a.StartedAt.Compare(b.StartedAt), strings.Compare(a.ID, b.ID))
	})
	return all, nil
}

// attribute counts each conversion for one conversation at most: the one it
// names, else the last of its session that had begun, else the last of its
// user that had begun and ended no longer than the window before.
func (d *derivation) attribute(conversions []event.Event, claimants []conversation.Conversation) []conversation.Conversion {
	index := newClaimIndex(claimants)
	all := make([]conversation.Conversion, 0, len(conversions))
	for i := range conversions {
		e := &conversions[i]
		c := conversation.Conversion{
			Event: e.ID, Project: e.Project, At: e.OccurredAt, Name: e.Name, Value: e.Value, Currency: e.Currency, By: conversation.None,
		}
		c.User = d.users.of(e)
		c.Identified = e.User != "" || c.User != e.Anonymous
		c.Session, c.Account, c.Environment = e.Session, e.Account, e.Environment()
		d.count(&c, e, index)
		all = append(all, c)
	}
	return all
}

// count finds the conversation that a conversion is counted for.
func (d *derivation) count(c *conversation.Conversion, e *event.Event, index *claimIndex) {
	begun := func(o *conversation.Conversation) bool { return !o.StartedAt.After(e.OccurredAt) }
	var able []*conversation.Conversation
	if named := index.byID[e.Conversation]; e.Conversation != "" && named != nil {
		able, c.By = []*conversation.Conversation{named}, conversation.Direct
	}
	if len(able) == 0 && e.Session != "" {
		able, c.By = filter(index.bySession[e.Session], begun), conversation.Session
	}
	if len(able) == 0 {
		able, c.By = filter(index.byUser[c.User], func(o *conversation.Conversation) bool {
			return begun(o) && !e.OccurredAt.After(o.EndedAt.Add(d.rules.Window))
		}), conversation.Window
	}
	if len(able) == 0 {
		c.By = conversation.None
		return
	}
	last := able[len(able)-1]
	c.Conversation, c.FirstTouch, c.Dimensions = last.ID, able[0].ID, last.Dimensions
	lag := e.OccurredAt.Sub(last.StartedAt).Seconds()
	c.LagSeconds = &lag
}

// claimIndex finds conversations by what a conversion shares with them; each
// list is in order of start.
type claimIndex struct {
	byID              map[string]*conversation.Conversation
	bySession, byUser map[string][]*conversation.Conversation
}

func newClaimIndex(all []conversation.Conversation) *claimIndex {
	index := &claimIndex{
		byID:      make(map[string]*conversation.Conversation, len(all)),
		bySession: make(map[string][]*conversation.Conversation),
		byUser:    make(map[string][]*conversation.Conversation),
	}
	for i := range all {
		c := &all[i]
		index.byID[c.ID] = c
		index.bySession[c.Session] = append(index.bySession[c.Session], c)
		if c.User != "" {
			index.byUser[c.User] = append(index.byUser[c.User], c)
		}
	}
	return index
}

func filter(all []*conversation.Conversation, keep func(*conversation.Conversation) bool) []*conversation.Conversation {
	var kept []*conversation.Conversation
	for _, c := range all {
		if keep(c) {
			kept = append(kept, c)
		}
	}
	return kept
}
