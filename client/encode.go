package client

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"sync"
	"time"
)

// The names of the copilot events.
const (
	namePrompt       = "screeb_copilot_user_prompt"
	nameResponse     = "screeb_copilot_response"
	nameConversion   = "screeb_copilot_conversion"
	nameSatisfaction = "screeb_copilot_satisfaction"
	nameAction       = "screeb_copilot_action"
	nameTool         = "screeb_copilot_tool"
)

// maxOwn is how many properties of its own a call has at most.
const maxOwn = 11

// event is what a call has to say, before it is written.
type event struct {
	name   string // of the event; empty where kind says what it is
	kind   string // identify, group
	own    []property
	about  *About
	common map[string]any
}

type property struct {
	name  string
	value any
}

// text, number and milliseconds add what was given.

func (e *event) text(name, value string) {
	if value != "" {
		e.own = append(e.own, property{name, value})
	}
}

func (e *event) number(name string, value float64) {
	if value != 0 {
		e.own = append(e.own, property{name, value})
	}
}

func (e *event) milliseconds(name string, d time.Duration) {
	e.number(name, float64(d)/float64(time.Millisecond))
}

// item is an event as it is queued: written, judged, and never changed.
type item struct {
	id, name string
	json     []byte
}

// encoders are reused: an encoder keeps its buffer.
type encoders struct{ pool sync.Pool }

// encoder writes one event at a time as JSON and remembers where its values
// stand, since they are judged by what they have become.
type encoder struct {
	buffer bytes.Buffer
	json   *json.Encoder
	values []span // of the properties
}

// span is where the JSON of a property stands.
type span struct {
	name       string
	start, end int
}

// encode writes an event and judges it.
func (p *encoders) encode(e *event) (item, *Rejection) {
	w, ok := p.pool.Get().(*encoder)
	if !ok {
		w = &encoder{}
		w.json = json.NewEncoder(&w.buffer)
		w.json.SetEscapeHTML(false)
	}
	defer p.put(w)
	w.buffer.Reset()
	w.values = w.values[:0]
	id := e.about.ID
	if id == "" {
		id = rand.Text()
	}
	out := item{id: id, name: e.label()}
	fault := w.write(e, id)
	if fault == nil {
		fault = w.judge(e)
	}
	if fault != nil {
		fault.Event, fault.ID = out.name, id
		return item{}, fault
	}
	out.json = bytes.Clone(w.buffer.Bytes())
	return out, nil
}

// maxKept is the largest buffer that is kept for the next event.
const maxKept = 64 << 10

func (p *encoders) put(w *encoder) {
	clear(w.values[:cap(w.values)])
	if w.buffer.Cap() <= maxKept {
		p.pool.Put(w)
	}
}

// label is what an event is called in a rejection.
func (e *event) label() string {
	if e.name == "" {
		return e.kind
	}
	return e.name
}

func (w *encoder) write(e *event, id string) *Rejection {
	w.buffer.WriteByte('{')
	w.member("id", id)
	w.member("event", e.name)
	w.member("type", e.kind)
	w.member("user_id", e.about.User)
	w.member("anonymous_id", e.about.Anonymous)
	w.member("account_id", e.about.Account)
	w.key("timestamp")
	w.buffer.Write(e.about.At.UTC().AppendFormat(w.buffer.AvailableBuffer(), `"`+time.RFC3339Nano+`"`))
	w.key("properties")
	w.buffer.WriteByte('{')
	fault := w.properties(e)
	w.buffer.WriteString("}}")
	return fault
}

// properties writes what the call says, then what it was given, then what
// every event has; the first of a name stands.
func (w *encoder) properties(e *event) *Rejection {
	for _, p := range e.own {
		if fault := w.property(p.name, p.value); fault != nil {
			return fault
		}
	}
	for _, p := range [...]struct{ name, value string }{
		{"conversation_id", e.about.Conversation},
		{"session_id", e.about.Session},
		{"agent_id", e.about.Agent},
		{"message_id", e.about.Message},
	} {
		if p.value != "" {
			if fault := w.property(p.name, p.value); fault != nil {
				return fault
			}
		}
	}
	if fault := w.others(e.about.Properties); fault != nil || e.kind != "" {
		return fault
	}
	return w.others(e.common)
}

func (w *encoder) others(properties map[string]any) *Rejection {
	before := len(w.values) // a map has each name once
	for name, value := range properties {
		if has(w.values[:before], name) {
			continue
		}
		if fault := w.property(name, value); fault != nil {
			return fault
		}
	}
	return nil
}

func has(values []span, name string) bool {
	for i := range values {
		if values[i].name == name {
			return true
		}
	}
	return false
}

func (w *encoder) property(name string, value any) *Rejection {
	w.key(name)
	start := w.buffer.Len()
	if text, ok := value.(string); ok {
		w.quote(text)
	} else if err := w.json.Encode(value); err != nil {
		return reject(invalidType, name, "%s cannot be written as JSON: %s", name, err)
	} else {
		w.chop()
	}
	w.values = append(w.values, span{name, start, w.buffer.Len()})
	return nil
}

// member writes a text that is not empty.
func (w *encoder) member(name, value string) {
	if value != "" {
		w.key(name)
		w.quote(value)
	}
}

func (w *encoder) key(name string) {
	if last := w.buffer.Bytes(); last[len(last)-1] != '{' {
		w.buffer.WriteByte(',')
	}
	w.quote(name)
	w.buffer.WriteByte(':')
}

func (w *encoder) quote(s string) {
	if plain(s) {
		w.buffer.WriteByte('"')
		w.buffer.WriteString(s)
		w.buffer.WriteByte('"')
		return
	}
	_ = w.json.Encode(s) // a string always becomes JSON, and a buffer takes it
	w.chop()
}

// plain reports whether nothing of a text need be escaped in JSON.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// chop removes the line's end that json.Encoder writes.
func (w *encoder) chop() { w.buffer.Truncate(w.buffer.Len() - 1) }
