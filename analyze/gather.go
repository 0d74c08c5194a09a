package analyze

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// tick is the store's resolution of time: it makes the end of a span included.
const tick = time.Microsecond

// gathering is what a set of conversations depends on.
type gathering struct {
	*derivation
	drafts      map[string]*conversation.Draft       // to be put
	conversions map[string]event.Event               // that may be counted for a draft
	claimants   map[string]conversation.Conversation // stored ones that a conversion may be counted for instead
	gone        []store.Key                          // asked for, and none any more: a trace went elsewhere, or nobody speaks
}

func newGathering(d *derivation) *gathering {
	return &gathering{
		derivation: d, drafts: make(map[string]*conversation.Draft), conversions: make(map[string]event.Event),
		claimants: make(map[string]conversation.Conversation),
	}
}

// gather drafts the conversations and, twice over, looks for conversions that
// may be counted for them and for other conversations that may claim those.
//
// Twice is enough: a conversion that a draft of the second round shares with
// a conversation beyond stays where it is, unless something about the draft
// is new; then an event of it is new, and its own turn comes or came.
func (g *gathering) gather(ctx context.Context, ids []string, why cause) error {
	for i := range why.loose {
		g.conversions[why.loose[i].ID] = why.loose[i]
	}
	rivals, spans := why.loose, always(why.users)
	for round := range 2 {
		drafted, err := g.draft(ctx, ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if g.drafts[id] == nil && round == 0 { // one of the second round is due by itself
				g.gone = append(g.gone, store.Key{Project: g.project, Conversation: id})
			}
		}
		found, err := g.claimable(ctx, drafted, spans)
		if err != nil {
			return err
		}
		if ids, err = g.claim(ctx, append(rivals, found...)); err != nil {
			return err
		}
		rivals, spans = nil, nil
	}
	return nil
}

// draft reads the events of conversations and returns their drafts.
func (g *gathering) draft(ctx context.Context, ids []string) ([]*conversation.Draft, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	events, err := g.Store.EventsOf(ctx, g.project, ids)
	if err != nil {
		return nil, err
	}
	if err = g.resolve(ctx, events); err != nil {
		return nil, err
	}
	drafted := slices.DeleteFunc(g.draftAll(ctx, byConversation(events)), func(d *conversation.Draft) bool { return d == nil }) // nobody speaks there
	for _, draft := range drafted {
		g.drafts[draft.Conversation().ID] = draft
	}
	for i := range events {
		if e := &events[i]; g.isConversion(e) {
			g.conversions[e.ID] = *e
		}
	}
	return drafted, nil
}

// byConversation cuts events that are in order of conversation.
func byConversation(events []event.Event) (each [][]event.Event) {
	for len(events) > 0 {
		id := events[0].Conversation
		n := slices.IndexFunc(events, func(e event.Event) bool { return e.Conversation != id })
		if n < 0 {
			n = len(events)
		}
		each, events = append(each, events[:n]), events[n:]
	}
	return each
}

// draftAll makes drafts, several at a time: each depends on its own events only.
func (g *gathering) draftAll(ctx context.Context, each [][]event.Event) []*conversation.Draft {
	drafted := make([]*conversation.Draft, len(each))
	near := conversation.Neighbours{Resolve: func(anonymous string) string { return g.users[anonymous] }, About: g.about}
	var next atomic.Int64
	var working sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(each)) {
		working.Go(func() {
			since := g.Now()
			for i := next.Add(1) - 1; i < int64(len(each)); i = next.Add(1) - 1 {
				g.giveWay(ctx, &since)
				drafted[i] = conversation.NewDraft(each[i], g.rules, near, g.now)
			}
		})
	}
	working.Wait()
	return drafted
}

// claimable finds the conversions that may be counted for drafts: those of
// their session and of their user, those that are counted for them now, and
// those in spans. It returns the ones that are new and name no conversation;
// what names one is that one's.
func (g *gathering) claimable(ctx context.Context, drafted []*conversation.Draft, spans []store.UserSpan) ([]event.Event, error) {
	ids := make([]string, 0, len(drafted)+len(g.gone))
	for _, key := range g.gone {
		ids = append(ids, key.Conversation)
	}
	for _, draft := range drafted {
		c := draft.Conversation()
		ids = append(ids, c.ID)
		spans = append(
			spans,
			store.UserSpan{User: c.User, From: c.StartedAt, To: c.EndedAt.Add(g.rules.Window + tick)},
			store.UserSpan{Session: c.Session, From: c.StartedAt, To: forever()},
		)
	}
	if len(spans)+len(ids) == 0 {
		return nil, nil
	}
	near, err := g.Store.Loose(ctx, g.project, spans, g.rules.Goals)
	if err != nil {
		return nil, err
	}
	counted, err := g.Store.Attributed(ctx, g.project, ids)
	if err != nil {
		return nil, err
	}
	var found []event.Event
	for _, e := range g.loose(append(near, counted...)) {
		if _, have := g.conversions[e.ID]; !have {
			g.conversions[e.ID] = e
			found = append(found, e)
		}
	}
	return found, g.resolve(ctx, found)
}

// claim looks for stored conversations that conversions could be counted for,
// and returns those that are not drafts.
func (g *gathering) claim(ctx context.Context, conversions []event.Event) ([]string, error) {
	spans := make([]store.UserSpan, 0, 2*len(conversions))
	for i := range conversions {
		e := &conversions[i]
		until := e.OccurredAt.Add(tick)
		spans = append(spans, store.UserSpan{User: g.users.of(e), From: e.OccurredAt.Add(-g.rules.Window), To: until})
		if e.Session != "" {
			spans = append(spans, store.UserSpan{Session: e.Session, To: until})
		}
	}
	if len(spans) == 0 {
		return nil, nil
	}
	stored, err := g.Store.Touching(ctx, g.project, spans)
	if err != nil {
		return nil, err
	}
	var others []string
	for i := range stored {
		_, drafted := g.drafts[stored[i].ID]
		if gone := slices.Contains(g.gone, store.Key{Project: g.project, Conversation: stored[i].ID}); !drafted && !gone {
			g.claimants[stored[i].ID] = stored[i]
			others = append(others, stored[i].ID)
		}
	}
	return others, nil
}
