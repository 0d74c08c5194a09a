package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// ErrUnreadable is returned, after every record that could be read, when the
// disk refused to read parts of a segment.
var ErrUnreadable = errors.New("parts of the segment cannot be read")

// Range is a part of a segment's file.
type Range struct {
	Offset, Bytes int64
	// Records that stood there, as far as a later frame or the seal tells.
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
	// Torn are the parts of the last group that are not sound. The group was
	// not acknowledged, unless the disk damaged exactly the last group of an
	// unsealed segment: the bytes do not tell these two apart.
	Torn []Range
	// Damaged are the parts that had been synced and are not what was written.
	// A segment with damage is worth keeping a copy of.
	Damaged []Range
}

// Skipped is the number of bytes that belong to no record, damaged and torn.
func (r Report) Skipped() int64 {
	var n int64
	for _, d := range slices.Concat(r.Damaged, r.Torn) {
		n += d.Bytes
	}
	return n
}

// Lost is the number of synced records known to be missing.
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
	return readPath(pathOf(dir, number), number, fn)
}

func readPath(path string, number uint64, fn func(index int, record []byte) error) (Report, error) {
	f, err := os.Open(path) //nolint:gosec // the folder the caller of Open named
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

// refuseNewer fails where a segment says that a later format wrote it.
func refuseNewer(dir string, number uint64) error {
	f, err := os.Open(pathOf(dir, number))
	if err != nil {
		return err
	}
	start := make([]byte, len(magic))
	if _, err = f.ReadAt(start, 0); err == nil && string(start) > magic && string(start[:len(magic)-1]) == magic[:len(magic)-1] {
		return errors.Join(fmt.Errorf("%w: segment %d has format %s", ErrNewer, number, start[len(magic)-1:]), f.Close())
	}
	return f.Close() // what cannot be read is damage, which Read tells
}

// reader walks one segment.
type reader struct {
	window
	identity
	report Report
	next   int     // the index the next record should have
	bad    []Range // damaged or torn: the next start of a group tells
}

func readSegment(source io.ReaderAt, size int64, number uint64, fn func(int, []byte) error) (Report, error) {
	r := reader{window: window{source: source, size: size}, report: Report{Segment: number}}
	if r.readHeader(number) {
		if err := r.readFrames(fn); err != nil {
			return r.report, err
		}
	}
	r.report.Torn = r.bad
	if r.err != nil {
		return r.report, fmt.Errorf("cannot read all of segment %d: %w: %w", number, ErrUnreadable, r.err)
	}
	return r.report, nil
}

func (r *reader) readFrames(fn func(int, []byte) error) error {
	offset := int64(headerBytes)
	for {
		f, ok := r.frameAt(offset)
		if !ok {
			start := offset
			if offset, f, ok = r.search(start + 1); !ok {
				r.skip(r.written(start))
				return nil
			}
			r.skip(Range{Offset: start, Bytes: offset - start, Records: f.index - r.next})
		}
		if f.starts {
			r.report.Damaged = append(r.report.Damaged, r.bad...)
			r.bad = nil
		}
		if f.seals {
			r.report.Sealed = true
			return nil
		}
		if err := fn(f.index, r.at(offset+frameBytes, f.length)); err != nil {
			return err
		}
		r.next = f.index + 1
		r.report.Records++
		r.report.Bytes += int64(f.length)
		offset += int64(frameBytes + f.length)
	}
}

func (r *reader) skip(bad Range) {
	if bad.Bytes > 0 {
		r.bad = append(r.bad, bad)
	}
}

// readHeader finds the segment's identity in either copy. Without it no frame
// can be verified: everything is damaged, unless no frame was written yet.
func (r *reader) readHeader(number uint64) (sound bool) {
	for at := int64(0); at < headerBytes; at += headerBlock {
		if id, ok := parseHeader(r.at(at, headerBlock), number); ok {
			r.identity, sound = id, true
		} else {
			r.skip(Range{Offset: at, Bytes: min(headerBlock, r.size-at)})
		}
	}
	if sound {
		return true
	}
	r.bad = nil
	if all := r.written(0); all.Bytes > headerBytes {
		r.report.Damaged = []Range{all}
	} else {
		r.skip(all)
	}
	return false
}

// frameAt returns the frame at offset if it and its record are sound and it may
// come next.
func (r *reader) frameAt(offset int64) (frame, bool) {
	f, ok := r.parseFrame(r.at(offset, frameBytes))
	if !ok || f.index < r.next || f.seals {
		return f, ok && f.index >= r.next
	}
	record := r.at(offset+frameBytes, f.length)
	return f, len(record) == f.length && checksum(record) == f.sum
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

// written returns the part from offset up to the last byte that is not zero.
func (r *reader) written(offset int64) Range {
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
