package server

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/control"
)

// How long one-time links work.
const (
	LinkFor       = 24 * time.Hour
	invitationFor = 7 * 24 * time.Hour
)

type linkInput struct {
	Body struct {
		Email string `json:"email" minLength:"1" maxLength:"255"`
	}
}

type inviteInput struct {
	Body struct {
		Email string       `json:"email" maxLength:"255" pattern:"^[^@\\s]+@[^@\\s]+$" patternDescription:"an e-mail address"`
		Role  control.Role `json:"role" enum:"owner,analyst,viewer"`
	}
}

type acceptInput struct {
	Body struct {
		Token    string `json:"token" minLength:"1" maxLength:"100"`
		Password string `json:"password" minLength:"1" maxLength:"72" doc:"12 characters or more"`
	}
}

// SignInLink is a one-time way in for a person. No mail is sent: whoever made
// it hands it on.
type SignInLink struct {
	Path      string    `json:"path" doc:"to be opened on this server"`
	ExpiresAt time.Time `json:"expires_at"`
}

// Invited is a person with the link by which they choose a password.
type Invited struct {
	Person PersonBrief `json:"person"`
	Link   SignInLink  `json:"link"`
}

func (s *Server) registerInvitations() {
	answers(s, failing(s.operation("invite", http.MethodPost, "/api/v1/people", "Invite a person; answers with the link to hand on"), http.StatusConflict), s.invite)
	answers(s, s.operation("inviteAgain", http.MethodPost, "/api/v1/people/{id}/invitation", "Make a new link to choose a password; earlier ones end"), s.inviteAgain)
	route(s, huma.Operation{
		OperationID: "acceptInvitation", Method: http.MethodPost, Path: "/api/v1/invitations", Summary: "Choose a password by an invitation, and sign in",
		Errors: []int{http.StatusBadRequest, http.StatusNotFound, http.StatusGone},
	}, s.accept)
	answers(s, s.operation("makeSignInLink", http.MethodPost, "/api/v1/signin-links", "Make a one-time sign-in link for a person"),
		func(ctx context.Context, in *linkInput) (*SignInLink, error) {
			person, err := s.Control.PersonByEmail(ctx, in.Body.Email)
			if err != nil {
				return nil, err
			}
			link, err := MakeSignInLink(ctx, s.Control, person.ID, s.Now())
			if err == nil {
				s.note(ctx, actLinkMade, person.Email, "")
			}
			return &link, err
		})
}

// MakeSignInLink makes a one-time link.
func MakeSignInLink(ctx context.Context, sessions control.Sessions, person string, now time.Time) (SignInLink, error) {
	link := SignInLink{ExpiresAt: now.Add(LinkFor)}
	secret, _, err := sessions.AddToken(ctx, control.Token{Kind: control.SignInLink, Person: person, CreatedAt: now, ExpiresAt: link.ExpiresAt})
	link.Path = "/signin?token=" + secret
	return link, err
}

func (s *Server) invite(ctx context.Context, in *inviteInput) (*Invited, error) {
	person, err := s.Control.AddPerson(ctx, control.Person{Email: in.Body.Email, Role: in.Body.Role, CreatedAt: s.Now()})
	if err != nil {
		return nil, err
	}
	s.note(ctx, actPersonInvited, person.Email, string(person.Role))
	return s.invited(ctx, person)
}

// inviteAgain is for who lost the link or forgot the password.
func (s *Server) inviteAgain(ctx context.Context, in *IDInput) (*Invited, error) {
	person, err := s.Control.Person(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	tokens, err := s.Control.ListTokens(ctx, person.ID)
	if err != nil {
		return nil, err
	}
	for i := range tokens {
		if tokens[i].Kind != control.Invitation {
			continue
		}
		if err = s.Control.DropToken(ctx, person.ID, tokens[i].ID); err != nil && !isNotFound(err) {
			return nil, err
		}
	}
	s.note(ctx, actPersonInvited, person.Email, "again")
	return s.invited(ctx, person)
}

// invited makes the link. Its secret stands after the #, which browsers send
// to nobody: neither a proxy's log nor a chat's preview sees or uses it.
func (s *Server) invited(ctx context.Context, person control.Person) (*Invited, error) {
	now := s.Now()
	secret, made, err := s.Control.AddToken(ctx, control.Token{
		Kind: control.Invitation, Person: person.ID, CreatedAt: now, ExpiresAt: now.Add(invitationFor),
	})
	if err != nil {
		return nil, err
	}
	b, err := s.brief(ctx, person)
	link := url.Values{"token": {secret}, "email": {person.Email}}
	return &Invited{b, SignInLink{Path: "/join#" + link.Encode(), ExpiresAt: made.ExpiresAt}}, err
}

// accept keeps the password and signs in. The password is judged first, so
// that one that cannot be used does not use the invitation up.
func (s *Server) accept(ctx context.Context, in *acceptInput) (*cookieOutput, error) {
	if err := control.CheckNewPassword(in.Body.Password); err != nil {
		return nil, err
	}
	token, err := s.Control.UseToken(ctx, control.Invitation, in.Body.Token, s.Now())
	if isNotFound(err) {
		err = control.ErrExpired // it ended, or a newer one took its place
	}
	if err != nil {
		return nil, err
	}
	person, err := s.Control.Person(ctx, token.Person)
	if err != nil {
		return nil, err
	}
	if err = s.setPassword(ctx, person, in.Body.Password, ""); err != nil {
		return nil, err
	}
	ctx = withPrincipal(ctx, principal{role: person.Role, person: &person})
	s.note(ctx, actInvitationAccepted, person.Email, "")
	if person, err = s.Control.Person(ctx, person.ID); err != nil {
		return nil, err
	}
	return s.enter(ctx, person)
}
