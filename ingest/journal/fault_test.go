package journal

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// unsafeAcks returns what is wrong with the order of a trace: each record must
// have been written, and its data, its segment's name and the number after it
// synced, before its acknowledgement, and the header before the first group.
// Every record has the same size.
func unsafeAcks(trace []call, record int) []string {
	type state struct{ written, synced int }
	files := map[string]*state{}
	named, unnamed := map[string]bool{}, []string{}
	var wrong []string
	for _, c := range trace {
		switch {
		case c.failed:
		case c.op == "create":
			files[c.name] = &state{}
			unnamed = append(unnamed, c.name)
		case c.op == "rename":
			unnamed = append(unnamed, c.name)
		case c.op == "write":
			s := files[c.name]
			if s.written == headerBytes && s.synced < headerBytes {
				wrong = append(wrong, c.name+" has a group behind an unsynced header")
			}
			s.written += c.bytes
		case c.op == "sync" && files[c.name] != nil:
			files[c.name].synced = files[c.name].written
		case c.op == "sync": // The folder.
			for _, name := range unnamed {
				named[name] = true
			}
			unnamed = unnamed[:0]
		case c.op == "ack":
			name := fmt.Sprintf("%020d%s", c.at.Segment, suffix)
			end := headerBytes + (c.at.Index+1)*(frameBytes+record)
			if s := files[name]; s == nil || s.synced < end || !named[name] || !named[nextName] {
				wrong = append(wrong, fmt.Sprintf("%+v acknowledged too early", c.at))
			}
		}
	}
	return wrong
}

