package memory

import (
	"context"
	"maps"
	"slices"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// Erase removes a user or a conversation. See store.Eraser.
func (s *Store) Erase(ctx context.Context, e store.Erasure) (store.Erased, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err := ctx.Err(); err != nil {
		return store.Erased{}, err
	}
	p := s.project(e.Project)
	names := p.names(&e)
	going := e.Going(names, p.candidates(&e, names))
	gone, touched := make(map[string]bool), make(map[string]bool)
	for i := range going {
		if s.progress.Upto.Compare(store.PositionOf(&going[i])) >= 0 {
			s.progress.Analysed--
		}
		p.drop(&going[i])
		touched[going[i].Conversation] = true
	}
	s.arrived = slices.DeleteFunc(s.arrived, func(x event.Event) bool { return x.Project == e.Project && p.events[x.ID] == nil })
	delete(touched, "")
	for id := range touched {
		if len(p.talk(id)) == 0 {
			gone[id] = true
		}
	}
	for trace, tie := range p.ties {
		if gone[tie.Conversation] {
			delete(p.ties, trace)
			s.barred[store.BarredName{Project: e.Project, Conversation: true, Name: trace}] = true
		}
	}
	p.forget(&e, names, touched, gone)
	for _, name := range names {
		s.barred[store.BarredName{Project: e.Project, Name: name}] = true
	}
	if e.Conversation != "" {
		s.barred[store.BarredName{Project: e.Project, Conversation: true, Name: e.Conversation}] = true
	}
	for id := range gone {
		s.barred[store.BarredName{Project: e.Project, Conversation: true, Name: id}] = true
	}
	s.erasures = append(s.erasures, e)
	return store.Erased{User: e.User, Events: int64(len(going)), Conversations: int64(len(gone))}, nil
}

// names are the ids of the user that is erased.
func (p *project) names(e *store.Erasure) []string {
	if e.Conversation != "" {
		return nil
	}
	if tied, ok := p.identities[e.User]; ok {
		e.User = tied.User
	}
	names := []string{e.User}
	for anonymous, identity := range p.identities {
		if identity.User == e.User {
			names = append(names, anonymous)
		}
	}
	return names
}

// candidates are the events that Going picks from.
func (p *project) candidates(e *store.Erasure, names []string) []event.Event {
	spoken := map[string]bool{e.Conversation: e.Conversation != ""}
	own := func(x *event.Event) bool { return slices.Contains(names, x.UserKey()) }
	for _, x := range p.events {
		if store.Begins(x) && own(x) {
			spoken[p.of(x)] = true
		}
	}
	var all []event.Event
	for _, x := range p.inOrder() {
		if spoken[p.of(x)] || own(x) {
			all = append(all, *p.moved(x))
		}
	}
	return all
}

// drop removes an event and a conversion that it is.
func (p *project) drop(e *event.Event) {
	told := p.events[e.ID].Conversation
	delete(p.events, e.ID)
	delete(p.conversions, e.ID)
	p.said[told] = slices.DeleteFunc(p.said[told], func(x *event.Event) bool { return x.ID == e.ID })
}

// forget removes what was derived from what is gone.
func (p *project) forget(e *store.Erasure, names []string, touched, gone map[string]bool) {
	users := make(map[string]bool)
	for id := range touched {
		one := p.derived[id]
		if one == nil {
			continue
		}
		users[one.Conversation.User] = one.Conversation.User != ""
		if gone[id] {
			delete(p.derived, id)
			continue
		}
		c := one.Conversation
		c.Opening, c.Comments, c.Properties = "", "", nil
		p.derived[id] = &derived{conversation.Derived{Conversation: c}, one.made}
	}
	for id, one := range p.derived {
		if touched[id] || users[one.Conversation.User] {
			due := *one
			due.Conversation.DueAt = e.At
			p.derived[id] = &due
		}
	}
	for id, one := range p.conversions {
		if gone[one.Conversation] || gone[one.FirstTouch] {
			one.Conversion = unattributed(&one.Conversion)
			p.conversions[id] = one
		}
	}
	maps.DeleteFunc(p.identities, func(_ string, i store.Identity) bool { return slices.Contains(names, i.User) })
	maps.DeleteFunc(p.traits, func(t trait, _ store.Trait) bool { return !t.account && slices.Contains(names, t.owner) })
}

// Erasures lists what was erased. See store.Eraser.
func (s *Store) Erasures(ctx context.Context, project string) ([]store.Erasure, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	return slices.DeleteFunc(slices.Clone(s.erasures), func(e store.Erasure) bool { return e.Project != project }), ctx.Err()
}

// Barred returns the names that were erased. See store.Eraser.
func (s *Store) Barred(ctx context.Context, project string) (store.Barred, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	barred := maps.Clone(s.barred)
	maps.DeleteFunc(barred, func(name store.BarredName, _ bool) bool { return name.Project != project })
	return barred, ctx.Err()
}

// unattributed is a conversion that no conversation is known for.
func unattributed(c *conversation.Conversion) conversation.Conversion {
	bare := *c
	bare.By, bare.Conversation, bare.FirstTouch, bare.LagSeconds = conversation.None, "", "", nil
	bare.Dimensions = conversation.Dimensions{User: c.User, Identified: c.Identified}
	return bare
}
