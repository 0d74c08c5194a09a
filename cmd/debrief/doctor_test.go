package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/ingest/journal"
	"github.com/debrief-dev/debrief/store"
)

// examined runs part of an examination on a folder.
func examined(dir string, part func(*examination)) (out string, problems int) {
	var shown screen
	x := &examination{w: &shown, folder: &folder{path: dir}, now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}
	part(x)
	return shown.String(), x.problems
}

// TestDoctorJournal leaves requests in a journal and damages one of them.
func TestDoctorJournal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := func(first uint64, problems int, wants ...string) {
		t.Helper()
		out, found := examined(dir, func(x *examination) { x.journal(first) })
		if found != problems {
			t.Errorf("%d problems, want %d", found, problems)
		}
		contains(t, out, wants...)
	}
	f(0, 0, "ok       journal: nothing waits to be stored.")

	j, err := journal.Open(filepath.Join(dir, "journal"), journal.Options{SegmentBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	var last journal.Position
	for range 3 {
		if last, err = j.Append(t.Context(), []byte("one request")); err != nil {
			t.Fatal(err)
		}
	}
	if err = j.Close(); err != nil {
		t.Fatal(err)
	}
	f(last.Segment, 0, "note     journal: 3 accepted requests wait to be stored; the next start does.")
	f(last.Segment+1, 0, "is stored already; the next start removes it.", "ok       journal: nothing waits to be stored.")

	segments, err := filepath.Glob(filepath.Join(dir, "journal", "*.journal"))
	if err != nil || len(segments) != 1 {
		t.Fatalf("segments %v, error %v", segments, err)
	}
	content := []byte(readFile(t, segments[0]))
	const header, frame = 2 * 4096, 20
	content[header+frame+3] ^= 1 // in the first record
	if err = os.WriteFile(segments[0], content, 0o600); err != nil {
		t.Fatal(err)
	}
	f(last.Segment, 1, "problem  journal segment 1: bytes 8,192 to ", "written safely and", "have changed since; 1 request", "Do: copy "+dir, "2 accepted requests wait")
}

func TestDoctorClock(t *testing.T) {
	t.Parallel()
	f := func(last time.Time, problems int, want string) {
		t.Helper()
		out, found := examined(t.TempDir(), func(x *examination) { x.clock(store.Progress{Upto: store.Position{StoredAt: last}}) })
		if found != problems {
			t.Errorf("%d problems, want %d", found, problems)
		}
		contains(t, out, want)
	}
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	f(time.Time{}, 0, "ok       clock: 2026-11-23T10:00:00Z.")
	f(now.Add(clockSlack), 0, "ok       clock: ")
	f(now.Add(time.Hour), 1, "problem  clock: the last event was stored at 2026-11-23T11:00:00Z, which the\n         clock has not reached")
}

// TestDoctorSilent holds a folder without answering.
func TestDoctorSilent(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "control.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := holdFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r := shell{}.run(ctx, "doctor", "--data", dir)
	if r.code != exitError {
		t.Errorf("exit code %d", r.code)
	}
	contains(t, r.out, "problem  process: one holds the folder and does not answer", "note     events.duckdb: is not there yet.")
	if err = f.release(); err != nil {
		t.Error(err)
	}
}

// TestDoctorAccess takes away all keys that send, with a server and without.
func TestDoctorAccess(t *testing.T) {
	t.Parallel()
	s := serving(t, filepath.Join(t.TempDir(), "data"))
	for line := range strings.Lines(debrief(t, "keys", "list", "--data", s.data)) {
		if id, kind := fields(line); kind == "write" || kind == "server" {
			debrief(t, "keys", "revoke", id, "--data", s.data)
		}
	}
	f := func() {
		t.Helper()
		r := shell{}.run(t.Context(), "doctor", "--data", s.data)
		if r.code != exitError {
			t.Errorf("exit code %d", r.code)
		}
		contains(t, r.out, "problem  keys: project default has no working write key or server key", "Do: make one: debrief keys add --project default")
	}
	f()
	s.stop()
	f()
	debrief(t, "keys", "add", "--data", s.data)
	debrief(t, "doctor", "--data", s.data)
}

// fields are the first two words of a row.
func fields(line string) (first, second string) {
	words := append(strings.Fields(line), "", "")
	return words[0], words[1]
}

func TestWords(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		grouped(0): "0", grouped(999): "999", grouped(1000): "1,000", grouped(-1234567): "-1,234,567",
		decimals(1234.567, 2): "1,234.57", decimals(-0.001, 2): "0.00", decimals(-12.5, 0): "-12", decimals(0.5, 1): "0.5",
		count(1, "event"): "1 event", count(2000, "event"): "2,000 events",
		byteSize(1): "1 byte", byteSize(1536): "1.5 KiB", byteSize(5 << 40): "5.0 TiB",
		seconds(1234 * time.Millisecond): "1.23 s", seconds(75 * time.Second): "75 s",
		wrapped("one two  three", 7, ""): "one two\nthree", wrapped("one two", 6, "  "): "  one\n  two", wrapped("", 6, "  "): "",
	} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// lastTokens answers with the last token of each prefix.
type lastTokens []string

func (l lastTokens) LastToken(_ context.Context, prefix string) (token string, err error) {
	for _, t := range l {
		if strings.HasPrefix(t, prefix) {
			token = t
		}
	}
	return token, nil
}

// What was saved from a damaged segment is stored as well: doctor does not say
// that it waits, and its number does not come again.
func TestFirstSegment(t *testing.T) {
	t.Parallel()
	f := func(want uint64, tokens ...string) {
		t.Helper()
		if got, err := firstSegment(t.Context(), lastTokens(tokens)); err != nil || got != want {
			t.Errorf("after %q: %d, %v; want %d", tokens, got, err, want)
		}
	}
	f(0)
	f(0, "demo-7")
	f(8, "journal-7")
	f(10, "journal-8", "damaged-journal-9-49")
	f(12, "damaged-journal-9-49", "journal-11")
	f(2, "damaged-journal-1-49")
}
