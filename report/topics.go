package report

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/topic"
)

// TopicReader is the part of a store that topics are told from.
type TopicReader interface {
	store.Reader
	store.Topics
}

// Named is something with an id and a name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Trend is where a topic goes: its prompts beside those of the time before.
type Trend struct {
	Direction topic.Direction `json:"direction" enum:"new,rising,steady,fading"`
	Before    int64           `json:"before" doc:"its prompts in the period before, of the same length"`
	P         float64         `json:"p" doc:"of an exact test that its share of the prompts did not change; directions are told at a false discovery rate of 5 %"`
}

// Topic is a topic with its figures. Each of them stands beside the rest: the
// prompts and conversations of the period that are about something else.
type Topic struct {
	ID            string   `json:"id"`
	Name          string   `json:"name" doc:"of its own words, or as a person named it"`
	Typical       *Prompt  `json:"typical,omitempty" doc:"the prompt that is closest to all; absent without transcripts"`
	Terms         []string `json:"terms" nullable:"false" doc:"what tells it from other topics, most telling first"`
	Theme         Named    `json:"theme"`
	Pinned        bool     `json:"pinned"`
	Merged        []string `json:"merged,omitempty" doc:"ids of topics that were merged into it"`
	Subtopics     []Named  `json:"subtopics" nullable:"false" doc:"what it can be split into"`
	Share         float64  `json:"share" doc:"of the period's prompts, 0..1"`
	Trend         Trend    `json:"trend"`
	Prompts       Figure   `json:"prompts"`
	Conversations Figure   `json:"conversations"`
	Users         Figure   `json:"users"`
	Success       Figure   `json:"success"`
	Failure       Figure   `json:"failure"`
	Satisfaction  Figure   `json:"satisfaction" doc:"explicit ratings that are positive"`
	Estimated     Figure   `json:"estimated_satisfaction"`
	Unanswered    Figure   `json:"unanswered"`
	Conversion    Figure   `json:"conversion"`
}

// figure is where a metric's figure stands.
func (t *Topic) figure(id string) *Figure {
	switch id {
	case "prompts":
		return &t.Prompts
	case "conversations":
		return &t.Conversations
	case "active_users":
		return &t.Users
	case "success_rate":
		return &t.Success
	case "failure_rate":
		return &t.Failure
	case "positive_rate":
		return &t.Satisfaction
	case "estimated_satisfaction":
		return &t.Estimated
	case "unanswered_rate":
		return &t.Unanswered
	default:
		return &t.Conversion
	}
}

// topicMetrics are the metrics of a topic.
func topicMetrics() []string {
	return []string{
		"prompts", "conversations", "active_users", "success_rate", "failure_rate", "positive_rate", "estimated_satisfaction", "unanswered_rate", "conversion_rate",
	}
}

// ThemeLine is a theme with how much of the prompts its topics hold.
type ThemeLine struct {
	Named

	Topics []string `json:"topics" nullable:"false" doc:"ids"`
	Share  float64  `json:"share" doc:"of the period's prompts, 0..1"`
}

// TopicsPage is what the page of that name shows.
type TopicsPage struct {
	From     time.Time   `json:"from"`
	To       time.Time   `json:"to"`
	Zone     string      `json:"zone"`
	Version  int         `json:"version" doc:"of the topics; 0 while there are none: they are found from 30 prompts on"`
	Prompts  int64       `json:"prompts" doc:"of the period"`
	Placed   float64     `json:"placed" doc:"share of them that are about a topic; the others are small talk or replies, or fit none"`
	Topics   []Topic     `json:"topics" nullable:"false" doc:"pinned ones first, then the largest"`
	Themes   []ThemeLine `json:"themes" nullable:"false"`
	Novel    []Prompt    `json:"novel" nullable:"false" doc:"the last prompts that fit no topic; none without transcripts"`
	Excluded []Excluded  `json:"excluded" nullable:"false" doc:"what stays out of every figure, and why"`
}

// MakeTopics answers what the page shows. Texts of users are in it only if
// texts is true.
func MakeTopics(ctx context.Context, reader TopicReader, s Scope, texts bool) (*TopicsPage, error) {
	page := &TopicsPage{From: s.From, To: s.To, Zone: s.Zone.String(), Topics: []Topic{}, Themes: []ThemeLine{}, Novel: []Prompt{}}
	var err error
	if page.Excluded, err = s.excluded(ctx, reader); err != nil || s.Topics == nil || s.Topics.shown == nil {
		return page, err
	}
	page.Version = s.Topics.Version
	if err = s.topics(ctx, reader, page); err != nil {
		return nil, err
	}
	page.themes(s.Topics)
	if !texts {
		return page, nil
	}
	if err = s.typify(ctx, reader, page.Topics); err != nil {
		return nil, err
	}
	page.Novel, err = s.novel(ctx, reader)
	return page, err
}

