package server

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/control"
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
}

type settingsInput struct {
	ProjectInput
	Body Settings
}

func (s *Server) registerSettings() {
	answers(s, s.operation("getSettings", http.MethodGet, "/api/v1/settings", "The project's name, time zone, whom it keeps out of figures, and for how long it keeps what"),
		func(ctx context.Context, in *ProjectInput) (*Settings, error) {
			project, err := s.project(ctx, in.Project)
			return settingsOf(&project), err
		})
	answers(s, s.operation("putSettings", http.MethodPut, "/api/v1/settings", "Replace them; every figure follows at once"), s.putSettings)
}

func settingsOf(p *control.Project) *Settings {
	return &Settings{
		Name: p.Name, Zone: p.Zone, InternalUsers: append([]string{}, p.Excluded.Users...),
		InternalDomains: append([]string{}, p.Excluded.Domains...), Bots: append([]string{}, p.Excluded.Bots...),
		TextsKept: int(p.Kept.Texts.Hours()), PropertiesKept: int(p.Kept.Properties.Hours()), ContextKept: int(p.Kept.Context.Hours()),
	}
}

func (s *Server) putSettings(ctx context.Context, in *settingsInput) (*Settings, error) {
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	if _, err = zoneNamed("zone", in.Body.Zone); err != nil {
		return nil, err
	}
	project.Name, project.Zone = in.Body.Name, in.Body.Zone
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
	if err = s.Control.UpdateProject(ctx, project); err != nil {
		return nil, err
	}
	s.note(ctx, actSettingsChanged, project.ID, "")
	return settingsOf(&project), nil
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
