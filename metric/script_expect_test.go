package metric_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// expect asks what stands after the word and holds the answer to the rows.
//
//	expect success_rate by agent where account = "acme"
//	    support 0.5 n=6
func (p *play) expect(ctx context.Context, text string, s *statement) error {
	question, only := text, ""
	if i := strings.LastIndex(text, ": "); i >= 0 {
		question, only = text[:i], text[i+2:]
	}
	q, err := p.question(question)
	if err != nil {
		return err
	}
	rows := s.body
	if only != "" {
		rows = []line{{s.line, only}}
	}
	if len(rows) == 0 {
		return errors.New("what is expected? Write it after a colon, or one row a line below")
	}
	answer, err := metric.Ask(ctx, p.store, q)
	if errors.Is(err, metric.ErrUnknownMetric) {
		return fmt.Errorf("unknown metric %q", q.Metric)
	}
	if err != nil {
		return err
	}
	return p.hold(&q, answer, rows, s.line)
}

// question reads METRIC [by …] [per …] [compare] [where …].
func (p *play) question(text string) (metric.Question, error) {
	if p.now.IsZero() {
		return metric.Question{}, errors.New("say at which time is asked first: at 2026-11-04 09:00")
	}
	scope := report.Scope{Project: project, From: p.from, To: p.to, Zone: p.zone, Now: p.now}
	head, filter, filtered := strings.Cut(text, " where ")
	if filtered {
		var err error
		if scope.Where, err = where.Parse(filter); err != nil {
			return metric.Question{}, fmt.Errorf("where: %w", err)
		}
	}
	f, err := scope.Filter()
	q := metric.Question{Project: project, From: p.from, To: p.to, Zone: p.zone, Filter: f, AsOf: p.now}
	if err != nil {
		return q, err
	}
	parts := strings.Fields(head)
	q.Metric = parts[0]
	for i := 1; i < len(parts); i++ {
		switch {
		case parts[i] == "compare":
			q.Compare = true
		case parts[i] == "by" && i+1 < len(parts):
			i++
			if q.By, err = report.ParseDimensions(parts[i]); err != nil {
				return q, fmt.Errorf("by: %w", err)
			}
		case parts[i] == "per" && i+1 < len(parts):
			i++
			q.Interval = store.Interval(parts[i])
		default:
			return q, fmt.Errorf("%q cannot be read: a question is METRIC by DIMENSIONS per INTERVAL compare where FILTER", parts[i])
		}
	}
	return q, nil
}

// hold finds the row that each line expects, and the rows that none does.
func (p *play) hold(q *metric.Question, answer *metric.Answer, lines []line, at int) error {
	expected := make(map[string]bool)
	rows := make(map[string]*metric.Row, len(answer.Rows))
	for i := range answer.Rows {
		rows[placeOf(q, &answer.Rows[i])] = &answer.Rows[i]
	}
	width := len(answer.By)
	if q.Interval != store.WholePeriod {
		width++
	}
	for _, l := range lines {
		parts, err := words(l.text)
		if err != nil {
			return p.mistake(l.number, err)
		}
		if len(parts) <= width {
			return p.mistake(l.number, fmt.Errorf("a row is %d names and then a figure", width))
		}
		names := make([]string, width)
		for i := range names {
			names[i] = parts[i].value
		}
		place := strings.Join(names, " ")
		expected[place] = true
		row := rows[place]
		if row == nil {
			p.miss(l.number, q, "expected %s, which did not come", place)
			continue
		}
		if err = p.compare(row, parts[width:], func(format string, args ...any) { p.miss(l.number, q, format, args...) }); err != nil {
			return p.mistake(l.number, err)
		}
	}
	for i := range answer.Rows {
		if place := placeOf(q, &answer.Rows[i]); !expected[place] {
			p.miss(at, q, "%s came, which is not expected", place)
		}
	}
	return nil
}

func (p *play) miss(number int, q *metric.Question, format string, args ...any) {
	p.wrong = append(p.wrong, fmt.Sprintf("%s:%d: %s: ", p.path, number, q.Metric)+fmt.Sprintf(format, args...))
}

// placeOf names a row: its group, - where it has no value, and its bucket.
func placeOf(q *metric.Question, row *metric.Row) string {
	var names []string
	for _, value := range row.Group {
		if value == nil {
			names = append(names, "-")
		} else {
			names = append(names, *value)
		}
	}
	switch q.Interval {
	case store.WholePeriod:
	case store.Hour:
		names = append(names, row.At.In(q.Zone).Format("2006-01-02T15:04-07:00"))
	default:
		names = append(names, row.At.In(q.Zone).Format(time.DateOnly))
	}
	return strings.Join(names, " ")
}

// compare holds a row to a figure or a state, and what else is named.
func (p *play) compare(row *metric.Row, parts []word, miss func(string, ...any)) error {
	if err := compareFigure(&row.Estimate, parts[0].value, miss); err != nil {
		return err
	}
	state := metric.OK
	for _, w := range parts[1:] {
		if w.name == "" {
			state = metric.State(w.value)
			continue
		}
		came, known := measured(row, w.name)
		if !known {
			return fmt.Errorf("there is no %q to expect", w.name)
		}
		if !reads(came, w.value) {
			miss("expected %s=%s, came %s", w.name, w.value, shown(came))
		}
	}
	if row.Value != nil && row.State != state {
		miss("expected %s, came %s", state, row.State)
	}
	return nil
}

func compareFigure(e *metric.Estimate, want string, miss func(string, ...any)) error {
	switch metric.State(want) {
	case metric.NoData, metric.NotEnoughData:
		if e.State != metric.State(want) {
			miss("expected %s, came %s", want, shownOr(e))
		}
		return nil
	default:
	}
	if _, err := strconv.ParseFloat(want, 64); err != nil {
		return fmt.Errorf("%q is neither a figure nor a state", want)
	}
	if e.Value == nil || !reads(e.Value, want) {
		miss("expected %s, came %s", want, shownOr(e))
	}
	return nil
}

func shownOr(e *metric.Estimate) string {
	if e.Value == nil {
		return string(e.State)
	}
	return shown(e.Value)
}

// measured is a number that can be expected beside a row's figure; nil where
// the row has none.
func measured(row *metric.Row, name string) (value any, known bool) {
	previous, change := row.Previous, row.Change
	if previous == nil {
		previous, change = &metric.Estimate{}, &metric.Change{}
	}
	value, known = map[string]any{
		"n": row.N, "matches": row.Matches, "unsettled": row.Unsettled, "coverage": row.Coverage, "low": row.Low, "high": row.High,
		"previous": previous.Value, "previous_n": previous.N, "change": change.Value, "change_low": change.Low, "change_high": change.High, "verdict": string(change.Verdict),
	}[name]
	return value, known
}

// reads reports whether a number is what was written, to the last digit that
// was written.
func reads(value any, want string) bool {
	switch v := value.(type) {
	case int64:
		return strconv.FormatInt(v, 10) == want
	case string:
		return v == want
	case *float64:
		if v == nil {
			return want == "none"
		}
		_, decimals, _ := strings.Cut(want, ".")
		number, err := strconv.ParseFloat(want, 64)
		const rounding = 1e-9
		return err == nil && math.Abs(number-*v) <= 0.5*math.Pow10(-len(decimals))+rounding && (len(decimals) > 0 || math.Abs(number-*v) < rounding)
	default:
		return false
	}
}

func shown(value any) string {
	if v, ok := value.(*float64); ok {
		if v == nil {
			return "none"
		}
		return strconv.FormatFloat(*v, 'g', 6, 64)
	}
	return fmt.Sprint(value)
}
