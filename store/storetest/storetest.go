// Package storetest holds every store to its contract: [Run] opens a store for
// each of its tests and asks it everything that package store promises. What
// it should answer is written down by hand, or is what package memory, the
// reference, answers to the same question about the same rows.
package storetest

import (
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/store"
)

// Open opens an empty store of its own for a test. What it stores is dated by
// now. The suite closes it.
type Open func(t *testing.T, now func() time.Time) store.Store

// Run runs the whole suite.
func Run(t *testing.T, open Open) {
	t.Helper()
	for _, group := range []struct {
		name string
		run  func(*testing.T, Open)
	}{
		{"Writer", writer},
		{"Tail", tail},
		{"History", history},
		{"Deriver", deriver},
		{"Tracer", tracer},
		{"Eraser", eraser},
		{"Topics", topics},
		{"Forgetter", forgetter},
		{"Select", selects},
		{"Filter", filters},
		{"Searcher", searches},
		{"List", lists},
		{"Get", gets},
		{"Export", exports},
		{"Regressions", regressions},
	} {
		t.Run(group.name, func(t *testing.T) { group.run(t, open) })
	}
}

// noon is when tests happen, unless they say otherwise.
func noon() time.Time { return time.Date(2026, time.November, 2, 12, 0, 0, 0, time.UTC) }

// clock is a clock that tests set.
type clock struct {
	mutex sync.Mutex
	at    time.Time
}

func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.at
}

func (c *clock) set(at time.Time) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.at = at
}

// started opens a store and closes it when the test ends.
func started(t *testing.T, open Open) (store.Store, *clock) {
	t.Helper()
	c := &clock{at: noon()}
	s := open(t, c.now)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("cannot close the store: %v", err)
		}
	})
	return s, c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