// topics fills in the topics and their figures.
func (s *Scope) topics(ctx context.Context, reader TopicReader, page *TopicsPage) error {
	by := []store.Dimension{{Name: store.ByTopic}}
	asks := make([]Ask, 0, len(topicMetrics()))
	for _, id := range topicMetrics() {
		asks = append(asks, Ask{Metric: id, By: by, Rest: true})
	}
	answers, err := s.ask(ctx, reader, asks...)
	if err != nil {
		return err
	}
	earlier := *s
	earlier.From, earlier.To = s.From.Add(-s.To.Sub(s.From)), s.From
	before, err := earlier.ask(ctx, reader, Ask{Metric: "prompts", By: by})
	if err != nil {
		return err
	}
	page.Topics = s.Topics.lines()
	for i, answer := range answers {
		if err = s.lay(page.Topics, topicMetrics()[i], answer); err != nil {
			return err
		}
	}
	page.trends(answers[0], before[0])
	slices.SortStableFunc(page.Topics, func(a, b Topic) int {
		switch {
		case a.Pinned != b.Pinned && a.Pinned:
			return -1
		case a.Pinned != b.Pinned:
			return 1
		default:
			return cmp.Compare(b.Prompts.N, a.Prompts.N)
		}
	})
	return nil
}

// lines are the topics that are shown, without figures.
func (t *Topics) lines() []Topic {
	lines := make([]Topic, len(t.shown.Topics))
	for i := range t.shown.Topics {
		one := &t.shown.Topics[i]
		line := Topic{
			ID: string(one.ID), Name: one.Name, Terms: list(one.Terms), Theme: Named{string(one.Theme), t.themes[one.Theme]}, Pinned: one.Pinned,
			Merged: words(one.Holds), Subtopics: []Named{},
		}
		for _, part := range one.Parts {
			line.Subtopics = append(line.Subtopics, Named{string(part.ID), part.Name})
		}
		lines[i] = line
	}
	return lines
}

// lay puts the rows of an answer with their topics. A topic without one has
// nothing to count.
func (s *Scope) lay(topics []Topic, id string, a *metric.Answer) error {
	rows := make(map[string]*metric.Row, len(a.Rows))
	for i := range a.Rows {
		about := ""
		if group := a.Rows[i].Group[0]; group != nil {
			about = *group
		}
		rows[about] = &a.Rows[i]
	}
	for i := range topics {
		row := rows[topics[i].ID]
		if row == nil {
			row = &metric.Row{Group: store.Group{&topics[i].ID}, From: s.From, To: s.To, Estimate: metric.Estimate{State: metric.NoData}}
			if a.IsTotal() {
				row.Value, row.State = new(0.0), metric.OK
			}
		}
		figure, err := s.figure(a, row)
		if err != nil {
			return err
		}
		*topics[i].figure(id) = figure
	}
	return nil
}

// trends fills in shares and where topics go.
func (page *TopicsPage) trends(now, before *metric.Answer) {
	count := func(a *metric.Answer) (all int64, of map[string]int64) {
		of = make(map[string]int64)
		for _, row := range a.Rows {
			all += row.N
			if row.Group[0] != nil {
				of[*row.Group[0]] += row.N
			}
		}
		return all, of
	}
	all, _ := count(now)
	allBefore, was := count(before)
	volumes := make([]topic.Volume, len(page.Topics))
	placed := int64(0)
	for i := range page.Topics {
		t := &page.Topics[i]
		volumes[i] = topic.Volume{Before: int(was[t.ID]), AllBefore: int(allBefore), Now: int(t.Prompts.N), AllNow: int(all)}
		placed += t.Prompts.N
		t.Share = share(t.Prompts.N, all)
	}
	for i, trend := range topic.Trends(volumes) {
		page.Topics[i].Trend = Trend{Direction: trend.Direction, P: trend.P, Before: int64(volumes[i].Before)}
	}
	page.Prompts, page.Placed = all, share(placed, all)
}

func share(part, all int64) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}

// themes groups the topics.
func (page *TopicsPage) themes(t *Topics) {
	for _, theme := range t.model.Themes() {
		line := ThemeLine{Named: Named{string(theme.ID), theme.Name}, Topics: []string{}}
		for i := range page.Topics {
			if page.Topics[i].Theme.ID == line.ID {
				line.Topics = append(line.Topics, page.Topics[i].ID)
				line.Share += page.Topics[i].Share
			}
		}
		if len(line.Topics) > 0 {
			page.Themes = append(page.Themes, line)
		}
	}
	slices.SortStableFunc(page.Themes, func(a, b ThemeLine) int { return cmp.Compare(b.Share, a.Share) })
}
