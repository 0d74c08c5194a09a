package server

import (
	"compress/gzip"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"github.com/debrief-dev/debrief/control"
)

// compressed sends what a browser loads as gzip where that is understood, at
// the level that its weight is measured at: the library's zstd, at its fastest,
// is a tenth larger. An entity tag names one encoding.
func compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.EnableZstd(false), gzhttp.CompressionLevel(gzip.BestCompression), gzhttp.SuffixETag("-gzip"))
	if err != nil {
		panic(err) // by an option that is none: every start would fail
	}
	return wrap(next)
}

// serveTag serves the browser tag, which pages load from any site.
func (s *Server) serveTag(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=300")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("ETag", s.TagETag)
	if strings.Contains(r.Header.Get("If-None-Match"), strings.Trim(s.TagETag, `"`)) { // in either encoding
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

func isNotFound(err error) bool { return errors.Is(err, control.ErrNotFound) }
