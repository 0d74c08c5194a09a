package server

import (
	"context"
	"net/http"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// Me is who is signed in and what they may see.
type Me struct {
	Email       string         `json:"email,omitempty"`
	Role        control.Role   `json:"role" enum:"owner,analyst,viewer"`
	Transcripts bool           `json:"transcripts" doc:"prompts and answers may be shown"`
	Password    bool           `json:"password" doc:"the person has chosen a password"`
	Projects    []ProjectBrief `json:"projects" nullable:"false"`
}

// ProjectBrief is a project as it is chosen from.
type ProjectBrief struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Zone string `json:"zone" doc:"IANA name of the time zone of its days"`
}

// OwnSession is a browser in which a person is signed in.
type OwnSession struct {
	ID        string    `json:"id"`
	Agent     string    `json:"agent,omitempty" doc:"the browser, as its User-Agent"`
	Current   bool      `json:"current" doc:"it makes this request"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at" doc:"to the minute"`
	ExpiresAt time.Time `json:"expires_at" doc:"when it ends, if it is not left unused for a week before"`
}

type sessionsBody struct {
	Sessions []OwnSession `json:"sessions" nullable:"false" doc:"newest first"`
}

type passwordInput struct {
	Body struct {
		Current  string `json:"current,omitempty" maxLength:"72" doc:"the password so far, where there is one"`
		Password string `json:"password" minLength:"1" maxLength:"72" doc:"12 characters or more"`
	}
}

// IDInput names what a route is about.
type IDInput struct {
	ID string `path:"id"`
}

type noInput = struct{}

type nothing = struct{}

func (s *Server) registerAccount() {
	answers(s, s.operation("getMe", http.MethodGet, "/api/v1/me", "Who is signed in"), s.me)
	route(s, failing(s.operation("changePassword", http.MethodPost, "/api/v1/me/password", "Choose another password; ends one's other sessions"),
		http.StatusTooManyRequests), s.changePassword)
	answers(s, s.operation("listSessions", http.MethodGet, "/api/v1/me/sessions", "One's own sessions"), s.ownSessions)
	route(s, s.operation("endSession", http.MethodDelete, "/api/v1/me/sessions/{id}", "End one of one's own sessions"),
		func(ctx context.Context, in *IDInput) (*nothing, error) {
			p, _ := principalOf(ctx)
			return &nothing{}, s.Control.DropToken(ctx, p.person.ID, in.ID)
		})
	route(s, s.operation("endOtherSessions", http.MethodDelete, "/api/v1/me/sessions", "End all of one's own sessions but this"),
		func(ctx context.Context, _ *noInput) (*nothing, error) {
			p, _ := principalOf(ctx)
			return &nothing{}, s.Control.DropTokens(ctx, p.person.ID, p.session)
		})
}

func (s *Server) me(ctx context.Context, _ *noInput) (*Me, error) {
	p, _ := principalOf(ctx)
	me := &Me{Role: p.role, Transcripts: p.seesTexts(), Projects: []ProjectBrief{}}
	if p.person != nil {
		me.Email, me.Password = p.person.Email, len(p.person.PasswordHash) > 0
	}
	projects, err := s.Control.ListProjects(ctx)
	if err != nil {
		return nil, err
	}
	for _, project := range projects {
		if p.project == "" || p.project == project.ID {
			me.Projects = append(me.Projects, ProjectBrief{ID: project.ID, Name: project.Name, Zone: project.Zone})
		}
	}
	return me, nil
}

// changePassword asks for the one so far, since who sits at a browser that was
// left alone may not be the person.
func (s *Server) changePassword(ctx context.Context, in *passwordInput) (*nothing, error) {
	p, _ := principalOf(ctx)
	if err := control.CheckNewPassword(in.Body.Password); err != nil {
		return nil, err
	}
	if len(p.person.PasswordHash) > 0 {
		fits, err := s.verify(ctx, p.person.Email, p.person.PasswordHash, in.Body.Current)
		if err != nil {
			return nil, err
		}
		if !fits {
			return nil, errInvalid("current", "This is not your current password.")
		}
	}
	if err := s.setPassword(ctx, *p.person, in.Body.Password, p.session); err != nil {
		return nil, err
	}
	s.note(ctx, actPasswordChanged, p.person.Email, "")
	return &nothing{}, nil
}

// setPassword keeps the password and ends every session but one.
func (s *Server) setPassword(ctx context.Context, person control.Person, password, but string) error {
	hash, err := s.PasswordCost.Hash(password)
	if err != nil {
		return err
	}
	person.PasswordHash = hash
	if err = s.Control.UpdatePerson(ctx, person); err != nil {
		return err
	}
	return s.Control.DropTokens(ctx, person.ID, but)
}

func (s *Server) ownSessions(ctx context.Context, _ *noInput) (*sessionsBody, error) {
	p, _ := principalOf(ctx)
	tokens, err := s.Control.ListTokens(ctx, p.person.ID)
	if err != nil {
		return nil, err
	}
	list := []OwnSession{}
	for i := range tokens {
		t := &tokens[i]
		if t.Kind == control.Session && !t.Ended(s.Now()) {
			list = append(list, OwnSession{
				ID: t.ID, Agent: t.Agent, Current: t.ID == p.session, CreatedAt: t.CreatedAt, SeenAt: t.SeenAt, ExpiresAt: t.ExpiresAt,
			})
		}
	}
	return &sessionsBody{list}, nil
}
