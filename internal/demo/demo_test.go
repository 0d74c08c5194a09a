package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// end is a Monday noon, so that the last day is a working day under way.
var end = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

// golden is the hash of the whole stream for Default(end). It changes with
// every rule and every text; look at TestCounts before you renew it.
const golden = "1416de2760d8258b7cbf8a63949d163ca180b09489df91e5b090c3dc2642f751"

func TestItemsAreDeterministic(t *testing.T) {
	t.Parallel()
	// Elsewhere the compiler may round a product and a sum in one step, which
	// can move a latency by a millisecond.
	if got := digest(Default(end)); runtime.GOARCH == "amd64" && got != golden {
		t.Errorf("the stream's hash is %s, want %s", got, golden)
	}
	small := Options{Seed: 1, End: end, Days: 20, Users: 60}
	if first, again := digest(small), digest(small); first != again {
		t.Error("the same options gave different streams")
	}
	other := small
	other.Seed = 2
	if digest(small) == digest(other) {
		t.Error("another seed gave the same stream")
	}
}

func digest(o Options) string {
	h := sha256.New()
	for item := range Items(o) {
		for _, part := range []event.Value{item.ID, item.Name, item.User, item.Anonymous, item.Account, item.Timestamp, event.Value(item.Kind)} {
			h.Write([]byte(part))
			h.Write([]byte{0})
		}
		h.Write(item.Context.AppendJSON(item.Properties.AppendJSON(nil)))
	}
	return hex.EncodeToString(h.Sum(nil))
}

func TestItemsPassTheDoor(t *testing.T) {
	t.Parallel()
	for _, fault := range simulated().faults {
		t.Error(fault)
	}
	ids := map[string]bool{}
	var last time.Time
	for _, e := range simulated().events {
		if ids[e.ID] {
			t.Fatalf("event id %s is used twice", e.ID)
		}
		ids[e.ID] = true
		switch {
		case e.OccurredAt.Before(last):
			t.Fatalf("%s at %s comes after an event at %s", e.ID, e.OccurredAt, last)
		case e.OccurredAt.Before(end.Add(-90*day)) || !e.OccurredAt.Before(end):
			t.Fatalf("%s at %s is outside the period", e.ID, e.OccurredAt)
		case e.Context.Get("demo") != "true":
			t.Fatalf("%s is not labelled as demo data", e.ID)
		case e.UserKey() == "":
			t.Fatalf("%s has neither user nor anonymous id", e.ID)
		}
		last = e.OccurredAt
	}
}

func TestItemsOfNothing(t *testing.T) {
	t.Parallel()
	f := func(o Options) {
		t.Helper()
		for item := range Items(o) {
			t.Errorf("%+v gave %s", o, item.ID)
		}
	}
	f(Options{End: end, Days: 0, Users: 10})
	f(Options{End: end, Days: 10, Users: 0})
}

func TestItemsStop(t *testing.T) {
	t.Parallel()
	n := 0
	for range Items(Options{End: end, Days: 10, Users: 40}) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("stopped after %d items, want 3", n)
	}
}

func TestSize(t *testing.T) {
	t.Parallel()
	if n := len(simulated().events); n < 60_000 || n > 95_000 {
		t.Errorf("%d events, want 60,000 to 95,000", n)
	}
}

// TestItemsAreCheap bounds what an item costs by its allocations, which unlike
// time do not depend on who else uses the machine; BenchmarkItems has the time.
func TestItemsAreCheap(t *testing.T) {
	small := Options{Seed: 1, End: end, Days: 30, Users: 200}
	n := 0
	for range Items(small) {
		n++
	}
	allocations := testing.AllocsPerRun(1, func() {
		for range Items(small) {
			continue // making them is what is measured
		}
	})
	const bound = 40
	t.Logf("%.1f allocations an item", allocations/float64(n))
	if allocations > bound*float64(n) {
		t.Errorf("%.0f allocations for %d items, want at most %d each", allocations, n, bound)
	}
}

func BenchmarkItems(b *testing.B) {
	for b.Loop() {
		n := 0
		for range Items(Default(end)) {
			n++
		}
		b.ReportMetric(float64(n), "items/op")
	}
}
