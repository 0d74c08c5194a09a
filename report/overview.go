package report

import (
	"context"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/store"
)

// Tile is one headline figure and the figures that put it into proportion.
type Tile struct {
	Title      string     `json:"title"`
	Definition Definition `json:"definition"`
	Figures    []Figure   `json:"figures" nullable:"false" doc:"one; of money, one a currency"`
	Beside     []Beside   `json:"beside" nullable:"false"`
}

// Beside is a figure that stands below a headline.
type Beside struct {
	Definition Definition `json:"definition"`
	Figures    []Figure   `json:"figures" nullable:"false"`
}

// OutcomeDay is how the conversations of one bucket ended.
type OutcomeDay struct {
	At          time.Time      `json:"at"`
	To          time.Time      `json:"to"`
	Outcomes    []OutcomeCount `json:"outcomes" nullable:"false" doc:"every outcome, best first"`
	Total       int64          `json:"total"`
	Provisional int64          `json:"provisional" doc:"conversations that are not settled yet"`
}

// OutcomeCount is one part of an OutcomeDay.
type OutcomeCount struct {
	Outcome conversation.Outcome `json:"outcome" enum:"confirmed,assumed,unknown,abandoned,escalated,failed"`
	Count   int64                `json:"count"`
	Link    string               `json:"link"`
}

// Overview is what the page of that name shows.
type Overview struct {
	From     time.Time      `json:"from"`
	To       time.Time      `json:"to"`
	Zone     string         `json:"zone"`
	Interval store.Interval `json:"interval" doc:"of the outcomes"`
	Tiles    []Tile         `json:"tiles" nullable:"false"`
	Outcomes []OutcomeDay   `json:"outcomes" nullable:"false"`
	Further  []Beside       `json:"further" nullable:"false" doc:"more figures, each with its change"`
	Excluded []Excluded     `json:"excluded" nullable:"false" doc:"what stays out of every figure, and why"`
}

// tiles says which figures make a tile.
type tileSpec struct {
	title, headline string
	beside          []string
}

func tileSpecs() []tileSpec {
	return []tileSpec{
		{"Active users", "active_users", []string{"adoption_rate"}},
		{"Conversations", "conversations", []string{"turns_per_conversation"}},
		{"Success", "success_rate", []string{"confirmed_rate"}},
		{"Satisfied", "positive_rate", []string{"response_rate"}},
		{"Converted", "conversion_rate", []string{"conversions", "conversion_value"}},
	}
}

func furtherMetrics() []string {
	return []string{
		"failure_rate", "escalation_rate", "unanswered_rate", "error_rate", "latency_p50", "latency_p90", "prompts", "csat", "mean_rating",
	}
}

// MakeOverview answers everything the Overview shows; the store is asked once.
func MakeOverview(ctx context.Context, reader store.Reader, s Scope) (*Overview, error) {
	o := &Overview{From: s.From, To: s.To, Zone: s.Zone.String(), Interval: bucketWidth(s.From, s.To)}
	specs, further := tileSpecs(), furtherMetrics()
	asks := []Ask{{Metric: "conversations", Interval: o.Interval, By: []store.Dimension{{Name: store.ByOutcome}}}}
	for _, spec := range specs {
		for _, id := range append([]string{spec.headline}, spec.beside...) {
			asks = append(asks, Ask{Metric: id, Compare: true})
		}
	}
	for _, id := range further {
		asks = append(asks, Ask{Metric: id, Compare: true})
	}
	answers, err := s.ask(ctx, reader, asks...)
	if err != nil {
		return nil, err
	}
	if o.Outcomes, err = s.outcomes(answers[0], o.Interval); err != nil {
		return nil, err
	}
	figures, err := s.beside(answers[1:])
	if err != nil {
		return nil, err
	}
	for _, spec := range specs {
		end := 1 + len(spec.beside)
		o.Tiles = append(o.Tiles, Tile{Title: spec.title, Definition: figures[0].Definition, Figures: figures[0].Figures, Beside: figures[1:end]})
		figures = figures[end:]
	}
	o.Further = figures
	o.Excluded, err = s.excluded(ctx, reader)
	return o, err
}

func (s *Scope) beside(answers []*metric.Answer) ([]Beside, error) {
	list := make([]Beside, len(answers))
	for i, answer := range answers {
		figures, err := s.figures(answer)
		if err != nil {
			return nil, err
		}
		list[i] = Beside{Definition: definition(&answer.Definition), Figures: figures}
	}
	return list, nil
}

// bucketWidth keeps a chart at some 15 to 60 bars.
func bucketWidth(from, to time.Time) store.Interval {
	const day = 24 * time.Hour
	switch length := to.Sub(from); {
	case length <= 2*day:
		return store.Hour
	case length <= 62*day:
		return store.Day
	case length <= 400*day:
		return store.Week
	default:
		return store.Month
	}
}

// outcomes lays conversations by outcome out, bucket by bucket.
func (s *Scope) outcomes(a *metric.Answer, width store.Interval) ([]OutcomeDay, error) {
	counts := make(map[time.Time]map[string]*metric.Row)
	waiting := make(map[time.Time]int64)
	for i := range a.Rows {
		row := &a.Rows[i]
		at := row.At.UTC()
		waiting[at] += row.Unsettled
		if row.Group[0] == nil {
			continue // there are no conversations
		}
		if counts[at] == nil {
			counts[at] = make(map[string]*metric.Row)
		}
		counts[at][*row.Group[0]] = row
	}
	starts := width.Starts(s.From, s.To, s.Zone)
	days := make([]OutcomeDay, 0, len(starts))
	for i, at := range starts {
		day := OutcomeDay{At: at, To: s.To, Provisional: waiting[at]}
		if i+1 < len(starts) {
			day.To = starts[i+1]
		}
		for _, outcome := range conversation.Outcomes() {
			count := OutcomeCount{Outcome: outcome}
			if row := counts[at][string(outcome)]; row != nil {
				link, err := s.link(a, row)
				if err != nil {
					return nil, err
				}
				count.Count, count.Link = row.N, link
			}
			day.Total += count.Count
			day.Outcomes = append(day.Outcomes, count)
		}
		days = append(days, day)
	}
	return days, nil
}
