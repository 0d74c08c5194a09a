package collect

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// maxCommas bounds what a body can make the parser allocate, about 100 bytes
// a value: a list of two million zeros is a small body and a large tree.
const maxCommas = 500_000

// maxKept is the largest body whose reader is used again: one large request
// shall not hold its memory for ever.
const maxKept = 1 << 20

// readers are reused between requests. The zero value is ready.
type readers struct{ pool sync.Pool }

func (p *readers) get() *reader {
	if r, ok := p.pool.Get().(*reader); ok {
		return r
	}
	return &reader{}
}

func (p *readers) put(r *reader, body []byte) {
	if len(body) <= maxKept {
		p.pool.Put(r)
	}
}

// reader reads one request at a time.
type reader struct {
	parser fastjson.Parser
	buffer []byte // the text of the item being read
	top    []pair // members of the item itself
	values []pair // members of its properties, then of its context
	fields []event.Property
	fault  *event.Rejection
}

// parse reads a body that is one JSON value. The value lives until the next
// call.
func (r *reader) parse(body []byte) (*fastjson.Value, error) {
	if bytes.Count(body, []byte{','}) > maxCommas {
		return nil, fmt.Errorf("%w: send fewer at a time", ErrTooLarge)
	}
	v, err := r.parser.ParseBytes(body)
	if err != nil {
		return nil, unreadable(body)
	}
	return v, nil
}

// unreadable says where a body stops being JSON. The parser's own error is not
// used, since it repeats what was sent.
func unreadable(body []byte) error {
	if wide(body) {
		return fmt.Errorf("%w: it is in UTF-16 or UTF-32; send UTF-8", ErrUnreadable)
	}
	var raw json.RawMessage
	var syntax *json.SyntaxError
	if err := json.Unmarshal(body, &raw); errors.As(err, &syntax) {
		return fmt.Errorf("%w: it is not JSON, at byte %d: %s", ErrUnreadable, syntax.Offset, syntax.Error())
	}
	return fmt.Errorf("%w: it is nested deeper than %d levels", ErrUnreadable, fastjson.MaxDepth)
}

// wide reports whether a text has the mark of UTF-16 or UTF-32, or a NUL among
// its first characters, as JSON in them has without a mark.
func wide(body []byte) bool {
	const few = 4
	return bytes.HasPrefix(body, []byte("\xff\xfe")) || bytes.HasPrefix(body, []byte("\xfe\xff")) ||
		bytes.IndexByte(body[:min(few, len(body))], 0) >= 0
}

// trim removes white space and the mark some editors put before a text.
func trim(body []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(body), []byte("\ufeff")))
}
