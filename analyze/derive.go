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

// derivation is the work on one project in one step.
type derivation struct {
	*Analyzer
	project string
	rules   conversation.Definitions
	made    store.Made
	now     time.Time
	users   users
	about   func(id, prompt string) conversation.Subject
	places  map[string]string // where the traces among the events that arrived belong, by the conversations named for them
}

func (a *Analyzer) begin(ctx context.Context, project string) (*derivation, error) {
	rules, version, err := a.Rules.Definitions(ctx, project)
	if err != nil {
		return nil, err
	}
	p, err := a.placingOf(ctx, project)
	if err != nil {
		return nil, err
	}
	made := store.Made{Rules: conversation.Version, Definitions: version}
	return &derivation{Analyzer: a, project: project, rules: rules, made: made, now: a.Now(), users: make(users), about: p.about}, nil
}

// cause is why conversions are attributed again besides those of the
// conversations that are derived.
type cause struct {
	loose []event.Event // they are new
	users []string      // theirs may have become others'
}

// derive makes the rows of conversations and of conversions again, and of the
// conversations that one of the conversions could be counted for instead.
func (d *derivation) derive(ctx context.Context, ids []string, why cause) error {
	for len(ids)+len(why.loose)+len(why.users) > 0 {
		part := ids[:min(chunk, len(ids))]
		ids = ids[len(part):]
		g := newGathering(d)
		if err := g.gather(ctx, part, why); err != nil {
			return err
		}
		judged, err := g.judge(ctx)
		if err != nil {
			return err
		}
		if err = d.Store.PutDerived(ctx, judged); err != nil {
			return err
		}
		why = cause{}
	}
	return nil
}

// judge finishes every draft among its neighbours. It writes nothing.
func (g *gathering) judge(ctx context.Context) (store.Derivation, error) {
	conversions := g.attribute()
	attributed := make(map[string][]conversation.Conversion)
	for i := range conversions {
		if c := &conversions[i]; c.By != conversation.None {
			attributed[c.Conversation] = append(attributed[c.Conversation], *c)
		}
	}
	later, err := g.later(ctx)
	if err != nil {
		return store.Derivation{}, err
	}
	out := store.Derivation{Made: g.made, Conversions: conversions, Gone: g.gone, Derived: make([]conversation.Derived, 0, len(g.drafts))}
	for _, id := range slices.Sorted(maps.Keys(g.drafts)) {
		draft := g.drafts[id]
		near := conversation.Neighbours{Conversions: attributed[id], Later: elsewhere(later[draft.Conversation().User], id)}
		out.Derived = append(out.Derived, draft.Finish(near))
	}
	return out, nil
}

// later reads what the users of settled conversations asked until these were
// settled. The others are judged without it.
func (g *gathering) later(ctx context.Context) (map[string][]conversation.Asked, error) {
	var spans []store.UserSpan
	for _, draft := range g.drafts {
		if c := draft.Conversation(); c.Settled && c.User != "" {
			spans = append(spans, store.UserSpan{User: c.User, From: c.StartedAt, To: c.EndedAt.Add(g.rules.Settling)})
		}
	}
	if len(spans) == 0 {
		return nil, nil
	}
	prompts, err := g.Store.Prompts(ctx, g.project, spans)
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
