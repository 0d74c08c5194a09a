package main

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// tortured sends until so many more items were answered.
func tortured(t *testing.T, here *address, first int, during func()) *ledger {
	t.Helper()
	const senders, enough = 3, 600
	stop := make(chan struct{})
	all := make([]*torturer, senders)
	before := here.answered.Load()
	var sending sync.WaitGroup
	for i := range all {
		all[i] = newTorturer(first+i, 1, here)
		sending.Go(func() { all[i].run(stop) })
	}
	answered := func(n int64) {
		for began := time.Now(); here.answered.Load() < before+n && time.Since(began) < time.Minute; {
			time.Sleep(5 * time.Millisecond)
		}
	}
	answered(enough / 3) // it is under way
	during()
	answered(enough)
	close(stop)
	sending.Wait()
	sent := newLedger()
	for _, s := range all {
		if s.failed != nil {
			t.Fatal(s.failed)
		}
		sent.merge(s.ledger)
	}
	return sent
}

// A backup under load has every event that was acknowledged before it began,
// once, and of those that came meanwhile some, once; a folder that is restored
// gives the figures of the one it was made of.
func tortureBackup(t *testing.T, binary string) {
	t.Helper()
	dir := t.TempDir()
	data, file := filepath.Join(dir, "data"), filepath.Join(dir, "backup.tar")
	p := launch(t, binary, data)
	here := &address{}
	here.set(p.listening(t))
	sent := tortured(t, here, 0, func() {})
	meanwhile := tortured(t, here, 10, func() {
		contains(t, debrief(t, "backup", file, "--data", data), "Backed up "+data+" to "+file, "it is whole")
	})
	for text := range meanwhile.acknowledged {
		sent.unknown[text] = true // it may have come too late
	}
	f := func(restored string, check func(base string)) {
		t.Helper()
		contains(t, debrief(t, "restore", file, "--data", restored), "every file is what was backed up", "1 project, 3 working keys, 1 person")
		debrief(t, "doctor", "--data", restored)
		q := launch(t, binary, restored)
		check(q.listening(t))
		q.stop(t)
	}
	f(filepath.Join(dir, "under load"), func(base string) { sent.check(t, base) })

	debrief(t, "backup", file, "--data", data)
	f(filepath.Join(dir, "at rest"), func(string) { sameFigures(t, data, filepath.Join(dir, "at rest")) })
	p.stop(t)
	debrief(t, "backup", file, "--data", data) // nothing serves it
	f(filepath.Join(dir, "stopped"), func(string) {})
	p = launch(t, binary, data)
	q := launch(t, binary, filepath.Join(dir, "stopped"))
	p.listening(t)
	q.listening(t)
	sameFigures(t, data, filepath.Join(dir, "stopped"))
	p.stop(t)
	q.stop(t)
}

// sameFigures holds that two folders that are served show the same. Time
// passes for both, though not at the same moment.
func sameFigures(t *testing.T, one, other string) {
	t.Helper()
	for _, show := range [][]string{
		{"export", "events"},
		{"export", "conversations"},
		{"export", "turns"},
		{"report", "overview", "--json", "--from", "2020-01-01", "--to", "2100-01-01"},
		{"report", "metric", "prompts", "--json", "--by", "user", "--from", "2020-01-01", "--to", "2100-01-01"},
	} {
		var a, b string
		for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(100 * time.Millisecond) {
			a, b = debrief(t, append(show, "--data", one)...), debrief(t, append(show, "--data", other)...)
			if a == b && strings.TrimSpace(a) != "" {
				break
			}
		}
		if a != b || strings.TrimSpace(a) == "" {
			t.Errorf("%s: %d bytes, and %d bytes that differ", strings.Join(show, " "), len(a), len(b))
		}
	}
}
