package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"github.com/valyala/fastjson"
)

// maxLine is how long a line may be: with its id it fits a request.
const maxLine = 4 << 20

// lineFile is a file of lines, decompressed where it is gzip.
type lineFile struct {
	name   string
	size   int64 // 0 where it is not known
	raw    io.Closer
	read   atomic.Int64 // bytes of the file, for the progress
	lines  *bufio.Reader
	number int    // of the line that was read last, from 1
	line   []byte // reused for a line that is longer than the buffer

	parser fastjson.Parser
	// seen counts the lines without an id by a hash of their content: some
	// 16 bytes a line. Lines with an id cost no memory.
	seen map[uint64]uint32
}

// errLongLine is a line of more than maxLine bytes, which was skipped.
var errLongLine = fmt.Errorf("the line is longer than %d MiB", maxLine>>20)

// openLines opens a file; "-" is the standard input.
func openLines(name string, stdin io.Reader) (*lineFile, error) {
	f := &lineFile{name: name, seen: make(map[uint64]uint32)}
	var source io.Reader
	if name == "-" {
		f.name, f.raw, source = "standard input", io.NopCloser(stdin), stdin
	} else {
		opened, err := os.Open(name) //nolint:gosec // the caller names the file
		if err != nil {
			return nil, fmt.Errorf("cannot %w", err)
		}
		if info, err := opened.Stat(); err == nil && info.Mode().IsRegular() {
			f.size = info.Size()
		}
		f.raw, source = opened, opened
	}
	const buffer = 256 << 10
	f.lines = bufio.NewReaderSize(&countingReader{source, &f.read}, buffer)
	if magic, err := f.lines.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		unzipped, err := gzip.NewReader(f.lines)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("cannot read %s: %w", f.name, err), f.raw.Close())
		}
		f.lines = bufio.NewReaderSize(unzipped, buffer)
	}
	if mark, err := f.lines.Peek(3); err == nil && string(mark) == "\uFEFF" {
		if _, err = f.lines.Discard(len(mark)); err != nil {
			return nil, errors.Join(err, f.raw.Close())
		}
	}
	return f, nil
}

// next reads the next line that is not blank, without the space around it. The
// line is good until next is called again. The end is io.EOF.
func (f *lineFile) next() ([]byte, error) {
	for {
		line, err := f.readLine()
		if len(line) == 0 && err == nil {
			continue
		}
		switch {
		case err == nil, errors.Is(err, io.EOF), errors.Is(err, errLongLine):
			return line, err
		default:
			return nil, fmt.Errorf("cannot read %s after line %d: %w", f.name, f.number-1, err)
		}
	}
}

func (f *lineFile) readLine() ([]byte, error) {
	f.number++
	f.line = f.line[:0]
	tooLong := false
	for {
		part, err := f.lines.ReadSlice('\n')
		if err == nil && len(f.line) == 0 && !tooLong {
			return bytes.TrimSpace(part), nil
		}
		if tooLong = tooLong || len(f.line)+len(part) > maxLine; !tooLong {
			f.line = append(f.line, part...)
		}
		ended := err == nil || (errors.Is(err, io.EOF) && len(f.line) > 0)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case tooLong && (err == nil || errors.Is(err, io.EOF)):
			return nil, errLongLine
		case ended:
			return bytes.TrimSpace(f.line), nil
		default:
			return nil, err
		}
	}
}

// withID appends the line to b and, where it has no id, gives it one that the
// same line of the same file always gets: made from its content and from how
// many lines like it came before. What is no JSON object stays as it is.
func (f *lineFile) withID(b, line []byte) []byte {
	object, err := f.parser.ParseBytes(line)
	if err != nil || object.Type() != fastjson.TypeObject || hasID(object) {
		return append(b, line...)
	}
	content := sha256.Sum256(line)
	short := binary.LittleEndian.Uint64(content[:])
	occurrence := f.seen[short]
	f.seen[short]++
	id := sha256.Sum256(binary.LittleEndian.AppendUint32(content[:], occurrence))

	body := bytes.TrimRight(line[:len(line)-1], " \t") // without its last brace
	b = append(b, body...)
	if body[len(body)-1] != '{' {
		b = append(b, ',')
	}
	const idBytes = 20
	b = append(b, `"id":"imp-`...)
	b = base32.StdEncoding.AppendEncode(b, id[:idBytes])
	return append(b, `"}`...)
}

// hasID reports whether a sender gave the event an id: the last member of the
// name counts.
func hasID(object *fastjson.Value) bool {
	given := false
	object.GetObject().Visit(func(name []byte, v *fastjson.Value) {
		if string(name) == "id" {
			given = v.Type() != fastjson.TypeNull && (v.Type() != fastjson.TypeString || len(bytes.TrimSpace(v.GetStringBytes())) > 0)
		}
	})
	return given
}

func (f *lineFile) close() error { return f.raw.Close() }

// countingReader counts what is read.
type countingReader struct {
	from io.Reader
	n    *atomic.Int64
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	r.n.Add(int64(n))
	return n, err
}
