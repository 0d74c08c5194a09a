package journal

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// FuzzReadDamaged changes bytes of a sound segment: each six bytes of edits are
// an offset and a mask, run is how many bytes one edit changes. Every record
// that was not touched is returned, no record has wrong bytes, and a sealed
// segment accounts for every record.
func FuzzReadDamaged(f *testing.F) {
	f.Add([]byte{10, 0, 200, 3, 90}, []byte{0, 0, 32, 0, 0, 1}, uint16(1), true)
	f.Add([]byte{255, 255, 255, 255, 255, 255}, []byte{0, 0, 40, 40, 7, 255}, uint16(300), true)
	f.Add([]byte{1, 2, 3}, []byte{0, 0, 0, 5, 1, 128, 0, 0, 33, 0, 0, 2}, uint16(1), false)
	f.Fuzz(func(t *testing.T, sizes, edits []byte, run uint16, sealed bool) {
		lengths := make([]int, 0, len(sizes))
		for _, size := range sizes[:min(len(sizes), 40)] {
			lengths = append(lengths, int(size)*3)
		}
		s := makeSample(lengths, sealed)
		sound := bytes.Clone(s.bytes)
		for ; len(edits) >= 6; edits = edits[6:] {
			from := int(binary.BigEndian.Uint32(edits) % uint32(len(s.bytes)))
			for i := from; i < min(from+1+int(run), len(s.bytes)); i++ {
				s.bytes[i] ^= edits[4] ^ edits[5]
			}
		}
		got, report, err := s.read(t, bytes.NewReader(s.bytes))
		if err != nil {
			t.Fatal(err)
		}
		intact := func(from, n int64) bool { return bytes.Equal(s.bytes[from:from+n], sound[from:from+n]) }
		readable := intact(0, headerBlock) || intact(headerBlock, headerBlock)
		for i, at := range s.at {
			record, ok := got[i]
			if ok && record != s.records[i] {
				t.Errorf("record %d has wrong bytes", i)
			}
			if ok != (readable && intact(at.Offset, at.Bytes)) {
				t.Errorf("record %d: returned %v", i, ok)
			}
		}
		if len(got) > len(s.records) || len(got) != report.Records {
			t.Errorf("%d records of %d, reported %d", len(got), len(s.records), report.Records)
		}
		if report.Sealed && report.Records+report.Lost() != len(s.records) {
			t.Errorf("%d records, %d lost of %d", report.Records, report.Lost(), len(s.records))
		}
	})
}

// FuzzReadAnything reads any bytes, as a whole file and behind a sound header:
// no panic, no record that does not fit, every byte accounted for at most once.
func FuzzReadAnything(f *testing.F) {
	s := makeSample([]int{5, 50, 500}, true)
	f.Add(s.bytes[headerBytes:])
	f.Add(s.bytes)
	f.Add(bytes.Repeat(s.mark[:], 50))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, file := range [][]byte{content, append(s.header(), content...)} {
			whole := &sample{bytes: file}
			got, report, err := whole.read(t, bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			var size int64
			for _, record := range got {
				size += int64(len(record))
			}
			accounted := report.Bytes + report.Skipped() + int64(report.Records*frameBytes)
			if size != report.Bytes || accounted > int64(len(file)) {
				t.Errorf("%d bytes of records, %+v, in a file of %d", size, report, len(file))
			}
		}
	})
}

func FuzzNext(f *testing.F) {
	f.Add("17 00000000\n", uint64(17))
	f.Fuzz(func(t *testing.T, content string, number uint64) {
		got, err := parseNext(nextLine(number))
		if got != number || err != nil {
			t.Errorf("%d became %d, %v", number, got, err)
		}
		if got, err = parseNext(content); err == nil && nextLine(got) != content {
			t.Errorf("%q was taken for %d", content, got)
		}
	})
}
