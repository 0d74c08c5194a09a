package duckdb

import (
	"fmt"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/debrief-dev/debrief/event"
)

// TestNamesAreDurable holds that before an Append returns the folder was synced
// if the write-ahead log that has the batch is a new file: the journal drops
// its copy then, and a power loss takes names that were not synced.
func TestNamesAreDurable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(t.Context(), Options{Path: filepath.Join(dir, "events.duckdb"), Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	var synced []string
	s.syncPath = func(path string) error {
		synced = append(synced, path)
		return syncPath(path)
	}
	s.named = nil
	put := func(n, want int) {
		t.Helper()
		e := event.Event{ID: strconv.Itoa(n), Project: "p", Kind: event.Prompt, OccurredAt: noon(), ReceivedAt: noon(), Text: "x"}
		if _, failed := s.Append(t.Context(), fmt.Sprint("batch ", n), []event.Event{e}); failed != nil {
			t.Fatal(failed)
		}
		if len(synced) != want {
			t.Errorf("after batch %d: %d syncs, want %d", n, len(synced), want)
		}
	}
	put(1, 1)
	put(2, 1)
	if err = s.checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	put(3, 2)
	put(4, 2)
	if err = s.Close(); err != nil {
		t.Error(err)
	}
	for _, path := range synced {
		if path != dir {
			t.Errorf("%s was synced", path)
		}
	}
}
