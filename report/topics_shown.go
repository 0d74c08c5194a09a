package report

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/topic"
	"github.com/debrief-dev/debrief/where"
)

// Topics are a project's topics as people want them: the latest model and what
// was decided. Nil, and one of version 0, have none.
type Topics struct {
	Version int
	made    control.TopicDecisions
	model   *topic.Model // an outline
	shown   *topic.Shown
	themes  map[topic.ID]string
}

// ModelReader is the part of a store that has models.
type ModelReader interface {
	Model(ctx context.Context, project string, have int) (store.Model, error)
}

// DecisionReader is the part of a control store that has decisions on topics.
type DecisionReader interface {
	TopicDecisions(ctx context.Context, project string) (control.TopicDecisions, error)
}

// Shelf reads topics, and keeps what it read last of each project: a model is
// read again only once there is another.
type Shelf struct {
	models    ModelReader
	decisions DecisionReader

	mu   sync.Mutex
	kept map[string]*Topics
}

// NewShelf makes an empty one.
func NewShelf(models ModelReader, decisions DecisionReader) *Shelf {
	return &Shelf{models: models, decisions: decisions, kept: make(map[string]*Topics)}
}

// Topics are those of a project by now.
func (s *Shelf) Topics(ctx context.Context, project string) (*Topics, error) {
	made, err := s.decisions.TopicDecisions(ctx, project)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	kept := s.kept[project]
	s.mu.Unlock()
	have := 0
	if kept != nil {
		have = kept.Version
	}
	m, err := s.models.Model(ctx, project, have)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return &Topics{}, nil
	case err != nil:
		return nil, err
	case kept != nil && m.Bytes == nil && len(made) == len(kept.made):
		return kept, nil
	}
	var model *topic.Model
	if m.Bytes == nil && kept != nil {
		model = kept.model
	} else {
		var whole topic.Model
		if err = whole.UnmarshalBinary(m.Bytes); errors.Is(err, topic.ErrModel) {
			return &Topics{}, nil // it is being found again
		} else if err != nil {
			return nil, err
		}
		model = whole.Outline()
	}
	t := newTopics(m.Version, model, made)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[project] = t
	return t, nil
}

func newTopics(version int, model *topic.Model, made control.TopicDecisions) *Topics {
	t := &Topics{Version: version, made: made, model: model, shown: model.Show(made.Laid()), themes: make(map[topic.ID]string)}
	for _, theme := range model.Themes() {
		t.themes[theme.ID] = theme.Name
	}
	return t
}

// find is the topic that is shown for an id: itself, or what it was merged into.
func (t *Topics) find(id string) (*topic.ShownTopic, bool) {
	if t == nil || t.shown == nil {
		return nil, false
	}
	for i := range t.shown.Topics {
		if one := &t.shown.Topics[i]; one.ID == topic.ID(id) || slices.Contains(one.Holds, topic.ID(id)) {
			return one, true
		}
	}
	return nil, false
}

// name is what a value of a breakdown by topic or theme is called; false for
// other breakdowns, and for what is not there.
func (t *Topics) name(by store.DimensionName, id string) (string, bool) {
	switch by {
	case store.ByTopic:
		if one, ok := t.find(id); ok {
			return one.Name, true
		}
	case store.ByTheme:
		if t != nil {
			name, ok := t.themes[topic.ID(id)]
			return name, ok
		}
	default:
	}
	return "", false
}

// resolve has terms about topics and themes, which may say names, speak of ids.
func (t *Topics) resolve(e where.Expr) where.Expr {
	if t == nil || t.shown == nil {
		return e
	}
	each := func(of []where.Expr) []where.Expr {
		out := make([]where.Expr, len(of))
		for i, one := range of {
			out[i] = t.resolve(one)
		}
		return out
	}
	switch e := e.(type) {
	case where.And:
		return where.And{Of: each(e.Of)}
	case where.Or:
		return where.Or{Of: each(e.Of)}
	case where.Not:
		return where.Not{X: t.resolve(e.X)}
	case where.Turn:
		return where.Turn{X: t.resolve(e.X)}
	case where.Term:
		return t.resolveTerm(e)
	default:
		return e
	}
}

func (t *Topics) resolveTerm(term where.Term) where.Expr {
	if (term.Field.Name != where.FieldTopic && term.Field.Name != where.FieldTheme) || term.Op == where.OpExists {
		return term
	}
	among := func(in bool) where.Op {
		if in {
			return where.OpIn
		}
		return where.OpNotIn
	}
	part := term.Op == where.OpContains || term.Op == where.OpNotContains
	var ids []where.Value
	for _, value := range term.Values {
		for _, id := range t.called(term.Field.Name, value.Text, part) {
			ids = append(ids, where.String(id))
		}
	}
	return where.Term{Field: term.Field, Op: among(term.Op == where.OpEqual || term.Op == where.OpIn || term.Op == where.OpContains), Values: ids}
}

// called are the ids that a text names, as an id or a name or, of part, as a
// part of one; the text itself where it names none.
func (t *Topics) called(field where.Name, text string, part bool) (ids []string) {
	fits := func(id topic.ID, name string) bool {
		if part {
			return strings.Contains(strings.ToLower(name), strings.ToLower(text))
		}
		return string(id) == text || strings.EqualFold(name, text)
	}
	if field == where.FieldTheme {
		for id, name := range t.themes {
			if fits(id, name) {
				ids = append(ids, string(id))
			}
		}
	} else if one, ok := t.find(text); ok && !part {
		ids = append(ids, string(one.ID))
	} else {
		for i := range t.shown.Topics {
			if one := &t.shown.Topics[i]; fits(one.ID, one.Name) {
				ids = append(ids, string(one.ID))
			}
		}
	}
	if len(ids) == 0 {
		return []string{text}
	}
	slices.Sort(ids)
	return ids
}

// Names gives the names of topics or themes for their ids, where the breakdown
// is one of these; a filter takes either.
func (t *Topics) Names(by store.DimensionName, ids []string) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id
		if name, ok := t.name(by, id); ok {
			names[i] = name
		}
	}
	return names
}
