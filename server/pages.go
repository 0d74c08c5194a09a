package server

import (
	"errors"
	"fmt"
	"html/template"
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

// serveDocs shows the OpenAPI document to people.
func (s *Server) serveDocs(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", dashboardPolicy)
	page, err := template.New("docs").Parse(docsPage)
	if err != nil {
		return fmt.Errorf("cannot read the page of the API: %w", err)
	}
	return page.Execute(w, s.api.OpenAPI())
}

// docsPage lists every route with its parameters.
const docsPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{.Info.Title}} API</title>
<meta name="viewport" content="width=device-width">
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
h2{margin-top:2rem;font-size:1.1rem}code{font-size:.95em}td,th{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0}</style></head><body>
<h1>{{.Info.Title}} API</h1><p>{{.Info.Description}}</p><p>The whole document: <a href="/api/openapi.json">/api/openapi.json</a></p>
{{range $path, $item := .Paths}}{{range $method, $op := $item.Operations}}
<h2 id="{{$op.OperationID}}"><code>{{$method}} {{$path}}</code></h2><p>{{$op.Summary}}. {{$op.Description}}</p>
{{if $op.Parameters}}<table>{{range $op.Parameters}}<tr><th scope="row"><code>{{.Name}}</code></th><td>{{.In}}</td><td>{{.Description}}</td></tr>{{end}}</table>{{end}}
{{end}}{{end}}</body></html>`
