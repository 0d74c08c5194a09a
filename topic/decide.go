package topic

import (
	"slices"
	"strings"
)

// Decided is what a person decided about a topic.
type Decided string

// The decisions there are.
const (
	Renamed Decided = "rename" // is called Name
	Merged  Decided = "merge"  // belongs to Into, which may be a topic or a part that is shown
	Split   Decided = "split"  // is shown as its parts
	Pinned  Decided = "pin"    // comes first, and stays whole when topics are found anew
	Ignored Decided = "ignore" // is not shown, nor are its prompts about anything
)

// Decision is one of them, kept beside the models as data. It outlives every
// fit, and one that is undone is as if it had never been made.
type Decision struct {
	Decided Decided
	Topic   ID // or a part
	Into    ID
	Name    string
	Undone  bool
}

// Decisions are a project's, in the order in which they were made.
type Decisions []Decision

// Kept are the topics that were decided on: a fit is told so that it keeps them.
func (d Decisions) Kept() []ID {
	var ids []ID
	for _, one := range d {
		if one.Undone {
			continue
		}
		for _, id := range []ID{one.Topic, one.Into} {
			if id != "" {
				ids = append(ids, whole(id))
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// whole is the topic of a part, and of a topic itself.
func whole(id ID) ID {
	topic, _, _ := strings.Cut(string(id), ".")
	return ID(topic)
}

// Shown is a model as people want it.
type Shown struct {
	Topics []ShownTopic // pinned first, else as in the model
	Void   []int        // the decisions that mean nothing to this model: what they are about is not there
	goes   map[ID]ID    // where the prompts of a topic or part are counted; "" is nowhere
}

// ShownTopic is a topic, or the part of one that is split.
type ShownTopic struct {
	Topic
	Pinned bool
	Holds  []ID // what was merged into it
}

// Show lays decisions over a model. It changes neither.
func (m *Model) Show(decisions Decisions) *Shown {
	s := &Shown{goes: make(map[ID]ID)}
	for _, t := range m.topics {
		s.Topics = append(s.Topics, ShownTopic{Topic: t})
		s.goes[t.ID] = t.ID
	}
	for i, d := range decisions {
		if !d.Undone && !s.lay(d) {
			s.Void = append(s.Void, i)
		}
	}
	slices.SortStableFunc(s.Topics, func(a, b ShownTopic) int {
		switch {
		case a.Pinned == b.Pinned:
			return 0
		case a.Pinned:
			return -1
		default:
			return 1
		}
	})
	return s
}

// Of is what a prompt is about as shown: its topic or, where that is split, its
// part; or what these were merged into.
func (s *Shown) Of(a Assignment) Assignment {
	id, known := s.goes[a.Part]
	if !known {
		id = s.goes[a.Nearest]
	}
	if a.Nearest = id; a.Topic != "" {
		a.Topic = id
	}
	return a
}

// lay lays one decision; false if there is nothing that it could be about.
func (s *Shown) lay(d Decision) bool {
	i := s.find(d.Topic)
	if i < 0 {
		return false
	}
	switch d.Decided {
	case Renamed:
		s.Topics[i].Name = d.Name
	case Pinned:
		s.Topics[i].Pinned = true
	case Ignored:
		s.drop(i, "")
	case Merged:
		to := s.find(d.Into)
		if to < 0 || to == i {
			return false
		}
		s.Topics[to].Holds = append(append(s.Topics[to].Holds, s.Topics[i].ID), s.Topics[i].Holds...)
		s.drop(i, s.Topics[to].ID)
	case Split:
		return s.split(i)
	default:
		return false
	}
	return true
}

// find is the place of what is shown for an id; -1 if nothing is.
func (s *Shown) find(id ID) int {
	to, known := s.goes[id]
	return slices.IndexFunc(s.Topics, func(t ShownTopic) bool { return known && t.ID == to })
}

// drop takes a topic away; what was counted there is counted elsewhere.
func (s *Shown) drop(i int, to ID) {
	for id, at := range s.goes {
		if at == s.Topics[i].ID {
			s.goes[id] = to
		}
	}
	s.Topics = slices.Delete(s.Topics, i, i+1)
}

// split shows the parts of a topic in its place. Prompts without a part, and
// what was merged into it, stay with the first.
func (s *Shown) split(i int) bool {
	t := s.Topics[i]
	if len(t.Parts) < 2 {
		return false
	}
	parts := make([]ShownTopic, len(t.Parts))
	for k, p := range t.Parts {
		parts[k] = ShownTopic{Topic: Topic{ID: p.ID, Theme: t.Theme, Name: p.Name, Typical: p.Typical}, Pinned: t.Pinned}
	}
	parts[0].Holds = t.Holds
	s.drop(i, parts[0].ID)
	for _, p := range parts {
		s.goes[p.ID] = p.ID
	}
	s.Topics = slices.Insert(s.Topics, i, parts...)
	return true
}

// Left are the topics as shown here, "" for none, of which some prompts are
// counted elsewhere as shown there.
func (s *Shown) Left(there *Shown) []ID {
	at := func(s *Shown, id ID) ID {
		if to, known := s.goes[id]; known {
			return to
		}
		return s.goes[whole(id)]
	}
	var left []ID
	for _, shown := range []*Shown{s, there} {
		for id := range shown.goes {
			if was := at(s, id); was != at(there, id) {
				left = append(left, was)
			}
		}
	}
	slices.Sort(left)
	return slices.Compact(left)
}
