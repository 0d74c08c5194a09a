package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// sample is a segment in memory: groups of two records, and where they stand.
type sample struct {
	identity
	bytes   []byte
	records []string
	at      []Range // of each record with its frame
}

// makeSample builds segment 7 with records of these lengths, sealed or followed
// by reserved space.
func makeSample(lengths []int, sealed bool) *sample {
	s := &sample{identity: identity{number: 7, mark: [4]byte{0x91, 0x3d, 0xe7, 0x55}, seed: [4]byte{1, 2, 3, 4}}}
	s.identity = s.withBase()
	s.bytes = s.header()
	for i := 0; i < len(lengths); i += 2 {
		var group []byte
		for _, length := range lengths[i:min(i+2, len(lengths))] {
			record := strings.Repeat(fmt.Sprintf("<record %d>", len(s.records)), length/8+1)[:length]
			s.at = append(s.at, Range{Offset: int64(len(s.bytes) + len(group)), Bytes: int64(frameBytes + length)})
			s.records = append(s.records, record)
			group = appendFrame(group, []byte(record), checksum([]byte(record)))
		}
		s.stampAll(group, uint32(i))
		s.bytes = append(s.bytes, group...)
	}
	if sealed {
		s.bytes = append(s.bytes, s.seal(uint32(len(s.records)))...)
	} else {
		s.bytes = append(s.bytes, make([]byte, 5000)...)
	}
	return s
}

// read returns the records by index.
func (s *sample) read(tb testing.TB, source io.ReaderAt) (map[int]string, Report, error) {
	tb.Helper()
	got := map[int]string{}
	last := -1
	report, err := readSegment(source, int64(len(s.bytes)), 7, func(index int, record []byte) error {
		if index <= last {
			tb.Errorf("index %d after %d", index, last)
		}
		last = index
		got[index] = string(record)
		return nil
	})
	return got, report, err
}

func flip(at ...int64) func(*sample) {
	return func(s *sample) {
		for _, offset := range at {
			s.bytes[offset] ^= 0x10
		}
	}
}

func zero(from, n int64) func(*sample) {
	return func(s *sample) { clear(s.bytes[from:min(from+n, int64(len(s.bytes)))]) }
}

// Where the records of lengths 100, 200, 300, 400, 500 stand.
const (
	at0 = headerBytes
	at1 = at0 + frameBytes + 100
	at2 = at1 + frameBytes + 200
	at3 = at2 + frameBytes + 300
	at4 = at3 + frameBytes + 400
	end = at4 + frameBytes + 500
)

func TestReadOfDamage(t *testing.T) {
	var sealed bool
	f := func(what string, harm func(*sample), kept []int, damaged, torn []Range) {
		t.Helper()
		s := makeSample([]int{100, 200, 300, 400, 500}, sealed)
		harm(s)
		got, report, err := s.read(t, bytes.NewReader(s.bytes))
		want := map[int]string{}
		for _, i := range kept {
			want[i] = s.records[i]
		}
		check(t, what+": error", nil, err)
		check(t, what+": records", want, got)
		check(t, what+": damaged", damaged, report.Damaged)
		check(t, what+": torn", torn, report.Torn)
		check(t, what+": counted", len(kept), report.Records)
	}
	all := []int{0, 1, 2, 3, 4}
	one := func(offset, n int64, records int) []Range {
		return []Range{{Offset: offset, Bytes: n, Records: records}}
	}
	for _, sealed = range []bool{false, true} {
		f("nothing", func(*sample) {}, all, nil, nil)
		f("a flip in a record", flip(at1+frameBytes+7), []int{0, 2, 3, 4}, one(at1, frameBytes+200, 1), nil)
		f("in a length", flip(at1+4), []int{0, 2, 3, 4}, one(at1, frameBytes+200, 1), nil)
		f("in a length's highest byte", flip(at1+7), []int{0, 2, 3, 4}, one(at1, frameBytes+200, 1), nil)
		f("in an index", flip(at1+8), []int{0, 2, 3, 4}, one(at1, frameBytes+200, 1), nil)
		f("in a mark", flip(at0), []int{1, 2, 3, 4}, one(at0, frameBytes+100, 1), nil)
		f("two records", flip(at1+50, at2+50), []int{0, 3, 4}, one(at1, 2*frameBytes+500, 2), nil)
		f("first and third", flip(at0+50, at2+50), []int{1, 3, 4},
			append(one(at0, frameBytes+100, 1), one(at2, frameBytes+300, 1)...), nil)
		f("zeros in the middle", zero(at1, at3-at1), []int{0, 3, 4}, one(at1, at3-at1, 2), nil)
		f("one header", flip(9), all, one(0, headerBlock, 0), nil)
		f("the other header", flip(headerBlock+300), all, one(headerBlock, headerBlock, 0), nil)
		f("one header lost", zero(0, headerBlock), all, one(0, headerBlock, 0), nil)
		f("everything", func(s *sample) { clear(s.bytes) }, nil, nil, nil)
		f("a file that became shorter", func(s *sample) { s.bytes = s.bytes[:at2+9] }, []int{0, 1}, nil, one(at2, 9, 0))
		f("a file without frames", func(s *sample) { s.bytes = s.bytes[:100] }, nil, nil, one(0, 24+4, 0))
		f("no file", func(s *sample) { s.bytes = nil }, nil, nil, nil)
	}
	f("the last record of a sealed segment", flip(at4+50), []int{0, 1, 2, 3}, one(at4, frameBytes+500, 1), nil)
	f("zeros before the seal", zero(at3, end-at3), []int{0, 1, 2}, one(at3, end-at3, 2), nil)
	f("both headers", flip(3, headerBlock), nil, one(0, end+frameBytes, 0), nil)
	f("the seal", flip(end+2), all, nil, one(end, frameBytes, 0))
	sealed = false
	f("an unfinished write", zero(at4+90, 9999), []int{0, 1, 2, 3}, nil, one(at4, 90, 0))
	f("an unfinished write of a group's first record", zero(at2+30, at3-at2-30), []int{0, 1, 3, 4}, one(at2, frameBytes+300, 1), nil)
	f("a last group that arrived in part", func(s *sample) { zero(at2+30, at3-at2-30)(s); zero(at4, 9999)(s) },
		[]int{0, 1, 3}, nil, one(at2, frameBytes+300, 1))
}

