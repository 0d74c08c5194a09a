package conversation

import (
	"slices"
	"sort"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// Rating is one explicit rating. Comments without a rating are not ratings.
type Rating struct {
	Event        string // id of the satisfaction event
	Project      string
	Conversation string
	Turn         string // the turn it speaks about, if known
	At           time.Time
	Value        float64 // 0..1
	FivePoint    bool    // given on a scale of 1 to 5, so that "top two" has a meaning
	Dimensions
}

// attach ties ratings and actions to the turns they speak about. An answer that
// a human wrote tells that the conversation was handed off.
func (b *builder) attach() {
	for i := range b.parts {
		for _, a := range b.parts[i].answers {
			if a.response.ByHuman() {
				b.handedOff = true
				b.show(i, Evidence{Signal: HandedOff, Event: a.response.ID})
			}
		}
	}
	messages := b.messages()
	for i := range b.events {
		e := &b.events[i]
		switch e.Kind {
		case event.Satisfaction:
			b.rate(e, messages)
		case event.Action:
			b.act(e, messages)
		default:
		}
	}
}

// messages tells the turn of each message id. A response goes before a prompt
// of the same id: it is the answer that is rated and acted upon.
func (b *builder) messages() map[string]int {
	turns := make(map[string]int)
	for i := range b.parts {
		if prompt := b.parts[i].prompt; prompt != nil {
			turns[prompt.Message] = i
		}
	}
	for i := range b.parts {
		for _, a := range b.parts[i].answers {
			turns[a.response.Message] = i
		}
	}
	b.spanNames(turns)
	delete(turns, "")
	return turns
}

// spanNames adds the names of what turns were told by: spans, responses of
// models, traces.
func (b *builder) spanNames(turns map[string]int) {
	if len(b.traced.names) == 0 {
		return
	}
	heads := make(map[string]int)
	for i := range b.parts {
		first, _ := b.parts[i].began()
		heads[first.ID] = i
	}
	for name, head := range b.traced.names {
		turn, known := heads[head]
		if _, taken := turns[name]; known && !taken {
			turns[name] = turn
		}
	}
}

// turnOf is the turn that has the event's message, else the last one that had
// begun by then, clocks considered; -1 where there is none.
func (b *builder) turnOf(e *event.Event, messages map[string]int) int {
	if turn, named := messages[e.Message]; named {
		return turn
	}
	begun := func(at time.Time) int {
		return sort.Search(len(b.turns), func(i int) bool { return b.turns[i].StartedAt.After(at) }) - 1
	}
	if last := begun(e.OccurredAt); last >= 0 {
		return last
	}
	return min(begun(e.OccurredAt.Add(b.rules.ClockSlack)), 0)
}

func (b *builder) rate(e *event.Event, messages map[string]int) {
	if e.Rating == nil {
		return
	}
	r := Rating{
		Event: e.ID, Project: e.Project, Conversation: e.Conversation, At: e.OccurredAt,
		Value: *e.Rating, FivePoint: fivePoint(e.RatingScale), Dimensions: b.dimensions(e),
	}
	if turn := b.turnOf(e, messages); turn >= 0 {
		t := &b.turns[turn]
		t.Rating, r.Turn = e.Rating, t.ID
		r.inherit(&t.Dimensions)
	}
	b.ratings = append(b.ratings, r)
	b.last = e.Rating
}

// inherit takes over what an event leaves out that speaks about a turn or
// about the whole conversation.
func (d *Dimensions) inherit(from *Dimensions) {
	if d.Agent == event.DefaultAgent {
		keep(&d.Agent, from.Agent)
	}
	if !d.Identified && from.User != "" {
		d.User, d.Identified = from.User, from.Identified
	}
	fill(&d.Version, from.Version)
	fill(&d.Model, from.Model)
	fill(&d.Language, from.Language)
	fill(&d.Topic, from.Topic)
	fill(&d.Theme, from.Theme)
	fill(&d.Account, from.Account)
	if d.Environment == event.DefaultEnvironment {
		d.Environment = from.Environment
	}
}

func fivePoint(written string) bool {
	scale, fault := event.ParseScale(written)
	return fault == nil && scale.Low == 1 && scale.High == 5
}

// act turns an action into the signal of its name, on the turn it speaks
// about.
func (b *builder) act(e *event.Event, messages map[string]int) {
	act := e.Act()
	if !slices.Contains(event.Acts(), act) {
		return
	}
	b.handedOff = b.handedOff || act == event.HandedOff
	if turn := b.turnOf(e, messages); turn >= 0 {
		b.show(turn, Evidence{Signal: Signal(act), Event: e.ID})
		b.acts = append(b.acts, utterance{at: e.OccurredAt, turn: turn, act: act})
	}
}
