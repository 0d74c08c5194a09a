package duckdb_test

import (
	"path/filepath"
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
