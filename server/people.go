package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/crypto/bcrypt"

	"github.com/debrief-dev/debrief/control"
)

type signInInput struct {
	Body struct {
		Email    string `json:"email" minLength:"1" maxLength:"255"`
		Password string `json:"password" minLength:"1" maxLength:"72"`
	}
}

type signInOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      Me
}

type signOutInput struct {
	Session string `cookie:"debrief_session"`
}

type signOutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

// Me is who is signed in and what they may see.
type Me struct {
	Email       string         `json:"email,omitempty"`
	Role        control.Role   `json:"role" enum:"owner,analyst,viewer"`
	Transcripts bool           `json:"transcripts" doc:"prompts and answers may be shown"`
	Projects    []ProjectBrief `json:"projects" nullable:"false"`
}

// ProjectBrief is a project as it is chosen from.
type ProjectBrief struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Zone string `json:"zone" doc:"IANA name of the time zone of its days"`
}

func (s *Server) registerPeople() {
	huma.Register(s.api, s.operation("getMe", http.MethodGet, "/api/v1/me", "Who is signed in", control.Viewer),
		func(ctx context.Context, _ *struct{}) (*body[Me], error) {
			me, err := s.me(ctx)
			if err != nil {
				return nil, s.fail(ctx, "getMe", err)
			}
			return &body[Me]{me}, nil
		})
	huma.Register(s.api, huma.Operation{
		OperationID: "signIn", Method: http.MethodPost, Path: "/api/v1/session", Summary: "Sign in with e-mail and password",
		Errors: []int{http.StatusUnauthorized},
	}, func(ctx context.Context, in *signInInput) (*signInOutput, error) {
		out, err := s.signIn(ctx, in)
		if err != nil {
			return nil, s.fail(ctx, "signIn", err)
		}
		return out, nil
	})
	huma.Register(s.api, huma.Operation{OperationID: "signOut", Method: http.MethodDelete, Path: "/api/v1/session", Summary: "Sign out"},
		func(ctx context.Context, in *signOutInput) (*signOutOutput, error) {
			if in.Session != "" {
				if err := s.Control.DropToken(ctx, in.Session); err != nil && !isNotFound(err) {
					return nil, s.fail(ctx, "signOut", err)
				}
			}
			return &signOutOutput{*newCookie("", -1, false)}, nil
		})
}

type linkInput struct {
	Body struct {
		Email string `json:"email" minLength:"1" maxLength:"255"`
	}
}

// SignInLink is a one-time way in for a person.
type SignInLink struct {
	Path      string    `json:"path" doc:"to be opened on this server"`
	ExpiresAt time.Time `json:"expires_at"`
}

// LinkFor is how long a sign-in link works.
const LinkFor = 24 * time.Hour

func (s *Server) registerLinks() {
	huma.Register(s.api, s.operation("makeSignInLink", http.MethodPost, "/api/v1/signin-links", "Make a one-time sign-in link for a person", control.Owner),
		func(ctx context.Context, in *linkInput) (*body[SignInLink], error) {
			person, err := s.Control.PersonByEmail(ctx, in.Body.Email)
			if err != nil {
				return nil, s.fail(ctx, "makeSignInLink", err)
			}
			link, err := MakeSignInLink(ctx, s.Control, person.ID, s.Now())
			if err != nil {
				return nil, s.fail(ctx, "makeSignInLink", err)
			}
			return &body[SignInLink]{link}, nil
		})
}

// MakeSignInLink makes a one-time link.
func MakeSignInLink(ctx context.Context, sessions control.Sessions, person string, now time.Time) (SignInLink, error) {
	link := SignInLink{ExpiresAt: now.Add(LinkFor)}
	secret, err := sessions.AddToken(ctx, control.Token{Person: person, Once: true, ExpiresAt: link.ExpiresAt})
	link.Path = "/signin?token=" + secret
	return link, err
}

func (s *Server) me(ctx context.Context) (Me, error) {
	p, _ := principalOf(ctx)
	me := Me{Role: p.role, Transcripts: p.seesTexts(), Projects: []ProjectBrief{}}
	if p.person != nil {
		me.Email = p.person.Email
	}
	projects, err := s.Control.ListProjects(ctx)
	if err != nil {
		return me, err
	}
	for _, project := range projects {
		if p.project == "" || p.project == project.ID {
			me.Projects = append(me.Projects, ProjectBrief{ID: project.ID, Name: project.Name, Zone: project.Zone})
		}
	}
	return me, nil
}

// signIn checks the password. Whether the e-mail is known shows neither in the
// answer nor in the time it takes.
func (s *Server) signIn(ctx context.Context, in *signInInput) (*signInOutput, error) {
	person, err := s.Control.PersonByEmail(ctx, in.Body.Email)
	if err != nil && !isNotFound(err) {
		return nil, err
	}
	hash := person.PasswordHash
	if len(hash) == 0 {
		hash = []byte(nobodysHash)
	}
	if bcrypt.CompareHashAndPassword(hash, []byte(in.Body.Password)) != nil || len(person.PasswordHash) == 0 {
		return nil, errUnauthorized("E-mail or password is wrong. `debrief user link EMAIL` prints a sign-in link.")
	}
	secret, err := s.Control.AddToken(ctx, control.Token{Person: person.ID, ExpiresAt: s.Now().Add(sessionFor)})
	if err != nil {
		return nil, err
	}
	me, err := s.me(withPrincipal(ctx, principal{role: person.Role, person: &person}))
	return &signInOutput{SetCookie: *newCookie(secret, int(sessionFor.Seconds()), false), Body: me}, err
}

// nobodysHash is the hash of a password that nobody has.
const nobodysHash = "$2a$10$7EqJtq98hPqEX7fNZaFWoOHi5sJ4h2eG5dGqKqv1hVbZ8p6mGJ0sW"
