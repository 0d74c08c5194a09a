package storetest

import (
	"fmt"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// Values that stores get wrong.
func awkwardTexts() []string {
	return []string{
		"How do I export?", "hi", "", " ", "Où est l'ÉTÉ?", "İstanbul STRASSE ß ẞ Σίσυφος", "it's \"quoted\" \\ 100% a_b", "line\nother\r\n\ttab", "\x01\u2028\u00a0", "nul\x00nul",
		"👍🏽 👩‍👩‍👧", "مرحبا", "e\u0301 = é", "refund 100% now",
	}
}

// longest is a text of the greatest length.
func longest() string { return strings.Repeat("é!", event.MaxText/3) }

func awkwardValues() []event.Value {
	return []event.Value{
		`"pro"`, `"free"`, `"Team"`, `""`, `" "`, `5`, `"5"`, `50.5`, `"50.50"`, `" 5"`, `"5 "`, `"+5"`, `"05"`, `".5"`, `"5."`, `"0x10"`, `"1_000"`, `"1e2"`, `1e400`,
		`"Infinity"`, `"nan"`, `-0`, `true`, `false`, `"true"`, `"yes"`, `1`, `null`, `{"x":1}`, `[1]`, `"é"`, `"admin"`, `9007199254740993`, `"a\u0000b"`,
	}
}

// moments are times around which something changes in one of the zones asked.
func moments() []time.Time {
	return []time.Time{
		epoch(),
		time.Date(2026, time.October, 24, 22, 0, 0, 0, time.UTC),                 // a day begins in Paris
		time.Date(2026, time.October, 25, 0, 59, 59, 999_999_000, time.UTC),      // before clocks are set back there
		time.Date(2026, time.October, 25, 1, 0, 0, 0, time.UTC),                  // and after
		time.Date(2026, time.October, 25, 18, 15, 0, 0, time.UTC),                // a day begins in Kathmandu
		time.Date(2026, time.October, 26, 0, 0, 0, 0, time.UTC),                  // a week begins
		time.Date(2026, time.October, 31, 23, 0, 0, 0, time.UTC),                 // a month begins in Paris
		judged().Add(-24 * time.Hour), judged().Add(-24*time.Hour - time.Minute), // settled just so
	}
}

// telling draws the events of a world, one after the other.
type telling struct {
	draws

	events []event.Event
}

func drawEvents(d draws) []event.Event {
	w := &telling{draws: d}
	for range 2 + d.IntN(7) {
		w.converse()
	}
	for range d.IntN(6) {
		w.pass()
	}
	return w.events
}

// tell adds an event where it is one that the door lets in.
func (w *telling) tell(e event.Event) {
	e.ID, e.Project, e.Name = fmt.Sprintf("e%d", len(w.events)), project, string(e.Kind)
	if e.Kind == event.Track {
		e.Name = pick(w.draws, goal, "click")
	}
	e.ReceivedAt = e.OccurredAt.Add(time.Second)
	e.Properties = e.Properties.Sorted()
	if e.Validate() == nil {
		w.events = append(w.events, e)
	}
}

// stranger is an event of somebody, somewhere.
func (w *telling) stranger() event.Event {
	e := event.Event{
		User: pick(w.draws, "", "", "u1", "u2", "ü\"3'"), Account: pick(w.draws, "acme", "globex", ""), Session: pick(w.draws, "s1", "s2", ""),
		OccurredAt: pick(w.draws, moments()...).Add(time.Duration(w.IntN(4)) * 20 * time.Hour),
	}
	if e.User == "" || w.chance(20) {
		e.Anonymous = pick(w.draws, "a1", "a2", "")
	}
	e.Properties = w.properties()
	return e
}

func (w *telling) properties() event.Properties {
	var p event.Properties
	if w.chance(30) {
		p = append(p, event.Property{Name: "environment", Value: pick[event.Value](w.draws, `"staging"`, `"production"`, `""`, `7`, `"preview"`)})
	}
	for _, name := range []string{"plan", "seats", "beta", "a.b/c~d", "role"} {
		if w.chance(25) {
			p = append(p, event.Property{Name: name, Value: pick(w.draws, awkwardValues()...)})
		}
	}
	return p
}

// converse adds a conversation. Now and then its id has been used.
func (w *telling) converse() {
	base := w.stranger()
	base.Conversation = pick(w.draws, "c1", "c2", "c 3", "ç'4\"", "c%_5")
	base.Agent, base.Version, base.Model = pick(w.draws, event.DefaultAgent, "support", "sales"), pick(w.draws, "1", "2", ""), pick(w.draws, "m-1", "m-2-mini", "")
	if base.Session == "" {
		base.Session = base.Conversation
	}
	for range 1 + w.IntN(9) {
		e := base
		if w.chance(15) {
			other := w.stranger()
			e.User, e.Anonymous, e.Account = other.User, other.Anonymous, other.Account
		}
		e.Properties = w.properties()
		e.Message = pick(w.draws, "", "m1", "m2")
		w.describe(&e)
		w.tell(e)
		base.OccurredAt = base.OccurredAt.Add(pick(w.draws, 0, time.Microsecond, time.Second, 4*time.Second, 3*time.Minute, time.Hour, 25*time.Hour))
	}
}

// describe gives an event of a conversation what its kind has.
func (w *telling) describe(e *event.Event) {
	e.Kind = pick(w.draws, event.Prompt, event.Prompt, event.Prompt, event.Response, event.Response, event.Response, event.Satisfaction, event.Conversion, event.Action, event.Tool)
	switch e.Kind {
	case event.Prompt:
		e.Text = pick(w.draws, append(awkwardTexts(), longest())...)
	case event.Response:
		e.Text, e.Error = pick(w.draws, append(awkwardTexts(), longest())...), pick(w.draws, "", "", "", "timeout")
		e.LatencyMS, e.InputTokens = maybe(w.draws, 60, pick(w.draws, 0, 0.5, 830, 830, 12_000, 1e9)), maybe(w.draws, 30, int64(w.IntN(9)))
		e.OutputTokens = maybe(w.draws, 30, int64(1)<<40)
		for _, property := range []event.Property{
			{Name: "reply_to", Value: `"m1"`},
			{Name: "time_to_first_token_ms", Value: pick[event.Value](w.draws, `42`, `0`, `"7"`)},
			{Name: "cost_usd", Value: pick[event.Value](w.draws, `0.002`, `0`, `-1`)},
			{Name: "sources", Value: pick[event.Value](w.draws, `["/faq","d1","/faq"]`, `[{"url":"/a"},{"id":"é"}]`, `"/faq"`, `[]`, `[1,null,""]`)},
		} {
			if w.chance(30) {
				e.Properties = append(e.Properties, property)
			}
		}
	case event.Satisfaction:
		e.Text = pick(w.draws, append(awkwardTexts(), longest())...)
		e.Rating, e.RatingScale = maybe(w.draws, 80, pick(w.draws, 0, 0.25, 0.5, 0.75, 1)), pick(w.draws, "1-5", "thumbs", "nps")
	case event.Conversion:
		w.sell(e)
	case event.Action:
		e.Properties = append(e.Properties, event.Property{Name: "action", Value: event.Value(`"` + string(pick(w.draws, event.Acts()...)) + `"`)})
	default:
		e.Properties = append(e.Properties, event.Property{Name: "tool", Value: `"search"`})
	}
}

func (w *telling) sell(e *event.Event) {
	e.Value = maybe(w.draws, 70, pick(w.draws, 0, 0.1, 0.2, -5, 40, 1e15, 1e-9, 1e200, -1e308))
	e.Currency = pick(w.draws, "EUR", "USD", "")
}

// pass adds an event outside any conversation; a conversion may still name
// one, known or not.
func (w *telling) pass() {
	e := w.stranger()
	e.Kind = pick(w.draws, event.Page, event.Track, event.Identify, event.Identify, event.Group, event.Conversion)
	if e.Kind == event.Conversion {
		w.sell(&e)
		e.Conversation = pick(w.draws, "", "", "", "c1", "gone")
		if e.Conversation != "" {
			e.Agent = event.DefaultAgent
		}
	}
	w.tell(e)
}
