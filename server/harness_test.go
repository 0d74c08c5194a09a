package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/debrief-dev/debrief/analyze"
	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/control/sqlite"
	"github.com/debrief-dev/debrief/ingest"
	"github.com/debrief-dev/debrief/ingest/journal"
	"github.com/debrief-dev/debrief/internal/contract"
	"github.com/debrief-dev/debrief/redact"
	"github.com/debrief-dev/debrief/server"
	"github.com/debrief-dev/debrief/store/duckdb"
	"github.com/debrief-dev/debrief/tag"
)

// The keys of the harness's project.
const (
	writeKey  = "write-key-1"
	serverKey = "server-key-1"
	readKey   = "read-key-1"
	viewerKey = "viewer-key-1"
)

// harness is a whole server on a folder of its own, with a clock that stands
// still unless it is moved.
type harness struct {
	*testing.T
	control control.Store
	door    *ingest.Door
	server  *server.Server
	url     string
	way     http.RoundTripper // holds every answer to the document
	clock   atomic.Int64      // microseconds since 1970
}

func (h *harness) now() time.Time { return time.UnixMicro(h.clock.Load()).UTC() }

// pass lets time pass.
func (h *harness) pass(d time.Duration) { h.clock.Add(d.Microseconds()) }

// clockAtFirst is where the clock stands at first.
func clockAtFirst() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }

func newHarness(t *testing.T) *harness {
	t.Helper()
	h := &harness{T: t}
	h.clock.Store(clockAtFirst().UnixMicro())
	dir := t.TempDir()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	settings, err := sqlite.Open(ctx, filepath.Join(dir, "control.db"))
	must(err)
	events, err := duckdb.Open(ctx, duckdb.Options{Path: filepath.Join(dir, "events.duckdb"), Now: h.now})
	must(err)
	log, err := journal.Open(filepath.Join(dir, "journal"), journal.Options{SegmentBytes: 8 << 20, MaxRecord: 4 << 20})
	must(err)
	fail := func(err error) { t.Errorf("background work failed: %v", err) }
	analyzer := analyze.New(analyze.Options{Store: events, Rules: settings, Decisions: settings, Kept: settings, Now: h.now, OnError: fail})
	door := ingest.Open(ingest.Options{Journal: log, Store: events, Rules: redact.DefaultRules(), Now: h.now, OnFlush: analyzer.Wake, OnError: fail, FlushEvery: 10 * time.Millisecond})
	inbox := ingest.OpenInbox(settings, redact.DefaultRules(), h.now, fail)
	done := make(chan struct{})
	go func() { analyzer.Run(ctx); close(done) }()
	h.control, h.door = settings, door
	h.server = server.New(server.Options{
		Door: door, Inbox: inbox, Analyzer: analyzer, Store: events, Control: settings,
		Backup: []server.BackupPart{{Name: "events.duckdb", From: events}, {Name: "control.db", From: settings}}, Compact: compactParts(events, door, settings), Now: h.now, Log: slog.New(slog.DiscardHandler), Version: "test",
		Proxies:      []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
		PasswordCost: control.PasswordCost(bcrypt.MinCost),
		Tag:          tag.Script(), TagETag: tag.ETag(), UI: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}},
	})
	web := httptest.NewServer(h.server.Public())
	h.url = web.URL
	document, err := described()
	must(err)
	h.way = &contract.Transport{Document: document, Next: web.Client().Transport, Breach: func(err error) { t.Error(err) }}
	t.Cleanup(func() { // the test's context is done by now
		web.Close()
		<-done
		inbox.Close()
		must(door.Close())
		must(events.Close())
		must(settings.Close())
	})
	must(settings.AddProject(ctx, control.Project{ID: "default", Name: "Default", Zone: "UTC", CreatedAt: h.now()}))
	for _, k := range []control.Key{
		{Kind: control.WriteKey, Value: writeKey},
		{Kind: control.ServerKey, Value: serverKey},
		{Kind: control.ReadKey, Value: readKey, Transcripts: true},
		{Kind: control.ReadKey, Value: viewerKey},
	} {
		k.Project, k.CreatedAt = "default", h.now()
		_, err = settings.AddKey(ctx, k)
		must(err)
	}
	return h
}

// compactParts are the parts as the program wires them.
func compactParts(events, door, settings server.Compactor) []server.CompactPart {
	return []server.CompactPart{{Name: "events.duckdb", From: events}, {Name: "journal", From: door}, {Name: "control.db", From: settings}}
}

// described is the document that every answer is held to.
var described = sync.OnceValues(func() (*contract.Document, error) {
	text, err := server.OpenAPI("test")
	if err != nil {
		return nil, err
	}
	return contract.Read(text)
})

// answer is what a request got.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// do sends a request with a key. A body that is not text is sent as JSON.
func (h *harness) do(method, path, key string, body any) answer {
	h.Helper()
	header := make(http.Header)
	if key != "" {
		header.Set("Authorization", "Bearer "+key)
	}
	return h.send(method, path, header, body)
}

// as sends a request with a session, as a page of the dashboard does.
func (h *harness) as(session, method, path string, body any) answer {
	h.Helper()
	return h.send(method, path, http.Header{"Cookie": {"debrief_session=" + session}, "Sec-Fetch-Site": {"same-origin"}}, body)
}

func (h *harness) send(method, path string, header http.Header, body any) answer {
	h.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = bytes.NewReader([]byte(b))
	default:
		encoded, err := json.Marshal(b)
		if err != nil {
			h.Fatal(err)
		}
		reader = bytes.NewReader(encoded)
	}
	ctx, cancel := context.WithCancel(h.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, h.url+path, reader)
	if err != nil {
		h.Fatal(err)
	}
	req.Header = header
	resp, err := h.way.RoundTrip(req)
	if err != nil {
		h.Fatal(err)
	}
	live := strings.HasPrefix(path, livePath)
	if live { // an answer without an end: what comes at once
		const atOnce = 200 * time.Millisecond
		defer time.AfterFunc(atOnce, cancel).Stop()
	}
	b, err := io.ReadAll(resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err != nil && (!live || ctx.Err() == nil) {
		h.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, b}
}

// read gets a path with the read key and decodes its answer.
func (h *harness) read(path string, v any) {
	h.Helper()
	a := h.do(http.MethodGet, path, readKey, nil)
	if a.status != http.StatusOK {
		h.Fatalf("GET %s: %d %s", path, a.status, a.body)
	}
	if err := json.Unmarshal(a.body, v); err != nil {
		h.Fatalf("GET %s: %v in %s", path, err, a.body)
	}
}

// settle waits until everything sent is analysed.
func (h *harness) settle() server.Status {
	h.Helper()
	var status server.Status
	h.read("/api/v1/status?wait=derived", &status)
	return status
}
