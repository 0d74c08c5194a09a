package event

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Value is one JSON value as compact text; empty means absent. Keeping the
// text keeps numbers exactly as they were sent.
type Value string

// Null reports whether the value is absent or null.
func (v Value) Null() bool { return v == "" || v == "null" }

// Text is the value of a JSON string.
func (v Value) Text() (string, bool) {
	if len(v) < 2 || v[0] != '"' || v[len(v)-1] != '"' {
		return "", false
	}
	return unquote(string(v[1 : len(v)-1]))
}

// Number is the value of a JSON number.
func (v Value) Number() (float64, bool) {
	if v == "" || (v[0] != '-' && (v[0] < '0' || v[0] > '9')) {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(v), 64)
	return f, err == nil
}

// Scalar is the value of a string, number or boolean as text; false for
// null, objects and arrays. Ids are read this way since many are numbers.
func (v Value) Scalar() (string, bool) {
	if v.Null() {
		return "", false
	}
	switch v[0] {
	case '"':
		return v.Text()
	case '{', '[':
		return "", false
	default:
		return string(v), true
	}
}

// Figure is the value of a JSON number, or of a string that is written as one:
// many senders quote their numbers.
func (v Value) Figure() (float64, bool) {
	s, ok := v.Scalar()
	if !ok || !json.Valid([]byte(s)) {
		return 0, false
	}
	return Value(s).Number()
}

// Amount is a finite number that is not negative, also one written as text: how
// latencies, tokens and costs are read.
func (v Value) Amount() (float64, bool) {
	f, ok := numeric(v)
	return f, ok && f >= 0
}

// Property is one named value.
type Property struct {
	Name  string
	Value Value
}

// Properties are named values, sorted by name, each name once.
type Properties []Property

// Sorted puts properties in order of name and keeps the last of each name, as
// JSON readers do. It reuses p's memory.
func (p Properties) Sorted() Properties {
	p.sort()
	out := p[:0]
	for i, property := range p {
		if i+1 < len(p) && p[i+1].Name == property.Name {
			continue
		}
		out = append(out, property)
	}
	return out
}

// sort is stable. Events have few properties, for which insertion is the
// fastest way.
func (p Properties) sort() {
	const few = 16
	if len(p) > few {
		slices.SortStableFunc(p, func(a, b Property) int { return strings.Compare(a.Name, b.Name) })
		return
	}
	for i := 1; i < len(p); i++ {
		moved, j := p[i], i
		for ; j > 0 && p[j-1].Name > moved.Name; j-- {
			p[j] = p[j-1]
		}
		p[j] = moved
	}
}

// Get is the value of that name, or "".
func (p Properties) Get(name string) Value {
	i, found := slices.BinarySearchFunc(p, name, func(a Property, n string) int { return strings.Compare(a.Name, n) })
	if !found {
		return ""
	}
	return p[i].Value
}

// Text is the string of that name.
func (p Properties) Text(name string) (string, bool) { return p.Get(name).Text() }

// AppendJSON appends the properties as one JSON object.
func (p Properties) AppendJSON(b []byte) []byte {
	b = append(b, '{')
	for i, property := range p {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendText(b, property.Name)
		b = append(b, ':')
		b = append(b, property.Value...)
	}
	return append(b, '}')
}

// MarshalJSON writes the properties as one JSON object.
func (p Properties) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }

// UnmarshalJSON reads one JSON object.
func (p *Properties) UnmarshalJSON(b []byte) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	out := make(Properties, 0, len(raw))
	for name, value := range raw {
		out = append(out, Property{Name: name, Value: compact(value)})
	}
	*p = out.Sorted()
	return nil
}

func compact(raw json.RawMessage) Value {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return "null" // not reached: raw came out of a JSON reader
	}
	return Value(b.String())
}
