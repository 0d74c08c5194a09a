package collect

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// pair is where a member of an object stands in the reader's buffer.
type pair struct{ name, value, end int }

// fields are the members of one item. All strings of an item are cut out of
// one, so that an item costs few allocations; they are kept together.
type fields struct {
	top                 []event.Property // valid until the next item is read
	properties, context event.Properties // sorted
}

// get is the last member of that name, or "".
func (f *fields) get(name string) event.Value {
	for _, p := range slices.Backward(f.top) {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// id is the item's own id, which has that name. It is a string of its own,
// since ids are remembered longer than items.
func (f *fields) id(name string) event.Value { return event.Value(strings.Clone(string(f.get(name)))) }

// blank reports whether a member is absent, null or has no letter in it.
func (f *fields) blank(name string) bool {
	s, ok := f.get(name).Text()
	return f.get(name).Null() || ok && strings.TrimSpace(s) == ""
}

// named is a member, or "" where it is blank.
func (f *fields) named(name string) event.Value {
	if f.blank(name) {
		return ""
	}
	return f.get(name)
}

// keepRest makes properties of the members of the item itself that the protocol
// does not know, unless properties have one of that name: many senders write
// their properties beside the event's name, and nobody would tell them.
func (f *fields) keepRest(known func(name string) bool) {
	kept := f.properties
	for _, p := range f.top {
		if !known(p.Name) && f.properties.Get(p.Name) == "" {
			kept = append(kept, p)
		}
	}
	if len(kept) > len(f.properties) {
		f.properties = kept.Sorted()
	}
}

// item reads one item; with a rejection, the fields hold what could be read.
func (r *reader) item(v *fastjson.Value) (fields, *event.Rejection) { return r.itemOf(v, "properties") }

// itemOf reads an item whose properties are the members of the named object.
func (r *reader) itemOf(v *fastjson.Value, object string) (fields, *event.Rejection) {
	o := v.GetObject()
	if o == nil {
		return fields{}, event.Reject(event.InvalidItem, "", "an item must be a JSON object")
	}
	r.buffer, r.top, r.values, r.fault = r.buffer[:0], r.top[:0], r.values[:0], nil
	var properties, context *fastjson.Value
	o.Visit(func(key []byte, member *fastjson.Value) {
		switch string(key) {
		case object:
			properties = member
		case "context":
			context = member
		default:
			r.top = append(r.top, r.pair(key, member))
		}
	})
	r.members(object, properties)
	count := len(r.values)
	r.members("context", context)

	text := string(r.buffer)
	r.fields = r.fields[:0]
	for _, p := range r.top {
		r.fields = append(r.fields, p.cut(text))
	}
	return fields{top: r.fields, properties: cut(text, r.values[:count]), context: cut(text, r.values[count:])}, r.fault
}

// object reads an object by itself, such as one that items share. What cannot
// be read of it is left out.
func (r *reader) object(v *fastjson.Value) event.Properties {
	r.buffer, r.values = r.buffer[:0], r.values[:0]
	r.members("", v)
	return cut(string(r.buffer), r.values)
}

// members reads an object of named values. Null is an object without any, and
// so is an empty list, which is how PHP writes one.
func (r *reader) members(name string, v *fastjson.Value) {
	if v == nil {
		return
	}
	o := v.GetObject()
	if o == nil {
		if text := v.MarshalTo(nil); string(text) != "null" && string(text) != "[]" && r.fault == nil {
			r.fault = event.Reject(event.InvalidType, name, "%s must be an object", name)
		}
		return
	}
	o.Visit(func(key []byte, member *fastjson.Value) { r.values = append(r.values, r.pair(key, member)) })
}

func (r *reader) pair(key []byte, v *fastjson.Value) pair {
	start := len(r.buffer)
	r.buffer = append(r.buffer, valid(key)...)
	value := len(r.buffer)
	r.buffer = r.appendValue(r.buffer, key, v)
	return pair{name: start, value: value, end: len(r.buffer)}
}

// valid is the name itself, except where its bytes are not UTF-8.
func valid(name []byte) []byte {
	if utf8.Valid(name) {
		return name
	}
	return bytes.ToValidUTF8(name, []byte("\ufffd"))
}

func (p pair) cut(text string) event.Property {
	return event.Property{Name: text[p.name:p.value], Value: event.Value(text[p.value:p.end])}
}

func cut(text string, pairs []pair) event.Properties {
	if len(pairs) == 0 {
		return nil
	}
	out := make(event.Properties, len(pairs))
	for i, p := range pairs {
		out[i] = p.cut(text)
	}
	return out.Sorted()
}
