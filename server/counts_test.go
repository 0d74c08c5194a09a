package server_test

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/report"
)

// sieve is a filter in the language and in Go.
type sieve struct {
	where       string
	environment string
	loose       bool // asks nothing that is unknown of a conversion without a conversation
	keep        func(*talk) bool
}

func sieves() []sieve {
	return []sieve{
		{"", "production", true, func(*talk) bool { return true }},
		{`agent = "support" and prop.plan in ("pro", "team")`, "production", false, func(t *talk) bool {
			return t.has((*said).agent, "support") && t.has(func(s *said) string { return s.text("plan") }, "pro", "team")
		}},
		{"rating < 0.5 or signal = unanswered", "production", false, func(t *talk) bool {
			return slices.ContainsFunc(t.votes, func(v *vote) bool { return v.value < 0.5 }) || t.signal("unanswered")
		}},
		{"not outcome = failed and turns >= 2", "production", false, func(t *talk) bool {
			return t.outcome != "failed" && len(t.exchanges) >= 2
		}},
		{"environment = staging", "staging", true, func(*talk) bool { return true }},
	}
}

// ranIn tells where a conversation counts: in production when nothing in it
// says otherwise, elsewhere when something does.
func (t *talk) ranIn(environment string) bool {
	if environment == "production" {
		return !slices.ContainsFunc(t.events, func(e *said) bool { return e.environment() != "production" })
	}
	return t.has((*said).environment, environment)
}

// period is what figures are asked for.
type period struct {
	from, to, zone string
	by             string // agent, prop.plan, or nothing
	daily          bool
}

// TestFiguresAgainstPlainCounts holds every metric against a count that knows
// nothing of Debrief but what its documentation says: two weeks of the simulated product
// and events that are awkward on purpose.
func TestFiguresAgainstPlainCounts(t *testing.T) {
	c := replay(t, append([][]byte{demoLines(t, clockAtFirst())}, awkward()...)...)
	asks := []period{
		{from: "2026-10-01", to: "2026-11-21", zone: "UTC"},
		{from: "2026-10-01", to: "2026-11-21", zone: "UTC", by: "agent"},
		{from: "2026-10-01", to: "2026-11-21", zone: "UTC", by: "prop.plan"},
		{from: "2026-10-09", to: "2026-10-12", zone: "UTC"}, // users come once: published intervals
		{from: "2026-10-20", to: "2026-11-21", zone: "Europe/Paris", daily: true},
		{from: "2026-03-27", to: "2026-04-02", zone: "Europe/Paris", daily: true},
	}
	for n, d := range metric.Catalogue() {
		for i, ask := range asks { // each metric with each of the filters, in turn
			c.compare(d.ID, ask, sieves()[(n+i)%len(sieves())])
		}
	}
	c.compare("conversion_value", asks[len(asks)-1], sieves()[0])
	c.pass(48 * time.Hour) // every conversation settles
	c.settle()
	c.count(c.sent)
	for _, d := range metric.Catalogue() {
		for _, s := range sieves() {
			c.compare(d.ID, period{from: "2026-10-01", to: "2026-11-22", zone: "UTC"}, s)
		}
	}
	c.tell()
}

// deliver sends lines and waits until they are analysed.
func (h *harness) deliver(lines []byte) {
	h.Helper()
	for part := range slices.Chunk(slices.Collect(strings.Lines(string(lines))), 900) {
		if a := h.do(http.MethodPost, "/t?k="+writeKey, "", strings.Join(part, "")); a.status != http.StatusOK || !strings.Contains(string(a.body), `"rejected":[]`) {
			h.Fatalf("POST /t: %d %s", a.status, a.body)
		}
	}
	h.settle()
}

// comparison holds figures against counts.
type comparison struct {
	*harness
	sent                       []*said
	all                        *everything
	metrics                    map[string]recipe
	figures, valued, intervals int
}

func (c *comparison) count(sent []*said) {
	c.all = count(sent, c.now())
	c.metrics = c.all.recipes()
}

// cell is a row of an answer.
type cell struct{ group, split, day string }

