package report

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
)

// NextCount is how often users did something next.
type NextCount struct {
	Next  conversation.Next `json:"next" enum:"escalated,corrected,frustrated,rephrased,thanked,continued,converted,left"`
	Count int64             `json:"count"`
}

// Gap is where answers fell short, topic by topic.
type Gap struct {
	Topic    *Named      `json:"topic,omitempty" doc:"absent for prompts that fit no topic"`
	Users    int64       `json:"users" doc:"affected: with an answer that fell short"`
	Short    int64       `json:"short" doc:"prompts whose answer fell short: none came, it refused or knew nothing, was rated down or corrected, was asked for again, led to a human or to anger, or probably did not help"`
	Prompts  int64       `json:"prompts" doc:"of the topic"`
	Next     []NextCount `json:"next" nullable:"false" doc:"what users did after those, most frequent first"`
	Failure  Figure      `json:"failure" doc:"of its conversations, beside those about something else"`
	Examples []Prompt    `json:"examples" nullable:"false" doc:"the most telling; none without transcripts"`
	Link     string      `json:"link" doc:"path and query of the topic's conversations"`
}

// GapsPage is the report of gaps.
type GapsPage struct {
	From     time.Time  `json:"from"`
	To       time.Time  `json:"to"`
	Zone     string     `json:"zone"`
	Version  int        `json:"version" doc:"of the topics"`
	Users    int64      `json:"users" doc:"affected in all"`
	Short    int64      `json:"short" doc:"prompts whose answer fell short, in all"`
	Prompts  int64      `json:"prompts"`
	Gaps     []Gap      `json:"gaps" nullable:"false" doc:"those that affect most users first"`
	Novel    []Prompt   `json:"novel" nullable:"false" doc:"the last prompts that fit no topic; none without transcripts"`
	Excluded []Excluded `json:"excluded" nullable:"false"`
}

// gapExamples is how many prompts each gap shows.
const gapExamples = 3

// MakeGaps answers where the copilot falls short. Texts of users are in it only
// if texts is true.
func MakeGaps(ctx context.Context, reader TopicReader, s Scope, texts bool) (*GapsPage, error) {
	page := &GapsPage{From: s.From, To: s.To, Zone: s.Zone.String(), Gaps: []Gap{}, Novel: []Prompt{}}
	if s.Topics != nil {
		page.Version = s.Topics.Version
	}
	gaps, err := s.gaps(ctx, reader, page)
	if err != nil {
		return nil, err
	}
	for _, gap := range gaps {
		if gap.Short > 0 {
			page.Gaps = append(page.Gaps, *gap)
		}
	}
	slices.SortFunc(page.Gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(b.Users, a.Users), cmp.Compare(b.Short, a.Short), cmp.Compare(a.id(), b.id()))
	})
	if page.Excluded, err = s.excluded(ctx, reader); err != nil || !texts {
		return page, err
	}
	if page.Novel, err = s.novel(ctx, reader); err != nil {
		return nil, err
	}
	return page, s.exemplifyGaps(ctx, reader, page.Gaps)
}

func (g *Gap) id() string {
	if g.Topic == nil {
		return ""
	}
	return g.Topic.ID
}

// gaps counts, by topic.
func (s *Scope) gaps(ctx context.Context, reader TopicReader, page *GapsPage) (map[string]*Gap, error) {
	filter, err := s.Filter()
	if err != nil {
		return nil, err
	}
	topic, next := store.Dimension{Name: store.ByTopic}, store.Dimension{Name: store.ByNext}
	ask := func(measure store.Measure, of store.Condition, by ...store.Dimension) store.Query {
		return store.Query{Project: s.Project, From: s.From, To: s.To, Zone: s.Zone, Filter: filter, Fact: store.Turns, Measure: measure, Of: of, By: by}
	}
	cells, err := reader.SelectAll(ctx, []store.Query{
		ask(store.Count, store.HasPrompt, topic), ask(store.Users, store.FellShort, topic), ask(store.Count, store.FellShort, topic, next), ask(store.Users, store.FellShort),
	})
	if err != nil {
		return nil, err
	}
	gaps := make(map[string]*Gap)
	for _, cell := range cells[0] {
		gap := s.gapOf(gaps, cell.Group[0])
		gap.Prompts = cell.N
		page.Prompts += cell.N
	}
	for _, cell := range cells[1] {
		s.gapOf(gaps, cell.Group[0]).Users = cell.N
	}
	for _, cell := range cells[2] {
		gap := s.gapOf(gaps, cell.Group[0])
		gap.Short += cell.N
		page.Short += cell.N
		if cell.Group[1] != nil {
			gap.Next = append(gap.Next, NextCount{conversation.Next(*cell.Group[1]), cell.N})
		}
	}
	for _, cell := range cells[3] {
		page.Users = cell.N
	}
	for _, gap := range gaps {
		slices.SortFunc(gap.Next, func(a, b NextCount) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Next, b.Next)) })
	}
	return gaps, s.addFailure(ctx, reader, gaps)
}

func (s *Scope) gapOf(gaps map[string]*Gap, group *string) *Gap {
	id := ""
	if group != nil {
		id = *group
	}
	if gaps[id] == nil {
		gap := &Gap{Next: []NextCount{}, Examples: []Prompt{}}
		if id != "" {
			name, _ := s.Topics.name(store.ByTopic, id)
			gap.Topic, gap.Link = &Named{id, cmp.Or(name, id)}, s.topicLink(id)
		}
		gaps[id] = gap
	}
	return gaps[id]
}

// addFailure adds how the conversations of topics end, beside the rest.
func (s *Scope) addFailure(ctx context.Context, reader TopicReader, gaps map[string]*Gap) error {
	answers, err := s.ask(ctx, reader, Ask{Metric: "failure_rate", By: []store.Dimension{{Name: store.ByTopic}}, Rest: true})
	if err != nil {
		return err
	}
	topics := make([]Topic, 0, len(gaps))
	for id := range gaps {
		topics = append(topics, Topic{ID: id})
	}
	if err = s.lay(topics, "failure_rate", answers[0]); err != nil {
		return err
	}
	for i := range topics {
		gaps[topics[i].ID].Failure = topics[i].Failure
	}
	return nil
}

func (s *Scope) exemplifyGaps(ctx context.Context, reader TopicReader, gaps []Gap) error {
	examples, err := s.prompts(ctx, reader, store.PromptQuery{FellShort: true, PerTopic: gapExamples}, store.WorstFirst, gapExamples*(len(gaps)+1))
	if err != nil {
		return err
	}
	for i := range gaps {
		for _, example := range examples {
			if example.TopicID == gaps[i].id() {
				gaps[i].Examples = append(gaps[i].Examples, example)
			}
		}
	}
	return nil
}