// A stranger's record that looks like a frame is not found behind damage, even
// by one who knew half of the segment's secret.
func TestForgedFrames(t *testing.T) {
	f := func(know func(s, other *identity)) {
		t.Helper()
		s := makeSample([]int{10, 4000, 10}, true)
		other := newIdentity(s.number)
		know(&s.identity, &other)
		forged := appendFrame(nil, []byte("forged"), checksum([]byte("forged")))
		other.stampAll(forged, 1)
		start := s.at[1].Offset
		copy(s.bytes[start+frameBytes+50:], append(forged, other.seal(2)...))
		flip(start + 5)(s)
		got, report, err := s.read(t, bytes.NewReader(s.bytes))
		check(t, "error", nil, err)
		check(t, "records", map[int]string{0: s.records[0], 2: s.records[2]}, got)
		check(t, "lost", 1, report.Lost())
		check(t, "skipped", s.at[1].Bytes, report.Skipped())
	}
	f(func(_, _ *identity) {})
	f(func(s, other *identity) { other.mark = s.mark })
	f(func(s, other *identity) { other.base = s.base })
	f(func(s, other *identity) { *other = *s; other.number++; *other = other.withBase() })
}

// A sector that a disk wrote to the wrong place, or an old one it shows again,
// holds a sound frame of the same segment and must not be read twice.
func TestRepeatedFrame(t *testing.T) {
	s := makeSample([]int{10, 10, 10, 10}, true)
	copy(s.bytes[s.at[2].Offset:], s.bytes[s.at[0].Offset:s.at[1].Offset])
	got, report, err := s.read(t, bytes.NewReader(s.bytes))
	check(t, "error", nil, err)
	check(t, "records", map[int]string{0: s.records[0], 1: s.records[1], 3: s.records[3]}, got)
	check(t, "lost", 1, report.Lost())
}

// A frame's mark that stands across the end of a window is found.
func TestMarkAcrossWindows(t *testing.T) {
	for delta := range len(identity{}.mark) + 1 {
		s := makeSample([]int{windowBytes + 1 - delta - frameBytes, 10}, true)
		flip(s.at[0].Offset + 4)(s)
		got, _, err := s.read(t, bytes.NewReader(s.bytes))
		check(t, "error", nil, err)
		check(t, fmt.Sprintf("records with %d bytes before the end", delta), map[int]string{1: s.records[1]}, got)
	}
}

// sick is a disk that cannot read some sectors.
type sick struct {
	bytes []byte
	bad   []int64 // offsets of sectors
}

func (s sick) ReadAt(b []byte, offset int64) (int, error) {
	for _, bad := range s.bad {
		if offset < bad+sectorBytes && bad < offset+int64(len(b)) {
			return 0, syscall.EIO
		}
	}
	return bytes.NewReader(s.bytes).ReadAt(b, offset)
}

func TestUnreadableSectors(t *testing.T) {
	s := makeSample(slices.Repeat([]int{1000}, 3000), true)
	const bad = headerBytes + 300*sectorBytes
	got, report, err := s.read(t, sick{s.bytes, []int64{0, bad}})
	if !errors.Is(err, ErrUnreadable) || !errors.Is(err, syscall.EIO) {
		t.Errorf("error: %v", err)
	}
	for i, r := range s.at {
		record, ok := got[i]
		hit := r.Offset < bad+sectorBytes && bad < r.Offset+r.Bytes
		if ok == hit || ok && record != s.records[i] {
			t.Errorf("record %d at %d: returned %v, hit %v", i, r.Offset, ok, hit)
		}
	}
	check(t, "lost", len(s.records)-len(got), report.Lost())
}

// Records and the search go beyond the window.
func TestReadOfLargeRecords(t *testing.T) {
	f := func(harm func(*sample), kept ...int) {
		t.Helper()
		s := makeSample([]int{windowBytes - 3, 3*windowBytes + 1, windowBytes, 5, 2 * windowBytes}, false)
		harm(s)
		got, _, err := s.read(t, bytes.NewReader(s.bytes))
		want := map[int]string{}
		for _, i := range kept {
			want[i] = s.records[i]
		}
		if err != nil || len(got) != len(want) {
			t.Errorf("%d records, error %v", len(got), err)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("record %d differs", i)
			}
		}
	}
	f(func(*sample) {}, 0, 1, 2, 3, 4)
	f(func(s *sample) { flip(s.at[1].Offset + 2*windowBytes)(s) }, 0, 2, 3, 4)
	f(func(s *sample) { flip(s.at[1].Offset)(s) }, 0, 2, 3, 4)
	f(func(s *sample) { flip(s.at[0].Offset+4, s.at[2].Offset+4)(s) }, 1, 3, 4)
}
