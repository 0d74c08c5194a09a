package ingest

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest/journal"
)

// crash copies a journal as it lies on the disk, which is what a killed
// process leaves.
func crash(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "journal")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// What a killed process acknowledged is stored by the next one, whether its
// store had got it already or not.
func TestStoresWhatACrashLeft(t *testing.T) {
	s := newStand(t, nil)
	s.must(t, prompts("stored", 3))
	copied := make(chan string, 1)
	s.shelf.before = func() { copied <- crash(t, s.dir) } // before its commit, and so before the removal
	s.flush(t)
	s.shelf.before = nil
	dir := <-copied
	s.must(t, prompts("waiting", 4))
	both := crash(t, s.dir)
	f := func(dir string, want ...[]event.Event) {
		t.Helper()
		shelf := &shelf{tokens: slices.Clone(s.shelf.tokens), events: slices.Clone(s.shelf.events)}
		next := standOn(t, dir, shelf, func(o *Options, _ *journal.Options) { o.FlushEvery = time.Millisecond })
		eventually(t, "what was left is stored", func() bool { return next.Waiting() == 0 })
		if diff := cmp.Diff(idsOf(slices.Concat(want...)), shelf.stored()); diff != "" {
			t.Error(diff)
		}
		eventually(t, "the segments are removed", func() bool { return len(next.Journal.Segments()) == 0 })
	}
	f(dir, prompts("stored", 3))
	f(both, prompts("stored", 3), prompts("waiting", 4))
}

// What an earlier run left counts as waiting until it is stored, so that
// nobody takes the door for idle.
func TestLeftoversCountAsWaiting(t *testing.T) {
	s := newStand(t, nil)
	s.must(t, prompts("a", 3))
	next := standOn(t, crash(t, s.dir), &shelf{down: true}, nil)
	if next.Waiting() == 0 {
		t.Error("nothing waits")
	}
	next.shelf.setDown(false)
	eventually(t, "what was left is stored", func() bool { return next.Flush(t.Context()) == nil })
	if next.Waiting() != 0 || len(next.shelf.stored()) != 3 {
		t.Errorf("%d wait, %d stored", next.Waiting(), len(next.shelf.stored()))
	}
}

// damage changes the bytes of a journal's only segment.
func damage(t *testing.T, dir string, change func(segment []byte)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.journal"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	change(b)
	if err = os.WriteFile(files[0], b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func indexOf(b []byte, marker string) int { return bytes.Index(b, []byte(marker)) }

// Damage costs the records it hit and no others; it is told once, the file
// stays for inspection, and later events are stored all the same.
func TestDamagedSegment(t *testing.T) {
	f := func(change func(segment []byte), want ...[]event.Event) {
		t.Helper()
		s := newStand(t, nil)
		for _, prefix := range []string{"one", "two", "three"} {
			s.must(t, prompts(prefix, 2))
		}
		dir := crash(t, s.dir)
		damage(t, dir, change)
		next := standOn(t, dir, &shelf{}, nil)
		next.must(t, prompts("after", 1))
		next.flush(t)
		next.flush(t)
		if diff := cmp.Diff(idsOf(slices.Concat(append(want, prompts("after", 1))...)), next.shelf.stored()); diff != "" {
			t.Error(diff)
		}
		aside, err := journal.ListAside(dir)
		if left := next.Journal.Segments(); err != nil || len(left) != 0 || len(aside) != 1 || next.Waiting() != 0 {
			t.Errorf("left: %v; aside: %v, %v; %d wait", left, aside, err, next.Waiting())
		}
		if len(next.complaints.all) != 1 || !next.complaints.are(errLost) {
			t.Errorf("told: %v", next.complaints.all)
		}
		again := standOn(t, crash(t, dir), &shelf{}, nil) // as a later start
		again.flush(t)
		if again.complaints.all != nil {
			t.Errorf("told again: %v", again.complaints.all)
		}
		if err = next.Compact(t.Context()); err != nil {
			t.Error(err)
		}
		if aside, err = journal.ListAside(dir); err != nil || len(aside) > 0 {
			t.Errorf("%v is left, %v", aside, err)
		}
	}
	f(func(segment []byte) { segment[indexOf(segment, "two-1")] ^= 1 }, prompts("one", 2), prompts("three", 2))
	f(func(segment []byte) { clear(segment[:8192]) }) // both headers: no record can be told from chance
}

// A record that this version cannot read does not block those after it, and
// is stored once a version that can read it opens the journal.
func TestRecordOfANewerVersion(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	s := standOn(t, dir, &shelf{}, nil)
	s.flush(t)
	newer := encode(appendNumber(nil, fieldVersion, recordVersion+1), []event.Event{prompt("newer", "x")}, nil)
	for _, r := range [][]byte{[]byte("no record"), newer} {
		if _, err := s.Journal.Append(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	s.must(t, prompts("good", 2))
	s.flush(t)
	if diff := cmp.Diff([]string{"good-0", "good-1"}, s.shelf.stored()); diff != "" {
		t.Error(diff)
	}
	if !s.complaints.are(errRecordVersion) || len(s.Journal.Segments()) != 1 {
		t.Errorf("told: %v, left: %v", s.complaints.all, s.Journal.Segments())
	}
	if slices.Contains(s.shelf.tokens, Token(s.Journal.Segments()[0].Number)) {
		t.Error("the segment counts as stored, so that a later attempt would change nothing")
	}
}

// A segment that is still to be stored and whose file is gone is told of, and
// does not keep the others waiting.
func TestMissingSegment(t *testing.T) {
	s := newStand(t, nil)
	s.must(t, prompts("a", 1))
	dir := crash(t, s.dir)
	next := standOn(t, dir, &shelf{down: true}, nil)
	eventually(t, "a flush failed", func() bool { return next.complaints.are(errDown) })
	files, _ := filepath.Glob(filepath.Join(dir, "*.journal"))
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	next.shelf.setDown(false)
	next.must(t, prompts("b", 1))
	eventually(t, "the missing file is told of", func() bool { return errors.Is(next.Flush(t.Context()), os.ErrNotExist) })
	if diff := cmp.Diff([]string{"b-0"}, next.shelf.stored()); diff != "" {
		t.Error(diff)
	}
}
