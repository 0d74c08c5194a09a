package event

import (
	"slices"
	"strings"
	"time"
)

// Item is one event as its sender wrote it, before anything is believed.
// Values are JSON text and empty where the sender left the field out.
type Item struct {
	ID, Name, User, Anonymous, Account, Timestamp Value
	Kind                                          Kind       // set where the protocol says it (identify, group, page); else the name decides
	ShortNames                                    bool       // "user_prompt" stands for its long name
	TimeInferred                                  bool       // Timestamp is a guess that keeps the order, as of a file without times
	FreeName                                      bool       // the protocol's own product takes names that Screeb's does not, such as $pageview
	AssumedScale                                  string     // on which a rating is taken that comes without a scale and lies on this one; empty where the protocol has none
	Properties                                    Properties // sorted
	Context                                       Properties // sorted
}

// Arrival is what the server knows about the request an item came in.
type Arrival struct {
	Project    string
	Source     string
	ReceivedAt time.Time
	SentAt     time.Time // the sender's clock when it sent the request; zero when not told
	Scale      string    // on which the project takes ratings that come without one; empty where it has not decided
}

// Normalize turns an item into an event or says what is wrong with it. An
// item reports its first fault in this order: name, required properties,
// rating or action, limits (name, properties, user, other ids), time. A value
// whose type cannot be read is a fault of the step that needs it.
//
// The item is not changed; the event shares its strings.
func Normalize(item Item, at Arrival) (Event, *Rejection) {
	n := normalizer{item: &item, event: Event{
		Project: at.Project, Source: at.Source, ReceivedAt: at.ReceivedAt.UTC().Truncate(time.Microsecond),
		Context: item.Context,
	}}
	if fault := n.judge(at); fault != nil {
		return Event{}, fault
	}
	n.identity()
	return n.event, nil
}

// normalizer carries one item through the steps of Normalize.
type normalizer struct {
	item     *Item
	event    Event
	mistyped []*Rejection // fields whose type cannot be read, in order of the documentation
}

func (n *normalizer) judge(at Arrival) *Rejection {
	if fault := n.name(); fault != nil {
		return fault
	}
	n.fields()
	if fault := n.required(); fault != nil {
		return fault
	}
	if fault := n.meaning(at.Scale); fault != nil {
		return fault
	}
	if fault := n.limits(); fault != nil {
		return fault
	}
	return n.times(at)
}

func (n *normalizer) name() *Rejection {
	name, ok := text(n.item.Name)
	if !ok {
		return mistyped("event")
	}
	n.event.Name, n.event.Kind = name, n.item.Kind
	if n.event.Kind == "" {
		if name == "" {
			return missing("event")
		}
		n.event.Kind = KindOf(name, n.item.ShortNames)
	}
	if n.event.Name == "" {
		n.event.Name = string(n.event.Kind)
	}
	return nil
}

// required looks for what the event's kind cannot do without. A field that is
// there, but of the wrong type, is not missing.
func (n *normalizer) required() *Rejection {
	e := &n.event
	fault := e.required()
	if e.Kind == Response && e.Error == "" && n.item.Properties.Get("response").Null() {
		fault = Reject(MissingField, "response", "response is required, or error")
	}
	if e.Kind == Response && n.wrong("response") != nil {
		return n.wrong("response")
	}
	if fault == nil {
		return nil
	}
	if wrong := n.wrong(fault.Field); wrong != nil {
		return wrong
	}
	return fault
}

func (n *normalizer) wrong(field string) *Rejection {
	for _, fault := range n.mistyped {
		if fault.Field == field {
			return fault
		}
	}
	return nil
}

// meaning reads what only events of one kind have.
func (n *normalizer) meaning(scale string) *Rejection {
	switch n.event.Kind {
	case Satisfaction:
		return n.rating(scale)
	case Action:
		if act := n.event.Act(); !slices.Contains(Acts(), act) {
			return Reject(UnknownAction, "action", "action %q is unknown; use one of %v", clip(string(act)), Acts())
		}
		return nil
	default:
		return nil
	}
}

func (n *normalizer) rating(projects string) *Rejection {
	e := &n.event
	for _, field := range []string{"rating", "rating_scale", "comment"} {
		if wrong := n.wrong(field); wrong != nil {
			return wrong
		}
	}
	commented := strings.TrimSpace(e.Text) != ""
	if strings.TrimSpace(e.RatingRaw) == "" {
		if commented {
			return nil
		}
		return Reject(MissingField, "rating", "rating is required, or comment")
	}
	if strings.TrimSpace(e.RatingScale) == "" {
		if n.take(projects, 0) || n.take(n.item.AssumedScale, ScaleAssumed) || commented {
			return nil
		}
		return missing("rating_scale")
	}
	scale, fault := ParseScale(e.RatingScale)
	if fault != nil {
		return fault
	}
	rating, fault := scale.Normalise(e.RatingRaw, e.RatingScale)
	if fault != nil {
		return fault
	}
	e.Rating = &rating
	return nil
}

// take takes a rating that came without a scale on this one, where it lies on
// it.
func (n *normalizer) take(written string, mark Marks) bool {
	e := &n.event
	scale, fault := ParseAssumed(written)
	if fault != nil {
		return false
	}
	rating, fault := scale.Normalise(e.RatingRaw, written)
	if fault != nil {
		return false
	}
	e.Rating, e.RatingScale = &rating, written
	e.Marks |= mark
	return true
}

func (n *normalizer) limits() *Rejection {
	e := &n.event
	if fault := nameLimit(e.Name, n.item.FreeName); fault != nil {
		return fault
	}
	if fault := n.item.Properties.limits(); fault != nil {
		return fault
	}
	if n.item.User == `""` {
		return Reject(InvalidUserID, "user_id", "user_id is empty; leave it out for anonymous users")
	}
	if len(n.mistyped) > 0 {
		return n.mistyped[0]
	}
	var truncated bool
	if e.Text, truncated = cut(e.Text); truncated {
		e.Marks |= Truncated
	}
	if e.Kind == Span {
		n.cutAnswer()
	}
	return e.idLimits()
}

// cutAnswer holds the answer of a span to the limit of texts: it has two texts,
// of which the prompt is the event's.
func (n *normalizer) cutAnswer() {
	for i, p := range n.event.Properties {
		if p.Name != "response" {
			continue
		}
		answer, _ := p.Value.Text()
		if short, truncated := cut(answer); truncated {
			n.event.Properties[i].Value = TextValue(short)
			n.event.Marks |= Truncated
		}
	}
}

// identity fills in who and where: the event's id, its session, its agent and
// an anonymous id where nobody is named.
func (n *normalizer) identity() {
	e := &n.event
	if e.ID == "" {
		e.ID = derivedID(e, n.item)
	}
	if e.Conversation == "" {
		return
	}
	if e.Agent == "" {
		e.Agent = DefaultAgent
	}
	if e.Session == "" {
		e.Session = e.Conversation
		e.Marks |= SessionMissing
	}
	if e.UserKey() == "" {
		e.Anonymous = ConversationUser(e.Project, e.Conversation)
	}
}
