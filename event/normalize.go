package event

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Item is one event as its sender wrote it, before anything is believed.
// Values are JSON text and empty where the sender left the field out.
type Item struct {
	ID, Name, User, Anonymous, Account, Timestamp Value
	Kind                                          Kind       // set where the protocol says it (identify, group, page); else the name decides
	ShortNames                                    bool       // "user_prompt" stands for its long name
	Properties                                    Properties // sorted
	Context                                       Properties // sorted
}

// Arrival is what the server knows about the request an item came in.
type Arrival struct {
	Project    string
	Source     string
	ReceivedAt time.Time
	SentAt     time.Time // the sender's clock when it sent the request; zero when not told
}

// maxClockSkew is how far a sender's clock may be from ours before its times
// are corrected.
const maxClockSkew = 30 * time.Second

// Normalize turns an item into an event or says what is wrong with it. An
// item reports its first fault in this order: name, required properties,
// rating, limits, id, time.
func Normalize(item Item, at Arrival) (Event, *Rejection) {
	n := normalizer{item: item, event: Event{
		Project: at.Project, Source: at.Source, ReceivedAt: at.ReceivedAt.UTC().Truncate(time.Microsecond),
		Context: item.Context,
	}}
	steps := []func() *Rejection{n.name, n.fields, n.event.required, n.meaning, n.limits, func() *Rejection { return n.times(at) }}
	for _, step := range steps {
		if fault := step(); fault != nil {
			return Event{}, fault
		}
	}
	n.identity()
	return n.event, nil
}

// normalizer carries one item through the steps of Normalize.
type normalizer struct {
	item  Item
	event Event
}

func (n *normalizer) name() *Rejection {
	name, fault := text("event", n.item.Name)
	if fault != nil {
		return fault
	}
	n.event.Name, n.event.Kind = name, n.item.Kind
	if n.event.Kind == "" {
		if name == "" {
			return missing("event")
		}
		n.event.Kind = KindOf(name, n.item.ShortNames)
	}
	return nil
}

// fields moves every property that has a field of its own there, and keeps
// the others.
func (n *normalizer) fields() *Rejection {
	var fault *Rejection
	set := func(to *string, field string, v Value) {
		if fault == nil {
			*to, fault = text(field, v)
		}
	}
	e := &n.event
	if field := textField(e.Kind); field != "" {
		set(&e.Text, field, n.item.Properties.Get(field))
	}
	own := e.Kind.Copilot() || n.item.Properties.Get("conversation_id") != ""
	if own {
		set(&e.Conversation, "conversation_id", n.item.Properties.Get("conversation_id"))
		set(&e.Session, "session_id", n.item.Properties.Get("session_id"))
		set(&e.Agent, "agent_id", n.item.Properties.Get("agent_id"))
		set(&e.Message, "message_id", n.item.Properties.Get("message_id"))
	}
	set(&e.User, "user_id", n.item.User)
	set(&e.Anonymous, "anonymous_id", n.item.Anonymous)
	set(&e.Account, "account_id", n.item.Account)
	if fault != nil {
		return fault
	}
	kept := make(Properties, 0, len(n.item.Properties))
	for _, property := range n.item.Properties {
		if !n.promote(property, own) {
			kept = append(kept, property)
		}
	}
	e.Properties = kept
	return nil
}

// textField is the property that holds the words of an event of this kind.
func textField(kind Kind) string {
	switch kind {
	case Prompt:
		return "prompt"
	case Response:
		return "response"
	case Satisfaction:
		return "comment"
	default:
		return ""
	}
}

// promote moves a property into its field; false where it has none or cannot
// be read as what the field holds, so that it stays a property.
func (n *normalizer) promote(p Property, own bool) bool {
	e := &n.event
	switch p.Name {
	case "conversation_id", "session_id", "agent_id", "message_id":
		return own
	case textField(e.Kind):
		return true
	case "model":
		return e.Kind.Copilot() && scalar(&e.Model, p.Value)
	case "version":
		return e.Kind.Copilot() && scalar(&e.Version, p.Value)
	case "error":
		return n.promoteError(p.Value)
	case "latency_ms":
		return e.Kind == Response && amount(&e.LatencyMS, p.Value)
	case "input_tokens":
		return e.Kind == Response && count(&e.InputTokens, p.Value)
	case "output_tokens":
		return e.Kind == Response && count(&e.OutputTokens, p.Value)
	case "rating":
		return e.Kind == Satisfaction && scalar(&e.RatingRaw, p.Value)
	case "rating_scale":
		return e.Kind == Satisfaction && scalar(&e.RatingScale, p.Value)
	case "value":
		return e.Kind == Conversion && value(&e.Value, p.Value)
	case "currency":
		if e.Kind != Conversion || !scalar(&e.Currency, p.Value) {
			return false
		}
		e.Currency = strings.ToUpper(e.Currency)
		return true
	default:
		return false
	}
}

