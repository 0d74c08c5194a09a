package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// ErrUnreadable is returned, after every record that could be read, when the
// disk refused to read parts of a segment.
var ErrUnreadable = errors.New("parts of the segment cannot be read")

// Range is a part of a segment's file.
type Range struct {
	Offset, Bytes int64
	// Records that stood there, when a later frame or the seal tells; they may
	// include some that were never acknowledged.
	Records int
}

// Report says what a segment's file held.
type Report struct {
	Segment uint64
	// Records given to the caller, and the bytes of them.
	Records int
	Bytes   int64
	// Sealed is true when the segment ended in an orderly way. It is false
	// after a crash, a power loss or a failed write.
	Sealed bool
	// Torn is the tail of an unfinished write, behind the last good record. No
	// record in it was acknowledged, unless the disk damaged exactly the end
	// of an unsealed segment: the bytes do not tell these two apart.
	Torn Range
	// Damaged are the parts that were written and are not what was written. A
	// segment with damage is worth keeping a copy of.
	Damaged []Range
}

// Skipped is the number of bytes that belong to no record, damaged and torn.
func (r Report) Skipped() int64 {
	n := r.Torn.Bytes
	for _, d := range r.Damaged {
		n += d.Bytes
	}
	return n
}

// Lost is the number of records known to be missing.
func (r Report) Lost() int {
	n := 0
	for _, d := range r.Damaged {
		n += d.Records
	}
	return n
}

// Read calls fn with each sound record of a sealed segment, in the order of
// their indexes; the record is valid until fn returns. It stops at the first
// error of fn and returns it. Damage is no error: the Report has it.
func (j *Journal) Read(number uint64, fn func(index int, record []byte) error) (Report, error) {
	j.mu.Lock()
	open := j.open
	j.mu.Unlock()
	if number == open && number != 0 {
		return Report{Segment: number}, fmt.Errorf("cannot read segment %d: %w", number, ErrOpen)
	}
	return Read(j.dir, number, fn)
}

// Read reads a segment as Journal.Read does, without opening the journal.
func Read(dir string, number uint64, fn func(index int, record []byte) error) (Report, error) {
	f, err := os.Open(pathOf(dir, number))
	if err != nil {
		return Report{Segment: number}, fmt.Errorf("cannot read segment %d: %w", number, err)
	}
	info, err := f.Stat()
	if err != nil {
		return Report{Segment: number}, errors.Join(fmt.Errorf("cannot read segment %d: %w", number, err), f.Close())
	}
	report, err := readSegment(f, info.Size(), number, fn)
	return report, errors.Join(err, f.Close())
}

// reader walks one segment.
type reader struct {
	window
	identity
	report Report
	next   int // the index the next record should have
}

func readSegment(source io.ReaderAt, size int64, number uint64, fn func(int, []byte) error) (Report, error) {
	r := reader{window: window{source: source, size: size}, report: Report{Segment: number}}
	if !r.readHeader(number) {
		return r.report, r.failure()
	}
	offset := int64(headerBytes)
	for !r.report.Sealed {
		f, ok := r.frameAt(offset)
		if !ok {
			start := offset
			if offset, f, ok = r.search(start + 1); !ok {
				r.report.Torn = r.tail(start)
				break
			}
			r.damaged(Range{Offset: start, Bytes: offset - start, Records: int(f.index) - r.next})
		}
		r.next = int(f.index)
		if f.seals() {
			r.report.Sealed = true
			break
		}
		record := r.at(offset+frameBytes, int(f.length))
		if err := fn(r.next, record); err != nil {
			return r.report, err
		}
		r.next++
		r.report.Records++
		r.report.Bytes += int64(f.length)
		offset += frameBytes + int64(f.length)
	}
	return r.report, r.failure()
}

// readHeader finds the segment's identity in either copy. Without it no frame
// can be verified, and everything that was written is damaged.
func (r *reader) readHeader(number uint64) bool {
	var sound bool
	var bad []Range
	for copyAt := int64(0); copyAt < headerBytes; copyAt += headerBlock {
		id, ok := parseHeader(r.at(copyAt, headerBlock), number)
		if ok {
			r.identity, sound = id, true
			continue
		}
		bad = append(bad, Range{Offset: copyAt, Bytes: min(headerBlock, max(0, r.size-copyAt))})
	}
	if sound {
		r.report.Damaged = bad
		return true
	}
	if written := r.tail(0); written.Bytes > headerBytes {
		r.report.Damaged = []Range{written}
	} else { // A crash while the segment was being created: nothing was in it.
		r.report.Torn = written
	}
	return false
}

// frameAt returns the frame at offset if it and its record are sound and it may
// come next.
func (r *reader) frameAt(offset int64) (frame, bool) {
	f, ok := r.parseFrame(r.at(offset, frameBytes))
	if !ok || int(f.index) < r.next {
		return f, false
	}
	if f.seals() {
		return f, true
	}
	record := r.at(offset+frameBytes, int(min(int64(f.length), r.size)))
	return f, len(record) == int(f.length) && checksum(record) == f.sum
}

// search returns the first sound frame at or behind offset.
func (r *reader) search(offset int64) (int64, frame, bool) {
	for offset < r.size {
		b := r.at(offset, windowBytes)
		i := bytes.Index(b, r.mark[:])
		if i < 0 {
			offset += int64(max(1, len(b)-len(r.mark)+1))
			continue
		}
		offset += int64(i)
		if f, ok := r.frameAt(offset); ok {
			return offset, f, true
		}
		offset++
	}
	return offset, frame{}, false
}

// tail returns the part from offset up to the last byte that is not zero.
func (r *reader) tail(offset int64) Range {
	end := offset
	for at := offset; at < r.size; {
		b := r.at(at, windowBytes)
		if kept := bytes.TrimRight(b, "\x00"); len(kept) > 0 {
			end = at + int64(len(kept))
		}
		at += int64(len(b))
	}
	return Range{Offset: offset, Bytes: end - offset}
}

func (r *reader) damaged(d Range) {
	r.report.Damaged = append(r.report.Damaged, d)
}

// failure returns what the disk refused to read.
func (r *reader) failure() error {
	if r.err == nil {
		return nil
	}
	return fmt.Errorf("cannot read all of segment %d: %w: %w", r.report.Segment, ErrUnreadable, r.err)
}
