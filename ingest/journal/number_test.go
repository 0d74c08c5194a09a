package journal

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// reopen opens, appends one record and closes; it returns the record's segment.
func reopen(t *testing.T, dir string, first uint64) uint64 {
	t.Helper()
	j, err := Open(dir, Options{First: first})
	if err != nil {
		t.Fatal(err)
	}
	p := mustAppend(t, j, "a")
	if err = j.Close(); err != nil {
		t.Fatal(err)
	}
	return p.Segment
}

func removeAll(t *testing.T, dir string) {
	t.Helper()
	found, err := List(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range found {
		if err = os.Remove(pathOf(dir, s.Number)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNumbersAreNeverReused(t *testing.T) {
	dir := t.TempDir()
	check(t, "first", uint64(1), reopen(t, dir, 0))
	check(t, "with a segment left", uint64(2), reopen(t, dir, 0))
	removeAll(t, dir)
	check(t, "with none left", uint64(3), reopen(t, dir, 0))
	check(t, "with a lower first", uint64(4), reopen(t, dir, 2))
	check(t, "with a higher first", uint64(90), reopen(t, dir, 90))
	removeAll(t, dir)
	check(t, "after a higher first", uint64(91), reopen(t, dir, 0))
	if err := os.Remove(filepath.Join(dir, nextName)); err != nil {
		t.Fatal(err)
	}
	check(t, "without the file, with a segment", uint64(92), reopen(t, dir, 0))
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	check(t, "in an emptied folder, with the store's number", uint64(93), reopen(t, dir, 93))
}

func TestDamagedNext(t *testing.T) {
	f := func(content string) {
		t.Helper()
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, nextName), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, Options{}); !errors.Is(err, ErrNext) {
			t.Errorf("%q: %v", content, err)
		}
		check(t, content, uint64(7), reopen(t, dir, 7))
		check(t, content+" healed", uint64(8), reopen(t, dir, 0))
	}
	f("")
	f("7")
	f("7 \n")
	f("x 00000000\n")
	f("08 " + nextLine(8)[2:])
	f(nextLine(8) + "\n")
	f("9" + nextLine(8)[1:])
}

// A killed process leaves names that are visible and not durable. Opening makes
// them durable before it shows them: here the number after a visible segment,
// whose record of "next" the power loss would have taken.
func TestOpenRecordsWhatItFinds(t *testing.T) {
	dir := t.TempDir()
	reopen(t, dir, 0)
	if err := os.Remove(filepath.Join(dir, nextName)); err != nil {
		t.Fatal(err)
	}
	d := newDisk(t, dir)
	j := mustOpen(t, dir, Options{Files: d})
	check(t, "shown", []uint64{1}, numbers(j.Segments()))
	next := d.durable[nextName]
	if next == nil {
		t.Fatal("the number was not recorded durably")
	}
	check(t, "recorded", nextLine(2), string(next.synced))
	check(t, "name of the folder synced", true, d.synced(filepath.Base(filepath.Dir(dir))))
	check(t, "left segment synced", true, d.synced(filepath.Base(pathOf(dir, 1))))
}

func (d *disk) synced(name string) bool {
	for _, c := range d.trace {
		if c.op == "sync" && c.name == name && !c.failed {
			return true
		}
	}
	return false
}

func TestListIgnoresOtherFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"1.journal", "x.journal", "00000000000000000003.journal", "00000000000000000002.old", nextTemp} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found, err := List(dir)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "found", []uint64{3}, numbers(found))
	found, err = List(filepath.Join(dir, "missing"))
	check(t, "missing folder", 0, len(found))
	check(t, "missing folder's error", nil, err)
}
