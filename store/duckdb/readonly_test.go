package duckdb

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// TestReadOnly opens a file without changing a byte of it, and reads what is
// in it.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "events.duckdb")
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	clock := func() time.Time { return at }
	if s, err := Open(t.Context(), Options{Path: path, ReadOnly: true, Now: clock}); err == nil {
		if _, err = s.Count(t.Context()); err == nil {
			t.Error("a file that is not there could be read")
		}
		if err = s.Close(); err != nil {
			t.Error(err)
		}
	}
	s, err := Open(t.Context(), Options{Path: path, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	one := event.Event{ID: "e", Project: "p", Kind: event.Track, Name: "n", Source: "s", OccurredAt: at, ReceivedAt: at}
	if _, err = s.Append(t.Context(), "t", []event.Event{one}); err != nil {
		t.Fatal(err)
	}
	if err = s.Close(); err != nil {
		t.Fatal(err)
	}
	before := read(t, path)
	s, err = Open(t.Context(), Options{Path: path, ReadOnly: true, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	if n, failed := s.Count(t.Context()); n != 1 || failed != nil {
		t.Errorf("got %d events, error %v", n, failed)
	}
	if _, err = s.Append(t.Context(), "u", []event.Event{one}); err == nil {
		t.Error("a write succeeded")
	}
	if err = s.Close(); err != nil {
		t.Error(err)
	}
	if read(t, path) != before {
		t.Error("the file has changed")
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
