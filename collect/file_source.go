package collect

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// peeked is how much of a file is looked at to find out what it is.
const peeked = 1 << 20

// uncompressed undoes gzip, and reports whether the bytes are a zip file.
func uncompressed(b *bufio.Reader, said *notes) (plain *bufio.Reader, zipped bool, err error) {
	const magicBytes = 4
	magic, err := b.Peek(magicBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, unreadableFile(err)
	}
	switch {
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")):
		return b, true, nil
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		unzipped, err := gzip.NewReader(b)
		if err != nil {
			return nil, false, unreadableFile(err)
		}
		said.add("compressed with gzip")
		return bufio.NewReaderSize(unzipped, peeked), false, nil
	default:
		return b, false, nil
	}
}

// asUTF8 takes the byte order mark away and decodes UTF-16.
func asUTF8(b *bufio.Reader, said *notes) (*bufio.Reader, error) {
	const looked = 64
	start, err := b.Peek(looked)
	if err != nil && len(start) == 0 && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, unreadableFile(err)
	}
	if bytes.HasPrefix(start, []byte("\ufeff")) {
		if _, err = b.Discard(len("\ufeff")); err != nil {
			return nil, unreadableFile(err)
		}
		return b, nil
	}
	wide := wideEncoding(start)
	if wide == nil {
		return b, nil
	}
	said.add("encoded in UTF-16")
	return bufio.NewReaderSize(transform.NewReader(b, wide.NewDecoder()), peeked), nil
}

// wideEncoding tells which UTF-16 bytes are in, if any: by their mark or, since
// conversations have many characters below U+0100, by zeros in every second
// byte.
func wideEncoding(start []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(start, []byte{0xff, 0xfe}), bytes.HasPrefix(start, []byte{0xfe, 0xff}):
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case zeros(start, 1):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case zeros(start, 0):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	default:
		return nil
	}
}

// zeros reports whether every second byte is zero, from the offset on, and the
// others are not.
func zeros(b []byte, offset int) bool {
	const enough = 4
	if len(b) < enough {
		return false
	}
	for i, c := range b[:len(b)&^1] {
		if (i%2 == offset) != (c == 0) {
			return false
		}
	}
	return true
}

// lineReader cuts a file into lines that are not blank. Its memory is one
// line's.
type lineReader struct {
	from    *bufio.Reader
	partial bool // a last line without its end is left out
	line    []byte
	place   Place
}

// errLongRecord is a record that was skipped.
var errLongRecord = fmt.Errorf("it is larger than %d MiB", maxRecord>>20)

// next returns a line without the space around it; it is good until the next
// call.
func (l *lineReader) next() ([]byte, Place, error) {
	for {
		line, err := l.read()
		if len(line) == 0 && err == nil {
			continue
		}
		if err == nil || errors.Is(err, errLongRecord) {
			l.place.Number++
		}
		return line, l.place, err
	}
}

func (l *lineReader) read() ([]byte, error) {
	l.place.Line++
	l.line = l.line[:0]
	long := false
	for {
		part, err := l.from.ReadSlice('\n')
		if err == nil && len(l.line) == 0 && !long {
			return bytes.TrimSpace(part), nil
		}
		if long = long || len(l.line)+len(part) > maxRecord; !long {
			l.line = append(l.line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case err == nil && long, errors.Is(err, io.EOF) && long:
			return nil, errLongRecord
		case err == nil, errors.Is(err, io.EOF) && len(l.line) > 0 && !l.partial:
			return bytes.TrimSpace(l.line), nil
		case errors.Is(err, io.EOF):
			return nil, io.EOF
		default:
			return nil, fmt.Errorf("%w after line %d", unreadableFile(err), l.place.Line-1)
		}
	}
}
