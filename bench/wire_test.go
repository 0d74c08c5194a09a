package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// The same load goes to any server that takes JSON lines: the right lines with
// the right headers, over few connections, whether or not the answer tells its
// length.
func TestSendsTheLoadElsewhere(t *testing.T) {
	t.Parallel()
	var lines, connections atomic.Int64
	other := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.URL.String() != "/in?x=1" || r.Header.Get("Authorization") != "Bearer 7" || r.Header.Get("Content-Type") != "application/x-ndjson" {
			http.Error(w, "not what was asked for", http.StatusBadRequest)
		}
		if lines.Add(int64(strings.Count(string(body), "\n")))%2 == 0 {
			_, _ = io.WriteString(w, strings.Repeat("thanks ", 1_000))
		}
	}))
	other.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	other.Start()
	t.Cleanup(other.Close)
	b := &bench{options: options{target: other.URL + "/in?x=1", headers: []string{"Authorization: Bearer 7"}, events: 3_000, connections: 1, last: 50 * time.Millisecond, seed: 1}}
	if err := b.elsewhere(t.Context()); err != nil {
		t.Fatal(err)
	}
	if lines.Load() <= 3_000 || connections.Load() > burstConns {
		t.Errorf("%d lines over %d connections", lines.Load(), connections.Load())
	}
	if len(b.figures) != 2 || b.figures[0].value <= 0 || b.figures[1].value <= 0 {
		t.Errorf("told: %+v", b.figures)
	}
}

// What is not acknowledged is an error, not a fast answer.
func TestRefusedLoadIsNoRate(t *testing.T) {
	t.Parallel()
	f := func(answer http.HandlerFunc, want string) {
		t.Helper()
		other := httptest.NewServer(answer)
		t.Cleanup(other.Close)
		s, err := newSender(other.URL + "/t")
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(want, "events were") {
			s.taken = acknowledged
		}
		if _, err = s.post(context.Background(), []byte("{}\n"), 2); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	f(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, "status 503")
	f(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"accepted":1,"duplicate":1,"rejected":[]}`)
	}, "2 events were answered by 200")
	f(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "EOF")
	for _, bad := range []string{"", "here", "ftp://here/"} {
		if _, err := newSender(bad); err == nil {
			t.Errorf("%q is taken for an address", bad)
		}
	}
}
