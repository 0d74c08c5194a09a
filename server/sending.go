package server

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/debrief-dev/debrief/collect"
	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest"
)

// maxBody is how large a body may be, compressed and decompressed.
const maxBody = 8 << 20

// maxUnread is how much of a body that is too large is read and forgotten:
// most senders look for the answer only after they have written it all.
const maxUnread = 64 << 20

// decoder is one protocol's.
type decoder interface {
	Decode(req collect.Request) (collect.Batch, error)
}

// protocol is what a sending route speaks.
type protocol struct {
	decoder
	source    string // of its events
	keyInBody bool   // so that the body must be read to know who sends
}

// protocols are the sending routes.
func protocols() map[string]protocol {
	return map[string]protocol{
		"/t":         {decoder: &collect.Native{}, source: "tag", keyInBody: true},
		"/1.0/event": {decoder: &collect.Screeb{}, source: "screeb"},
	}
}

func isSending(path string) bool { return path == "/t" || path == "/1.0/event" || path == "/tag.js" }

// sending lets any page send.
func sending(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Expose-Headers", "Retry-After")
		next.ServeHTTP(w, r)
	})
}

// onlyPost answers who opens a sending route in a browser.
func onlyPost(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Allow", "POST, OPTIONS")
	return problem("method_not_allowed", "Events are sent here with POST: see /docs/api.")
}

func preflight(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "POST, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Content-Encoding")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

// receiver answers one of the native routes.
func (s *Server) receiver(p protocol) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		body, err := readBody(w, r)
		if err != nil {
			return err
		}
		key := r.URL.Query().Get("k")
		if header, ok := bearer(r.Header.Get("Authorization")); ok {
			key = header
		}
		batch, err := p.Decode(collect.Request{Body: body, ContentType: r.Header.Get("Content-Type"), Key: key})
		if err != nil {
			return s.refuseUnread(r.Context(), p, key, err)
		}
		sender, err := s.keys.find(r.Context(), batch.Key)
		if err != nil {
			return err
		}
		if err = s.mayNow(&sender, r.Header.Get("Origin"), len(batch.Entries)); err != nil {
			return err
		}
		answer, err := s.receive(r.Context(), batch, event.Arrival{Project: sender.Project, Source: p.source, ReceivedAt: s.Now()})
		if err != nil {
			return err
		}
		return writeJSON(w, answer.Status(), answer)
	}
}

// maySend refuses a key that may only read.
func maySend(key *control.Key) error {
	if key.Kind == control.ReadKey {
		return errUnauthorized("This key may only read: sending needs a write key or a server key.")
	}
	return nil
}

// mayNow refuses what a key may not send: anything, from that page, or so much.
func (s *Server) mayNow(key *control.Key, origin string, events int) error {
	if err := maySend(key); err != nil {
		return err
	}
	if !key.Limits.Allow(origin) {
		if origin == "" {
			return problem("origin_not_allowed", "This write key is limited to pages of some sites, and this request comes from no page. From a backend, send with a server key.")
		}
		return problem("origin_not_allowed", "This write key is limited to pages of other sites than "+origin+": add it in Settings → Keys.")
	}
	if wait := s.rates.take(key, events, s.Now()); wait > 0 {
		p := problem("rate_exceeded", "This key sends more events than its rate allows. Nothing of this request was kept. Send it again later.")
		p.retryAfter = int((wait + time.Second - 1) / time.Second)
		return p
	}
	return nil
}

// refuseUnread answers a body that could not be read. A wrong key comes first,
// and a missing one where it could not have been in the body.
func (s *Server) refuseUnread(ctx context.Context, p protocol, key string, unread error) error {
	if key != "" || !p.keyInBody {
		sender, err := s.keys.find(ctx, key)
		if err == nil {
			err = maySend(&sender)
		}
		if err != nil {
			return err
		}
	}
	return unread
}

// receive puts a batch through the door and says what became of each item.
func (s *Server) receive(ctx context.Context, batch collect.Batch, at event.Arrival) (*collect.Answer, error) {
	positioned, refused := batch.Normalize(at)
	answer := collect.NewAnswer(refused)
	if len(positioned) == 0 {
		return answer, nil
	}
	events := make([]event.Event, len(positioned))
	for i := range positioned {
		events[i] = positioned[i].Event
	}
	outcomes, err := s.Door.Add(ctx, at.Project, events)
	if err != nil {
		return nil, err
	}
	for i, outcome := range outcomes {
		switch outcome.Status {
		case ingest.Accepted:
			answer.Accept()
		case ingest.Duplicate:
			answer.Repeat()
		case ingest.Rejected:
			answer.Refuse(positioned[i].Index, outcome.Fault)
		}
	}
	s.arrivals.note(at, events[len(events)-1].Name, answer.Accepted)
	return answer, nil
}

// readBody reads and, where it is compressed, decompresses a body.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	limited := http.MaxBytesReader(w, r.Body, maxBody)
	var reader io.Reader = limited
	if encoding := r.Header.Get("Content-Encoding"); strings.EqualFold(encoding, "gzip") {
		unzipped, err := gzip.NewReader(limited)
		if err != nil {
			return nil, fmt.Errorf("%w: it is not gzip", collect.ErrUnreadable)
		}
		reader = unzipped
	} else if encoding != "" && !strings.EqualFold(encoding, "identity") {
		return nil, problem("unsupported_encoding", "Send the body as it is or compressed with gzip.")
	}
	body, err := io.ReadAll(io.LimitReader(reader, maxBody+1))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge), len(body) > maxBody:
		if _, err = io.CopyN(io.Discard, r.Body, maxUnread); r.Context().Err() != nil {
			return nil, err
		}
		return nil, collect.ErrTooLarge
	case err != nil && r.Context().Err() != nil:
		return nil, r.Context().Err()
	case err != nil:
		return nil, fmt.Errorf("%w: it ends before its end", collect.ErrUnreadable)
	}
	return body, nil
}

func writeJSON(w http.ResponseWriter, status int, body any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("cannot encode the answer: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, err = w.Write(b)
	return ignoreGone(err)
}

// ignoreGone drops the error of a caller that went away: there is nobody to
// tell.
func ignoreGone(error) error { return nil }

// arrivals remembers what came in since the start, for the install check.
type arrivals struct {
	mu sync.Mutex
	by map[string]Arrived
}

// Arrived is the latest that a project received.
type Arrived struct {
	Count  int64     `json:"count" doc:"accepted events since this server started"`
	At     time.Time `json:"last_received_at"`
	Source string    `json:"source"`
	Name   string    `json:"name" doc:"name of the last event"`
}

func newArrivals() *arrivals { return &arrivals{by: make(map[string]Arrived)} }

func (a *arrivals) note(at event.Arrival, name string, accepted int) {
	if accepted == 0 {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	last := a.by[at.Project]
	a.by[at.Project] = Arrived{Count: last.Count + int64(accepted), At: at.ReceivedAt, Source: at.Source, Name: name}
}

func (a *arrivals) last(project string) Arrived {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.by[project]
}
