package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// This file reads what was sent as docs/events.md and package conversation say
// it is to be read, in the plainest way: loops over all events, nothing from
// the packages that do it in earnest, no index, no query. It is slow and meant
// to be checked by eye.

// said is one event as it stands on the wire.
type said struct {
	ID         string         `json:"id,omitempty"`
	Event      string         `json:"event,omitempty"`
	Type       string         `json:"type,omitempty"`
	User       string         `json:"user_id,omitempty"`
	Anonymous  string         `json:"anonymous_id,omitempty"`
	Account    string         `json:"account_id,omitempty"`
	Time       string         `json:"timestamp,omitempty"`
	Properties map[string]any `json:"properties"`

	at      time.Time // the sender's time, else that of arrival
	arrived int       // number of the delivery
	kind    string
}

// read reads lines of one delivery.
func read(t *testing.T, lines []byte, delivery int, arrival time.Time) []*said {
	t.Helper()
	var all []*said
	for line := range bytes.Lines(lines) {
		s := &said{arrived: delivery, at: arrival}
		d := json.NewDecoder(bytes.NewReader(line))
		d.UseNumber()
		if err := d.Decode(s); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if s.Time != "" {
			at, err := time.Parse(time.RFC3339Nano, s.Time)
			if err != nil {
				t.Fatal(err)
			}
			s.at = at.UTC()
		}
		switch s.kind = s.Type; s.kind {
		case "", "track":
			s.kind = "track"
			short := strings.TrimPrefix(s.Event, "screeb_copilot_")
			if slices.Contains([]string{"user_prompt", "response", "satisfaction", "conversion", "action", "tool"}, short) {
				s.kind = short
			}
		}
		all = append(all, s)
	}
	return all
}

// text is a property as text: strings, numbers and booleans have one.
func (s *said) text(name string) string {
	switch v := s.Properties[name].(type) {
	case string:
		return v
	case json.Number, bool:
		return fmt.Sprint(v)
	default:
		return ""
	}
}

func (s *said) number(name string) *float64 {
	f, err := strconv.ParseFloat(s.text(name), 64)
	if err != nil {
		return nil
	}
	return &f
}

func (s *said) conversation() string {
	if s.kind == "identify" || s.kind == "group" {
		return ""
	}
	return s.text("conversation_id")
}

func (s *said) session() string {
	if session := s.text("session_id"); session != "" {
		return session
	}
	return s.conversation()
}

func (s *said) agent() string {
	if agent := s.text("agent_id"); agent != "" {
		return agent
	}
	return "default"
}

func (s *said) environment() string {
	if environment := s.text("environment"); environment != "" {
		return environment
	}
	return "production"
}

// error is why a response is no answer; false says that it is one.
func (s *said) error() string {
	if s.text("error") == "false" {
		return ""
	}
	return s.text("error")
}

func (s *said) blank() bool { return s.error() != "" || strings.TrimSpace(s.text("response")) == "" }

// rating is the table of docs/events.md: nil for a comment alone.
func (s *said) rating() *float64 {
	raw, scale := strings.TrimSpace(s.text("rating")), s.text("rating_scale")
	if raw == "" || scale == "" {
		return nil
	}
	low, high := 0.0, 0.0
	switch scale {
	case "thumbs", "boolean":
		value := 0.0
		if slices.Contains([]string{"up", "true", "yes", "1", "👍"}, raw) {
			value = 1
		}
		return &value
	case "csat", "5":
		low, high = 1, 5
	case "ces":
		low, high = 1, 7
	case "nps", "10":
		high = 10
	case "1":
		high = 1
	case "2":
		low, high = 1, 2
	case "3":
		low, high = 1, 3
	default:
		if _, err := fmt.Sscanf(scale, "%g-%g", &low, &high); err != nil {
			panic(scale)
		}
	}
	value, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		panic(raw)
	}
	value = (value - low) / (high - low)
	return &value
}

func (s *said) fivePoint() bool {
	return slices.Contains([]string{"1-5", "5", "csat"}, s.text("rating_scale"))
}

// everything is what was sent, each event once.
type everything struct {
	events []*said
	users  map[string]string // anonymous id to user
	talks  []*talk           // in order of start
	now    time.Time
}

// count reads everything.
func count(events []*said, now time.Time) *everything {
	all := &everything{users: make(map[string]string), now: now}
	stored := make(map[string]bool)
	for _, e := range events {
		if e.ID == "" || !stored[e.ID] {
			all.events = append(all.events, e)
		}
		stored[e.ID] = true
	}
	// In order of time, then arrival. Of one delivery nothing but the time
	// tells the order: a prompt goes before what follows it, and ids decide.
	slices.SortStableFunc(all.events, func(a, b *said) int {
		rank := func(e *said) int {
			if e.kind == "user_prompt" {
				return 0
			}
			return 1
		}
		for _, order := range []int{a.at.Compare(b.at), a.arrived - b.arrived, rank(a) - rank(b), strings.Compare(a.ID, b.ID)} {
			if order != 0 {
				return order
			}
		}
		return 0
	})
	for _, e := range all.events { // the first user wins
		if e.Anonymous != "" && e.User != "" && all.users[e.Anonymous] == "" {
			all.users[e.Anonymous] = e.User
		}
	}
	byID := make(map[string]*talk)
	for _, e := range all.events {
		id := e.conversation()
		if id == "" {
			continue
		}
		if byID[id] == nil {
			byID[id] = &talk{id: id, started: e.at}
			all.talks = append(all.talks, byID[id])
		}
		byID[id].events = append(byID[id].events, e)
	}
	slices.SortStableFunc(all.talks, func(a, b *talk) int {
		if order := a.started.Compare(b.started); order != 0 {
			return order
		}
		return strings.Compare(a.id, b.id)
	})
	for _, t := range all.talks {
		all.build(t)
	}
	for _, e := range all.events {
		if t := all.creditOf(e); t != nil {
			t.conversions++
		}
	}
	for _, t := range all.talks {
		all.judge(t)
	}
	return all
}

// who did it, and whether that is a user id.
func (all *everything) who(e *said) (string, bool) {
	switch {
	case e.User != "":
		return e.User, true
	case all.users[e.Anonymous] != "":
		return all.users[e.Anonymous], true
	case e.Anonymous == "" && e.conversation() != "":
		return "somebody in " + e.conversation(), false
	default:
		return e.Anonymous, false
	}
}
