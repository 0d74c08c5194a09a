package journal

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// world is what outlives power losses: what callers were told, and what the
// store holds.
type world struct {
	mu    sync.Mutex
	acked map[string]Position
	store map[string]bool
	token map[uint64]bool
}

// live runs a journal under load until the power goes at some operation.
func (w *world) live(t *testing.T, dir string, d *disk, r *rand.Rand) {
	t.Helper()
	j, err := Open(dir, Options{Files: d, SegmentBytes: 24 << 10})
	if err != nil {
		return // The power went while it opened.
	}
	highest := uint64(0)
	for token := range w.token {
		highest = max(highest, token)
	}
	generation := r.Uint64()
	var all sync.WaitGroup
	for g := range 4 {
		size := r.IntN(900)
		all.Go(func() {
			for i := range 60 {
				record := fmt.Sprintf("%x/%d/%d %0*d", generation, g, i, size*i%900, i)
				p, appendErr := j.Append(t.Context(), []byte(record))
				if appendErr != nil {
					return
				}
				if p.Segment <= highest && !d.deaf {
					t.Errorf("%+v: the number was a token up to %d", p, highest)
				}
				w.mu.Lock()
				w.acked[record] = p
				w.mu.Unlock()
			}
		})
	}
	for range r.IntN(6) {
		w.flush(t, j, r.IntN(2) == 0)
	}
	all.Wait()
	_ = j.Close()
}

// flush stores sealed segments, each under its number, as ingest does.
func (w *world) flush(t *testing.T, j *Journal, rotate bool) {
	t.Helper()
	if rotate {
		mustRotate(t, j)
	}
	for _, s := range j.Segments() {
		batch := []string{}
		_, err := j.Read(s.Number, func(_ int, record []byte) error {
			batch = append(batch, string(record))
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if !w.token[s.Number] {
			for _, record := range batch {
				w.store[record] = true
			}
		}
		w.token[s.Number] = true
		_ = j.Remove(s.Number)
	}
}

// lost returns the acknowledged records that neither the store nor the folder
// holds.
func (w *world) lost(t *testing.T, dir string, deaf bool) []string {
	t.Helper()
	found, err := List(dir)
	if err != nil {
		t.Fatal(err)
	}
	left := map[string]bool{}
	for _, s := range found {
		if w.token[s.Number] {
			continue // It came back; the store will not take it again.
		}
		records, report := readAll(t, dir, s.Number)
		if len(report.Damaged) > 0 && !deaf {
			t.Errorf("a power loss damages nothing that was synced: %+v", report)
		}
		for _, record := range records {
			left[record] = true
		}
	}
	var lost []string
	for record, at := range w.acked {
		if !w.store[record] && !left[record] {
			lost = append(lost, fmt.Sprintf("%+v %s", at, strings.Fields(record)[0]))
		}
	}
	return lost
}

// lives lets the power fail again and again at random operations, with random
// parts of what was not synced surviving, and returns what was lost.
func lives(t *testing.T, seed uint64, deaf bool) []string {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 0))
	w := &world{acked: map[string]Position{}, store: map[string]bool{}, token: map[uint64]bool{}}
	dir := t.TempDir()
	for range 6 {
		d := newDisk(t, dir)
		d.deaf = deaf
		left := 5 + r.IntN(250)
		d.fault = func(string, string) error {
			if left--; left < 0 {
				return syscall.EIO
			}
			return nil
		}
		w.live(t, dir, d, r)
		dir = t.TempDir()
		d.powerLoss(t, dir, r)
		if lost := w.lost(t, dir, deaf); len(lost) > 0 {
			return lost
		}
	}
	return nil
}

func TestPowerLoss(t *testing.T) {
	for seed := range uint64(25) {
		if lost := lives(t, seed, false); len(lost) > 0 {
			t.Fatalf("seed %d: %d acknowledged records lost, first %s", seed, len(lost), lost[0])
		}
	}
}

// The simulation notices a disk that does not sync.
func TestPowerLossIsNoticed(t *testing.T) {
	for seed := range uint64(10) {
		if len(lives(t, seed, true)) > 0 {
			return
		}
	}
	t.Error("a disk that ignores syncs lost nothing")
}
