package server

import (
	"context"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

type liveInput struct {
	ProjectInput
	Kind  []string `query:"kind" enum:"prompt,response,satisfaction,conversion,action,tool,span,track,identify,group,page" doc:"Only events of these kinds, as in prompt,response"`
	Agent string   `query:"agent" doc:"Only events of this agent" maxLength:"255"`
	Last  string   `header:"Last-Event-ID" doc:"id of the last event that was seen: the stream goes on after it" maxLength:"2048"`
}

const (
	// liveMost is how many streams one process serves at a time.
	liveMost = 500
	// liveBack is how far back a stream begins that names no last event.
	liveBack = time.Minute
	// liveReach is how many events are looked through for what came before a
	// stream began; what lies further back is left out.
	liveReach = 10_000
	// liveBurst is how many events are sent at a time; of more the newest are.
	liveBurst = 500
	// liveBeat is how often a stream shows that it lives, and how long it takes
	// at most until a person who was signed out is told nothing more.
	liveBeat = 15 * time.Second
	// liveStall is how long a reader may take for what it is sent.
	liveStall = 10 * time.Second
)

const liveAbout = `Server-sent events, each within two seconds of the answer that accepted it, in the order of arrival. The data of a message is an event as
the export writes it; who may not see texts is told neither texts nor what else senders are free to write. A stream begins with the newest of the last minute, or
after the event that Last-Event-ID names. A message of type gap, with {"left_out":n} or {}, says that events were left out here: more came at a time than a
stream sends, or the last event was too long ago. A comment comes every 15 seconds. A reader that is too slow is cut off and may connect again.`

func (s *Server) registerLive() {
	op := s.operation("live", http.MethodGet, "/api/v1/live", "Events as they arrive")
	op.Description = strings.ReplaceAll(liveAbout, "\n", " ")
	op.Errors = append(op.Errors, http.StatusServiceUnavailable)
	op.Responses = map[string]*huma.Response{"200": {
		Description: "A stream that ends when the reader does",
		Content:     map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}},
	}}
	route(s, op, func(ctx context.Context, in *liveInput) (*huma.StreamResponse, error) {
		project, err := s.project(ctx, in.Project)
		if err != nil {
			return nil, err
		}
		since, err := s.liveSince(in.Last)
		if err != nil {
			return nil, err
		}
		l, ok := s.tail.listen(liveMost) //nolint:contextcheck // the reading is everyone's and outlives this request
		if !ok {
			return nil, problem("too_many_streams", "So many live streams are open that no other can be. Try again later.")
		}
		p, _ := principalOf(ctx)
		x := &liveStream{wanted: liveFilter{project.ID, in.Kind, in.Agent}, texts: p.seesTexts()}
		return &huma.StreamResponse{Body: func(out huma.Context) { //nolint:contextcheck // the request's, by way of the framework
			defer s.tail.leave(l)
			x.request, x.response = humago.Unwrap(out)
			s.live(x, l, since)
		}}, nil
	})
}

// liveSince is where a stream begins.
func (s *Server) liveSince(last string) (store.Position, error) {
	if last == "" {
		return store.Position{StoredAt: s.Now().Add(-liveBack)}, nil
	}
	at, ok := parsePlace(last)
	if !ok {
		return at, errInvalid("Last-Event-ID", "This is no id of an event of a live stream.")
	}
	return at, nil
}

// live sends what came before the stream began and then what arrives, until
// the reader goes, is too slow, may no longer see it, or the server stops.
func (s *Server) live(x *liveStream, l *listener, since store.Position) {
	ctx := x.request.Context()
	if x.open() != nil {
		return
	}
	if err := s.catchUp(ctx, x, since, l.from); err != nil {
		s.logProblem(ctx, asProblem(err), x.request.Method, x.request.URL.Path)
		return
	}
	beat := time.NewTicker(liveBeat)
	defer beat.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case events, more := <-l.batches:
			if !more {
				return
			}
			err = x.send(events)
		case <-beat.C:
			if !s.maySeeOn(x) {
				return
			}
			err = x.write(": still here\n\n")
		}
		if err != nil {
			return // the reader is gone or too slow: there is nobody to tell
		}
	}
}

// maySeeOn reports whether whoever opened the stream may still see it as then.
func (s *Server) maySeeOn(x *liveStream) bool {
	session := ""
	if cookie, err := x.request.Cookie(sessionCookie); err == nil {
		session = cookie.Value
	}
	p, err := s.identify(x.request.Context(), x.request.Header.Get("Authorization"), session)
	return err == nil && p.seesTexts() == x.texts && (p.project == "" || p.project == x.wanted.project)
}

// catchUp sends what was stored after one place and up to another.
func (s *Server) catchUp(ctx context.Context, x *liveStream, since, upto store.Position) error {
	var found []event.Event
	for looked := 0; since.Compare(upto) < 0; {
		events, err := s.Store.Scan(ctx, since, tailBatch)
		if err != nil {
			return err
		}
		for i := range events {
			if since = store.PositionOf(&events[i]); since.Compare(upto) > 0 {
				return x.send(found)
			}
			if x.wanted.has(&events[i]) {
				found = append(found, events[i])
			}
		}
		if looked += len(events); looked >= liveReach {
			return x.gap(0)
		}
		if len(events) < tailBatch {
			break
		}
	}
	return x.send(found)
}

// EndStreams ends all live streams, which would hold a server that stops.
func (s *Server) EndStreams() { s.tail.end() }

// place prints a position as the id of a message.
func place(p store.Position) string {
	return strconv.FormatInt(p.StoredAt.UnixMicro(), 36) + "." + base64.RawURLEncoding.EncodeToString([]byte(p.Project+"\x00"+p.ID))
}

func parsePlace(printed string) (store.Position, bool) {
	moment, rest, _ := strings.Cut(printed, ".")
	micros, err := strconv.ParseInt(moment, 36, 64)
	if err != nil {
		return store.Position{}, false
	}
	text, err := base64.RawURLEncoding.DecodeString(rest)
	project, id, found := strings.Cut(string(text), "\x00")
	return store.Position{StoredAt: time.UnixMicro(micros).UTC(), Project: project, ID: id}, err == nil && found && utf8.Valid(text)
}
