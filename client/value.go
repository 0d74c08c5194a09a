package client

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// value is the JSON that a property has become; empty where there is none.
type value []byte

// value is that of a name, of the event that was just written.
func (w *encoder) value(name string) value {
	for _, v := range w.values {
		if v.name == name {
			return w.buffer.Bytes()[v.start:v.end]
		}
	}
	return nil
}

func (v value) null() bool { return len(v) == 0 || string(v) == "null" }

func (v value) text() bool { return len(v) > 0 && v[0] == '"' }

// scalar reports whether it is a string, a number or a boolean.
func (v value) scalar() bool { return !v.null() && v[0] != '{' && v[0] != '[' }

// blank reports whether it is absent, null or a text without a letter.
func (v value) blank() bool {
	return v.null() || v.text() && len(bytes.TrimSpace(v.content())) == 0
}

// failure reports whether an error says that there was one.
func (v value) failure() bool {
	switch string(v) {
	case "", "null", "false", "0", `""`, "{}", "[]":
		return false
	default:
		return true
	}
}

// characters is the length of a scalar as text.
func (v value) characters() int {
	if len(v) <= maxID || !v.scalar() {
		return 0 // short enough in any case, or no id
	}
	return utf8.RuneCount(v.content())
}

// content is a scalar as text.
func (v value) content() []byte {
	if !v.text() {
		return v
	}
	if bytes.IndexByte(v, '\\') < 0 {
		return v[1 : len(v)-1]
	}
	var s string
	if json.Unmarshal(v, &s) != nil {
		return v // not reached: it was written as JSON
	}
	return []byte(s)
}
