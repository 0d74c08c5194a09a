package duckdb

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// TestSnapshot copies the file of a store that is written to meanwhile, with
// every chance to checkpoint: the copy has what was stored before, whole
// batches only, and nothing of what came later.
func TestSnapshot(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	s, err := Open(t.Context(), Options{Path: filepath.Join(dir, "events.duckdb"), Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	batch := func(from, n int) []event.Event {
		events := make([]event.Event, n)
		for i := range events {
			events[i] = event.Event{
				ID: fmt.Sprintf("e%d", from+i), Project: "p", Kind: event.Prompt, Conversation: "c", OccurredAt: at, ReceivedAt: at.Add(time.Second),
				Text: strings.Repeat(fmt.Sprint(from+i, " words "), 40),
			}
		}
		return events
	}
	const size, before, after = 4_000, 3, 6
	put := func(number int) error {
		_, failed := s.Append(t.Context(), fmt.Sprint("batch ", number), batch(number*size, size))
		return failed
	}
	for i := range before {
		if err = put(i); err != nil {
			t.Fatal(err)
		}
	}
	copied, length, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := range after {
			if failed := put(before + i); failed != nil {
				t.Error(failed)
			}
			if failed := s.checkpoint(t.Context()); failed != nil {
				t.Error(failed)
			}
			if log, failed := os.Stat(s.path + ".wal"); failed != nil || log.Size() == 0 {
				t.Error("there was a checkpoint while the file was copied")
			}
		}
	})
	// Half before anything of it is written, half when all is.
	to, err := os.Create(filepath.Join(dir, "copy.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	first, err := io.CopyN(to, copied, length/2)
	if err != nil {
		t.Fatal(err)
	}
	writing.Wait()
	rest, err := io.Copy(to, copied)
	if err != nil || first+rest != length {
		t.Fatalf("copied %d bytes of %d: %v", first+rest, length, err)
	}
	if err = copied.Close(); err != nil {
		t.Error(err)
	}
	if err = to.Close(); err != nil {
		t.Error(err)
	}
	f := func(path string, want int64) {
		t.Helper()
		c, failed := Open(t.Context(), Options{Path: path, Now: func() time.Time { return at }})
		if failed != nil {
			t.Fatal(failed)
		}
		var n, words int64
		failed = c.db.QueryRowContext(t.Context(), "SELECT count(DISTINCT event_id), count(DISTINCT text) FROM events").Scan(&n, &words)
		if failed != nil || n != want || words != want {
			t.Errorf("%d events, %d texts, %v; want %d", n, words, failed, want)
		}
		if failed = c.Close(); failed != nil {
			t.Error(failed)
		}
	}
	f(to.Name(), before*size)
	if err = s.checkpoint(t.Context()); err != nil {
		t.Error(err)
	}
	if log, failed := os.Stat(s.path + ".wal"); failed == nil && log.Size() > 0 {
		t.Error("no checkpoint after the snapshot was closed")
	}
	if err = s.Close(); err != nil {
		t.Error(err)
	}
	f(s.path, (before+after)*size)
}

func TestSnapshotOfMemory(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), Options{Now: func() time.Time { return time.Time{} }})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err = s.Snapshot(context.Background()); err == nil {
		t.Error("there is a snapshot of no file")
	}
	if err = s.Close(); err != nil {
		t.Error(err)
	}
}
