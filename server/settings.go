package server

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/event"
)

// Settings are what an owner decides about a project.
type Settings struct {
	Name            string   `json:"name" minLength:"1" maxLength:"100"`
	Zone            string   `json:"zone" doc:"IANA name of the time zone of its days, as in Europe/Paris"`
	InternalUsers   []string `json:"internal_users" nullable:"false" maxItems:"500" doc:"ids of its own people, who stay out of every figure"`
	InternalDomains []string `json:"internal_domains" nullable:"false" maxItems:"50" doc:"likewise whoever has an e-mail of these as id or as the trait email, as in example.com"`
	Bots            []string `json:"bots" nullable:"false" maxItems:"500" doc:"ids of known bots, who stay out likewise"`
	TextsKept       int      `json:"texts_kept_hours" minimum:"0" maximum:"876000" doc:"for how many hours prompts, answers and comments are kept; 0 is for ever. What was derived from them stays"`
	PropertiesKept  int      `json:"properties_kept_hours" minimum:"0" maximum:"876000" doc:"likewise properties that figures are not made of: they cannot be filtered or broken down by afterwards"`
	ContextKept     int      `json:"context_kept_hours" minimum:"0" maximum:"876000" doc:"likewise what senders' libraries add, as the page"`
	Goals           []string `json:"goals" nullable:"false" maxItems:"100" doc:"names of the project's own events that are conversions; their properties value, revenue or amount, and currency, are what they are worth. A change judges history again"`
	RatingScale     string   `json:"rating_scale" maxLength:"40" doc:"of ratings that come without one, from then on; empty for that of their protocol"`
}

type goalsBody struct {
	Seen []string `json:"seen" nullable:"false" doc:"names of the project's own events, most frequent first"`
}

type settingsInput struct {
	ProjectInput
	Body Settings
}

func (s *Server) registerSettings() {
	answers(s, s.operation("getSettings", http.MethodGet, "/api/v1/settings", "The project's name, time zone, whom it keeps out of figures, and for how long it keeps what"),
		func(ctx context.Context, in *ProjectInput) (*Settings, error) {
			project, err := s.project(ctx, in.Project)
			if err != nil {
				return nil, err
			}
			return s.settingsOf(ctx, &project)
		})
	answers(s, s.operation("listGoals", http.MethodGet, "/api/v1/settings/goals", "The events that can be goals"),
		func(ctx context.Context, in *ProjectInput) (*goalsBody, error) {
			project, err := s.project(ctx, in.Project)
			if err != nil {
				return nil, err
			}
			seen, err := s.Store.EventNames(ctx, project.ID, offered)
			return &goalsBody{append([]string{}, seen...)}, err
		})
	answers(s, s.operation("putSettings", http.MethodPut, "/api/v1/settings", "Replace them; every figure follows at once"), s.putSettings)
}

func (s *Server) settingsOf(ctx context.Context, p *control.Project) (*Settings, error) {
	rules, _, err := s.Control.Definitions(ctx, p.ID)
	return &Settings{
		Name: p.Name, Zone: p.Zone, RatingScale: p.Scale, Goals: append([]string{}, rules.Goals...), InternalUsers: append([]string{}, p.Excluded.Users...),
		InternalDomains: append([]string{}, p.Excluded.Domains...), Bots: append([]string{}, p.Excluded.Bots...),
		TextsKept: int(p.Kept.Texts.Hours()), PropertiesKept: int(p.Kept.Properties.Hours()), ContextKept: int(p.Kept.Context.Hours()),
	}, err
}

func (s *Server) putSettings(ctx context.Context, in *settingsInput) (*Settings, error) {
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	if _, err = zoneNamed("zone", in.Body.Zone); err != nil {
		return nil, err
	}
	if _, fault := event.ParseScale(in.Body.RatingScale); fault != nil && in.Body.RatingScale != "" {
		return nil, errInvalid("rating_scale", fault.Message)
	}
	project.Name, project.Zone, project.Scale = in.Body.Name, in.Body.Zone, in.Body.RatingScale
	project.Excluded = control.Excluded{Users: once(in.Body.InternalUsers), Bots: once(in.Body.Bots)}
	project.Kept = control.Kept{
		Texts: hours(in.Body.TextsKept), Properties: hours(in.Body.PropertiesKept), Context: hours(in.Body.ContextKept),
	}
	for _, domain := range once(in.Body.InternalDomains) {
		domain = strings.ToLower(strings.TrimPrefix(domain, "@"))
		if !strings.Contains(domain, ".") || strings.ContainsAny(domain, "@ /") {
			return nil, errInvalid("internal_domains", fmt.Sprintf("%q is no domain of e-mails: send one as in example.com.", domain))
		}
		project.Excluded.Domains = append(project.Excluded.Domains, domain)
	}
	if err = s.keepSettings(ctx, project, once(in.Body.Goals)); err != nil {
		return nil, err
	}
	s.scales.forget()
	s.note(ctx, actSettingsChanged, project.ID, "")
	return s.settingsOf(ctx, &project)
}

// keepSettings keeps them all or none. Goals make new definitions only where
// they are others: those judge history again.
func (s *Server) keepSettings(ctx context.Context, project control.Project, goals []string) error {
	return s.Control.Atomically(ctx, func(c control.Store) error {
		if err := c.UpdateProject(ctx, project); err != nil {
			return err
		}
		rules, _, err := c.Definitions(ctx, project.ID)
		if err != nil || slices.Equal(rules.Goals, goals) {
			return err
		}
		rules.Goals = goals
		_, err = c.SetDefinitions(ctx, project.ID, rules, s.Now())
		return err
	})
}

func hours(n int) time.Duration { return time.Duration(n) * time.Hour }

// once is the list without blanks and repeats.
func once(list []string) []string {
	var kept []string
	for _, word := range list {
		if word = strings.TrimSpace(word); word != "" && !slices.Contains(kept, word) {
			kept = append(kept, word)
		}
	}
	return kept
}
