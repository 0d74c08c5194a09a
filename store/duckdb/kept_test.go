package duckdb

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// TestKeptUntilWritten asks the same again before and after something is
// written.
func TestKeptUntilWritten(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	s, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "events.duckdb"), Threads: 1, Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err = s.Close(); err != nil {
			t.Error(err)
		}
	}()
	f := func(id string, want int64) {
		t.Helper()
		one := event.Event{ID: id, Project: "p", Kind: event.Track, Name: "n", Source: "s", Anonymous: id, OccurredAt: at, ReceivedAt: at}
		if _, err = s.Append(t.Context(), id, []event.Event{one}); err != nil {
			t.Fatal(err)
		}
		for asked := range 3 {
			answers, failed := s.SelectAll(t.Context(), []store.Query{{Project: "p", From: at, To: at.Add(time.Hour), Fact: store.Sightings, Measure: store.Users}})
			if failed != nil || len(answers[0]) != 1 || answers[0][0].N != want {
				t.Fatalf("asked for the %d. time: %+v, error %v, want %d users", asked+1, answers, failed, want)
			}
			if n := len(s.kept.answers); n != 1 {
				t.Errorf("%d answers are kept after one question", n)
			}
		}
	}
	f("first", 1)
	f("second", 2)
}

func TestKept(t *testing.T) {
	t.Parallel()
	var k kept
	row := func(figures int) []cellRow { return []cellRow{{figures: make([]sql.NullFloat64, figures)}} }
	_, _, before := k.find("a")
	k.wrote()
	k.keep("a", row(1), before)
	if _, found, _ := k.find("a"); found {
		t.Error("an answer is kept that was read before something was written")
	}
	_, _, now := k.find("a")
	k.keep("large", row(keptFigures/keptShare), now)
	if _, found, _ := k.find("large"); found {
		t.Error("one answer takes more than its share")
	}
	for i := range 2 * keptShare {
		k.keep(string(rune('a'+i)), row(keptFigures/keptShare-2), now)
		if _, found, _ := k.find(string(rune('a' + i))); !found || k.figures > keptFigures {
			t.Fatalf("%d figures are kept, the last answer: %t", k.figures, found)
		}
	}
}
