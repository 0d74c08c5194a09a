package search

import (
	"context"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/text"
)

// Matches shows, by id, by which texts conversations are found that a list has
// by these words.
func (s *Searcher) Matches(ctx context.Context, project, words string, listed []conversation.Conversation) (map[string]Match, error) {
	wanted, err := text.ParseQuery(words)
	if err != nil || len(wanted.Wanted) == 0 || len(listed) == 0 {
		return nil, err
	}
	r := &ranking{wanted: wanted, docs: make(map[string]*doc)}
	if err = s.read(ctx, project, r, listed); err != nil {
		return nil, err
	}
	matches := make(map[string]Match, len(listed))
	for id, d := range r.docs {
		matches[id] = r.match(d)
	}
	return matches, nil
}

// read adds conversations with their texts.
func (s *Searcher) read(ctx context.Context, project string, r *ranking, listed []conversation.Conversation) error {
	ids := make([]string, len(listed))
	for i := range listed {
		c := &listed[i]
		ids[i] = c.ID
		d := r.doc(c.ID)
		d.holds, d.at = true, c.StartedAt
		if c.Comments != "" {
			d.texts = append(d.texts, said{source: Comment, text: c.Comments})
		}
	}
	turns, err := s.store.Said(ctx, project, ids)
	for i := range turns {
		r.add(&turns[i])
	}
	return err
}

// Part is a piece of a snippet.
type Part struct {
	Text  string `json:"text"`
	Found bool   `json:"found,omitempty" doc:"whether it is a word that was sought"`
}

// Parts cuts the snippet at its marks.
func (m *Match) Parts() []Part {
	parts, at := []Part{}, 0
	for _, mark := range m.Marks {
		if mark.Start > at {
			parts = append(parts, Part{Text: m.Snippet[at:mark.Start]})
		}
		parts = append(parts, Part{Text: m.Snippet[mark.Start:mark.End], Found: true})
		at = mark.End
	}
	if at < len(m.Snippet) {
		parts = append(parts, Part{Text: m.Snippet[at:]})
	}
	return parts
}
