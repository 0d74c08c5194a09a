package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// Sources say what comes by which door: from which products' SDKs a project
// receives, how fresh it is, and what became of it.
type Sources struct {
	From    time.Time `json:"from" doc:"start of the first hour that is counted"`
	To      time.Time `json:"to"`
	Sources []Source  `json:"sources" nullable:"false" doc:"the one that sent last first"`
}

// Source is one door.
type Source struct {
	Source    string     `json:"source" doc:"tag, screeb, segment, posthog, amplitude, cloudevents, import, …"`
	LastAt    *time.Time `json:"last_event_at,omitempty" doc:"when an item was accepted last, or was a duplicate; missing where none was"`
	Accepted  int64      `json:"accepted"`
	Duplicate int64      `json:"duplicate" doc:"items that were here before"`
	Rejected  int64      `json:"rejected" doc:"items that were refused"`
	Refused   int64      `json:"refused" doc:"whole requests that were refused"`
	Keys      []string   `json:"keys" nullable:"false" doc:"ids of the keys it came by"`
	Reasons   []Reasoned `json:"reasons" nullable:"false" doc:"why items and requests were refused, and what is to be mended in those that were accepted, most frequent first"`
}

// Reasoned is how often something was wrong.
type Reasoned struct {
	Verdict control.Verdict `json:"verdict" enum:"rejected,refused,noticed"`
	Code    string          `json:"code"`
	Count   int64           `json:"count"`
	Meaning string          `json:"meaning,omitempty"`
	Mend    string          `json:"mend,omitempty" doc:"what the sender should do"`
}

// SourcesOf sums tallies up by source. Advice says of a code what it means and
// how to mend it.
func SourcesOf(tallies []control.Tally, advice func(code string) (meaning, mend string)) []Source {
	byName := make(map[string]*Source)
	for i := range tallies {
		t := &tallies[i]
		s := byName[t.Source]
		if s == nil {
			s = &Source{Source: t.Source, Keys: []string{}, Reasons: []Reasoned{}}
			byName[t.Source] = s
		}
		s.add(t, advice)
	}
	all := make([]Source, 0, len(byName))
	for _, s := range byName {
		slices.Sort(s.Keys)
		slices.SortFunc(s.Reasons, func(a, b Reasoned) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code)) })
		all = append(all, *s)
	}
	slices.SortFunc(all, func(a, b Source) int { return cmp.Or(b.last().Compare(a.last()), cmp.Compare(a.Source, b.Source)) })
	return all
}

func (s *Source) last() time.Time {
	if s.LastAt == nil {
		return time.Time{}
	}
	return *s.LastAt
}

func (s *Source) add(t *control.Tally, advice func(code string) (meaning, mend string)) {
	if t.Key != "" && !slices.Contains(s.Keys, t.Key) {
		s.Keys = append(s.Keys, t.Key)
	}
	switch t.Verdict {
	case control.Accepted:
		s.Accepted += t.Count
	case control.Duplicate:
		s.Duplicate += t.Count
	case control.Rejected:
		s.Rejected += t.Count
	case control.Refused:
		s.Refused += t.Count
	case control.Noticed:
	}
	if t.Verdict == control.Accepted || t.Verdict == control.Duplicate {
		if t.LastAt.After(s.last()) {
			s.LastAt = &t.LastAt
		}
		return
	}
	at := slices.IndexFunc(s.Reasons, func(r Reasoned) bool { return r.Verdict == t.Verdict && r.Code == t.Code })
	if at < 0 {
		at = len(s.Reasons)
		r := Reasoned{Verdict: t.Verdict, Code: t.Code}
		r.Meaning, r.Mend = advice(t.Code)
		s.Reasons = append(s.Reasons, r)
	}
	s.Reasons[at].Count += t.Count
}
