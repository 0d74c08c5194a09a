package eval

import (
	"slices"

	"github.com/debrief-dev/debrief/topic"
)

// Injection is how soon something new was noticed among what is usual.
type Injection struct {
	Label    string // what was new
	Streamed int    // prompts that arrived, new and usual
	Seen     int    // new ones until a topic about them was there; 0 if none came
	Of       int    // new ones in all
	False    int    // topics that appeared about something that was there before
}

// Inject fits topics on half of the prompts, all but those of one label, and
// lets the rest arrive, a tenth of them of that label until there are no more.
// Each is assigned; the pooled ones are looked at for a topic whenever there are
// five more.
func Inject(prompts []Labelled, label string) Injection {
	var usual, fresh []Labelled
	for _, p := range prompts {
		if p.Label == label {
			fresh = append(fresh, p)
		} else {
			usual = append(usual, p)
		}
	}
	half := usual[:len(usual)/2]
	before := make(map[string]int)
	for _, p := range half {
		before[p.Label]++
	}
	s := &stream{Injection: Injection{Label: label, Of: len(fresh)}, model: topic.Fit(bare(half), topic.Options{}), before: before}
	arrived := 0
	for i, p := range usual[len(usual)/2:] {
		if i%9 == 0 && arrived < len(fresh) {
			s.arrive(fresh[arrived])
			arrived++
		}
		s.arrive(p)
	}
	return s.Injection
}

// stream is a project into which prompts come.
type stream struct {
	Injection
	model   *topic.Model
	before  map[string]int // prompts of each label that the model was made of
	pool    []Labelled
	arrived int // of what is new
}

func (s *stream) arrive(p Labelled) {
	s.Streamed++
	if p.Label == s.Label {
		s.arrived++
	}
	if s.model.Assign(p.Prompt).Topic != "" {
		return
	}
	if s.pool = append(s.pool, p); len(s.pool)%5 != 0 {
		return
	}
	grown, ids := s.model.Grow(bare(s.pool))
	s.model = grown
	for _, id := range ids {
		s.judge(id)
	}
	s.pool = slices.DeleteFunc(s.pool, func(p Labelled) bool { return slices.Contains(ids, grown.Assign(p.Prompt).Topic) })
}

// judge tells a topic about what is new from a false alarm: one about something
// of which there was enough for a topic before.
func (s *stream) judge(id topic.ID) {
	const enough = 6
	counts := make(map[string]int)
	most := ""
	for _, p := range s.pool {
		if s.model.Assign(p.Prompt).Topic == id {
			if counts[p.Label]++; counts[p.Label] > counts[most] {
				most = p.Label
			}
		}
	}
	switch {
	case most == s.Label && s.Seen == 0:
		s.Seen = s.arrived
	case s.before[most] >= enough:
		s.False++
	}
}
