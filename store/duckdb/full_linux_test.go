package duckdb

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/debrief-dev/debrief/event"
)

// TestFullDisk fills the disk while batches are stored and checkpoints made: a
// batch is stored once or fails, and the store goes on when there is room,
// without being opened again by anybody.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("mounting is not allowed here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	filler := filepath.Join(dir, "filler")
	s, err := Open(t.Context(), Options{Path: filepath.Join(dir, "events.duckdb"), Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	const size = 500
	batch := func(n int) []event.Event {
		events := make([]event.Event, size)
		for i := range events {
			text := make([]byte, 200)
			_, _ = rand.Read(text)
			events[i] = event.Event{
				ID: fmt.Sprintf("%d-%d", n, i), Project: "p", Kind: event.Prompt, Conversation: "c", OccurredAt: noon(), ReceivedAt: noon(), Text: hex.EncodeToString(text),
			}
		}
		return events
	}
	put := func(n int) error {
		stored, failed := s.Append(t.Context(), fmt.Sprint("batch ", n), batch(n))
		if failed == nil && stored != size && stored != 0 {
			t.Errorf("batch %d: %d stored", n, stored)
		}
		return failed
	}
	next := 0
	for range 3 {
		if err = os.WriteFile(filler, make([]byte, 12<<20), 0o600); err != nil {
			t.Fatal(err)
		}
		failed := 0
		for i := 0; failed < 3; i++ {
			if i > 200 {
				t.Fatal("the disk does not fill up")
			}
			if err = put(next); err != nil {
				failed++
			} else {
				next++
			}
			if err = s.checkpoint(t.Context()); err != nil {
				failed++
			}
		}
		if err = os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		if err = put(next); err != nil { // the one that has failed
			t.Fatalf("with room again: %v", err)
		}
		next++
		if err = s.checkpoint(t.Context()); err != nil {
			t.Fatalf("with room again: %v", err)
		}
		if n, wrong := s.Count(t.Context()); wrong != nil || n != int64(next*size) {
			t.Fatalf("%d events, %v; want %d", n, wrong, next*size)
		}
		if next*size*420 > 8<<20 {
			break
		}
	}
	if err = s.Close(); err != nil {
		t.Error(err)
	}
}
