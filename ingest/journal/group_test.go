package journal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// gate blocks the syncs of segments until it is opened with what they return.
func gate() (fault func(op, name string) error, open func(error)) {
	var result error
	opened := make(chan struct{})
	fault = func(op, name string) error {
		if op != "sync" || !strings.HasSuffix(name, suffix) {
			return nil
		}
		<-opened
		return result
	}
	return fault, func(err error) { result = err; close(opened) }
}

// bubble runs a test with a fake clock and a journal whose first record "a" is
// acknowledged. A goroutine that outlives Close fails it.
func bubble(t *testing.T, options Options, test func(t *testing.T, j *Journal, d *disk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := newDisk(t, t.TempDir())
		options.Files = d
		if options.SegmentBytes == 0 {
			options.SegmentBytes = 64 << 10
		}
		j, err := Open(t.TempDir(), options)
		if err != nil {
			t.Fatal(err)
		}
		mustAppend(t, j, "a")
		test(t, j, d)
		if err = j.Close(); err != nil {
			t.Error(err)
		}
	})
}

// result is the outcome of a call in another goroutine.
func result(call func() error) chan error {
	c := make(chan error, 1)
	go func() { c <- call() }()
	return c
}

func pending(t *testing.T, what string, c chan error) {
	t.Helper()
	synctest.Wait()
	if len(c) > 0 {
		t.Errorf("%s returned early: %v", what, <-c)
	}
}

func appending(ctx context.Context, j *Journal, record string) chan error {
	return result(func() error {
		_, err := j.Append(ctx, []byte(record))
		return err
	})
}

// Everybody in a failed group is told, the barrier included, and nobody else.
func TestFailedGroup(t *testing.T) {
	f := func(failure, want error) {
		t.Helper()
		bubble(t, Options{}, func(t *testing.T, j *Journal, d *disk) {
			t.Helper()
			fault, open := gate()
			d.fault = fault
			appended := appending(t.Context(), j, "b")
			pending(t, "append", appended)
			barrier := result(func() error { return j.Sync(t.Context()) })
			pending(t, "sync", barrier)
			later := appending(t.Context(), j, "c")
			pending(t, "append of the next group", later)
			both := result(func() error { return j.Sync(t.Context()) })
			pending(t, "sync of two groups", both)

			open(failure)
			for what, c := range map[string]chan error{"append": appended, "sync": barrier, "sync of two": both} {
				if err := <-c; !errors.Is(err, want) {
					t.Errorf("%s: %v", what, err)
				}
			}
			d.mu.Lock()
			d.fault = nil
			d.mu.Unlock()
			// Its segment's first sync may have met the gate as well.
			if err := <-later; !errors.Is(err, want) && err != nil {
				t.Errorf("append of the next group: %v", err)
			}
			mustAppend(t, j, "d")
			check(t, "idle barrier", nil, j.Sync(t.Context()))
		})
	}
	f(syscall.EIO, ErrFailed)
	f(nil, nil)
}

// A cancelled caller gets the context's error at once; its record may be there.
func TestCancelledWhileWaiting(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, j *Journal, d *disk) {
		t.Helper()
		fault, open := gate()
		d.fault = fault
		ctx, cancel := context.WithCancel(t.Context())
		calls := []chan error{appending(ctx, j, "b")}
		pending(t, "append in flight", calls[0])
		calls = append(calls, appending(ctx, j, "c"),
			result(func() error { return j.Sync(ctx) }),
			result(func() error { _, err := j.Rotate(ctx); return err }))
		for _, c := range calls {
			pending(t, "call", c)
		}
		cancel()
		for i, c := range calls {
			if err := <-c; !errors.Is(err, context.Canceled) {
				t.Errorf("call %d: %v", i, err)
			}
		}
		open(nil)
		if err := j.Close(); err != nil {
			t.Error(err)
		}
		got, _ := readAll(t, j.dir, 1)
		check(t, "records", map[int]string{0: "a", 1: "b", 2: "c"}, got)
	})
}

