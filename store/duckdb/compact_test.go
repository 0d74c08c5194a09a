package duckdb

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// holding lists the files of a folder that hold some bytes.
func holding(t *testing.T, dir string, secret []byte) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, secret) {
			names = append(names, filepath.Base(path))
		}
	}
	return names
}

func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// TestCompact holds that what was erased lies in the file until it is
// compacted, and not after; that what is left is left, in its order; and that
// reading and writing go on meanwhile.
func TestCompact(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(t.Context(), Options{Path: filepath.Join(dir, "it's events.duckdb"), Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if failed := s.Close(); failed != nil {
			t.Error(failed)
		}
	}()
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	random := func() string { // that no compression makes something else of
		b := make([]byte, 60)
		_, _ = rand.Read(b)
		return hex.EncodeToString(b)
	}
	one := func(id, user, text string) event.Event {
		return event.Event{ID: id, Project: "p", Kind: event.Prompt, User: user, Conversation: "of " + user, OccurredAt: at, ReceivedAt: at, Text: text}
	}
	secret := random()
	events := []event.Event{one("first", "gone", secret)}
	for i := range 200 {
		events = append(events, one(fmt.Sprint("e", i), fmt.Sprint("user ", i%7), random()))
	}
	if _, err = s.Append(t.Context(), "1", events); err != nil {
		t.Fatal(err)
	}
	if _, err = s.Erase(t.Context(), store.Erasure{ID: "r", Project: "p", User: "gone", At: at}); err != nil {
		t.Fatal(err)
	}
	if len(holding(t, dir, []byte(secret))) == 0 {
		t.Error("erasing alone has removed the bytes: this test shows nothing")
	}
	before := idsOf(t, s)
	stop, busy := make(chan struct{}), sync.WaitGroup{}
	busy.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			if _, failed := s.Append(t.Context(), fmt.Sprint("more ", i), []event.Event{one(fmt.Sprint("more ", i), "late", "text")}); failed != nil {
				t.Error(failed)
				return
			}
			if _, failed := s.Count(t.Context()); failed != nil {
				t.Error(failed)
				return
			}
		}
	})
	for range 3 {
		if err = s.Compact(t.Context()); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	busy.Wait()
	if names := holding(t, dir, []byte(secret)); len(names) > 0 {
		t.Errorf("the bytes are still in %q", names)
	}
	after := idsOf(t, s)
	if len(after) <= len(before) || fmt.Sprint(after[:len(before)]) != fmt.Sprint(before) {
		t.Errorf("%d events before, %d after", len(before), len(after))
	}
	if n, err := s.Append(t.Context(), "back", []event.Event{one("back", "gone", secret)}); err != nil || n != 0 {
		t.Errorf("what was erased came back: %d, %v", n, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*"+compactSuffix+"*")); len(left) > 0 {
		t.Errorf("%q are left", left)
	}
}

func idsOf(t *testing.T, s *Store) (list []string) {
	t.Helper()
	events, err := s.Scan(t.Context(), store.Position{}, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	for i := range events {
		list = append(list, events[i].ID)
	}
	return list
}

// TestCompactWaitsInVain holds that a query that does not end, a backup and a
// full disk leave the store as it was.
func TestCompactWaitsInVain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "events.duckdb")
	s, err := Open(t.Context(), Options{Path: path, Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	f := func(name string, want error) {
		t.Helper()
		if failed := s.Compact(t.Context()); failed == nil || (want != nil && !errors.Is(failed, want)) {
			t.Errorf("%s: %v", name, failed)
		}
		if n, failed := s.Count(t.Context()); failed != nil || n != 0 {
			t.Errorf("%s: %d events, %v", name, n, failed)
		}
	}
	rows, err := s.db.QueryContext(t.Context(), "SELECT * FROM range(10000000)")
	if err != nil || !rows.Next() {
		t.Fatal(err)
	}
	f("a query that is read", errBusy)
	if err = errors.Join(rows.Err(), rows.Close()); err != nil { //nolint:sqlclosecheck // it is open until here on purpose
		t.Fatal(err)
	}
	backup, _, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f("a backup", nil)
	if err = backup.Close(); err != nil {
		t.Fatal(err)
	}
	if err = os.MkdirAll(filepath.Join(path+compactSuffix, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	f("a disk that takes nothing", nil)
	if err = os.RemoveAll(path + compactSuffix); err != nil {
		t.Fatal(err)
	}
	if err = errors.Join(s.Compact(t.Context()), s.Close()); err != nil {
		t.Error(err)
	}
}
