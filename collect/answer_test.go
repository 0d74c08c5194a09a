package collect

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

func arrival() event.Arrival {
	return event.Arrival{Project: "p", Source: "test", ReceivedAt: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
}

func TestNormalizeKeepsPositions(t *testing.T) {
	batch := decodeNative(t, Request{Body: []byte(`{"sent_at":"2026-11-23T11:59:00Z","events":[
		1,{"event":"a","timestamp":"2026-11-23T11:00:00Z"},{"event":"é"},{"type":"x"},{"event":"b"}]}`)})
	events, places, refused := batch.Normalize(arrival())
	if diff := cmp.Diff([]int{1, 4}, places); diff != "" {
		t.Error(diff)
	}
	if first := events[0]; first.OccurredAt.Minute() != 1 || first.Marks != event.ClockCorrected {
		t.Errorf("sent_at was not used: %v %v", first.OccurredAt, first.Marks.Names())
	}
	answer := NewAnswer(refused)
	answer.Refuse(places[0], event.Reject(event.InvalidItem, "", "no"))
	answer.Repeat()
	b, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"accepted":0,"duplicate":1,"rejected":[` +
		`{"index":0,"code":"invalid_item","message":"an item must be a JSON object"},` +
		`{"index":1,"code":"invalid_item","message":"no"},` +
		`{"index":2,"code":"invalid_event_name","field":"event","message":"event name must be 1–127 characters of A-Z a-z 0-9 - _ . / : and space"},` +
		`{"index":3,"code":"unknown_type","field":"type","message":"type \"x\" is unknown; use track, identify, group, alias or page"}]}`
	if diff := cmp.Diff(want, string(b)); diff != "" {
		t.Error(diff)
	}
}

// Items keep their order also where no time tells it, and where the clock of
// their sender is corrected all are by the same.
func TestNormalizeKeepsOrder(t *testing.T) {
	batch := decodeNative(t, Request{Body: []byte(`{"sent_at":"2026-11-23T11:59:00Z","events":[
		{"event":"a"},{"event":"b"},{"event":"é"},{"event":"c"},
		{"event":"d","timestamp":"2026-11-23T11:00:00Z"},{"event":"e","timestamp":"2026-11-23T11:00:00Z"}]}`)})
	events, _, _ := batch.Normalize(arrival())
	for i, e := range events[1:] {
		if before := events[i]; !e.ReceivedAt.After(before.ReceivedAt) {
			t.Errorf("%s was received at %v, %s before it at %v", e.Name, e.ReceivedAt, before.Name, before.ReceivedAt)
		}
	}
	for _, e := range events[3:] {
		if want := arrival().ReceivedAt.Add(-59 * time.Minute); !e.OccurredAt.Equal(want) {
			t.Errorf("%s occurred at %v, want %v", e.Name, e.OccurredAt, want)
		}
	}
	if first := events[0]; !first.OccurredAt.Equal(arrival().ReceivedAt) {
		t.Errorf("the first item arrived at %v", first.OccurredAt)
	}
}

func TestAnswerStatus(t *testing.T) {
	f := func(accepted, duplicate, rejected, want int, body string) {
		t.Helper()
		answer := NewAnswer(nil)
		for range accepted {
			answer.Accept()
		}
		for range duplicate {
			answer.Repeat()
		}
		for i := range rejected {
			answer.Refuse(i, event.Reject(event.InvalidItem, "", "no"))
		}
		if got := answer.Status(); got != want {
			t.Errorf("%d accepted, %d duplicate, %d rejected: got %d, want %d", accepted, duplicate, rejected, got, want)
		}
		if b, err := json.Marshal(answer); err != nil || body != "" && string(b) != body {
			t.Errorf("got %s, %v", b, err)
		}
	}
	f(0, 0, 0, 200, `{"accepted":0,"duplicate":0,"rejected":[]}`)
	f(1, 0, 0, 200, `{"accepted":1,"duplicate":0,"rejected":[]}`)
	f(1, 0, 5, 200, "")
	f(0, 1, 5, 200, "")
	f(0, 0, 5, 422, "")
}
