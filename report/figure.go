package report

import (
	"context"
	"time"

	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/store"
)

// Definition is a metric of the catalogue in words.
type Definition struct {
	ID          string           `json:"id"`
	Question    string           `json:"question"`
	Formula     string           `json:"formula"`
	Denominator string           `json:"denominator"`
	Coverage    string           `json:"coverage"`
	Unit        metric.Unit      `json:"unit"`
	Direction   metric.Direction `json:"direction"`
	DatedBy     string           `json:"dated_by"`
	Caveat      string           `json:"caveat"`
}

// Definitions lists the catalogue.
func Definitions() []Definition {
	all := metric.Catalogue()
	list := make([]Definition, len(all))
	for i := range all {
		list[i] = definition(&all[i])
	}
	return list
}

func definition(d *metric.Definition) Definition {
	return Definition{
		ID: d.ID, Question: d.Question, Formula: d.Formula, Denominator: d.Denominator, Coverage: d.Coverage,
		Unit: d.Unit, Direction: d.Direction, DatedBy: d.DatedBy, Caveat: d.Caveat,
	}
}

// Estimate is a value with its n, coverage and interval.
type Estimate struct {
	Value    *float64     `json:"value" doc:"null where the state is not_enough_data or no_data"`
	N        int64        `json:"n" doc:"the denominator; of a count, what was counted"`
	Coverage *float64     `json:"coverage" doc:"share of rows the value speaks for, 0..1; null where that says nothing"`
	Low      *float64     `json:"low" doc:"lower end of the 95 % interval; null for counts, which are exact"`
	High     *float64     `json:"high"`
	State    metric.State `json:"state" enum:"ok,provisional,not_enough_data,no_data"`
}

// Change is the difference to the period before.
type Change struct {
	Value   *float64       `json:"value"`
	Low     *float64       `json:"low"`
	High    *float64       `json:"high"`
	Verdict metric.Verdict `json:"verdict" enum:"better,worse,higher,lower,no_clear_change,unknown"`
}

// Figure is one row of a metric: an estimate and the way to the conversations
// behind it.
type Figure struct {
	By    map[string]*string `json:"by" doc:"value of each breakdown; null where there is none"`
	Names map[string]string  `json:"names,omitempty" doc:"what the values of breakdowns by topic and theme are called"`
	At    *time.Time         `json:"at,omitempty" doc:"start of the interval"`
	Estimate
	Matches  int64     `json:"matches" doc:"distinct conversations behind the value"`
	Link     string    `json:"link" doc:"path and query of those conversations; empty where users are counted who may have none"`
	Previous *Estimate `json:"previous,omitempty"`
	Change   *Change   `json:"change,omitempty"`
	Rest     *Estimate `json:"rest,omitempty" doc:"of everything outside of the group"`
	Against  *Change   `json:"against,omitempty" doc:"the difference to it; of the verdicts that are clear at most 5 % are by chance"`
}

// Metric is the answer to a question about one metric.
type Metric struct {
	Metric     string     `json:"metric"`
	Definition Definition `json:"definition"`
	From       time.Time  `json:"from"`
	To         time.Time  `json:"to"`
	Zone       string     `json:"zone" doc:"IANA name of the time zone of the intervals"`
	Rows       []Figure   `json:"rows" nullable:"false"`
	Excluded   []Excluded `json:"excluded" nullable:"false" doc:"what stays out of every row, and why"`
}

// Ask says what a metric is asked for besides its scope.
type Ask struct {
	Metric   string
	By       []store.Dimension
	Interval store.Interval
	Compare  bool
	Rest     bool // what each group is compared with
}

// AskMetric answers a question about one metric.
func AskMetric(ctx context.Context, reader store.Reader, s Scope, ask Ask) (*Metric, error) {
	answers, err := s.ask(ctx, reader, ask)
	if err != nil {
		return nil, err
	}
	m, err := s.metric(answers[0])
	if err != nil {
		return nil, err
	}
	m.Excluded, err = s.excluded(ctx, reader)
	return m, err
}

// ask asks the store at once.
func (s *Scope) ask(ctx context.Context, reader store.Reader, asks ...Ask) ([]*metric.Answer, error) {
	filter, err := s.Filter()
	if err != nil {
		return nil, err
	}
	questions := make([]metric.Question, len(asks))
	for i, ask := range asks {
		questions[i] = metric.Question{
			Project: s.Project, From: s.From, To: s.To, Zone: s.Zone, Filter: filter, AsOf: s.Now,
			Metric: ask.Metric, By: ask.By, Interval: ask.Interval, Compare: ask.Compare, Rest: ask.Rest,
		}
	}
	return metric.AskAll(ctx, reader, questions)
}

func (s *Scope) metric(a *metric.Answer) (*Metric, error) {
	figures, err := s.figures(a)
	return &Metric{
		Metric: a.Definition.ID, Definition: definition(&a.Definition), From: s.From, To: s.To, Zone: s.Zone.String(), Rows: figures,
	}, err
}

func (s *Scope) figures(a *metric.Answer) ([]Figure, error) {
	figures := make([]Figure, len(a.Rows))
	for i := range a.Rows {
		var err error
		if figures[i], err = s.figure(a, &a.Rows[i]); err != nil {
			return nil, err
		}
	}
	return figures, nil
}

func (s *Scope) figure(a *metric.Answer, row *metric.Row) (Figure, error) {
	link, err := s.link(a, row)
	f := Figure{By: make(map[string]*string, len(a.By)), Estimate: estimate(&row.Estimate), Matches: row.Matches, Link: link}
	for i, d := range a.By {
		f.By[dimensionName(d)] = row.Group[i]
		if id := row.Group[i]; id != nil {
			if name, ok := s.Topics.name(d.Name, *id); ok {
				f.call(dimensionName(d), name)
			}
		}
	}
	if !row.At.IsZero() {
		f.At = &row.At
	}
	if row.Previous != nil {
		previous := estimate(row.Previous)
		f.Previous = &previous
	}
	f.Change, f.Against = changeOf(row.Change), changeOf(row.Against)
	if row.Rest != nil {
		rest := estimate(row.Rest)
		f.Rest = &rest
	}
	return f, err
}

func (f *Figure) call(dimension, name string) {
	if f.Names == nil {
		f.Names = make(map[string]string)
	}
	f.Names[dimension] = name
}

func changeOf(c *metric.Change) *Change {
	if c == nil {
		return nil
	}
	return &Change{Value: c.Value, Low: c.Low, High: c.High, Verdict: c.Verdict}
}

func estimate(e *metric.Estimate) Estimate {
	return Estimate{Value: e.Value, N: e.N, Coverage: e.Coverage, Low: e.Low, High: e.High, State: e.State}
}
