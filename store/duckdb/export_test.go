package duckdb

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// TestExportInSlices holds that an export cut into slices, through a large
// conversation and through events of the same time too, is the same export.
func TestExportInSlices(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s, err := Open(t.Context(), Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if failed := s.Close(); failed != nil {
			t.Error(failed)
		}
	}()
	var events []event.Event
	for i, conversation := range []string{"", "a", "b", "b2", "c"} {
		for j := range []int{17, 1, 2, 9, 1}[i] {
			events = append(events, event.Event{
				ID: fmt.Sprintf("%d-%d", i, j), Project: "p", Kind: event.Prompt, Conversation: conversation,
				OccurredAt: at.Add(time.Duration(j*7%5) * time.Minute), ReceivedAt: at,
			})
		}
	}
	if _, err = s.Append(t.Context(), "1", events); err != nil {
		t.Fatal(err)
	}
	export := func(size int64, after *store.Place) (ids []string) {
		t.Helper()
		s.sliceRows = size
		failed := s.ExportEvents(t.Context(), store.ExportQuery{Project: "p", After: after}, func(e event.Event) error {
			ids = append(ids, e.ID)
			return nil
		})
		if failed != nil {
			t.Fatal(failed)
		}
		return ids
	}
	whole := export(1000, nil)
	if len(whole) != len(events) {
		t.Fatalf("%d of %d events", len(whole), len(events))
	}
	for size := range int64(6) {
		if diff := cmp.Diff(whole, export(size+1, nil)); diff != "" {
			t.Errorf("in slices of %d (-whole +sliced):\n%s", size+1, diff)
		}
	}
	half := len(whole) / 2
	for i := range events {
		if e := &events[i]; e.ID == whole[half] {
			after := &store.Place{Conversation: e.Conversation, At: e.OccurredAt, ID: e.ID}
			if diff := cmp.Diff(whole[half+1:], export(3, after)); diff != "" {
				t.Errorf("resumed (-want +got):\n%s", diff)
			}
		}
	}
}