func (c *comparison) compare(id string, ask period, s sieve) {
	c.Helper()
	switch {
	case id == "stickiness":
		ask.daily = false // it has weeks
	case id == "non_user_conversion_rate" && ask.by == "prop.plan":
		ask.by = "" // those who were seen have no conversation's properties
	}
	query := url.Values{"from": {ask.from}, "to": {ask.to}, "tz": {ask.zone}, "where": {s.where}, "by": {ask.by}}
	if ask.daily {
		query.Set("interval", "day")
	}
	path := "/api/v1/metrics/" + id + "?" + query.Encode()
	var m report.Metric
	c.read(path, &m)
	recipe, ok := c.metrics[id]
	if !ok {
		c.Fatalf("nothing counts %s", id)
	}
	if recipe.over != nil {
		recipe.units, recipe.coverage = recipe.over(ask, &s)
		recipe.zone = ask.location()
	}
	place := ask.place()
	part := func(units []unit, split, whole bool) map[cell][]unit {
		parts := make(map[cell][]unit)
		for _, u := range units {
			kept := u.talk != nil && u.talk.ranIn(s.environment) && s.keep(u.talk)
			if u.talk == nil {
				kept = u.where == s.environment && (s.loose || whole || recipe.everybody)
			}
			if at, in := place(u, split, whole); in && kept {
				parts[at] = append(parts[at], u)
			}
		}
		return parts
	}
	units, coverage, seen := part(recipe.units, recipe.split != "", false), part(recipe.coverage, recipe.split == "week", false), part(recipe.seen, false, true)
	whole := part(c.metrics["conversations"].units, false, false)
	anything := c.anything(ask, s, recipe.evidence)
	for _, row := range m.Rows {
		at := rowCell(&row, ask, recipe.split)
		narrow := cell{group: at.group, day: at.day}
		covered := narrow
		if recipe.split == "week" {
			covered = at
		}
		unsettled := slices.ContainsFunc(whole[narrow], func(u unit) bool {
			cites := at.split == "" && len(u.talk.sources()) == 0 || slices.Contains(u.talk.sources(), at.split)
			return !u.talk.settled && (cites || recipe.split != "source")
		})
		want := recipe.figure(units[at], coverage[covered], seen[cell{day: at.day}], unsettled, anything)
		delete(units, at)
		c.hold(fmt.Sprintf("%s %v", path, at), &row, &want)
	}
	for at, missing := range units {
		c.Errorf("%s: no row for %v, which has %d", path, at, len(missing))
	}
}

func (p *period) location() *time.Location {
	zone, err := time.LoadLocation(p.zone)
	if err != nil {
		panic(err)
	}
	return zone
}

// place says which row of the answer a unit belongs to; of a whole, no group
// narrows it.
func (p *period) place() func(u unit, split, whole bool) (cell, bool) {
	zone := p.location()
	return func(u unit, split, whole bool) (cell, bool) {
		at := cell{}
		day := u.at.In(zone).Format(time.DateOnly)
		if p.daily {
			at.day = day
		}
		if split {
			at.split = u.split
		}
		switch {
		case whole:
		case p.by == "agent":
			at.group = u.agent
		case p.by == "prop.plan" && u.talk != nil:
			at.group = u.talk.plan()
		}
		return at, p.from <= day && day < p.to
	}
}

func rowCell(row *report.Figure, ask period, split string) cell {
	value := func(name string) string { return *cmp.Or(row.By[name], new("")) }
	at := cell{group: value(ask.by), split: value(split)}
	if ask.daily {
		at.day = row.At.In(ask.location()).Format(time.DateOnly)
	}
	return at
}

// anything tells whether an event of that kind, or any at all, happened in the
// period.
func (c *comparison) anything(ask period, s sieve, kind string) bool {
	place := ask.place()
	return slices.ContainsFunc(c.all.events, func(e *said) bool {
		_, in := place(unit{at: e.at}, false, true)
		return in && e.environment() == s.environment && (kind == "" || e.kind == kind)
	})
}

// hold compares one row.
func (c *comparison) hold(where string, got *report.Figure, want *expected) {
	c.Helper()
	c.figures++
	if got.N != want.n || got.Matches != want.matches || string(got.State) != want.state {
		c.Errorf("%s: n %d matches %d %s, want %d %d %s", where, got.N, got.Matches, got.State, want.n, want.matches, want.state)
	}
	near := func(what string, got, want *float64, tolerance float64) {
		c.Helper()
		if (got == nil) != (want == nil) || got != nil && math.Abs(*got-*want) > tolerance*math.Max(1, math.Abs(*want)) {
			c.Errorf("%s: %s %s, want %s", where, what, number(got), number(want))
		}
	}
	near("value", got.Value, want.value, 1e-9)
	if want.coverage != nil {
		near("coverage", got.Coverage, want.coverage, 1e-12)
	}
	if want.value != nil {
		c.valued++
	}
	if want.low != nil {
		c.intervals++
		near("low", got.Low, want.low, 1e-9)
		near("high", got.High, want.high, 1e-9)
	}
}

func number(f *float64) string {
	if f == nil {
		return "none"
	}
	return fmt.Sprint(*f)
}
