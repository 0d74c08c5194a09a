package collect

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// nesting follows brackets and strings of JSON, a byte at a time.
type nesting struct {
	depth           int
	quoted, escaped bool
}

func (n *nesting) pass(c byte) {
	switch {
	case n.escaped:
		n.escaped = false
	case n.quoted:
		n.escaped, n.quoted = c == '\\', c != '"'
	case c == '"':
		n.quoted = true
	case c == '{', c == '[':
		n.depth++
	case c == '}', c == ']':
		n.depth--
	}
}

// whole reports whether what was passed may end here.
func (n *nesting) whole() bool { return n.depth <= 0 && !n.quoted }

// elementReader cuts JSON values out of a list, or out of values that follow
// one another, without reading more than one at a time.
type elementReader struct {
	from    *bufio.Reader
	partial bool
	begun   bool // past the bracket that opens the list
	list    bool
	number  int64
	buffer  []byte
}

// next returns the text of the next value, which is good until the next call.
func (e *elementReader) next() ([]byte, Place, error) {
	c, err := e.first()
	if err != nil {
		return nil, e.place(), err
	}
	e.number++
	e.buffer = e.buffer[:0]
	long, err := e.value(c)
	switch {
	case errors.Is(err, io.EOF) && e.partial:
		return nil, e.place(), io.EOF
	case errors.Is(err, io.EOF):
		return nil, e.place(), fmt.Errorf("%w: the file ends within %s", ErrUnreadable, e.place())
	case err != nil:
		return nil, e.place(), fmt.Errorf("%w in %s", unreadableFile(err), e.place())
	case long:
		return nil, e.place(), errLongRecord
	default:
		return e.buffer, e.place(), nil
	}
}

func (e *elementReader) place() Place { return Place{Number: e.number} }

// first passes what stands between values and returns the byte that the next
// one begins with, unread.
func (e *elementReader) first() (byte, error) {
	for {
		c, err := e.from.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			return 0, err
		case err != nil:
			return 0, fmt.Errorf("%w after %s", unreadableFile(err), e.place())
		case c == ' ', c == '\t', c == '\r', c == '\n', c == ',':
		case c == '[' && !e.begun:
			e.begun, e.list = true, true
		case c == ']' && e.list:
			return 0, io.EOF
		default:
			e.begun = true
			return c, e.from.UnreadByte()
		}
	}
}

// value reads one value into the buffer, unless it is too long.
func (e *elementReader) value(first byte) (long bool, err error) {
	var n nesting
	bare := first != '{' && first != '[' && first != '"'
	least := 1 // a stray bracket is a value of its own, so that reading goes on
	for {
		chunk, err := e.from.Peek(max(e.from.Buffered(), 1))
		if err != nil {
			return long, err
		}
		end := endOfValue(chunk, &n, bare, least)
		least = 0
		taken := end
		if end < 0 {
			taken = len(chunk)
		}
		if long = long || len(e.buffer)+taken > maxRecord; !long {
			e.buffer = append(e.buffer, chunk[:taken]...)
		}
		if _, err = e.from.Discard(taken); err != nil || end >= 0 {
			return long, err
		}
	}
}

// endOfValue is how many bytes of the chunk still belong to the value, or -1
// where it goes on after the chunk. A bare value ends before a byte that
// cannot be part of it.
func endOfValue(chunk []byte, n *nesting, bare bool, least int) int {
	for i, c := range chunk {
		if bare {
			switch c {
			case ',', ']', '}', ' ', '\t', '\r', '\n':
				return max(i, least)
			}
			continue
		}
		n.pass(c)
		if n.whole() {
			return i + 1
		}
	}
	return -1
}
