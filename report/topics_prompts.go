package report

import (
	"context"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/topic"
	"github.com/debrief-dev/debrief/where"
)

// Prompt is a prompt as an example of something.
type Prompt struct {
	TurnID         string            `json:"turn_id"`
	ConversationID string            `json:"conversation_id"`
	At             time.Time         `json:"at"`
	Text           string            `json:"text"`
	TopicID        string            `json:"topic_id,omitempty"`
	TopicNearest   string            `json:"topic_nearest,omitempty"`
	Gap            *float64          `json:"gap,omitempty" doc:"probability that the answer did not help, 0..1"`
	Next           conversation.Next `json:"next,omitempty" doc:"what the user did after the answer" enum:"escalated,corrected,frustrated,rephrased,thanked,continued,converted,left"`
}

func promptRow(p *store.Prompt) Prompt {
	return Prompt{TurnID: p.Turn, ConversationID: p.Conversation, At: p.At, Text: p.Text, TopicID: p.Topic, TopicNearest: p.Nearest, Gap: p.Gap, Next: p.Next}
}

// prompts are the first of an order in the scope whose text is kept.
func (s *Scope) prompts(ctx context.Context, reader TopicReader, q store.PromptQuery, order store.PromptOrder, limit int) ([]Prompt, error) {
	filter, err := s.Filter()
	if err != nil {
		return nil, err
	}
	q.Project, q.From, q.To, q.Zone, q.Filter = s.Project, s.From, s.To, s.Zone, filter
	return promptRows(ctx, reader, q, order, limit)
}

func promptRows(ctx context.Context, reader TopicReader, q store.PromptQuery, order store.PromptOrder, limit int) ([]Prompt, error) {
	found, err := reader.FirstPrompts(ctx, q, order, limit)
	rows := make([]Prompt, 0, len(found))
	for i := range found {
		if found[i].Text != "" {
			rows = append(rows, promptRow(&found[i]))
		}
	}
	return rows, err
}

// novelMost is how many prompts that fit nothing are shown, of the last
// novelAmong: the others only reply.
const (
	novelMost  = 20
	novelAmong = 200
)

// novel are the last prompts that fit no topic.
func (s *Scope) novel(ctx context.Context, reader TopicReader) ([]Prompt, error) {
	all, err := s.prompts(ctx, reader, store.PromptQuery{Pooled: true}, store.LatestFirst, novelAmong)
	all = slices.DeleteFunc(all, func(p Prompt) bool { return !topic.Says(p.Text) })
	return all[:min(len(all), novelMost)], err
}

// byTurn reads the prompts of turns, whenever they were.
func (s *Scope) byTurn(ctx context.Context, reader TopicReader, turns []string) (map[string]Prompt, error) {
	of := make(map[string]Prompt, len(turns))
	if len(turns) == 0 {
		return of, nil
	}
	rows, err := promptRows(ctx, reader, store.PromptQuery{Project: s.Project, Turns: turns}, store.LatestFirst, len(turns))
	for _, row := range rows {
		of[row.TurnID] = row
	}
	return of, err
}

// typify adds the typical prompts to topics.
func (s *Scope) typify(ctx context.Context, reader TopicReader, topics []Topic) error {
	typical := make(map[string]string)
	var turns []string
	for i := range s.Topics.shown.Topics {
		if one := &s.Topics.shown.Topics[i]; one.Typical != "" {
			typical[string(one.ID)] = one.Typical
			turns = append(turns, one.Typical)
		}
	}
	of, err := s.byTurn(ctx, reader, turns)
	for i := range topics {
		if prompt, ok := of[typical[topics[i].ID]]; ok {
			topics[i].Typical = &prompt
		}
	}
	return err
}

// Subtopic is a part that a topic can be split into.
type Subtopic struct {
	Named

	Typical *Prompt `json:"typical,omitempty" doc:"absent without transcripts"`
}

// TopicDetail is one topic with its prompts.
type TopicDetail struct {
	Topic

	Parts  []Subtopic `json:"parts" nullable:"false" doc:"what it can be split into, with typical prompts"`
	Latest []Prompt   `json:"latest" nullable:"false" doc:"its last prompts of the period; none without transcripts"`
	Best   []Prompt   `json:"closest" nullable:"false" doc:"the prompts that are most like others of it, with their conversations; none without transcripts"`
	Link   string     `json:"link" doc:"path and query of its conversations"`
}

// detailMost is how many prompts of each kind a topic shows.
const detailMost = 20

// GetTopic reads one topic as it is shown, or store.ErrNotFound.
func GetTopic(ctx context.Context, reader TopicReader, s Scope, id string, texts bool) (*TopicDetail, error) {
	shown, ok := s.Topics.find(id)
	if !ok {
		return nil, store.ErrNotFound
	}
	page := &TopicsPage{}
	if err := s.topics(ctx, reader, page); err != nil {
		return nil, err
	}
	d := &TopicDetail{Parts: []Subtopic{}, Latest: []Prompt{}, Best: []Prompt{}, Link: s.topicLink(string(shown.ID))}
	for i := range page.Topics {
		if page.Topics[i].ID == string(shown.ID) {
			d.Topic = page.Topics[i]
		}
	}
	for _, part := range shown.Parts {
		d.Parts = append(d.Parts, Subtopic{Named: Named{string(part.ID), part.Name}})
	}
	if !texts {
		return d, nil
	}
	return d, s.exemplify(ctx, reader, d, shown)
}

// exemplify adds prompts to a topic.
func (s *Scope) exemplify(ctx context.Context, reader TopicReader, d *TopicDetail, shown *topic.ShownTopic) (err error) {
	closest := s.Topics.model.Closest(shown.ID, detailMost)
	turns := append([]string{shown.Typical}, closest...)
	for _, part := range shown.Parts {
		turns = append(turns, part.Typical)
	}
	of, err := s.byTurn(ctx, reader, turns)
	if err != nil {
		return err
	}
	if typical, ok := of[shown.Typical]; ok {
		d.Typical = &typical
	}
	for _, id := range closest {
		if prompt, ok := of[id]; ok {
			d.Best = append(d.Best, prompt)
		}
	}
	for i, part := range shown.Parts {
		if typical, ok := of[part.Typical]; ok {
			d.Parts[i].Typical = &typical
		}
	}
	d.Latest, err = s.prompts(ctx, reader, store.PromptQuery{Topics: []string{string(shown.ID)}}, store.LatestFirst, detailMost)
	return err
}

// topicLink leads to the conversations about a topic.
func (s *Scope) topicLink(id string) string {
	about := where.Term{Field: where.Field{Name: where.FieldTopic}, Op: where.OpEqual, Values: []where.Value{where.String(id)}}
	narrowed := *s
	narrowed.Where = where.AllOf(s.Where, about)
	v := narrowed.query(s.From, s.To)
	return conversationsPath + v.Encode()
}
