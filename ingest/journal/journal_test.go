package journal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func mustOpen(tb testing.TB, dir string, options Options) *Journal {
	tb.Helper()
	j, err := Open(dir, options)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if closeErr := j.Close(); closeErr != nil {
			tb.Error(closeErr)
		}
	})
	return j
}

func mustAppend(tb testing.TB, j *Journal, record string) Position {
	tb.Helper()
	p, err := j.Append(tb.Context(), []byte(record))
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func mustRotate(tb testing.TB, j *Journal) Segment {
	tb.Helper()
	s, err := j.Rotate(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// readAll returns the records of a segment by index.
func readAll(tb testing.TB, dir string, number uint64) (map[int]string, Report) {
	tb.Helper()
	got := map[int]string{}
	report, err := Read(dir, number, func(index int, record []byte) error {
		got[index] = string(record)
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return got, report
}

func numbers(segments []Segment) []uint64 {
	list := []uint64{}
	for _, s := range segments {
		list = append(list, s.Number)
	}
	return list
}

func check(tb testing.TB, what string, want, got any) {
	tb.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		tb.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestLifeOfASegment(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	j := mustOpen(t, dir, Options{})
	check(t, "segments at first", []uint64{}, numbers(j.Segments()))
	check(t, "first position", Position{Segment: 1, Index: 0}, mustAppend(t, j, "a"))
	check(t, "second position", Position{Segment: 1, Index: 1}, mustAppend(t, j, ""))
	if _, err := j.Read(1, nil); !errors.Is(err, ErrOpen) {
		t.Errorf("read of the open segment: %v", err)
	}
	if err := j.Remove(1); !errors.Is(err, ErrOpen) {
		t.Errorf("removal of the open segment: %v", err)
	}

	sealed := mustRotate(t, j)
	check(t, "sealed", Segment{Number: 1, Records: 2, Bytes: headerBytes + 3*frameBytes + 1}, sealed)
	check(t, "segments", []Segment{sealed}, j.Segments())
	got, report := readAll(t, dir, 1)
	check(t, "records", map[int]string{0: "a", 1: ""}, got)
	check(t, "report", Report{Segment: 1, Records: 2, Bytes: 1, Sealed: true}, report)

	check(t, "next position", Position{Segment: 2, Index: 0}, mustAppend(t, j, "b"))
	for range 2 { // Removing again is no error.
		if err := j.Remove(1); err != nil {
			t.Error(err)
		}
	}
	check(t, "segments after removal", []uint64{}, numbers(j.Segments()))
	if _, err := j.Read(1, nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("read of the removed segment: %v", err)
	}
}

func TestRotateOfNothing(t *testing.T) {
	j := mustOpen(t, t.TempDir(), Options{})
	for range 3 {
		check(t, "rotated", 0, mustRotate(t, j).Records)
	}
	check(t, "position", Position{Segment: 1}, mustAppend(t, j, "a"))
}

func TestClose(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir, Options{})
	mustAppend(t, j, "a")
	for range 2 {
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := j.Append(t.Context(), nil); !errors.Is(err, ErrClosed) {
		t.Errorf("append after close: %v", err)
	}
	if _, err := j.Rotate(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("rotate after close: %v", err)
	}
	if err := j.Sync(t.Context()); err != nil {
		t.Errorf("sync after close: %v", err)
	}
	_, report := readAll(t, dir, 1)
	check(t, "sealed by close", true, report.Sealed)

	again := mustOpen(t, dir, Options{})
	check(t, "left", []Segment{{Number: 1, Records: Unknown, Bytes: headerBytes + 2*frameBytes + 1}}, again.Segments())
	check(t, "position", Position{Segment: 2}, mustAppend(t, again, "b"))
}

func TestLimits(t *testing.T) {
	f := func(segment int64, record int, sound bool) {
		t.Helper()
		j, err := Open(t.TempDir(), Options{SegmentBytes: segment, MaxRecord: record})
		if (err == nil) != sound {
			t.Errorf("segment %d, record %d: %v", segment, record, err)
		}
		if err == nil {
			err = j.Close()
		}
		if sound && err != nil {
			t.Error(err)
		}
	}
	f(0, 0, true)
	f(1<<30, 0, true)
	f(1<<30+1, 0, false)
	f(-1, 0, false)
	f(overheadBytes+frameBytes, 0, false)
	f(overheadBytes+frameBytes+1, 1, true)
	f(overheadBytes+frameBytes+1, 2, false)
	f(0, -1, false)

	j := mustOpen(t, t.TempDir(), Options{MaxRecord: 3})
	mustAppend(t, j, "abc")
	if _, err := j.Append(t.Context(), []byte("abcd")); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := j.Append(ctx, []byte("d")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
	if _, err := j.Rotate(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled rotation: %v", err)
	}
	check(t, "only the first is there", 1, mustRotate(t, j).Records)
}

// A segment never grows beyond its reservation: the journal rotates by itself,
// and every record is where its position says.
func TestFullSegment(t *testing.T) {
	const size = 16 << 10
	dir := t.TempDir()
	j := mustOpen(t, dir, Options{SegmentBytes: size})
	want := map[Position]string{}
	for i := range 60 {
		record := fmt.Sprintf("%0*d", i*97+1, i)
		want[mustAppend(t, j, record)] = record
	}
	mustRotate(t, j)
	got := map[Position]string{}
	for _, s := range j.Segments() {
		records, report := readAll(t, dir, s.Number)
		for index, record := range records {
			got[Position{Segment: s.Number, Index: index}] = record
		}
		if s.Bytes > size || s.Records != len(records) || !report.Sealed || report.Skipped() > 0 {
			t.Errorf("segment %+v, report %+v", s, report)
		}
	}
	check(t, "records", want, got)
}

// The seal fits into what is reserved, too.
func TestRoomForTheSeal(t *testing.T) {
	f := func(room int64, want Position) {
		t.Helper()
		j := mustOpen(t, t.TempDir(), Options{SegmentBytes: overheadBytes + room})
		mustAppend(t, j, "0123456789")
		check(t, "second record", want, mustAppend(t, j, "0123456789"))
	}
	const two = 2 * (frameBytes + 10)
	f(two, Position{Segment: 1, Index: 1})
	f(two-1, Position{Segment: 2, Index: 0})
}

func TestReadStopsAtTheCallersError(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir, Options{})
	mustAppend(t, j, "a")
	mustAppend(t, j, "b")
	mustRotate(t, j)
	stop := errors.New("enough")
	calls := 0
	_, err := j.Read(1, func(int, []byte) error { calls++; return stop })
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("%d calls, error %v", calls, err)
	}
}
