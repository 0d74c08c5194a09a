package report

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/debrief-dev/debrief/conversation"
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

// atOnce is how many figures are computed at the same time.
const atOnce = 4

// MakeOverview answers everything the Overview shows.
func MakeOverview(ctx context.Context, reader store.Reader, s Scope) (*Overview, error) {
	o := &Overview{
		From: s.From, To: s.To, Zone: s.Zone.String(), Interval: bucketWidth(s.From, s.To),
		Tiles: make([]Tile, len(tileSpecs())), Further: make([]Beside, len(furtherMetrics())),
	}
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(atOnce)
	ask := func(to *Beside, id string) {
		work.Go(func() (err error) {
			*to, err = s.beside(ctx, reader, id)
			return err
		})
	}
	headlines := make([]Beside, len(o.Tiles))
	for i, spec := range tileSpecs() {
		o.Tiles[i] = Tile{Title: spec.title, Beside: make([]Beside, len(spec.beside))}
		ask(&headlines[i], spec.headline)
		for j, id := range spec.beside {
			ask(&o.Tiles[i].Beside[j], id)
		}
	}
	for i, id := range furtherMetrics() {
		ask(&o.Further[i], id)
	}
	work.Go(func() (err error) {
		o.Outcomes, err = s.outcomes(ctx, reader, o.Interval)
		return err
	})
	if err := work.Wait(); err != nil {
		return nil, err
	}
	for i := range headlines {
		o.Tiles[i].Definition, o.Tiles[i].Figures = headlines[i].Definition, headlines[i].Figures
	}
	return o, nil
}

func (s *Scope) beside(ctx context.Context, reader store.Reader, id string) (Beside, error) {
	m, err := AskMetric(ctx, reader, *s, Ask{Metric: id, Compare: true})
	if err != nil {
		return Beside{}, err
	}
	return Beside{Definition: m.Definition, Figures: m.Rows}, nil
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

// outcomes counts conversations by outcome in every bucket.
func (s *Scope) outcomes(ctx context.Context, reader store.Reader, width store.Interval) ([]OutcomeDay, error) {
	m, err := AskMetric(ctx, reader, *s, Ask{Metric: "conversations", Interval: width, By: []store.Dimension{{Name: store.ByOutcome}}})
	if err != nil {
		return nil, err
	}
	waiting, err := s.unsettled(ctx, reader, width)
	if err != nil {
		return nil, err
	}
	counts := make(map[time.Time]map[string]Figure)
	for _, row := range m.Rows {
		if row.At == nil || row.By["outcome"] == nil {
			continue
		}
		if counts[row.At.UTC()] == nil {
			counts[row.At.UTC()] = make(map[string]Figure)
		}
		counts[row.At.UTC()][*row.By["outcome"]] = row
	}
	starts := width.Starts(s.From, s.To, s.Zone)
	days := make([]OutcomeDay, 0, len(starts))
	for i, at := range starts {
		day := OutcomeDay{At: at, To: s.To, Provisional: waiting[at]}
		if i+1 < len(starts) {
			day.To = starts[i+1]
		}
		for _, outcome := range conversation.Outcomes() {
			row := counts[at][string(outcome)]
			day.Total += row.N
			day.Outcomes = append(day.Outcomes, OutcomeCount{Outcome: outcome, Count: row.N, Link: row.Link})
		}
		days = append(days, day)
	}
	return days, nil
}

func (s *Scope) unsettled(ctx context.Context, reader store.Reader, width store.Interval) (map[time.Time]int64, error) {
	filter, err := s.Filter()
	if err != nil {
		return nil, err
	}
	cells, err := reader.Select(ctx, store.Query{
		Project: s.Project, From: s.From, To: s.To, Zone: s.Zone, Filter: filter,
		Fact: store.Conversations, Measure: store.Count, Interval: width,
	})
	waiting := make(map[time.Time]int64, len(cells))
	for _, cell := range cells {
		waiting[cell.At.UTC()] = cell.Unsettled
	}
	return waiting, err
}
