package journal

import (
	"errors"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// A real full disk: a file system of 300 kB. It fills, everything acknowledged
// is there, and removing a segment makes appends work again.
func TestRealFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=300k"); err != nil {
		t.Skipf("mounting is not allowed here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	j := mustOpen(t, dir, Options{SegmentBytes: 64 << 10})
	record := make([]byte, 5000)
	acked := 0
	var failed error
	for ; failed == nil; acked++ {
		if acked > 300 {
			t.Fatal("the disk does not fill up")
		}
		_, failed = j.Append(t.Context(), record)
	}
	acked--
	if !errors.Is(failed, ErrFull) || !errors.Is(failed, syscall.ENOSPC) {
		t.Errorf("on a full disk: %v", failed)
	}
	read := 0
	for _, s := range j.Segments() {
		records, _ := readAll(t, dir, s.Number)
		read += len(records)
	}
	check(t, "records", acked, read)
	for _, s := range j.Segments()[:2] {
		if err := j.Remove(s.Number); err != nil {
			t.Error(err)
		}
	}
	mustAppend(t, j, "there is space again")
	if err := j.Close(); err != nil {
		t.Error(err)
	}
}
