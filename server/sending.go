package server

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
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

// adapter reads one protocol's requests and answers them.
type adapter interface {
	Decode(req collect.Request) (collect.Batch, error)
	Reply(answer *collect.Answer) (status int, body any)
}

// refuser is an adapter whose SDKs understand refusals of their own: another
// status, and another body unless that is nil.
type refuser interface {
	Refuse(r collect.Refused) (status int, body any)
}

// protocol is what a sending route speaks.
type protocol struct {
	adapter
	source    string // of its events
	keyInBody bool   // so that the body must be read to know who sends
	slash     bool   // its path may end with a slash too
	limit     int64  // of its bodies; maxBody where it is 0

	instead func(body []byte) (protocol, bool) // that another product's SDKs speak on the same path, told by the body; nil where none does
}

// protocols are the sending routes by their paths.
func protocols() map[string]protocol {
	all := map[string]protocol{
		"/t":         {adapter: &collect.Native{}, source: "tag", keyInBody: true},
		"/1.0/event": {adapter: &collect.Screeb{}, source: "screeb"},
		cloudEvents:  {adapter: &collect.CloudEvents{}, source: "cloudevents", slash: true},
	}
	for path, implied := range segmentPaths() {
		all[path] = protocol{adapter: &collect.Segment{Type: implied}, source: "segment", keyInBody: true, slash: true}
	}
	amplitude := protocol{adapter: &collect.Amplitude{}, source: "amplitude", keyInBody: true, slash: true}
	for _, path := range amplitudePaths() {
		all[path] = amplitude
	}
	for _, path := range posthogPaths() {
		all[path] = protocol{adapter: &collect.PostHog{Results: path == posthogNewest}, source: "posthog", keyInBody: true, slash: true}
	}
	shared := all[sharedBatch]
	shared.instead = func(body []byte) (protocol, bool) { return amplitude, collect.SpeaksAmplitude(body) }
	all[sharedBatch] = shared
	maps.Copy(all, otlpProtocols())
	return all
}

// isSending tells the routes that any site's page may call.
func (s *Server) isSending(path string) bool {
	path = strings.TrimSuffix(path, "/")
	_, sends := s.protocols[path]
	return sends || path == "/tag.js" || path == segmentMetrics || slices.Contains(posthogFlags(), path)
}

// sending lets any page send.
func sending(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Expose-Headers", "Retry-After")
		next.ServeHTTP(w, r)
	})
}

// registerSending puts a sending route with all its methods into the mux.
func (s *Server) registerSending(mux *http.ServeMux, path string, handle func(http.ResponseWriter, *http.Request) error) {
	mux.Handle("POST "+path, sending(s.plain(handle)))
	for _, other := range []string{"GET ", "PUT ", "PATCH ", "DELETE "} { // no method at all would conflict with the pages' route
		mux.Handle(other+path, sending(s.plain(onlyPost)))
	}
	mux.Handle("OPTIONS "+path, sending(http.HandlerFunc(preflight)))
}

// onlyPost answers every other method, as who opens a sending route in a
// browser uses.
func onlyPost(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Allow", "POST, OPTIONS")
	return problem("method_not_allowed", "Events are sent here with POST: see /docs/api.")
}

// preflight allows what a page's SDK asks for: each has headers of its own, and
// none of them lets it do more.
func preflight(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Content-Encoding")
	if asked := r.Header.Get("Access-Control-Request-Headers"); asked != "" {
		h.Set("Access-Control-Allow-Headers", asked)
	}
	h.Set("Vary", "Access-Control-Request-Headers")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

// receiver answers a sending route.
func (s *Server) receiver(p protocol) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		d := &delivery{protocol: p, from: ingest.Sending{Source: p.source, At: s.Now()}, key: keyBesideBody(r), room: s.takeRoom()}
		defer s.giveRoom(d.room)
		answer, err := s.take(w, r, d)
		if err != nil {
			s.noteRefused(d, err)
			return d.refused(err)
		}
		answer.Request = d.request
		status, body := d.Reply(answer)
		return writeJSON(w, status, body)
	}
}

// keyBesideBody is the key of the header, as the bearer of it, the user of Basic
// authentication or x-api-key, else the address's.
func keyBesideBody(r *http.Request) string {
	if key, ok := bearer(r.Header.Get("Authorization")); ok {
		return key
	}
	if key, _, ok := r.BasicAuth(); ok {
		return key
	}
	if key := r.Header.Get("X-Api-Key"); key != "" {
		return key
	}
	return r.URL.Query().Get("k")
}

