package server

import (
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// serveTag serves the browser tag, which pages load from any site.
func (s *Server) serveTag(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=300")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("ETag", s.TagETag)
	if r.Header.Get("If-None-Match") == s.TagETag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	_, err := w.Write(s.Tag)
	return ignoreGone(err)
}

// dashboardPolicy allows the dashboard what its build needs and nothing else.
const dashboardPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// serveUI serves the dashboard's files; every other path is a page of it.
func (s *Server) serveUI(w http.ResponseWriter, r *http.Request) error {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if strings.HasPrefix(name, "api/") {
		return problem("not_found", "There is no such route: see /docs/api.")
	}
	h := w.Header()
	h.Set("Content-Security-Policy", dashboardPolicy)
	if _, err := fs.Stat(s.UI, name); name == "" || err != nil {
		if strings.HasPrefix(name, "assets/") {
			return problem("not_found", "There is no such file: reload the page.")
		}
		name = "index.html"
	}
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable") // their names carry a hash
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	http.ServeFileFS(w, r, s.UI, name) //nolint:gosec // an fs.FS has no paths that lead out of it
	return nil
}

// sessionFor is how long a session lasts.
const sessionFor = 30 * 24 * time.Hour

// signInByLink uses a one-time link up and begins a session.
func (s *Server) signInByLink(w http.ResponseWriter, r *http.Request) error {
	token, err := s.Control.UseToken(r.Context(), r.URL.Query().Get("token"), s.Now())
	if isNotFound(err) || errors.Is(err, control.ErrExpired) || (err == nil && !token.Once) {
		http.Redirect(w, r, "/sign-in?link=expired", http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	cookie, err := s.beginSession(r, token.Person)
	if err != nil {
		return err
	}
	http.SetCookie(w, cookie)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

func (s *Server) beginSession(r *http.Request, person string) (*http.Cookie, error) {
	secret, err := s.Control.AddToken(r.Context(), control.Token{Person: person, ExpiresAt: s.Now().Add(sessionFor)})
	if err != nil {
		return nil, err
	}
	return newCookie(secret, int(sessionFor.Seconds()), r.TLS != nil), nil
}

func newCookie(secret string, seconds int, secure bool) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure where the connection is: a server on localhost has no TLS
		Name: sessionCookie, Value: secret, Path: "/", MaxAge: seconds,
		HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode,
	}
}

func isNotFound(err error) bool { return errors.Is(err, control.ErrNotFound) }
