package server

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// ProjectInput names the project.
type ProjectInput struct {
	Project string `query:"project" doc:"Id of the project; a key belongs to one, so it need not be sent with a key"`
}

// ScopeInput is what nearly every reading route takes.
type ScopeInput struct {
	ProjectInput
	From    string          `query:"from" doc:"Start of the period: RFC 3339, or a date in the time zone; 28 days ago by default"`
	To      string          `query:"to" doc:"End of the period, not included; now by default"`
	TZ      string          `query:"tz" doc:"IANA name of the time zone of days; the project's by default"`
	Where   string          `query:"where" doc:"Filter, as in: agent = \"support\" and rating < 0.5" maxLength:"8192"`
	Include []report.Reason `query:"include" enum:"environment,internal,bots" doc:"Count these too, which are excluded otherwise, as in internal,bots"`
	Only    report.Reason   `query:"only" enum:"environment,internal,bots" doc:"Only what is excluded for this reason"`
	Text    string          `query:"q" doc:"Words that prompts, answers and comments must hold, any of them any word: refund invoice; \"a phrase\" as written in one of them; -word for what must not be there; the last word also finds words that begin so" maxLength:"500"`
}

// defaultPeriod is how far reports look back when nothing is said.
const defaultPeriod = 28

// project is the project a request is about: the key's, or the one it names.
func (s *Server) project(ctx context.Context, named string) (control.Project, error) {
	p, ok := principalOf(ctx)
	switch {
	case !ok:
		return control.Project{}, errUnauthorized("Sign in first.")
	case p.project != "" && named != "" && named != p.project:
		return control.Project{}, errForbidden("This key belongs to another project.")
	default:
		return s.Control.Project(ctx, cmp.Or(p.project, named, DefaultProject))
	}
}

// DefaultProject is the project of a folder that has only one.
const DefaultProject = "default"

// scope reads the parameters that say what a report is about.
func (s *Server) scope(ctx context.Context, in ScopeInput) (report.Scope, error) {
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return report.Scope{}, err
	}
	scope := report.Scope{Project: project.ID, Text: in.Text, Now: s.Now(), Excluded: project.Excluded, Include: in.Include, Only: in.Only}
	if scope.Topics, err = s.topics.Topics(ctx, project.ID); err != nil {
		return scope, err
	}
	if scope.Zone, err = zone(in.TZ, project.Zone); err != nil {
		return scope, err
	}
	if scope.Where, err = where.Parse(in.Where); err != nil {
		return scope, err
	}
	if scope.From, scope.To, err = s.period(in.From, in.To, scope.Zone); err != nil {
		return scope, err
	}
	return scope, maySearch(ctx, scope.Where, in.Text)
}

func zone(asked, projects string) (*time.Location, error) {
	name := asked
	if name == "" {
		name = projects
	}
	return zoneNamed("tz", name)
}

// zoneNamed is the time zone of a name that a field holds. Go also knows Local
// and an empty name, which mean another zone on another machine.
func zoneNamed(field, name string) (*time.Location, error) {
	location, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, errInvalid(field, fmt.Sprintf("%q is no time zone: send an IANA name, as in Europe/Paris.", name))
	}
	return location, nil
}

func (s *Server) period(from, to string, zone *time.Location) (start, end time.Time, err error) {
	now := s.Now().In(zone)
	year, month, day := now.Date()
	start, end = time.Date(year, month, day-defaultPeriod+1, 0, 0, 0, 0, zone), now
	if to != "" {
		if end, err = moment("to", to, zone); err != nil {
			return start, end, err
		}
		start = end.AddDate(0, 0, -defaultPeriod)
	}
	if from != "" {
		if start, err = moment("from", from, zone); err != nil {
			return start, end, err
		}
	}
	if !start.Before(end) {
		return start, end, errInvalid("from", "The period is empty: from must be before to.")
	}
	return start.UTC(), end.UTC(), nil
}

// The years in which a period may begin and end. They are more than any event
// has, and none of them is the zero time, which stands for none.
const (
	firstYear = 1900
	lastYear  = 2999
)

func moment(field, s string, zone *time.Location) (time.Time, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t, err = time.ParseInLocation(time.DateOnly, s, zone)
	}
	switch {
	case err != nil:
		return t, errInvalid(field, fmt.Sprintf("%q is no time: send RFC 3339, as in 2026-11-23T10:00:00Z, or a date.", s))
	case t.Year() < firstYear || t.Year() > lastYear:
		return t, errInvalid(field, fmt.Sprintf("%q is too far away: send a time of the years %d to %d.", s, firstYear, lastYear))
	default:
		return t, nil
	}
}

// BehindInput names the figure whose conversations are asked for, as links do.
type BehindInput struct {
	Behind string `query:"behind" doc:"Id of a metric: only conversations behind its value in the period"`
	By     string `query:"by" doc:"Breakdowns of that metric's row, as in agent,prop.plan"`
	Group  string `query:"group" doc:"Their values as a JSON list; null where the row has none"`
}

func (in BehindInput) read(ctx context.Context) (*store.Behind, error) {
	if in.Behind == "" {
		if in.By != "" || in.Group != "" {
			return nil, errInvalid("behind", "by and group say which row of a figure is meant: name the figure by behind.")
		}
		return nil, nil //nolint:nilnil // no figure was named
	}
	by, err := breakdowns(ctx, "by", in.By)
	if err != nil {
		return nil, err
	}
	var group store.Group
	if in.Group != "" {
		if err = json.Unmarshal([]byte(in.Group), &group); err != nil {
			return nil, errInvalid("group", "group must be a JSON list of texts and nulls.")
		}
	}
	if len(group) != len(by) {
		return nil, errInvalid("group", fmt.Sprintf("by names %d breakdowns, group has %d values: send one for each, in their order, as in by=agent&group=[\"support\"].", len(by), len(group)))
	}
	behind, err := metric.BehindMetric(in.Behind, by, group)
	if errors.Is(err, metric.ErrUnknownMetric) {
		return nil, errInvalid("behind", fmt.Sprintf("No metric is called %q: see /api/v1/metrics.", in.Behind))
	}
	return &behind, err
}