// refused is the answer to a whole request that was not taken, as this
// protocol's SDKs understand it.
func (d *delivery) refused(err error) error {
	own, ok := d.adapter.(refuser)
	refused := asProblem(err)
	if !ok || refused.Status == statusGone {
		return err
	}
	out := *refused
	out.Status, out.body = own.Refuse(collect.Refused{Status: refused.Status, Code: refused.Code, Detail: refused.Detail, Items: d.items, Request: d.request})
	out.Title = titleOf(out.Status)
	return &out
}

// delivery is one request that sends.
type delivery struct {
	protocol
	from    ingest.Sending // its project and key are set once they are known
	key     string         // of the header or the address
	room    *bytes.Buffer  // what the body is read into
	request collect.Request
	items   int // of the body; 0 where they could not be read
}

// roomKept is the largest room for a body that is used again: one large request
// shall not hold its memory for ever.
const roomKept = 1 << 20

func (s *Server) takeRoom() *bytes.Buffer {
	if room, ok := s.rooms.Get().(*bytes.Buffer); ok {
		return room
	}
	return new(bytes.Buffer)
}

// giveRoom lets another request have the room: nothing of a body is kept once
// it was answered.
func (s *Server) giveRoom(room *bytes.Buffer) {
	if room.Cap() <= roomKept {
		room.Reset()
		s.rooms.Put(room)
	}
}

func (s *Server) take(w http.ResponseWriter, r *http.Request, d *delivery) (*collect.Answer, error) {
	ctx := r.Context()
	d.request = collect.Request{ContentType: r.Header.Get("Content-Type"), Key: d.key}
	var err error
	if d.request.Body, err = readBody(w, r, cmp.Or(d.limit, maxBody), d.room); err != nil {
		_, _ = s.sender(ctx, d, d.key) // whose fault it is to be noted, if that can be told
		return nil, err
	}
	if d.instead != nil {
		if other, speaks := d.instead(d.request.Body); speaks {
			d.protocol, d.from.Source = other, other.source
		}
	}
	if d.source == "cloudevents" {
		d.request.Attributes = cloudEventAttributes(r.Header)
	}
	batch, err := d.Decode(d.request)
	if err != nil {
		return nil, s.refuseUnread(ctx, d, err)
	}
	d.items = len(batch.Entries)
	sender, err := s.sender(ctx, d, batch.Key)
	if err != nil {
		return nil, err
	}
	if err = s.mayNow(&sender, r.Header.Get("Origin"), len(batch.Entries)); err != nil {
		return nil, err
	}
	return s.receive(ctx, &batch, d.from)
}

// sender finds the key that sends, or says why it may not.
func (s *Server) sender(ctx context.Context, d *delivery, value string) (control.Key, error) {
	key, err := s.keys.find(ctx, value)
	if err != nil {
		return key, err
	}
	d.from.Project, d.from.Key = key.Project, key.ID
	return key, maySend(&key)
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
	if !key.Limits.Allow(origin) {
		if origin == "" {
			return problem("origin_not_allowed", "This write key is limited to pages of some sites, and this request comes from no page. From a backend, send with a server key.")
		}
		return problem("origin_not_allowed", "This write key is limited to pages of other sites than "+origin+": add it in Settings → Keys.")
	}
	if wait := s.rates.take(key, events, s.Now()); wait > 0 {
		p := problem("rate_exceeded", fmt.Sprintf("This key may send %g events a second, and %d at once after a pause. Nothing of this request was kept. Send it again later.",
			key.Limits.Rate, burst(key.Limits.Rate)))
		p.retryAfter = int((wait + time.Second - 1) / time.Second)
		return p
	}
	return nil
}

// refuseUnread answers a body that could not be read. A wrong key comes first,
// and a missing one where it could not have been in the body.
func (s *Server) refuseUnread(ctx context.Context, d *delivery, unread error) error {
	if d.key != "" || !d.keyInBody {
		if _, err := s.sender(ctx, d, d.key); err != nil {
			return err
		}
	}
	return unread
}

