package collect

import (
	"bufio"
	"bytes"
	"errors"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// jsonFile reads a file of JSON values.
type jsonFile struct {
	values interface {
		next() ([]byte, Place, error)
	}
	native *Native // of our own events
	chat   func(*chatReader, *fastjson.Object) (*chat, *event.Rejection)
	reader chatReader
	seen   occurrences
	times  *timekeeper
}

func newJSON(b *bufio.Reader, found detected, f *File) *jsonFile {
	j := &jsonFile{times: f.times, reader: chatReader{notes: &f.notes}}
	if found.lines {
		j.values = &lineReader{from: b, partial: f.options.Partial}
	} else {
		j.values = &elementReader{from: b, partial: f.options.Partial}
	}
	switch found.format {
	case OpenAI:
		j.chat = openAIChat
	case ShareGPT:
		j.chat = shareGPTChat
	case ChatGPT:
		j.chat = chatGPTChat
	default:
		j.native = &Native{}
	}
	return j
}

func (j *jsonFile) next() (Record, error) {
	text, place, err := j.values.next()
	record := Record{Place: place}
	switch {
	case errors.Is(err, errLongRecord):
		record.Entries = refused(event.Reject(event.InvalidItem, "", "%s", err))
		return record, nil
	case err != nil:
		return record, err
	case j.native != nil:
		record.Entries = []Entry{j.event(text)}
	default:
		record.Entries = j.conversation(text)
	}
	return record, nil
}

func refused(fault *event.Rejection) []Entry { return []Entry{{Fault: fault}} }

// event reads one of our own events. Without an id it gets one that the same
// line of the same file always gets.
func (j *jsonFile) event(text []byte) Entry {
	entry := j.native.DecodeLine(text)
	if id, ok := entry.Item.ID.Text(); entry.Item.ID.Null() || ok && len(bytes.TrimSpace([]byte(id))) == 0 {
		entry.Item.ID = event.TextValue(importName(j.seen.of(text)))
	}
	return entry
}

// conversation reads the events of one conversation.
func (j *jsonFile) conversation(text []byte) []Entry {
	v, err := j.reader.parse(text)
	if err != nil {
		return refused(event.Reject(event.InvalidItem, "", "it is not JSON that can be read"))
	}
	o := v.GetObject()
	if o == nil {
		return refused(event.Reject(event.InvalidItem, "", "a conversation must be a JSON object"))
	}
	j.reader.fault = nil
	c, fault := j.chat(&j.reader, o)
	if fault == nil {
		fault = j.reader.fault
	}
	if fault != nil {
		return refused(fault)
	}
	if c.id == "" {
		c.id = importName(j.seen.of(text))
	}
	return c.entries(j.times)
}
