package analyze

import (
	"context"
	"maps"
	"slices"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// retied holds, by project, the users whose conversations must be derived
// again since an anonymous id came to them or left them. It outlives a step
// that failed after the identities were kept. The entry of a project is
// missing until its first step succeeds: a process that died may have left
// that one half done, so every identity told in it counts as new.
type retied map[string]map[string]bool

// learn keeps the identities, traits and ties of traces that events tell, and
// returns the users that are affected. A conversation that a trace leaves is
// due at once.
func (d *derivation) learn(ctx context.Context, events []event.Event) ([]string, error) {
	told := store.Derivation{Traits: traits(events), Ties: ties(events)}
	for i := range events {
		if e := &events[i]; e.User != "" && e.Anonymous != "" {
			told.Identities = append(told.Identities, store.Identity{Project: d.project, Anonymous: e.Anonymous, User: e.User, At: e.OccurredAt})
		}
	}
	told.Identities = firsts(told.Identities)
	if err := d.resolve(ctx, events); err != nil {
		return nil, err
	}
	if len(told.Identities)+len(told.Traits)+len(told.Ties) > 0 {
		if err := d.Store.PutDerived(ctx, told); err != nil {
			return nil, err
		}
	}
	if err := d.place(ctx, events); err != nil {
		return nil, err
	}
	if len(told.Identities)+len(told.Traits) == 0 {
		return slices.Sorted(maps.Keys(d.retied[d.project])), nil
	}
	_, known := d.retied[d.project]
	affected := d.retied[d.project]
	if affected == nil {
		affected = make(map[string]bool)
	}
	before := d.users
	d.users = make(users)
	if err := d.resolve(ctx, events); err != nil {
		return nil, err
	}
	for _, identity := range told.Identities {
		was, is := before[identity.Anonymous], d.users[identity.Anonymous]
		if was != is || !known {
			affected[identity.Anonymous], affected[is] = true, true
			if was != "" {
				affected[was] = true
			}
		}
	}
	if known {
		d.retied[d.project] = affected
	}
	return slices.Sorted(maps.Keys(affected)), nil
}

// settle forgets what was retied once it has been derived.
func (d *derivation) settle() { d.retied[d.project] = make(map[string]bool) }

// firsts keeps, of each anonymous id with each user, the first.
func firsts(told []store.Identity) []store.Identity {
	type tie struct{ anonymous, user string }
	kept := make(map[tie]int, len(told))
	out := told[:0]
	for _, identity := range told {
		k := tie{identity.Anonymous, identity.User}
		if i, have := kept[k]; have {
			if identity.At.Before(out[i].At) {
				out[i].At = identity.At
			}
			continue
		}
		kept[k] = len(out)
		out = append(out, identity)
	}
	return out
}

// traits are the properties of users and accounts that events tell.
func traits(events []event.Event) []store.Trait {
	var list []store.Trait
	for i := range events {
		e := &events[i]
		owner := e.UserKey()
		switch e.Kind {
		case event.Identify:
		case event.Group:
			owner = e.Account
		default:
			continue
		}
		for _, p := range e.Properties {
			list = append(list, store.Trait{
				Project: e.Project, Owner: owner, Account: e.Kind == event.Group, Name: p.Name, Value: p.Value, At: e.OccurredAt,
			})
		}
	}
	return list
}

// users resolves anonymous ids: to a user, or to "" where none is known.
type users map[string]string

// resolve looks up the anonymous ids of events that have not been yet.
func (d *derivation) resolve(ctx context.Context, events []event.Event) error {
	missing := make(map[string]bool)
	for i := range events {
		if _, known := d.users[events[i].Anonymous]; !known && events[i].Anonymous != "" {
			missing[events[i].Anonymous] = true
		}
	}
	if len(missing) == 0 {
		return nil
	}
	found, err := d.Store.Resolve(ctx, d.project, slices.Sorted(maps.Keys(missing)))
	if err != nil {
		return err
	}
	for id := range missing {
		d.users[id] = found[id]
	}
	return nil
}

func (u users) of(e *event.Event) string {
	if e.User != "" {
		return e.User
	}
	if user := u[e.Anonymous]; user != "" {
		return user
	}
	return e.Anonymous
}
