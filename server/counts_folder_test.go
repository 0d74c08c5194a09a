package server_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/metric"
)

// TestFiguresOfAwkwardFolder holds every metric against the plain count of
// testdata/awkward, whose README says what each file is about.
func TestFiguresOfAwkwardFolder(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(filepath.Join("testdata", "awkward", "*.jsonl"))
	must(t, err)
	var first, late []byte
	for _, name := range names {
		lines, err := os.ReadFile(name)
		must(t, err)
		if filepath.Base(name) == "late.jsonl" {
			late = lines
			continue
		}
		first = append(first, lines...)
	}
	if len(first) == 0 || len(late) == 0 {
		t.Fatal("the folder is not whole")
	}
	c := replay(t, first, late)
	c.compareAll(
		period{from: "2026-10-01", to: "2026-11-21", zone: "Europe/Paris"},
		period{from: "2026-10-01", to: "2026-11-21", zone: "Europe/Paris", by: "agent"},
		period{from: "2026-10-01", to: "2026-11-21", zone: "America/St_Johns", by: "prop.plan"},
		period{from: "2026-10-05", to: "2026-10-27", zone: "Europe/Paris", daily: true},
	)
	c.pass(48 * time.Hour) // every conversation settles
	c.settle()
	c.count(c.sent)
	c.compareAll(period{from: "2026-10-01", to: "2026-11-22", zone: "UTC"})
	c.tell()
}

// TestFiguresOfRealDialogues does the same with the assistant's dialogues of
// the labelled data, whose folder is named by DEBRIEF_DATA.
func TestFiguresOfRealDialogues(t *testing.T) {
	dir := os.Getenv("DEBRIEF_DATA")
	if dir == "" {
		t.Skip("NOT COMPARED: figures of real dialogues. Set DEBRIEF_DATA to the folder of labelled data.")
	}
	lines, err := os.ReadFile(filepath.Join(dir, "conversations", "assistant_sgd.jsonl"))
	must(t, err)
	c := replay(t, lines)
	c.compareAll(
		period{from: "2026-09-01", to: "2026-11-21", zone: "UTC"},
		period{from: "2026-09-01", to: "2026-11-21", zone: "Europe/Paris", daily: true},
	)
	c.tell()
}

// replay delivers, one after the other and each analysed before the next, and
// counts what was sent.
func replay(t *testing.T, deliveries ...[]byte) *comparison {
	t.Helper()
	c := &comparison{harness: newHarness(t)}
	for i, lines := range deliveries {
		c.pass(time.Minute)
		lines = bytes.TrimSpace(lines)
		c.sent = append(c.sent, read(t, lines, i, c.now())...)
		c.deliver(lines)
	}
	c.pass(3 * time.Minute) // answers that are still missing are given up
	c.settle()
	c.count(c.sent)
	return c
}

// compareAll compares every metric in each of the periods, with each of the
// filters in turn.
func (c *comparison) compareAll(asks ...period) {
	c.Helper()
	for n, d := range metric.Catalogue() {
		for i, ask := range asks {
			c.compare(d.ID, ask, sieves()[(n+i)%len(sieves())])
			c.compare(d.ID, ask, sieves()[0])
		}
	}
}

func (c *comparison) tell() {
	c.Helper()
	c.Logf("%d events in %d conversations; %d figures, %d of them with a value, %d intervals", len(c.sent), len(c.all.talks), c.figures, c.valued, c.intervals)
}
