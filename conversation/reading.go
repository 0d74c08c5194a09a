package conversation

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/debrief-dev/debrief/event"
)

// Reading is what was read in the texts of a turn before they were forgotten.
// It is kept with the turn's first event, so that what was derived can be
// derived again: of a turn whose text is gone, Build takes from here what it
// would have read. Whatever Build or its caller reads in a text is a field.
type Reading struct {
	Rules    int        `json:"rules"` // Version when it was read
	Language string     `json:"language,omitempty"`
	Topic    string     `json:"topic,omitempty"`
	Theme    string     `json:"theme,omitempty"`
	Nearest  string     `json:"nearest,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"` // of signals that are read, without words
	// Cues are those of the prompt and of the answer; Unread tells that no prompt followed it.
	Cues     map[string]float64 `json:"cues,omitempty"`
	GapCues  map[string]float64 `json:"gap_cues,omitempty"`
	Unread   bool               `json:"unread,omitempty"`
	CameBack string             `json:"came_back,omitempty"` // the conversation in which the user asked the same again
}

// reads reports whether a signal is read in texts, rather than told by numbers,
// time or what the user did.
func reads(s Signal) bool {
	switch s {
	case Unanswered, Slow:
		return false
	default:
		for _, one := range detectors() {
			if one.signal == s {
				return true
			}
		}
		return false
	}
}

// compares reports whether a signal is read by comparing a text with others,
// any of which may be forgotten first.
func compares(s Signal) bool { return s == Repeated || s == Rephrased || s == SameAnswer }

// Readings are what is to be kept before a text of the conversation is
// forgotten: of every turn, by the id of its first event. Finish comes first.
func (d *Draft) Readings() (map[string]string, error) {
	all := make(map[string]string, len(d.b.turns))
	for i := range d.b.turns {
		t := &d.b.turns[i]
		r := Reading{
			Rules: Version, Language: t.Language, Topic: t.Topic, Theme: t.Theme, Nearest: t.Nearest,
			Cues: d.b.cues.prompts[i].written(), GapCues: d.b.cues.gaps[i].written(), Unread: d.b.cues.unread[i], CameBack: d.b.cameBack[t.ID],
		}
		if before := d.b.read[i]; before != nil && d.b.forgotten(i) {
			r.Rules = before.Rules // nobody has read it since
		}
		for _, e := range t.Evidence {
			if reads(e.Signal) {
				e.Words = ""
				r.Evidence = append(r.Evidence, e)
			}
		}
		text, err := json.Marshal(r)
		if err != nil {
			return nil, fmt.Errorf("cannot write down what was read: %w", err)
		}
		first, _ := d.b.parts[i].began()
		all[first.ID] = string(text)
	}
	return all, nil
}

// findRead finds the readings of turns.
func (b *builder) findRead() {
	b.read = make([]*Reading, len(b.parts))
	for i := range b.parts {
		first, _ := b.parts[i].began()
		if first.Reading == "" {
			continue
		}
		var r Reading
		if json.Unmarshal([]byte(first.Reading), &r) == nil { // ours; one that cannot be read tells nothing
			b.read[i] = &r
		}
	}
}

// forgotten reports whether a text of the turn is.
func (b *builder) forgotten(turn int) bool {
	p := &b.parts[turn]
	gone := b.promptForgotten(turn)
	for _, a := range p.answers {
		gone = gone || a.response.Forgotten&event.Texts != 0
	}
	return gone
}

func (b *builder) promptForgotten(turn int) bool {
	prompt := b.parts[turn].prompt
	return prompt != nil && prompt.Forgotten&event.Texts != 0
}

// recall shows a signal on the turns in which it was read before, in place of
// what is read in the texts that are left.
func (b *builder) recall(s Signal) {
	for i, r := range b.read {
		if r == nil || (!compares(s) && !b.forgotten(i)) {
			continue
		}
		var before []Evidence
		for _, e := range r.Evidence {
			if e.Signal == s {
				before = append(before, e)
			}
		}
		if len(before) > 0 {
			t := &b.turns[i]
			t.Evidence = append(slices.DeleteFunc(t.Evidence, func(e Evidence) bool { return e.Signal == s }), before...)
		}
	}
}

// recallPlaces gives the turns whose prompt is forgotten what was read in it.
func (b *builder) recallPlaces() {
	for i, r := range b.read {
		if t := &b.turns[i]; r != nil && b.promptForgotten(i) {
			t.Topic, t.Theme, t.Nearest = r.Topic, r.Theme, r.Nearest
		}
	}
}

// recallPrompts takes the cues of prompts from before: they compare with texts
// any of which may be forgotten.
func (b *builder) recallPrompts(c *turnCues) {
	for i, r := range b.read {
		if r != nil && c.prompts[i] != nil && r.Cues != nil {
			c.prompts[i] = cuesOf(r.Cues)
		}
	}
}

// recallGaps does the same for answers. Of one that is there still, those of
// before hold unless a prompt came after it since.
func (b *builder) recallGaps(c *turnCues) {
	for i, r := range b.read {
		if r != nil && r.GapCues != nil && (b.forgotten(i) || r.Unread == c.unread[i]) {
			c.gaps[i], c.unread[i] = cuesOf(r.GapCues), r.Unread
		}
	}
}

// written are cues by their names, without those that are nought; nil where
// there are none.
func (c *cues) written() map[string]float64 {
	if c == nil {
		return nil
	}
	all := make(map[string]float64)
	for i, name := range Cues() {
		if c[i] != 0 {
			all[name] = c[i]
		}
	}
	return all
}

func cuesOf(written map[string]float64) *cues {
	c := new(cues)
	for i, name := range Cues() {
		c[i] = written[name]
	}
	return c
}
