// Package server is the edge: it turns HTTP requests into calls of the
// packages below and their results and errors into answers. Handlers return
// errors; one place (problem.go) writes them.
package server

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest"
	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/search"
	"github.com/debrief-dev/debrief/store"
)

// Door takes events in.
type Door interface {
	Add(ctx context.Context, project string, events []event.Event) ([]ingest.Outcome, error)
	Ready(ctx context.Context) error
	Flush(ctx context.Context) error
	Waiting() int
}

// Analyzer derives conversations.
type Analyzer interface {
	Wait(ctx context.Context) error
	Rebuild(ctx context.Context, told func(done, total int64)) error
	Erase(ctx context.Context, e store.Erasure) (store.Erased, error)
	Topics
}

// Topics finds topics.
type Topics interface {
	TopicStatus(ctx context.Context, project string) (version int, pending bool, err error)
	// Refit has topics found again soon; Wait returns once they are.
	Refit(project string)
	Indexer
}

// Indexer says how many conversations wait to be indexed.
type Indexer interface{ Unindexed() int64 }

// Reader is what the reading routes need of a store.
type Reader interface {
	store.Reader
	store.Namer
	store.Exporter
	store.Tail
	store.Topics
	store.Searcher
	Progress(ctx context.Context) (store.Progress, error)
	Erasures(ctx context.Context, project string) ([]store.Erasure, error)
	Barred(ctx context.Context, project string) (store.Barred, error)
}

// Options are what a Server stands on. All must be set.
type Options struct {
	Door     Door
	Inbox    *ingest.Inbox
	Analyzer Analyzer
	Store    Reader
	Control  control.Store
	Backup   []BackupPart // events before the decisions on them, so that no event is of a project that is not there
	Compact  []CompactPart
	Now      func() time.Time
	Log      *slog.Logger
	Version  string
	Tag      []byte // the browser tag
	TagETag  string
	UI       fs.FS          // the dashboard's build
	Proxies  []netip.Prefix // whose word for whom they speak is taken

	PasswordCost control.PasswordCost
}

// Server answers HTTP requests.
type Server struct {
	Options
	keys       *keyCache
	scales     *scales
	tail       *tail
	searching  report.Searching
	rates      *rates
	topics     *report.Shelf
	protocols  map[string]protocol // by path
	compacting sync.Mutex
	rooms      sync.Pool     // for bodies, *bytes.Buffer
	verifying  chan struct{} // holds one for each password that is being hashed
	handler    http.Handler
	api        huma.API
}

// New makes a server.
func New(o Options) *Server {
	s := &Server{Options: o, keys: newKeyCache(o.Control, o.Now), rates: newRates(), topics: report.NewShelf(o.Store, o.Control), scales: newScales(o.Control, o.Now), protocols: protocols(), verifying: make(chan struct{}, verifyAtOnce)}
	s.tail = newTail(o.Store, o.Now, func(err error) { o.Log.Error("cannot read what arrives, trying again", slog.Any("error", err)) })
	s.searching = report.Searching{Searcher: search.New(o.Store), Reader: o.Store}
	mux := http.NewServeMux()
	s.api = humago.New(mux, config(o.Version))
	s.registerAPI()
	mux.Handle("GET /tag.js", compressed(s.plain(s.serveTag)))
	for path, p := range s.protocols {
		s.registerSending(mux, path, s.receiver(p))
		if p.slash {
			s.registerSending(mux, path+"/{$}", s.receiver(p))
		}
	}
	s.registerSegment(mux)
	s.registerPostHog(mux)
	mux.Handle("GET /healthz", s.plain(s.alive))
	mux.Handle("GET /readyz", s.plain(s.ready))
	mux.Handle("GET /signin", s.plain(s.signInByLink))
	mux.Handle("GET "+openAPIPath, compressed(s.plain(s.serveOpenAPI)))
	mux.Handle("GET /docs/api", s.plain(s.serveDocs))
	mux.Handle(pagesRoute, compressed(s.plain(s.serveUI)))
	s.handler = s.guard(s.routed(mux))
	return s
}

// pagesRoute takes every path that no other route does: the dashboard knows
// its own.
const pagesRoute = "GET /"

// Public serves people, pages and programs over the network.
func (s *Server) Public() http.Handler { return s.handler }

// Local serves the folder's socket: whoever can open it owns the data.
func (s *Server) Local() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.handler.ServeHTTP(w, r.WithContext(withPrincipal(r.Context(), principal{role: control.Owner, local: true})))
	})
}

func (*Server) alive(w http.ResponseWriter, _ *http.Request) error {
	_, err := w.Write([]byte("ok\n"))
	return err
}

// ready answers 200 once events can be accepted and reports answered.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	if err := s.Door.Ready(r.Context()); errors.Is(err, ingest.ErrRetry) {
		p := asProblem(err)
		p.Detail = "Events cannot be kept now, as when the disk is full; the log says why."
		return p
	} else if err != nil {
		return err
	}
	if _, err := s.Store.Count(r.Context()); err != nil {
		return err
	}
	_, err := w.Write([]byte("ready\n"))
	return err
}

// guard refuses what another site makes a browser send with a person's
// session, and sets the headers that every answer carries.
func (s *Server) guard(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(s.plain(func(http.ResponseWriter, *http.Request) error {
		return errForbidden("Another site's page may not ask for this.")
	}))
	guarded := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		r = s.called(r)
		if s.isSending(r.URL.Path) {
			next.ServeHTTP(w, r) // any page may send; the key says to whom
			return
		}
		h.Set("X-Frame-Options", "DENY")
		if strings.HasPrefix(r.URL.Path, "/api/") {
			h.Set("Cache-Control", "no-store") // what a session was told does not outlive it
		}
		guarded.ServeHTTP(w, r)
	})
}