// load appends from several goroutines, with rotations between.
func load(t *testing.T, j *Journal, d *disk, record int) {
	t.Helper()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range 40 {
				p, err := j.Append(t.Context(), make([]byte, record))
				if err != nil {
					t.Error(err)
					return
				}
				d.ack(p)
				if i%16 == 0 {
					_, err = j.Rotate(t.Context())
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

func TestNoAcknowledgementBeforeItsSync(t *testing.T) {
	const record = 700
	f := func(spoil func(trace []call) []call, sound bool) {
		t.Helper()
		d := newDisk(t, t.TempDir())
		j := mustOpen(t, t.TempDir(), Options{Files: d, SegmentBytes: 48 << 10})
		load(t, j, d, record)
		wrong := unsafeAcks(spoil(d.trace), record)
		if (len(wrong) == 0) != sound {
			t.Errorf("want sound %v, got: %s", sound, strings.Join(wrong, "; "))
		}
	}
	without := func(op, name string) func([]call) []call {
		return func(trace []call) (kept []call) {
			for _, c := range trace {
				if c.op != op || !strings.HasSuffix(c.name, name) {
					kept = append(kept, c)
				}
			}
			return kept
		}
	}
	f(func(trace []call) []call { return trace }, true)
	// The check itself must notice what it is for.
	f(without("sync", suffix), false)
	f(without("rename", nextName), false)
	f(func(trace []call) []call {
		for i := 1; i < len(trace); i++ {
			if trace[i].op == "ack" && trace[i-1].op == "sync" {
				trace[i-1], trace[i] = trace[i], trace[i-1]
			}
		}
		return trace
	}, false)
}

// once makes the n-th operation of a kind on segments fail.
func once(op string, n int, failure error) func(string, string) error {
	return func(did, name string) error {
		if did != op || !strings.HasSuffix(name, suffix) {
			return nil
		}
		if n--; n == 0 {
			return failure
		}
		return nil
	}
}

// After a failure: an error of the right kind, nothing more to that file, the
// next record in a new segment, and every acknowledged record readable.
func TestFailureAbandonsTheSegment(t *testing.T) {
	f := func(op string, n int, failure, want error) {
		t.Helper()
		dir := t.TempDir()
		d := newDisk(t, dir)
		j := mustOpen(t, dir, Options{Files: d, SegmentBytes: 32 << 10})
		d.fault = once(op, n, failure)
		acked := map[Position]string{}
		failed := 0
		for i := range 6 {
			record := fmt.Sprintf("record %d", i)
			p, err := j.Append(t.Context(), []byte(record))
			if err == nil {
				acked[p] = record
				continue
			}
			failed++
			if !errors.Is(err, want) || !errors.Is(err, failure) {
				t.Errorf("%s %d: %v", op, n, err)
			}
		}
		check(t, fmt.Sprintf("%s %d: failed appends", op, n), 1, failed)
		mustRotate(t, j)
		for p, record := range acked {
			got, _ := readAll(t, dir, p.Segment)
			check(t, fmt.Sprintf("%s %d: %+v", op, n, p), record, got[p.Index])
		}
		left, err := List(dir)
		check(t, fmt.Sprintf("%s %d: listed", op, n), nil, err)
		check(t, fmt.Sprintf("%s %d: files", op, n), sizes(j.Segments()), sizes(left))
		check(t, fmt.Sprintf("%s %d: touched again", op, n), 0, touchedAfterFailure(d.trace))
	}
	full, broken := syscall.ENOSPC, syscall.EIO
	f("create", 1, full, ErrFull)
	f("create", 1, broken, ErrFailed)
	f("write", 1, full, ErrFull) // The header.
	f("write", 2, broken, ErrFailed)
	f("write", 4, full, ErrFull)
	f("write", 4, syscall.EDQUOT, ErrFull)
	f("sync", 1, broken, ErrFailed)
	f("sync", 2, broken, ErrFailed)
	f("sync", 4, broken, ErrFailed)
	f("sync", 4, full, ErrFull)
}

func sizes(segments []Segment) map[uint64]int64 {
	sizes := map[uint64]int64{}
	for _, s := range segments {
		sizes[s.Number] = s.Bytes
	}
	return sizes
}

// touchedAfterFailure counts writes and syncs of a file after one failed.
func touchedAfterFailure(trace []call) int {
	bad := map[string]bool{}
	touched := 0
	for _, c := range trace {
		if c.op != "write" && c.op != "sync" {
			continue
		}
		if bad[c.name] {
			touched++
		}
		bad[c.name] = bad[c.name] || c.failed
	}
	return touched
}

func TestFolderFailures(t *testing.T) {
	f := func(op, name string) {
		t.Helper()
		dir := t.TempDir()
		d := newDisk(t, dir)
		j := mustOpen(t, dir, Options{Files: d, SegmentBytes: 32 << 10})
		if name == "" {
			name = dir[strings.LastIndexByte(dir, '/')+1:]
		}
		failing := true
		d.fault = func(did, at string) error {
			if failing && did == op && at == name {
				return syscall.EIO
			}
			return nil
		}
		if _, err := j.Append(t.Context(), []byte("a")); !errors.Is(err, ErrFailed) {
			t.Errorf("%s %s: %v", op, name, err)
		}
		failing = false
		p := mustAppend(t, j, "b")
		mustRotate(t, j)
		check(t, op+" "+name, []uint64{p.Segment}, numbers(j.Segments()))
	}
	f("create", nextTemp)
	f("write", nextTemp)
	f("sync", nextTemp)
	f("rename", nextName)
	f("sync", "")
}

func TestFullDiskRecovers(t *testing.T) {
	dir := t.TempDir()
	d := newDisk(t, dir)
	j := mustOpen(t, dir, Options{Files: d, SegmentBytes: 32 << 10})
	full := false
	d.fault = func(op, _ string) error {
		if full && (op == "create" || op == "write") {
			return syscall.ENOSPC
		}
		return nil
	}
	want := map[Position]string{mustAppend(t, j, "before"): "before"}
	full = true
	for range 5 {
		if _, err := j.Append(t.Context(), []byte("x")); !errors.Is(err, ErrFull) || !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("on a full disk: %v", err)
		}
	}
	full = false
	want[mustAppend(t, j, "after")] = "after"
	mustRotate(t, j)
	for p, record := range want {
		got, _ := readAll(t, dir, p.Segment)
		check(t, record, record, got[p.Index])
	}
	check(t, "segments", 2, len(j.Segments()))
}
