package metric_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// word is a part of a line: name=value, or a value alone.
type word struct {
	name, value string
	quoted      bool
}

// words cuts a line up at spaces outside texts.
func words(text string) ([]word, error) {
	var all []word
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		var w word
		if i := strings.IndexAny(text, "= \""); i > 0 && text[i] == '=' {
			w.name, text = text[:i], text[i+1:]
		}
		if strings.HasPrefix(text, `"`) {
			quoted, err := strconv.QuotedPrefix(text)
			if err != nil {
				return nil, errors.New("a text is not closed")
			}
			if w.value, err = strconv.Unquote(quoted); err != nil {
				return nil, fmt.Errorf("%s cannot be read: %w", quoted, err)
			}
			w.quoted, text = true, text[len(quoted):]
		} else {
			w.value, text, _ = strings.Cut(text, " ")
		}
		all = append(all, w)
	}
	return all, nil
}

// json is the value as a sender writes it: a text in quotes and what is no
// JSON are strings.
func (w *word) json() event.Value {
	if !w.quoted && json.Valid([]byte(w.value)) {
		return event.Value(w.value)
	}
	return event.Value(event.AppendText(nil, w.value))
}

// event reads a line such as
//
//	10:00 user=ann conv=c1 prompt "How do I export?"
//
// and has it judged as the door judges what is sent.
func (p *play) event(text string) (event.Event, error) {
	clock, rest, _ := strings.Cut(text, " ")
	at, err := p.clock(clock)
	if err != nil {
		return event.Event{}, err
	}
	parts, err := words(rest)
	if err != nil {
		return event.Event{}, err
	}
	p.events++
	item := event.Item{ID: event.Value(fmt.Sprintf(`"e%d"`, p.events)), ShortNames: true}
	item.Timestamp = event.Value(event.AppendText(nil, at.Format(time.RFC3339Nano)))
	if err = describe(&item, parts); err != nil {
		return event.Event{}, err
	}
	e, fault := event.Normalize(item, event.Arrival{Project: project, Source: "script", ReceivedAt: at.Add(time.Millisecond)})
	if fault != nil {
		return e, fmt.Errorf("rejected: %s (%s %s)", fault.Message, fault.Code, fault.Field)
	}
	return e, nil
}

func (p *play) clock(text string) (time.Time, error) {
	for _, layout := range []string{"15:04", "15:04:05", "15:04:05.999"} {
		at, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if p.day.IsZero() {
			return at, errors.New("a time needs a day: put a line like 2026-11-02 before")
		}
		hour, minute, second := at.Clock()
		return p.day.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second +
			time.Duration(at.Nanosecond())), nil
	}
	return time.Time{}, fmt.Errorf("%q is not a time like 10:00 or 10:00:05", text)
}

// describe fills in an item: values with a name, and the event with what
// stands after it.
func describe(item *event.Item, parts []word) error {
	for i := 0; i < len(parts); i++ {
		w := &parts[i]
		if w.name == "" {
			took, err := happen(item, w.value, parts[i+1:])
			if err != nil {
				return err
			}
			i += took
			continue
		}
		long := map[string]string{"conv": "conversation_id", "session": "session_id", "agent": "agent_id", "message": "message_id", "env": "environment"}
		switch w.name {
		case "user":
			item.User = w.json()
		case "anon":
			item.Anonymous = w.json()
		case "account":
			item.Account = w.json()
		default:
			name := w.name
			if long[name] != "" {
				name = long[name]
			}
			put(item, name, w.json())
		}
	}
	item.Properties = item.Properties.Sorted()
	return nil
}

func put(item *event.Item, name string, value event.Value) {
	item.Properties = append(item.Properties, event.Property{Name: name, Value: value})
}

// happen reads what happened and returns how many words it took besides.
func happen(item *event.Item, what string, rest []word) (took int, err error) {
	text := func(name string) int {
		if len(rest) == 0 || rest[0].name != "" {
			return 0
		}
		put(item, name, rest[0].json())
		return 1
	}
	named := func(name string) { item.Name = event.Value(event.AppendText(nil, name)) }
	switch what {
	case "prompt":
		named("user_prompt")
		return text("prompt"), nil
	case "response", "action", "tool":
		named(what)
		return text(what), nil
	case "conversion":
		named(what)
		return text("name"), nil
	case "comment":
		named("satisfaction")
		return text("comment"), nil
	case "rating":
		const form = 3
		named("satisfaction")
		if len(rest) < form || rest[1].value != "of" {
			return 0, errors.New("a rating is written like rating 4 of 1-5")
		}
		put(item, "rating", rest[0].json())
		put(item, "rating_scale", event.Value(event.AppendText(nil, rest[2].value)))
		return form, nil
	case "track":
		if len(rest) == 0 {
			return 0, errors.New(`an event that is tracked has a name: track "upgrade"`)
		}
		named(rest[0].value)
		return 1, nil
	case "identify", "group", "page":
		item.Kind = event.Kind(what)
		return 0, nil
	default:
		return 0, fmt.Errorf("there is no event %q", what)
	}
}