// A group that is full makes the next record wait for the next group, and a
// done context ends that wait.
func TestFullGroup(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, j *Journal, d *disk) {
		t.Helper()
		fault, open := gate()
		d.fault = fault
		half := strings.Repeat("x", j.limit/2-frameBytes)
		var calls []chan error
		for range 4 { // One in flight, two that fill a group, one too many.
			calls = append(calls, appending(t.Context(), j, half))
			pending(t, "append", calls[0])
		}
		ctx, cancel := context.WithCancel(t.Context())
		left := appending(ctx, j, half)
		pending(t, "append", left)
		cancel()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		open(nil)
		for _, c := range calls {
			if err := <-c; err != nil {
				t.Error(err)
			}
		}
		total := 0
		mustRotate(t, j)
		for _, s := range j.Segments() {
			total += s.Records
		}
		check(t, "records", 5, total)
	})
}

// Close lets what waits end well and refuses what comes later.
func TestCloseWhileWaiting(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, j *Journal, d *disk) {
		t.Helper()
		fault, open := gate()
		d.fault = fault
		inFlight := appending(t.Context(), j, "b")
		pending(t, "append", inFlight)
		waiting := appending(t.Context(), j, "c")
		pending(t, "append", waiting)
		closed := result(j.Close)
		pending(t, "close", closed)
		for range 10 { // More than the journal has room for.
			if err := <-appending(t.Context(), j, strings.Repeat("d", j.limit/2)); !errors.Is(err, ErrClosed) {
				t.Error(err)
			}
		}
		open(nil)
		for _, c := range []chan error{inFlight, waiting, closed} {
			if err := <-c; err != nil {
				t.Error(err)
			}
		}
		got, report := readAll(t, j.dir, 1)
		check(t, "records", map[int]string{0: "a", 1: "b", 2: "c"}, got)
		check(t, "sealed", true, report.Sealed)
	})
}

func TestGroupDelay(t *testing.T) {
	const delay = 10 * time.Millisecond
	bubble(t, Options{GroupDelay: delay}, func(t *testing.T, j *Journal, d *disk) {
		t.Helper()
		before := d.syncs()
		began := time.Now() //nolint:forbidigo // the bubble's clock
		var all sync.WaitGroup
		for i := range 10 {
			all.Go(func() {
				time.Sleep(time.Duration(i) * time.Millisecond)
				mustAppend(t, j, "b")
			})
		}
		all.Wait()
		check(t, "waited", delay, time.Since(began))
		check(t, "syncs for ten records", 1, d.syncs()-before)

		mustAppend(t, j, "c")
		check(t, "a lone record waits as long", 2*delay, time.Since(began))
		late := appending(t.Context(), j, "d")
		pending(t, "append", late)
		barrier := result(func() error { return j.Sync(t.Context()) })
		pending(t, "sync of a group that waits for company", barrier)
		mustRotate(t, j)
		check(t, "append before a rotation", nil, <-late)
		check(t, "sync before a rotation", nil, <-barrier)
		check(t, "a rotation does not wait", 2*delay, time.Since(began))
	})
}

// syncs of segments so far.
func (d *disk) syncs() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, c := range d.trace {
		if c.op == "sync" && strings.HasSuffix(c.name, suffix) {
			n++
		}
	}
	return n
}

// Many goroutines append, rotate, read and remove at the same time; every
// record is read exactly once, at the position its caller was told.
func TestConcurrentUse(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir, Options{SegmentBytes: 128 << 10})
	var mu sync.Mutex
	want, got := map[Position]string{}, map[Position]string{}
	drain := func() {
		for _, s := range j.Segments() {
			report, err := j.Read(s.Number, func(index int, record []byte) error {
				got[Position{Segment: s.Number, Index: index}] = string(record)
				return nil
			})
			if err == nil && report.Records != s.Records {
				t.Errorf("%d records in %+v", report.Records, s)
			}
			if err = errors.Join(err, j.Remove(s.Number)); err != nil {
				t.Error(err)
			}
		}
	}
	var all sync.WaitGroup
	for g := range 32 {
		all.Go(func() {
			for i := range 60 {
				record := fmt.Sprintf("%d/%d %0*d", g, i, (g*i)%900, 0)
				p := mustAppend(t, j, record)
				if err := j.Sync(t.Context()); err != nil {
					t.Error(err)
				}
				mu.Lock()
				want[p] = record
				mu.Unlock()
			}
		})
	}
	done := result(func() error { all.Wait(); return nil })
	for len(done) == 0 {
		mustRotate(t, j)
		drain()
	}
	check(t, "done", nil, <-done)
	mustRotate(t, j)
	drain()
	check(t, "records", want, got)
	check(t, "segments", 0, len(j.Segments()))
}
