package duckdb_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/duckdb"
	"github.com/debrief-dev/debrief/store/storetest"
)

func open(t *testing.T, now func() time.Time) store.Store {
	t.Helper()
	s, err := duckdb.Open(t.Context(), duckdb.Options{Path: filepath.Join(t.TempDir(), "debrief.duckdb"), Threads: 1, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

func TestAgree(t *testing.T) { storetest.Agree(t, open) }

func FuzzAgree(f *testing.F) { storetest.FuzzAgree(f, open) }

// TestWorksOn holds that a store outlives the context that it was opened with,
// as a server must when it is told to stop: connections are made at need.
func TestWorksOn(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s, err := duckdb.Open(ctx, duckdb.Options{Path: filepath.Join(t.TempDir(), "debrief.duckdb"), Threads: 1, Now: func() time.Time { return time.Time{} }})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	var together sync.WaitGroup
	for range 8 {
		together.Go(func() {
			for range 20 {
				if _, countErr := s.Count(t.Context()); countErr != nil {
					t.Error(countErr)
				}
			}
		})
	}
	together.Wait()
	if err = s.Close(); err != nil {
		t.Error(err)
	}
}
