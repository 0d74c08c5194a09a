package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestImportWaits sends to a server that is overloaded at first.
func TestImportWaits(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		switch {
		case r.URL.Path == "/api/v1/status":
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `{"version":"1","stored":3,"analysed":3,"pending":0,"search":{"waiting":0},"topics":{"version":0,"pending":false}}`)
		case err != nil || r.URL.Path != "/t" || strings.Count(string(body), "\n") != 2 || r.Header.Get("Authorization") != "Bearer k":
			t.Errorf("%s with %q, error %v", r.URL.Path, body, err)
		case calls.Add(1) == 1:
			w.Header().Set("Content-Type", "application/problem+json")
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprint(w, `{"title":"Service Unavailable","status":503,"code":"overloaded","detail":"Send it again later."}`)
		default:
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `{"accepted":2,"duplicate":0,"rejected":[]}`)
		}
	}))
	defer server.Close()
	r := shell{input: `{"event":"a"}` + "\n" + `{"event":"b"}`}.run(t.Context(), "import", "-", "--server", server.URL, "--key", "k")
	if r.code != exitOK || calls.Load() != 2 {
		t.Errorf("exit code %d after %d requests: %s", r.code, calls.Load(), r.err)
	}
	// The store has no event more than before, so both were there.
	contains(t, r.out, "0 accepted, 2 duplicate, 0 rejected in ")
}

// TestManyBadLines holds that the first are told and the others counted, by
// the numbers of the lines in the file, across requests.
func TestManyBadLines(t *testing.T) {
	t.Parallel()
	s := serving(t, filepath.Join(t.TempDir(), "data"))
	var b strings.Builder
	for i := range 2_500 {
		if i%100 == 99 {
			b.WriteString("{}\n")
			continue
		}
		fmt.Fprintf(&b, `{"event":"visit","user_id":"u","timestamp":"2026-10-01T10:00:00Z","properties":{"n":%d}}`+"\n", i)
	}
	file := write(t, "many.jsonl", b.String())
	r := shell{}.run(t.Context(), "import", file, "--data", s.data)
	contains(t, r.out, "2,475 accepted, 0 duplicate, 25 rejected in ", "Rejected by code: missing_field 25.")
	contains(t, r.err, file+":100: missing_field event:", file+":2000: missing_field", "Further bad records are only counted.\n")
	if strings.Count(r.err, "\n") != shownFaults+1 {
		t.Errorf("complaints:\n%s", r.err)
	}
}

// TestLongFolder uses a folder whose socket's path is longer than sockets'
// paths may be.
func TestLongFolder(t *testing.T) {
	t.Parallel()
	s := serving(t, filepath.Join(t.TempDir(), strings.Repeat("long-", 20), strings.Repeat("longer-", 20)))
	r := shell{input: lines}.run(t.Context(), "import", "-", "--data", s.data)
	contains(t, r.out, "5 accepted")
	s.stop()
	contains(t, debrief(t, "export", "conversations", "--data", s.data), `"conversation_id":"c-1"`, `"conversation_id":"c-2"`)
}

func TestReplaceFile(t *testing.T) {
	t.Parallel()
	path := write(t, "export.csv", "what was there")
	broken := iotest.ErrReader(errors.New("the server went away"))
	if _, err := replaceFile(path, io.MultiReader(strings.NewReader("half"), broken), nil); err == nil {
		t.Error("a half export is no error")
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil || len(files) != 1 || readFile(t, path) != "what was there" {
		t.Errorf("left %v with %q, error %v", files, readFile(t, path), err)
	}
	size, err := replaceFile(path, strings.NewReader("all of it"), nil)
	if err != nil || size != 9 || readFile(t, path) != "all of it" {
		t.Errorf("%d bytes, error %v", size, err)
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	f := func(terminal bool, want string) {
		t.Helper()
		synctest.Test(t, func(t *testing.T) {
			var shown screen
			p := newProgress(&shown, time.Now)
			p.terminal = terminal
			for i := range 12 {
				p.show(float64(i)/10, "working")
				time.Sleep(time.Second)
			}
			p.line("a line of its own")
			p.clear()
			p.show(-1, "waiting")
			if diff := cmp.Diff(want, shown.String()); diff != "" {
				t.Errorf("terminal %t (-want +got):\n%s", terminal, diff)
			}
		})
	}
	f(false, "50 %  working\n100 %  working\na line of its own\n")
	var bars strings.Builder
	for i := 1; i < 12; i++ {
		full := min(i, 10) * barWidth / 10
		fmt.Fprintf(&bars, "\r\x1b[K[%s%s] %3d %%  working", strings.Repeat("#", full), strings.Repeat("-", barWidth-full), min(i, 10)*10)
	}
	f(true, bars.String()+"\r\x1b[Ka line of its own\n\r\x1b[Kwaiting")
}
