// Package report says what we say: the view models that the API, the
// dashboard and the command line all show. Its JSON is the API's. It reads
// through store.Reader and metric and writes nothing.
package report

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// Scope is what a report is about.
type Scope struct {
	Project  string
	From, To time.Time // half-open
	Zone     *time.Location
	Where    where.Expr
	Text     string // words to search for
	Now      time.Time
	Excluded control.Excluded // whom the project keeps out
	Include  []Reason         // what is not kept out
	Only     Reason           // unless empty, just what this reason keeps out
	Topics   *Topics          // whose names the filter may use, and figures show
}

// Filter is the scope's filter. A conversation counts if none of its events
// says that it is not of production and none is an excluded user's.
func (s *Scope) Filter() (store.Filter, error) {
	reasons, err := s.exclusions()
	if err != nil {
		return store.Filter{}, err
	}
	var parts []where.Expr
	for _, e := range reasons {
		if e.reason == s.Only {
			parts = append(parts, e.about)
			break
		}
		parts = append(parts, where.Not{X: e.about})
	}
	if s.Only != "" && !slices.ContainsFunc(reasons, func(e exclusion) bool { return e.reason == s.Only }) {
		return store.Filter{}, fmt.Errorf("%w: nothing is excluded for the reason %s", store.ErrInvalidQuery, s.Only)
	}
	return store.Filter{Where: where.AllOf(append(parts, s.Topics.resolve(s.Where))...), Text: s.Text}, nil
}

// query is the part of a link that repeats the scope.
func (s *Scope) query(from, to time.Time) url.Values {
	v := url.Values{"from": {from.UTC().Format(time.RFC3339Nano)}, "to": {to.UTC().Format(time.RFC3339Nano)}}
	if s.Where != nil {
		v.Set("where", where.Print(s.Where))
	}
	if s.Text != "" {
		v.Set("q", s.Text)
	}
	if len(s.Include) > 0 {
		v.Set("include", strings.Join(words(s.Include), ","))
	}
	if s.Only != "" {
		v.Set("only", string(s.Only))
	}
	if s.Zone != nil && s.Zone != time.UTC {
		v.Set("tz", s.Zone.String())
	}
	return v
}

func words[T ~string](list []T) []string {
	texts := make([]string, len(list))
	for i, word := range list {
		texts[i] = string(word)
	}
	return texts
}

// conversationsPath is where every figure's link leads.
const conversationsPath = "/api/v1/conversations?"

// link leads to the conversations behind a row of an answer; empty where there
// are none to list.
func (s *Scope) link(a *metric.Answer, row *metric.Row) (string, error) {
	if !a.IsListed() {
		return "", nil
	}
	v := s.query(row.From, row.To)
	v.Set("behind", a.Definition.ID)
	if len(a.By) > 0 {
		group, err := json.Marshal(row.Group)
		if err != nil {
			return "", fmt.Errorf("cannot link to %s: %w", a.Definition.ID, err)
		}
		v.Set("by", PrintDimensions(a.By))
		v.Set("group", string(group))
	}
	return conversationsPath + v.Encode(), nil
}

// ParseDimensions reads a list of breakdowns: "agent,prop.plan". The key of a
// property may be quoted, as the filter language has it, and must be where it
// holds a comma or begins with a quote: prop."a,b".
func ParseDimensions(list string) ([]store.Dimension, error) {
	if strings.TrimSpace(list) == "" {
		return nil, nil
	}
	var all []store.Dimension
	for _, name := range namesIn(list) {
		d, err := parseDimension(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		if slices.Contains(all, d) {
			return nil, fmt.Errorf("%w: the breakdown %q is there twice", store.ErrInvalidQuery, name)
		}
		all = append(all, d)
	}
	return all, nil
}

// namesIn cuts a list at the commas that stand in no quotes.
func namesIn(list string) []string {
	var names []string
	start, quoted := 0, false
	for i := 0; i < len(list); i++ {
		switch c := list[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\' && quoted:
			i++
		case c == ',' && !quoted:
			names = append(names, list[start:i])
			start = i + 1
		}
	}
	return append(names, list[start:])
}

func parseDimension(name string) (store.Dimension, error) {
	for prefix, property := range map[string]store.DimensionName{
		"prop.": store.ByProperty, "user.": store.ByUserProperty, "account.": store.ByAccountProperty,
	} {
		key, is := strings.CutPrefix(name, prefix)
		switch {
		case !is || key == "":
			continue
		case key[0] != '"':
			return store.Dimension{Name: property, Key: key}, nil
		}
		field, err := where.ParseField(name)
		if err != nil {
			return store.Dimension{}, fmt.Errorf("%w: the breakdown %s: %w", store.ErrInvalidQuery, name, err)
		}
		return store.Dimension{Name: property, Key: field.Key}, nil
	}
	for _, known := range Breakdowns() {
		if string(known) == name {
			return store.Dimension{Name: known}, nil
		}
	}
	return store.Dimension{}, fmt.Errorf("%w: no breakdown is called %q; use one of %v, prop.X, user.X or account.X", store.ErrInvalidQuery, name, Breakdowns())
}

// Breakdowns lists the breakdowns that need no key.
func Breakdowns() []store.DimensionName {
	return []store.DimensionName{
		store.ByAgent, store.ByVersion, store.ByModel, store.ByTopic, store.ByTheme, store.ByLanguage, store.ByAccount,
		store.ByEnvironment, store.ByUser, store.BySession, store.ByOutcome, store.ByCurrency, store.BySource, store.ByWeek,
	}
}

// PrintDimensions is the inverse of ParseDimensions.
func PrintDimensions(all []store.Dimension) string {
	names := make([]string, len(all))
	for i, d := range all {
		names[i] = dimensionName(d)
	}
	return strings.Join(names, ",")
}

func dimensionName(d store.Dimension) string {
	switch d.Name {
	case store.ByProperty:
		return where.Field{Name: where.FieldProp, Key: d.Key}.String()
	case store.ByUserProperty:
		return where.Field{Name: where.FieldUserProp, Key: d.Key}.String()
	case store.ByAccountProperty:
		return where.Field{Name: where.FieldAccountProp, Key: d.Key}.String()
	default:
		return string(d.Name)
	}
}

// PropertyBreakdowns lists the breakdowns by a property that a project has, up
// to limit of each kind, most frequent first.
func PropertyBreakdowns(ctx context.Context, reader store.Reader, project string, limit int) ([]string, error) {
	names := []string{}
	for _, of := range []store.DimensionName{store.ByProperty, store.ByUserProperty, store.ByAccountProperty} {
		keys, err := reader.PropertyNames(ctx, project, of, limit)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			names = append(names, dimensionName(store.Dimension{Name: of, Key: key}))
		}
	}
	return names, nil
}