// promoteError reads an error that may be a message, a flag or an object.
func (n *normalizer) promoteError(v Value) bool {
	if n.event.Kind != Response && n.event.Kind != Tool {
		return false
	}
	switch v {
	case "", "null", "false", `""`:
		return true
	case "true":
		n.event.Error = "error"
		return true
	}
	if !scalar(&n.event.Error, v) {
		n.event.Error = string(v)
	}
	n.event.Error, _ = Cut(n.event.Error)
	return true
}

// meaning reads what only events of one kind have.
func (n *normalizer) meaning() *Rejection {
	e := &n.event
	switch e.Kind {
	case Response:
		if n.item.Properties.Get("response").Null() && e.Error == "" {
			return missing("response")
		}
	case Satisfaction:
		return n.rating()
	case Action:
		act := Act(strings.ToLower(string(e.Act())))
		for _, known := range Acts() {
			if act == known {
				return nil
			}
		}
		return Reject(UnknownAction, "action", "action %q is unknown; use one of %v", clip(string(e.Act())), Acts())
	default:
	}
	return nil
}

func (n *normalizer) rating() *Rejection {
	e := &n.event
	comment := strings.TrimSpace(e.Text) != ""
	for _, field := range []string{"rating", "rating_scale"} {
		v := n.item.Properties.Get(field)
		if _, ok := v.Scalar(); !v.Null() && !ok {
			return Reject(InvalidType, field, "%s must be text or a number", field)
		}
	}
	switch {
	case e.RatingRaw == "" && comment:
		return nil
	case e.RatingRaw == "":
		return missing("rating")
	case e.RatingScale == "" && comment:
		return nil
	case e.RatingScale == "":
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

func (n *normalizer) limits() *Rejection {
	e := &n.event
	if e.Kind == Identify || e.Kind == Group || e.Kind == Page {
		if e.Name == "" {
			e.Name = string(e.Kind)
		}
	}
	if !validName(e.Name) {
		return Reject(InvalidEventName, "event", "event name must be 1–127 characters of A-Z a-z 0-9 - _ . / : and space")
	}
	if fault := n.item.Properties.limits(); fault != nil {
		return fault
	}
	if n.item.User == `""` {
		return Reject(InvalidUserID, "user_id", "user_id is empty; leave it out for anonymous users")
	}
	var truncated bool
	if e.Text, truncated = Cut(e.Text); truncated {
		e.Marks |= Truncated
	}
	id, fault := text("id", n.item.ID)
	if fault != nil {
		return fault
	}
	e.ID = id
	return e.limits()
}

func (n *normalizer) times(at Arrival) *Rejection {
	e := &n.event
	e.OccurredAt = e.ReceivedAt
	if n.item.Timestamp.Null() {
		return nil
	}
	claimed, ok := parseTime(n.item.Timestamp)
	if !ok {
		return Reject(InvalidTimestamp, "timestamp", "timestamp %s cannot be read; send RFC 3339, as in 2026-11-23T10:00:00.123Z", clip(string(n.item.Timestamp)))
	}
	e.OccurredAt = claimed
	if skew := at.ReceivedAt.Sub(at.SentAt); !at.SentAt.IsZero() && (skew > maxClockSkew || skew < -maxClockSkew) {
		e.ClaimedAt = claimed
		e.OccurredAt = claimed.Add(skew).Truncate(time.Microsecond)
		e.Marks |= ClockCorrected
	}
	return nil
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
		e.Anonymous = conversationUser(e.Project, e.Conversation)
	}
}

// text reads a string, number or boolean; absent and null are empty.
func text(field string, v Value) (string, *Rejection) {
	if v.Null() {
		return "", nil
	}
	s, ok := v.Scalar()
	if !ok {
		return "", Reject(InvalidType, field, "%s must be text", field)
	}
	return s, nil
}

func scalar(to *string, v Value) bool {
	s, ok := v.Scalar()
	if ok {
		*to = s
	}
	return ok
}

// numeric reads a finite number, also one written as text.
func numeric(v Value) (float64, bool) {
	s, ok := v.Scalar()
	if !ok {
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
}

func value(to **float64, v Value) bool {
	f, ok := numeric(v)
	if ok {
		*to = &f
	}
	return ok
}

func amount(to **float64, v Value) bool {
	f, ok := numeric(v)
	return ok && f >= 0 && value(to, v)
}

func count(to **int64, v Value) bool {
	f, ok := numeric(v)
	if !ok || f < 0 || f != math.Trunc(f) || f > math.MaxInt32 {
		return false
	}
	i := int64(f)
	*to = &i
	return true
}
