package collect

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// appendValue appends v as compact JSON in one canonical form: strings escape
// only what must be, numbers keep their text. It notes what the lenient
// parser let pass although it is no JSON, under the name of the field.
func (r *reader) appendValue(b, name []byte, v *fastjson.Value) []byte {
	if o := v.GetObject(); o != nil {
		return r.appendObject(b, name, o)
	}
	if a := v.GetArray(); len(a) > 0 {
		b = append(b, '[')
		for i, element := range a {
			if i > 0 {
				b = append(b, ',')
			}
			b = r.appendValue(b, name, element)
		}
		return append(b, ']')
	}
	start := len(b)
	b = v.MarshalTo(b) // a scalar's own text, an escaped string included, as long as nobody asks for its type
	text := b[start:]
	if text[0] != '"' {
		if !literal(text) {
			r.refuse(name, text)
			return append(b[:start], "null"...)
		}
		return b
	}
	if plain(text[1 : len(text)-1]) {
		return b
	}
	s, ok := event.Value(text).Text()
	if !ok {
		r.refuse(name, nil)
		return append(b[:start], "null"...)
	}
	return event.AppendText(b[:start], s)
}

func (r *reader) appendObject(b, name []byte, o *fastjson.Object) []byte {
	last := make(map[string]int, o.Len())
	i := 0
	o.Visit(func(key []byte, _ *fastjson.Value) {
		last[string(key)] = i
		i++
	})
	b = append(b, '{')
	i = 0
	empty := true
	o.Visit(func(key []byte, v *fastjson.Value) {
		if last[string(key)] == i {
			if !empty {
				b = append(b, ',')
			}
			empty = false
			b = event.AppendText(b, string(key))
			b = r.appendValue(append(b, ':'), name, v)
		}
		i++
	})
	return append(b, '}')
}

// refuse notes the first value that is no JSON.
func (r *reader) refuse(name, number []byte) {
	if r.fault != nil {
		return
	}
	field := string(valid(name))
	if number != nil {
		r.fault = event.Reject(event.InvalidItem, clip(field), "%q holds %q, which is no JSON number; send null instead", clip(field), clip(string(number)))
		return
	}
	r.fault = event.Reject(event.InvalidItem, clip(field), "%q holds a text with an escape that is none in JSON", clip(field))
}

// clip keeps an answer short whatever was sent.
func clip(s string) string {
	if utf8.RuneCountInString(s) <= event.MaxPropertyName {
		return s
	}
	return string([]rune(s)[:event.MaxPropertyName])
}

// plain reports whether the inside of a JSON string is in canonical form.
func plain(s []byte) bool {
	if bytes.IndexByte(s, '\\') >= 0 {
		return false
	}
	for _, c := range s {
		if c < ' ' {
			return false
		}
	}
	return utf8.Valid(s)
}

func literal(s []byte) bool {
	switch string(s) {
	case "true", "false", "null", "[]":
		return true
	default:
		return number(string(s))
	}
}

// number holds a text against the grammar of JSON numbers, RFC 8259 section 6.
func number(s string) bool {
	s = strings.TrimPrefix(s, "-")
	if s == "" || s[0] == '0' && len(s) > 1 && s[1] >= '0' && s[1] <= '9' {
		return false
	}
	s, ok := digits(s)
	if ok && s != "" && s[0] == '.' {
		s, ok = digits(s[1:])
	}
	if ok && s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		s, ok = digits(s)
	}
	return ok && s == ""
}

// digits takes one or more digits away.
func digits(s string) (rest string, ok bool) {
	rest = strings.TrimLeft(s, "0123456789")
	return rest, len(rest) < len(s)
}
