package analyze

import (
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/internal/demo"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/duckdb"
)

// BenchmarkHistory analyses the demo's history as an import would leave it:
// everything is stored, nothing analysed. Most of the demo's events are of
// the product around the copilot; the second figure is without these.
func BenchmarkHistory(b *testing.B) {
	now := start().AddDate(0, 0, 1)
	var all, copilot []event.Event
	for item := range demo.Items(demo.Default(start())) {
		e, fault := event.Normalize(item, event.Arrival{Project: "p", Source: demo.Source, ReceivedAt: now})
		if fault != nil {
			b.Fatal(fault)
		}
		all = append(all, e)
		if e.Kind.Copilot() {
			copilot = append(copilot, e)
		}
	}
	b.Run("all", func(b *testing.B) { analyse(b, all, now) })
	b.Run("copilot", func(b *testing.B) { analyse(b, copilot, now) })
}

func analyse(b *testing.B, events []event.Event, now time.Time) {
	b.Helper()
	var took, spent time.Duration
	turns := 0
	for b.Loop() {
		w := &world{clock: &clock{}, rules: &rules{now: conversation.DefaultDefinitions()}}
		w.clock.set(now.Sub(start()))
		s, err := duckdb.Open(b.Context(), duckdb.Options{Path: filepath.Join(b.TempDir(), "debrief.duckdb"), Threads: 2, Now: w.clock.now})
		if err != nil {
			b.Fatal(err)
		}
		for part := range slices.Chunk(events, 20_000) {
			if _, err = s.Append(b.Context(), part[0].ID, part); err != nil {
				b.Fatal(err)
			}
		}
		a := New(Options{Store: s, Rules: w.rules, Now: w.clock.now})
		begun, used := time.Now(), cpu(b) //nolint:forbidigo // a benchmark measures real time
		for busy := true; busy; {
			if busy, err = a.Step(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
		took, spent = took+time.Since(begun), spent+cpu(b)-used
		turns = 0
		err = s.ExportTurns(b.Context(), store.ExportQuery{Project: "p"}, func(conversation.Turn) error {
			turns++
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		if err = s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(events)*b.N)/took.Seconds(), "events/s")
	b.ReportMetric(float64(turns*b.N)/took.Seconds(), "turns/s")
	b.ReportMetric(float64(turns*b.N)/spent.Seconds(), "turns/cpu-s")
}

// cpu is the processor time that the process has used: on a machine that is
// busy with other things it says more than the clock.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
