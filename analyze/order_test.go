package analyze

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// end is when histories have settled.
const end = 30 * 24 * time.Hour

// TestOrderOfArrivalDoesNotMatter gives the same history all at once, and in
// any order, in any batches, with steps and passing time in between, with
// failures and with processes that die: the same is derived in the end.
func TestOrderOfArrivalDoesNotMatter(t *testing.T) {
	f := func(name string, arrive func(t *testing.T, c chance, w *world)) {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(3) {
				c := chance{rand.New(rand.NewPCG(seed, 4))}
				ties := seed%2 == 0 && name != "dying"
				history := c.history(120, ties)
				whole := newWorld(t)
				whole.rules.now.Goals = []string{"signed_up"}
				whole.clock.set(end)
				whole.add(history...)
				whole.clock.set(end + time.Hour) // prompts are overdue by the time they were stored
				whole.settle()
				want := whole.derived()

				w := newWorld(t)
				w.rules.now.Goals = []string{"signed_up"}
				for rest := c.shuffled(history); len(rest) > 0; {
					n := min(1+c.IntN(40), len(rest))
					w.add(rest[:n]...)
					rest = rest[n:]
					arrive(t, c, w)
				}
				w.store.fails = nil
				w.clock.set(max(end, time.Duration(w.clock.Load())) + time.Hour)
				w.settle()
				if diff := cmp.Diff(want, w.derived()); diff != "" {
					t.Fatalf("seed %d (-at once +in pieces):\n%s", seed, diff)
				}
			}
		})
	}
	f("steps", func(_ *testing.T, _ chance, w *world) { w.settle() })
	f("passing time", func(_ *testing.T, c chance, w *world) {
		w.clock.set(time.Duration(w.clock.Load()) + time.Duration(c.IntN(48))*time.Hour)
		w.settle()
	})
	f("failing", func(t *testing.T, c chance, w *world) {
		t.Helper()
		w.store.fails = func() bool { return c.IntN(3) == 0 }
		if _, err := w.Step(t.Context()); err != nil && !errors.Is(err, errBroken) {
			t.Fatal(err)
		}
	})
	f("dying", func(t *testing.T, c chance, w *world) {
		t.Helper()
		w.store.fails = func() bool { return c.IntN(3) == 0 }
		if _, err := w.Step(t.Context()); err != nil {
			if !errors.Is(err, errBroken) {
				t.Fatal(err)
			}
			w.restart()
		}
	})
}

func TestRebuildGivesTheSame(t *testing.T) {
	c := chance{rand.New(rand.NewPCG(1, 5))}
	history := c.history(300, true)
	w := newWorld(t)
	w.clock.set(end)
	for part := range slices.Chunk(history, 70) {
		w.add(part...)
		w.settle()
	}
	w.clock.set(end + time.Hour)
	w.settle()
	want := w.derived()
	var done, total int64
	w.restart()
	if err := w.Rebuild(t.Context(), func(d, all int64) { done, total = d, all }); err != nil {
		t.Fatal(err)
	}
	if done != 300 || total != 300 {
		t.Errorf("told %d of %d events, want all 300", done, total)
	}
	if diff := cmp.Diff(want, w.derived()); diff != "" {
		t.Errorf("(-before +rebuilt):\n%s", diff)
	}
	// Other rules re-judge history.
	w.rules.now.Goals = []string{"signed_up"}
	w.rules.now.LowRating = 1
	if err := w.Rebuild(t.Context(), func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	fresh := newWorld(t)
	fresh.rules.now = w.rules.now
	fresh.clock.set(end)
	fresh.add(history...)
	fresh.clock.set(end + time.Hour)
	fresh.settle()
	if diff := cmp.Diff(fresh.derived(), w.derived()); diff != "" {
		t.Errorf("other rules (-from scratch +rebuilt):\n%s", diff)
	}
	if cmp.Equal(want, w.derived()) {
		t.Error("other rules changed nothing")
	}
}
