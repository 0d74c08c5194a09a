package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/control"
)

// sessionCookie holds the secret of a session.
const sessionCookie = "debrief_session"

// How long a session lasts: at most, and without being used.
const (
	sessionFor  = 30 * 24 * time.Hour
	sessionIdle = 7 * 24 * time.Hour
)

type signInInput struct {
	Body struct {
		Email    string `json:"email" minLength:"1" maxLength:"255"`
		Password string `json:"password" minLength:"1" maxLength:"72"`
	}
}

// cookieOutput is an answer that begins a session.
type cookieOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      Me
}

type signOutInput struct {
	Session string `cookie:"debrief_session"`
}

type signOutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func (s *Server) registerSession() {
	route(s, huma.Operation{
		OperationID: "signIn", Method: http.MethodPost, Path: "/api/v1/session", Summary: "Sign in with e-mail and password",
		Description: "Wrong passwords are counted by account and by address; after too many the answer is 429 with Retry-After.",
		Errors:      []int{http.StatusUnauthorized, http.StatusTooManyRequests},
	}, s.signIn)
	route(s, huma.Operation{
		OperationID: "signOut", Method: http.MethodDelete, Path: "/api/v1/session", Summary: "Sign out",
	}, s.signOut)
}

func (s *Server) signIn(ctx context.Context, in *signInInput) (*cookieOutput, error) {
	person, err := s.Control.PersonByEmail(ctx, in.Body.Email)
	if err != nil && !isNotFound(err) {
		return nil, err
	}
	fits, err := s.verify(ctx, in.Body.Email, person.PasswordHash, in.Body.Password)
	if err != nil {
		return nil, err
	}
	if !fits {
		return nil, errUnauthorized("E-mail or password is wrong. An owner, or `debrief user invite EMAIL`, can make you a link to choose another.")
	}
	return s.enter(ctx, person)
}

// enter begins a session and answers with it.
func (s *Server) enter(ctx context.Context, person control.Person) (*cookieOutput, error) {
	cookie, session, err := s.beginSession(ctx, person.ID)
	if err != nil {
		return nil, err
	}
	me, err := s.me(withPrincipal(ctx, principal{role: person.Role, person: &person, session: session.ID}), nil)
	if err != nil {
		return nil, err
	}
	return &cookieOutput{SetCookie: *cookie, Body: *me}, nil
}

func (s *Server) beginSession(ctx context.Context, person string) (*http.Cookie, control.Token, error) {
	now, from := s.Now(), callerOf(ctx)
	secret, made, err := s.Control.AddToken(ctx, control.Token{
		Kind: control.Session, Person: person, Agent: from.agent, CreatedAt: now, ExpiresAt: now.Add(sessionFor), Idle: sessionIdle,
	})
	return newCookie(secret, int(sessionFor.Seconds()), from.secure), made, err
}

// signOut ends the session, if there is one still.
func (s *Server) signOut(ctx context.Context, in *signOutInput) (*signOutOutput, error) {
	token, err := s.Control.UseToken(ctx, control.Session, in.Session, s.Now())
	if err == nil {
		err = s.Control.DropToken(ctx, token.Person, token.ID)
	}
	if err != nil && !isNotFound(err) && !errors.Is(err, control.ErrExpired) {
		return nil, err
	}
	return &signOutOutput{*newCookie("", -1, callerOf(ctx).secure)}, nil
}

// newCookie is for the browser alone (no script of a page reads it), for this
// site alone, and for TLS alone where there is any.
func newCookie(secret string, seconds int, secure bool) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure where the connection is: a server on localhost has no TLS
		Name: sessionCookie, Value: secret, Path: "/", MaxAge: seconds,
		HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode,
	}
}

// signInByLink uses a one-time link up and begins a session. To look whether
// the link is there, as a scanner of mail does by HEAD, is not to use it.
func (s *Server) signInByLink(w http.ResponseWriter, r *http.Request) error {
	if r.Method == http.MethodHead {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	token, err := s.Control.UseToken(r.Context(), control.SignInLink, r.URL.Query().Get("token"), s.Now())
	if isNotFound(err) || errors.Is(err, control.ErrExpired) {
		http.Redirect(w, r, "/sign-in?link=expired", http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	cookie, _, err := s.beginSession(r.Context(), token.Person)
	if err != nil {
		return err
	}
	http.SetCookie(w, cookie)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}
