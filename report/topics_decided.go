package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/topic"
)

// DecisionState says what became of a decision.
type DecisionState string

// The states.
const (
	InForce DecisionState = "in_force"
	Undone  DecisionState = "undone" // taken back
	Void    DecisionState = "void"   // what it is about is not there
	Undoing DecisionState = "undoes" // it takes another back
)

// Decision is what a person decided about a topic.
type Decision struct {
	Number  int           `json:"number"`
	At      time.Time     `json:"at"`
	By      string        `json:"by"`
	Decided topic.Decided `json:"decided,omitempty" enum:"rename,merge,split,pin,ignore"`
	Topic   string        `json:"topic,omitempty"`
	Into    string        `json:"into,omitempty"`
	Name    string        `json:"name,omitempty"`
	Undoes  int           `json:"undoes,omitempty" doc:"number of the decision that this one takes back"`
	State   DecisionState `json:"state" enum:"in_force,undone,void,undoes"`
}

// Decisions lists what people decided, oldest first.
func (t *Topics) Decisions() []Decision {
	rows := make([]Decision, len(t.made))
	for i, laid := range t.made.Laid() {
		d := &t.made[i]
		rows[i] = Decision{
			Number: d.Number, At: d.At, By: d.By, Decided: d.Decided, Topic: string(d.Topic), Into: string(d.Into), Name: d.Name, Undoes: d.Undoes, State: InForce,
		}
		switch {
		case d.Undoes > 0:
			rows[i].State = Undoing
		case laid.Undone:
			rows[i].State = Undone
		case t.shown != nil && slices.Contains(t.shown.Void, i):
			rows[i].State = Void
		}
	}
	return rows
}

// Fault says, in a sentence, why a decision cannot be made about what is shown;
// empty if it can.
func (t *Topics) Fault(d topic.Decision) string {
	one, ok := t.shownAs(d.Topic)
	if !ok {
		return fmt.Sprintf("No topic %q is shown: see /api/v1/topics.", d.Topic)
	}
	switch d.Decided {
	case topic.Renamed:
		if d.Name == "" {
			return "Send the name."
		}
		for i := range t.shown.Topics {
			if other := &t.shown.Topics[i]; other.ID != d.Topic && strings.EqualFold(other.Name, d.Name) {
				return fmt.Sprintf("%s is called that: choose another name, or merge the two.", other.ID)
			}
		}
	case topic.Merged:
		if _, ok = t.shownAs(d.Into); !ok || d.Into == d.Topic {
			return fmt.Sprintf("%q is no other topic that is shown: name the one that %s becomes a part of.", d.Into, d.Topic)
		}
	case topic.Split:
		if len(one.Parts) < 2 {
			return "It is of a piece: there is nothing to split it into."
		}
	default:
	}
	return ""
}

// shownAs is the topic that is shown under that very id.
func (t *Topics) shownAs(id topic.ID) (*topic.ShownTopic, bool) {
	one, ok := t.find(string(id))
	if !ok || one.ID != id {
		return nil, false
	}
	return one, true
}
