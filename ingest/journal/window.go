package journal

import (
	"errors"
	"fmt"
	"io"
)

const (
	// windowBytes are read at a time.
	windowBytes = 1 << 20
	// sectorBytes are given up when the disk cannot read them.
	sectorBytes = 4096
)

// window shows any part of a file through one reused buffer. What the disk
// cannot read shows as zeros, which never pass a checksum.
type window struct {
	source io.ReaderAt
	size   int64
	offset int64 // of buf[0]
	buf    []byte
	err    error // the first failure
}

// at returns n bytes from offset, or what there is of them. They are valid
// until the next call.
func (w *window) at(offset int64, n int) []byte {
	n = int(min(int64(n), w.size-offset))
	if n <= 0 {
		return nil
	}
	if offset < w.offset || offset+int64(n) > w.offset+int64(len(w.buf)) {
		w.load(offset, n)
	}
	start := int(offset - w.offset)
	return w.buf[start : start+n]
}

func (w *window) load(offset int64, n int) {
	length := int(min(int64(max(n, windowBytes)), w.size-offset))
	if cap(w.buf) < length {
		w.buf = make([]byte, length)
	}
	w.offset, w.buf = offset, w.buf[:length]
	if w.fill(w.buf, offset) == nil {
		return
	}
	for start := offset; start < offset+int64(length); {
		end := min((start/sectorBytes+1)*sectorBytes, offset+int64(length))
		part := w.buf[start-offset : end-offset]
		if err := w.fill(part, start); err != nil {
			clear(part)
			if w.err == nil {
				w.err = fmt.Errorf("cannot read at %d: %w", start, err)
			}
		}
		start = end
	}
}

// fill reads all of b. A file that became shorter shows zeros.
func (w *window) fill(b []byte, offset int64) error {
	n, err := w.source.ReadAt(b, offset)
	if errors.Is(err, io.EOF) || n == len(b) {
		clear(b[n:])
		return nil
	}
	return err
}
