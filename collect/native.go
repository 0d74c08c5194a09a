package collect

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// Native reads Debrief's own protocol, POST /t. The zero value is ready and
// may be used by many goroutines at once.
//
// The body is one of
//
//	{"key":"…","sent_at":"…","events":[…]}   as the tag sends it
//	[…]                                      the events alone
//	{"event":"…",…}                          one event alone
//	one event a line                         JSON lines
//
// whatever the content type says, since browsers send text/plain to be spared
// a preflight. An event is
//
//	{"id","event","user_id","anonymous_id","account_id","timestamp","properties":{…},"context":{…}}
//
// with time_inferred: true where the timestamp is a guess that only keeps the
// order. It may say type: track, or one whose event needs no name: identify (the
// properties are traits), group (of account_id), alias (ties anonymous_id to
// user_id), page. Whatever else stands in it is a property. Short names are understood in JSON lines, which one event
// alone is too, and where an event says copilot: true.
type Native struct{ readers readers }

// Decode reads one request.
func (n *Native) Decode(req Request) (Batch, error) {
	body := trim(req.Body)
	if len(body) == 0 {
		return Batch{}, fmt.Errorf("%w: it is empty", ErrUnreadable)
	}
	r := n.readers.get()
	defer n.readers.put(r, body)
	lines := linesType(req.ContentType)
	v, err := r.parse(body)
	if err == nil && (!lines || v.GetObject() != nil) {
		return document(r, v, req)
	}
	if lines || firstLine(r, body) {
		return readLines(r, body, req.Key)
	}
	return Batch{}, err
}

// DecodeLine reads one event of a file of JSON lines.
func (n *Native) DecodeLine(line []byte) Entry {
	r := n.readers.get()
	defer n.readers.put(r, line)
	return readLine(r, trim(line))
}

// linesType reports whether the sender says that the body is JSON lines.
func linesType(contentType string) bool {
	name, _, _ := strings.Cut(contentType, ";")
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl", "application/jsonlines", "application/json-lines":
		return true
	default:
		return false
	}
}

// firstLine reports whether the first line of several is an object by itself.
func firstLine(r *reader, body []byte) bool {
	line, _, several := bytes.Cut(body, []byte{'\n'})
	if !several {
		return false
	}
	v, err := r.parse(line)
	return err == nil && v.GetObject() != nil
}

func document(r *reader, v *fastjson.Value, req Request) (Batch, error) {
	o := v.GetObject()
	if o == nil {
		if !isArray(v) {
			return Batch{}, fmt.Errorf("%w: it is neither an object nor a list of events", ErrUnreadable)
		}
		return events(r, v, Batch{Key: req.Key})
	}
	var list *fastjson.Value
	var key, sentAt event.Value
	alone := linesType(req.ContentType)
	o.Visit(func(name []byte, member *fastjson.Value) {
		switch string(name) {
		case "events":
			list = member
		case "key":
			key = scalar(member)
		case "sent_at":
			sentAt = scalar(member)
		case "event", "type":
			alone = true
		}
	})
	batch := Batch{Key: req.Key}
	if own, ok := key.Text(); ok && strings.TrimSpace(own) != "" {
		batch.Key = strings.TrimSpace(own)
	}
	if at, ok := event.ParseTime(sentAt); ok {
		batch.SentAt = at
	}
	switch {
	case list != nil && isArray(list):
		return events(r, list, batch)
	case list == nil && alone:
		batch.Entries = []Entry{nativeItem(r, v, true)}
		return batch, nil
	default:
		return Batch{}, fmt.Errorf("%w: it holds no list named events", ErrUnreadable)
	}
}

func isArray(v *fastjson.Value) bool { return v.Type() == fastjson.TypeArray }

// scalar is the text of a value that is no object or list.
func scalar(v *fastjson.Value) event.Value {
	if v.GetObject() != nil || len(v.GetArray()) > 0 {
		return ""
	}
	return event.Value(v.MarshalTo(nil))
}

func events(r *reader, list *fastjson.Value, batch Batch) (Batch, error) {
	items := list.GetArray()
	if len(items) > MaxItems {
		return Batch{}, tooMany()
	}
	batch.Entries = make([]Entry, len(items))
	for i, item := range items {
		batch.Entries[i] = nativeItem(r, item, false)
	}
	return batch, nil
}

func tooMany() error { return fmt.Errorf("%w: at most %d events at a time", ErrTooLarge, MaxItems) }

func readLines(r *reader, body []byte, key string) (Batch, error) {
	batch := Batch{Key: key}
	for line := range bytes.SplitSeq(body, []byte{'\n'}) {
		if line = trim(line); len(line) == 0 {
			continue
		}
		if len(batch.Entries) == MaxItems {
			return Batch{}, tooMany()
		}
		batch.Entries = append(batch.Entries, readLine(r, line))
	}
	return batch, nil
}

func readLine(r *reader, line []byte) Entry {
	v, err := r.parse(line)
	if err != nil {
		_, why, _ := strings.Cut(err.Error(), ": ")
		return Entry{Fault: event.Reject(event.InvalidItem, "", "the line is not a JSON object: %s", why)}
	}
	return nativeItem(r, v, true)
}
