package duckdb

import (
	"database/sql"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// TestDerivedTablesAreMadeAnew holds that a file whose derived tables another
// version made keeps its events, and that they are derived again.
func TestDerivedTablesAreMadeAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "events.duckdb")
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	begin := func() *Store {
		t.Helper()
		s, err := Open(t.Context(), Options{Path: path, Now: func() time.Time { return at }})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	shut := func(s *Store) {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	ctx, derivation := t.Context(), store.Derivation{
		Derived:  []conversation.Derived{{Conversation: conversation.Conversation{Project: "p", ID: "c", StartedAt: at, EndedAt: at}}},
		Upto:     store.Position{StoredAt: at, Project: "p", ID: "e"},
		Analysed: 1,
	}
	fill := func(s *Store) {
		t.Helper()
		if _, err := s.Append(ctx, "1", []event.Event{{ID: "e", Project: "p", Kind: event.Prompt, OccurredAt: at, ReceivedAt: at}}); err != nil {
			t.Fatal(err)
		}
		if err := s.PutDerived(ctx, derivation); err != nil {
			t.Fatal(err)
		}
	}
	check := func(s *Store, name string, conversations int) {
		t.Helper()
		events, err := s.Count(ctx)
		if err != nil {
			t.Fatal(err)
		}
		progress, err := s.Progress(ctx)
		if err != nil {
			t.Fatal(err)
		}
		generations, err := s.Generations(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if events != 1 || len(generations) != conversations || int(progress.Analysed) != conversations {
			t.Errorf("%s: %d events, %v, %+v", name, events, generations, progress)
		}
		shut(s)
	}
	s := begin()
	fill(s)
	check(s, "at first", 1)
	check(begin(), "opened again", 1)
	s = begin()
	if err := s.makeDerived(ctx, "CREATE TABLE conversations (odd INTEGER); CREATE TABLE progress (odd INTEGER);\nCREATE TABLE gone (odd INTEGER)"); err != nil {
		t.Fatal(err)
	}
	shut(s)
	s = begin()
	if slices.Contains(tables(t, s), "gone") {
		t.Error("a table of the other version is left")
	}
	check(s, "made anew", 0)
}

func tables(t *testing.T, s *Store) []string {
	t.Helper()
	rows, err := s.db.QueryContext(t.Context(), "SELECT table_name FROM duckdb_tables()")
	if err != nil {
		t.Fatal(err)
	}
	names, err := collect(rows, func(rows *sql.Rows, name *string) error { return rows.Scan(name) })
	if err != nil {
		t.Fatal(err)
	}
	return names
}
