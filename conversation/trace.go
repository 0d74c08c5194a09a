package conversation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// Spans tell of a turn many times over: an agent, its steps and every call of a
// model repeat what was asked and answered, in several requests and in any
// order; and one span may be told in pieces. This file makes of them what the
// rest of the package reads: of each turn one prompt and one response, and an
// event for each tool.
//
// trace.go merges pieces into steps, trace_turn.go finds the turns among the
// steps of a trace, trace_tell.go writes their events.

// step is one span, of whatever pieces it was told in.
type step struct {
	event.Event

	trace, span, parent string
	response            string
	ended               time.Time
}

// traced is what is known of the events that were made of spans.
type traced struct {
	turns map[string]string // of a prompt's or an answer's event: the id of its turn
	asked map[string]string // of an answer's event: its prompt's event
	names map[string]string // of what a rating may name (a span, a response, a trace): an event of its turn
}

// tell replaces the spans among events by what they tell.
func tell(events []event.Event) ([]event.Event, *traced) {
	first := slices.IndexFunc(events, func(e event.Event) bool { return e.Kind == event.Span })
	if first < 0 {
		return events, &traced{}
	}
	t := &traced{turns: make(map[string]string), asked: make(map[string]string), names: make(map[string]string)}
	told := make([]event.Event, 0, len(events))
	var pieces []event.Event
	for i := range events {
		if events[i].Kind == event.Span {
			pieces = append(pieces, events[i])
		} else {
			told = append(told, events[i])
		}
	}
	for _, steps := range together(merged(pieces)) {
		told = append(told, t.tellTurns(steps)...)
	}
	return told, t
}

// merged makes one step of the pieces of each span. Of two pieces that say
// different things the one that came to pass later counts.
func merged(pieces []event.Event) []*step {
	slices.SortFunc(pieces, func(a, b event.Event) int {
		return cmp.Or(a.OccurredAt.Compare(b.OccurredAt), a.ReceivedAt.Compare(b.ReceivedAt), strings.Compare(a.ID, b.ID))
	})
	type name struct{ trace, span string }
	known := make(map[name]*step)
	var steps []*step
	for i := range pieces {
		piece := newStep(&pieces[i])
		n := name{piece.trace, piece.span}
		if s := known[n]; s != nil && piece.span != "" {
			s.merge(piece)
			continue
		}
		known[n] = piece
		steps = append(steps, piece)
	}
	slices.SortFunc(steps, func(a, b *step) int {
		return cmp.Or(a.OccurredAt.Compare(b.OccurredAt), b.ended.Compare(a.ended), strings.Compare(a.span, b.span), strings.Compare(a.ID, b.ID))
	})
	return steps
}

func newStep(e *event.Event) *step {
	s := &step{Event: *e, trace: e.Trace(), ended: e.OccurredAt}
	s.span, _ = e.Properties.Get("span_id").Scalar()
	s.parent, _ = e.Properties.Get("parent_id").Scalar()
	s.response, _ = e.Properties.Text("response")
	if e.LatencyMS != nil {
		s.ended = e.OccurredAt.Add(time.Duration(*e.LatencyMS * float64(time.Millisecond)))
	}
	return s
}

// hasWords reports whether there are words in a text.
func hasWords(text string) bool { return strings.TrimSpace(text) != "" }

// asks reports whether a step has what was asked, answers whether it has what was
// answered; of texts that are forgotten marks are left.
func (s *step) asks() bool {
	return hasWords(s.Text) || s.Forgotten&event.Texts != 0 && s.mark("asked") != ""
}

func (s *step) answers() bool {
	return hasWords(s.response) || s.Forgotten&event.Texts != 0 && s.Properties.Get("answered") == "true"
}

// speaks reports whether a step has both.
func (s *step) speaks() bool { return s.asks() && s.answers() }

// merge takes over what a later piece of the same span says.
func (s *step) merge(piece *step) {
	if piece.weight() >= s.weight() { // so that the event with the texts stands for the span
		s.ID, s.StoredAt, s.Name = piece.ID, piece.StoredAt, piece.Name
	}
	if hasWords(piece.Text) {
		s.Text = piece.Text
	}
	if hasWords(piece.response) {
		s.response = piece.response
	}
	if piece.ended.After(s.ended) {
		s.ended = piece.ended
	}
	keep(&s.parent, piece.parent)
	keep(&s.User, piece.User)
	keep(&s.Account, piece.Account)
	keep(&s.Model, piece.Model)
	keep(&s.Version, piece.Version)
	keep(&s.Error, piece.Error)
	keep(&s.Message, piece.Message)
	keep(&s.Reading, piece.Reading)
	s.Forgotten |= piece.Forgotten
	if piece.Agent != event.DefaultAgent {
		keep(&s.Agent, piece.Agent)
	}
	if piece.Marks&event.SessionMissing == 0 {
		s.Session, s.Marks = piece.Session, s.Marks&^event.SessionMissing
	}
	later(&s.LatencyMS, piece.LatencyMS)
	later(&s.InputTokens, piece.InputTokens)
	later(&s.OutputTokens, piece.OutputTokens)
	s.Properties = slices.Concat(s.Properties, piece.Properties).Sorted()
}

func (s *step) weight() int {
	switch {
	case s.speaks():
		return 2
	case s.asks() || s.answers():
		return 1
	default:
		return 0
	}
}

func later[T any](to **T, value *T) {
	if value != nil {
		*to = value
	}
}

// together puts steps of a trace together, and traces in which the same was
// asked at the same time: where the context of tracing gets lost, an agent and
// its calls of a model are traces of their own. What stands in them is told in
// order of time.
func together(steps []*step) [][]*step {
	of := make(map[string]string) // a trace to the one it goes with, or to itself
	root := func(trace string) string {
		for of[trace] != trace {
			trace = of[trace]
		}
		return trace
	}
	open := make(map[string]*step) // by what was asked, the step that ends last
	for _, s := range steps {
		if s.trace == "" {
			s.trace = s.ID
		}
		if of[s.trace] == "" {
			of[s.trace] = s.trace
		}
		if !s.asks() {
			continue
		}
		asked := strings.TrimSpace(s.Text)
		if asked == "" {
			asked = s.mark("asked")
		}
		before := open[asked]
		if before != nil && !s.OccurredAt.After(before.ended) {
			of[root(s.trace)] = root(before.trace)
		}
		if before == nil || s.ended.After(before.ended) {
			open[asked] = s
		}
	}
	var all [][]*step
	place := make(map[string]int)
	for _, s := range steps {
		trace := root(s.trace)
		i, known := place[trace]
		if !known {
			i = len(all)
			place[trace] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], s)
	}
	return all
}