// receive puts a batch through the door, says what became of each item and
// notes it.
func (s *Server) receive(ctx context.Context, batch *collect.Batch, from ingest.Sending) (*collect.Answer, error) {
	scale, err := s.scales.of(ctx, from.Project)
	if err != nil {
		return nil, err
	}
	at := event.Arrival{Project: from.Project, Source: from.Source, ReceivedAt: from.At, Scale: scale}
	events, places, refused := batch.Normalize(at)
	answer := collect.NewAnswer(refused)
	note := s.Inbox.Note(from)
	if err = s.judge(ctx, events, places, answer, note); err != nil {
		return nil, err
	}
	for i := range answer.Rejected {
		r := &answer.Rejected[i]
		note.Reject(&ingest.Fault{
			Code: string(r.Code), Field: r.Field, Message: r.Message, Item: func() []byte { return batch.Sample(r.Index) },
		})
	}
	note.Close()
	return answer, nil
}

// judge asks the door about the events, whose places in the request it is told.
func (s *Server) judge(ctx context.Context, events []event.Event, places []int, answer *collect.Answer, note *ingest.Note) error {
	if len(events) == 0 {
		return nil
	}
	outcomes, err := s.Door.Add(ctx, note.Project, events)
	if err != nil {
		return err
	}
	for i, outcome := range outcomes {
		note.Judge(&events[i], outcome.Status)
		switch outcome.Status {
		case ingest.Accepted:
			answer.Accept()
		case ingest.Duplicate:
			answer.Repeat()
		case ingest.Rejected:
			answer.Refuse(places[i], outcome.Fault)
		}
	}
	return nil
}

// noteRefused notes that a whole request was refused, where it is known whose.
func (s *Server) noteRefused(d *delivery, err error) {
	p := asProblem(err)
	if d.from.Project == "" || p.Status == statusGone {
		return
	}
	f := ingest.Fault{Code: p.Code, Field: p.Field, Message: p.Detail}
	if p.Code == "unreadable_body" {
		f.Item = func() []byte { return d.request.Body[:min(len(d.request.Body), sampledBody)] }
	}
	note := s.Inbox.Note(d.from)
	note.Refuse(&f)
	note.Close()
}

// sampledBody is how much of a body that cannot be read is looked at.
const sampledBody = 16 << 10

// gzipMagic is what gzip begins with, RFC 1952 section 2.3.1; no text does.
const gzipMagic = "\x1f\x8b"

// readBody reads and, where it is compressed, decompresses a body of up to so
// many bytes. Room grows with what arrives, not with what was announced:
// announcing costs nothing.
func readBody(w http.ResponseWriter, r *http.Request, limit int64, room *bytes.Buffer) ([]byte, error) {
	limited := http.MaxBytesReader(w, r.Body, limit)
	begins := make([]byte, len(gzipMagic))
	n, _ := io.ReadFull(limited, begins) // whose error comes again
	reader := io.MultiReader(bytes.NewReader(begins[:n]), limited)
	encoding := r.Header.Get("Content-Encoding")
	switch {
	case strings.EqualFold(encoding, "gzip"), encoding == "" && string(begins) == gzipMagic: // some SDKs do not say that they compress
		unzipped, err := gzip.NewReader(reader)
		if err != nil {
			return nil, fmt.Errorf("%w: it is not gzip", collect.ErrUnreadable)
		}
		reader = unzipped
	case encoding != "" && !strings.EqualFold(encoding, "identity"):
		return nil, problem("unsupported_encoding", "Send the body as it is or compressed with gzip.")
	}
	_, err := room.ReadFrom(io.LimitReader(reader, limit+1))
	body := room.Bytes()
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge), int64(len(body)) > limit:
		if _, err = io.CopyN(io.Discard, r.Body, maxUnread); r.Context().Err() != nil {
			return nil, err
		}
		return nil, collect.ErrTooLarge
	case err != nil && r.Context().Err() != nil:
		return nil, r.Context().Err()
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("%w: it ends before its end", collect.ErrUnreadable)
	case err != nil:
		return nil, fmt.Errorf("%w: it is not gzip to its end, or was changed on its way", collect.ErrUnreadable)
	}
	return body, nil
}

// writeJSON writes a body as JSON, unless it is encoded already.
func writeJSON(w http.ResponseWriter, status int, body any) error {
	if encoded, ok := body.(collect.Encoded); ok {
		return writeBytes(w, status, encoded.Type, encoded.Body)
	}
	b, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("cannot encode the answer: %w", err)
	}
	return writeBytes(w, status, "application/json", b)
}

func writeBytes(w http.ResponseWriter, status int, contentType string, body []byte) error {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, err := w.Write(body)
	return ignoreGone(err)
}

// ignoreGone drops the error of a caller that went away: there is nobody to
// tell.
func ignoreGone(error) error { return nil }
