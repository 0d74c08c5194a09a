package analyze

import (
	"context"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// dirty is what a step has to derive again in one project.
type dirty struct {
	conversations map[string]bool
	loose         []event.Event // conversions that name no conversation
}

// forever ends the spans that have no end.
func forever() time.Time { return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// take derives what a batch of events has touched, project by project, and
// moves the progress with the last of it.
func (a *Analyzer) take(ctx context.Context, events []event.Event, progress store.Derivation) error {
	projects := make(map[string][]event.Event)
	for i := range events {
		projects[events[i].Project] = append(projects[events[i].Project], events[i])
	}
	for project, list := range projects {
		if err := a.takeProject(ctx, project, list); err != nil {
			return err
		}
	}
	progress.Version = conversation.Version
	return a.Store.PutDerived(ctx, progress)
}

func (a *Analyzer) takeProject(ctx context.Context, project string, events []event.Event) error {
	retied, err := a.learn(ctx, project, events)
	if err != nil {
		return err
	}
	rules, _, err := a.Rules.Definitions(ctx, project)
	if err != nil {
		return err
	}
	d, err := a.touched(ctx, project, events, rules)
	if err != nil {
		return err
	}
	spans := make([]store.UserSpan, 0, len(retied))
	for _, anonymous := range retied {
		spans = append(spans, store.UserSpan{User: anonymous, To: forever()})
	}
	if err = a.addTouching(ctx, project, d, spans); err != nil {
		return err
	}
	ids := keys(d.conversations)
	for part := range slices.Chunk(ids, chunk) {
		if err = a.derive(ctx, project, &dirty{conversations: set(part...), loose: d.loose}); err != nil {
			return err
		}
		d.loose = nil
	}
	if len(ids) == 0 && len(d.loose) > 0 {
		return a.derive(ctx, project, d)
	}
	return nil
}

// learn keeps the identities and traits that events tell, and returns the
// anonymous ids whose user has become another.
func (a *Analyzer) learn(ctx context.Context, project string, events []event.Event) ([]string, error) {
	var told store.Derivation
	for i := range events {
		e := &events[i]
		if e.User != "" && e.Anonymous != "" {
			told.Identities = append(told.Identities, store.Identity{Project: project, Anonymous: e.Anonymous, User: e.User, At: e.OccurredAt})
		}
		told.Traits = append(told.Traits, traits(e)...)
	}
	if len(told.Identities) == 0 && len(told.Traits) == 0 {
		return nil, nil
	}
	anonymous := make(map[string]bool, len(told.Identities))
	for _, identity := range told.Identities {
		anonymous[identity.Anonymous] = true
	}
	before, err := a.Store.Resolve(ctx, project, keys(anonymous))
	if err != nil {
		return nil, err
	}
	if err = a.Store.PutDerived(ctx, told); err != nil {
		return nil, err
	}
	after, err := a.Store.Resolve(ctx, project, keys(anonymous))
	if err != nil {
		return nil, err
	}
	var retied []string
	for id, user := range after {
		if was := before[id]; was != user {
			retied = append(retied, id)
			if was != "" {
				retied = append(retied, was)
			}
		}
	}
	return retied, nil
}

// traits are the properties of a user or an account that an event tells.
func traits(e *event.Event) []store.Trait {
	var owner string
	switch e.Kind {
	case event.Identify:
		owner = e.UserKey()
	case event.Group:
		owner = e.Account
	default:
		return nil
	}
	list := make([]store.Trait, 0, len(e.Properties))
	for _, p := range e.Properties {
		list = append(list, store.Trait{
			Project: e.Project, Owner: owner, Account: e.Kind == event.Group, Name: p.Name, Value: p.Value, At: e.OccurredAt,
		})
	}
	return list
}

// touched finds what events change besides their own conversation: a prompt,
// the earlier conversations in which its user may have asked the same; a
// conversion, those that it may be counted for.
func (a *Analyzer) touched(ctx context.Context, project string, events []event.Event, rules conversation.Definitions) (*dirty, error) {
	d := &dirty{conversations: make(map[string]bool)}
	users, err := a.resolver(ctx, project, events)
	if err != nil {
		return nil, err
	}
	var spans []store.UserSpan
	for i := range events {
		e := &events[i]
		if e.Conversation != "" {
			d.conversations[e.Conversation] = true
		}
		switch {
		case e.Kind == event.Prompt:
			spans = append(spans, store.UserSpan{User: users.of(e), From: e.OccurredAt.Add(-rules.Settling), To: e.OccurredAt})
		case isConversion(e, rules) && e.Conversation == "":
			d.loose = append(d.loose, *e)
			spans = append(spans, claims(users.of(e), e, rules))
		}
	}
	return d, a.addTouching(ctx, project, d, spans)
}

func (a *Analyzer) addTouching(ctx context.Context, project string, d *dirty, spans []store.UserSpan) error {
	if len(spans) == 0 {
		return nil
	}
	near, err := a.Store.Touching(ctx, project, spans)
	if err != nil {
		return err
	}
	for i := range near {
		d.conversations[near[i].ID] = true
	}
	return nil
}

func isConversion(e *event.Event, rules conversation.Definitions) bool {
	return e.Kind == event.Conversion || (e.Kind == event.Track && slices.Contains(rules.Goals, e.Name))
}

// users resolves who sent an event.
type users map[string]string

func (a *Analyzer) resolver(ctx context.Context, project string, events []event.Event) (users, error) {
	anonymous := make(map[string]bool)
	for i := range events {
		if events[i].Anonymous != "" {
			anonymous[events[i].Anonymous] = true
		}
	}
	if len(anonymous) == 0 {
		return nil, nil
	}
	return a.Store.Resolve(ctx, project, keys(anonymous))
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

func set(ids ...string) map[string]bool {
	all := make(map[string]bool, len(ids))
	for _, id := range ids {
		all[id] = true
	}
	return all
}

// keys lists a set in order, so that steps do the same work each time.
func keys(all map[string]bool) []string {
	list := make([]string, 0, len(all))
	for id := range all {
		list = append(list, id)
	}
	slices.Sort(list)
	return list
}
