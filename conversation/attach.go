package conversation

import "github.com/debrief-dev/debrief/event"

// attach ties ratings and actions to the turns they speak about.
func (b *builder) attach() {
	for i := range b.events {
		e := &b.events[i]
		switch e.Kind {
		case event.Satisfaction:
			b.rate(e)
		case event.Action:
			b.act(e)
		default:
		}
	}
}

// turnOf is the turn that has the event's message, else the last one that had
// begun by then; -1 where there is none.
func (b *builder) turnOf(e *event.Event) int {
	if turn, named := b.byMessage[e.Message]; named && e.Message != "" {
		return turn
	}
	last := -1
	for i := range b.turns {
		if !b.turns[i].StartedAt.After(e.OccurredAt) {
			last = i
		}
	}
	return last
}

func (b *builder) rate(e *event.Event) {
	if e.Rating == nil {
		return
	}
	r := Rating{
		Event: e.ID, Project: e.Project, Conversation: e.Conversation, At: e.OccurredAt,
		Value: *e.Rating, FivePoint: fivePoint(e.RatingScale), Dimensions: b.dimensions(e),
	}
	if turn := b.turnOf(e); turn >= 0 {
		t := &b.turns[turn]
		t.Rating, r.Turn = e.Rating, t.ID
		r.Dimensions.inherit(&t.Dimensions)
	}
	b.ratings = append(b.ratings, r)
	b.last = e.Rating
}

// inherit takes over what an event about a turn leaves out.
func (d *Dimensions) inherit(from *Dimensions) {
	fill := func(to *string, value string) {
		if *to == "" {
			*to = value
		}
	}
	if d.Agent == event.DefaultAgent {
		d.Agent = from.Agent
	}
	if !d.Identified {
		d.User, d.Identified = from.User, from.Identified
	}
	fill(&d.Version, from.Version)
	fill(&d.Model, from.Model)
	fill(&d.Language, from.Language)
	fill(&d.Topic, from.Topic)
	fill(&d.Account, from.Account)
	d.Environment = from.Environment
}

func fivePoint(written string) bool {
	scale, fault := event.ParseScale(written)
	return fault == nil && scale.Low == 1 && scale.High == 5
}

// act turns an action into the signal of its name, on the turn it speaks
// about.
func (b *builder) act(e *event.Event) {
	turn := b.turnOf(e)
	if turn < 0 {
		return
	}
	for _, signal := range Signals() {
		if string(signal) == string(e.Act()) {
			b.turns[turn].Evidence = append(b.turns[turn].Evidence, Evidence{Signal: signal, Event: e.ID})
		}
	}
}
