package analyze

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
)

// attribute ties each gathered conversion to one conversation at most: the
// one it names, else the last of its session that had begun, else the last of
// its user that had begun and ended no longer than the window before. It
// returns them in order of time.
func (g *gathering) attribute() []conversation.Conversion {
	index := g.index()
	all := make([]conversation.Conversion, 0, len(g.conversions))
	for _, id := range slices.Sorted(maps.Keys(g.conversions)) {
		e := g.conversions[id]
		c := conversation.Conversion{
			Event: e.ID, Project: e.Project, At: e.OccurredAt, Name: e.Name, By: conversation.None,
		}
		c.Value, c.Currency = e.Worth()
		c.User = g.users.of(&e)
		c.Identified = e.User != "" || c.User != e.Anonymous
		c.Session, c.Account, c.Environment = e.Session, e.Account, e.Environment()
		g.count(&c, &e, index)
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b conversation.Conversion) int { return a.At.Compare(b.At) })
	return all
}

// count finds the conversation that a conversion is counted for.
func (g *gathering) count(c *conversation.Conversion, e *event.Event, index *claimIndex) {
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
			return begun(o) && !e.OccurredAt.After(o.EndedAt.Add(g.rules.Window))
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

func (g *gathering) index() *claimIndex {
	all := make([]*conversation.Conversation, 0, len(g.drafts)+len(g.claimants))
	for _, draft := range g.drafts {
		all = append(all, draft.Conversation())
	}
	for id, c := range g.claimants {
		if g.drafts[id] == nil {
			all = append(all, &c)
		}
	}
	slices.SortFunc(all, func(a, b *conversation.Conversation) int {
		return cmp.Or(a.StartedAt.Compare(b.StartedAt), strings.Compare(a.ID, b.ID))
	})
	index := &claimIndex{
		byID:      make(map[string]*conversation.Conversation, len(all)),
		bySession: make(map[string][]*conversation.Conversation),
		byUser:    make(map[string][]*conversation.Conversation),
	}
	for _, c := range all {
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
