package report

import (
	"context"
	"fmt"
	"slices"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// Reason is why conversations stay out of figures.
type Reason string

// The reasons, in the order in which they are looked for: a conversation is
// counted under the first that holds.
const (
	Elsewhere Reason = "environment" // it ran outside production
	Internal  Reason = "internal"    // a user is one of the product's own people
	Bots      Reason = "bots"        // a user is a known bot
)

// Excluded is what one reason keeps out of every figure of a report.
type Excluded struct {
	Reason        Reason `json:"reason" enum:"environment,internal,bots"`
	Conversations int64  `json:"conversations" doc:"that the filter selects but for this"`
	Users         int64  `json:"users" doc:"distinct users of those"`
	Link          string `json:"link" doc:"path and query of those conversations"`
}

// exclusion is a reason and the conversations that it keeps out.
type exclusion struct {
	reason Reason
	about  where.Expr
}

// exclusions are those that the project has, in order. An exclusion that the
// caller includes is left out; that of other environments also where the
// filter speaks of environments itself.
func (s *Scope) exclusions() ([]exclusion, error) {
	var all []exclusion
	if !where.Mentions(s.Where, where.FieldEnvironment) {
		elsewhere, err := where.NewTerm(where.Field{Name: where.FieldEnvironment}, where.OpNotEqual, where.String(event.DefaultEnvironment))
		if err != nil {
			return nil, fmt.Errorf("cannot limit to production: %w", err)
		}
		all = append(all, exclusion{Elsewhere, elsewhere})
	}
	internal, err := insiders(s.Excluded)
	if err != nil {
		return nil, err
	}
	bots, err := among(s.Excluded.Bots)
	if err != nil {
		return nil, err
	}
	all = append(all, exclusion{Internal, internal}, exclusion{Bots, bots})
	return slices.DeleteFunc(all, func(e exclusion) bool { return e.about == nil || slices.Contains(s.Include, e.reason) }), nil
}

// insiders are the conversations of internal users: by their ids, or by the
// domain of an e-mail that is their id or their trait.
func insiders(x control.Excluded) (where.Expr, error) {
	listed, err := among(x.Users)
	if err != nil {
		return nil, err
	}
	var of []where.Expr
	if listed != nil {
		of = append(of, listed)
	}
	for _, domain := range x.Domains {
		for _, field := range []where.Field{{Name: where.FieldUser}, {Name: where.FieldUserProp, Key: "email"}} {
			term, err := where.NewTerm(field, where.OpContains, where.String("@"+domain))
			if err != nil {
				return nil, fmt.Errorf("cannot exclude %s: %w", domain, err)
			}
			of = append(of, term)
		}
	}
	switch len(of) {
	case 0:
		return nil, nil //nolint:nilnil // nobody is internal
	case 1:
		return of[0], nil
	default:
		return where.Or{Of: of}, nil
	}
}

// among are the conversations of some users; nil of none.
func among(users []string) (where.Expr, error) {
	if len(users) == 0 {
		return nil, nil //nolint:nilnil // of none
	}
	values := make([]where.Value, len(users))
	for i, user := range users {
		values[i] = where.String(user)
	}
	term, err := where.NewTerm(where.Field{Name: where.FieldUser}, where.OpIn, values...)
	if err != nil {
		return nil, fmt.Errorf("cannot exclude users: %w", err)
	}
	return term, nil
}

// excluded counts what each exclusion keeps out of a report. Those that keep
// nothing out are left out.
func (s *Scope) excluded(ctx context.Context, reader store.Reader) ([]Excluded, error) {
	reasons, err := s.exclusions()
	if err != nil {
		return nil, err
	}
	scopes, queries := make([]Scope, len(reasons)), make([]store.Query, 0, 2*len(reasons))
	for i, e := range reasons {
		scopes[i] = *s
		scopes[i].Only = e.reason
		filter, unfit := scopes[i].Filter()
		if unfit != nil {
			return nil, unfit
		}
		for _, measure := range []store.Measure{store.Count, store.Users} {
			queries = append(queries, store.Query{
				Project: s.Project, From: s.From, To: s.To, Zone: s.Zone, Filter: filter, Fact: store.Conversations, Measure: measure, Depth: store.Bare,
			})
		}
	}
	answers, err := reader.SelectAll(ctx, queries)
	if err != nil {
		return nil, fmt.Errorf("cannot count what is excluded: %w", err)
	}
	list := []Excluded{}
	for i, e := range reasons {
		if conversations, users := answers[2*i], answers[2*i+1]; len(conversations) > 0 {
			list = append(list, Excluded{e.reason, conversations[0].N, users[0].N, conversationsPath + scopes[i].query(s.From, s.To).Encode()})
		}
	}
	return list, nil
}
