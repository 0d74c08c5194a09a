package server_test

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
)

// unit is one thing that a metric looks at.
type unit struct {
	talk  *talk // nil for a conversion that counts for none
	who   string
	at    time.Time
	agent string
	split string // currency or source, of what is always kept apart by it
	where string // environment, of what belongs to no conversation
	in    bool   // in the denominator; of a total, counted
	hit   bool   // of a rate: in the numerator
	x     float64
}

// recipe is a metric of docs/metrics.md.
type recipe struct {
	measure  string // count, users, per_user, fewest, user_share, days_of_week, rate, mean, sum, or a quantile: p50, p90, p99
	units    []unit
	coverage []unit // nil: none; else the share of in that hit
	settles  bool
	bounded  bool   // values lie in 0..1
	seen     []unit // the denominator where that is not the units'
	split    string // the breakdown that it always has
	evidence string // kind of the events without which nothing is known
	// over gives units and coverage where a filter decides more than which of
	// them count; everybody says that it speaks of users only.
	over      func(period, *sieve) (units, coverage []unit)
	everybody bool
	zone      *time.Location
}

// recipes writes every metric of the spine as its units.
func (all *everything) recipes() map[string]recipe {
	var talks, asked, turns, votes, deals, lags, seen []unit
	for _, t := range all.talks {
		talks = append(talks, unit{talk: t, who: t.user, at: t.started, agent: t.agent, in: true})
		for _, x := range t.exchanges {
			u := unit{talk: t, who: x.user, at: x.at, agent: x.agent, in: true}
			turns = append(turns, u)
			if x.prompt != nil {
				asked = append(asked, u)
			}
		}
		for _, v := range t.votes {
			votes = append(votes, unit{talk: t, who: v.user, at: v.event.at, agent: v.agent, in: true, x: v.value, hit: v.value >= 0.75})
		}
	}
	for _, e := range all.events {
		user, known := all.who(e)
		seen = append(seen, unit{who: user, at: e.at, where: e.environment(), in: known})
		if e.kind != "conversion" {
			continue
		}
		u := unit{who: user, at: e.at, split: strings.ToUpper(strings.TrimSpace(e.text("currency"))), where: e.environment(), in: true}
		if u.talk = all.creditOf(e); u.talk != nil {
			u.agent, u.hit = u.talk.agent, true
		}
		u.x = math.NaN()
		if value := e.number("value"); value != nil {
			u.x = *value
		}
		if u.talk != nil {
			lag := u
			lag.x = e.at.Sub(u.talk.started).Seconds()
			lags = append(lags, lag)
		}
		deals = append(deals, u)
	}
	m := all.pasts()
	all.adoption(m, asked, seen)
	all.judged(m, talks)
	turnwise(m, turns)
	rated := only(talks, func(t *talk) (bool, bool) { return t.answered(), len(t.votes) > 0 })
	m["response_rate"] = recipe{measure: "rate", units: rated, coverage: only(talks, func(t *talk) (bool, bool) { return true, t.answered() })}
	m["positive_rate"] = recipe{measure: "rate", units: votes, coverage: rated}
	m["mean_rating"] = recipe{measure: "mean", bounded: true, units: votes, coverage: rated}
	m["csat"] = recipe{measure: "rate", units: fivePoint(all.talks, votes), coverage: rated}
	counted := func(keep func(unit) (in, hit bool)) []unit { return each(deals, keep) }
	m["conversions"] = recipe{measure: "count", units: counted(func(u unit) (bool, bool) { return u.talk != nil, true }), coverage: deals}
	m["conversion_value"] = recipe{
		measure:  "sum",
		split:    "currency",
		units:    counted(func(u unit) (bool, bool) { return u.talk != nil && !math.IsNaN(u.x), true }),
		coverage: counted(func(u unit) (bool, bool) { return u.talk != nil, !math.IsNaN(u.x) }),
	}
	m["time_to_convert"] = recipe{measure: "p50", units: lags, coverage: counted(func(u unit) (bool, bool) { return true, u.talk != nil })}
	return m
}

func (all *everything) adoption(m map[string]recipe, asked, seen []unit) {
	m["prompts"] = recipe{measure: "count", units: asked}
	m["active_users"] = recipe{measure: "users", units: asked}
	m["top_half_users"] = recipe{measure: "fewest", units: asked}
	m["prompts_per_user"] = recipe{measure: "per_user", units: asked, coverage: each(asked, func(u unit) (bool, bool) { return true, u.who != "" })}
	known := make(map[string]bool)
	for _, e := range all.events {
		if user, identified := all.who(e); identified {
			known[user] = true
		}
	}
	identified := func(in bool) []unit {
		return each(asked, func(u unit) (bool, bool) { return in || known[u.who], known[u.who] })
	}
	m["adoption_rate"] = recipe{measure: "users", units: identified(false), coverage: identified(true), seen: seen}
}

// judged are the metrics of whole conversations.
func (all *everything) judged(m map[string]recipe, talks []unit) {
	m["conversations"] = recipe{measure: "count", units: talks}
	length := only(talks, func(t *talk) (bool, bool) { return t.prompts() > 0, true })
	for i := range length {
		length[i].x = float64(length[i].talk.prompts())
	}
	m["turns_per_conversation"] = recipe{measure: "mean", units: length, coverage: only(talks, func(t *talk) (bool, bool) { return true, t.prompts() > 0 })}
	lasted := slices.Clone(length)
	for i := range lasted {
		lasted[i].x = lasted[i].talk.ended.Sub(lasted[i].talk.started).Seconds()
	}
	m["conversation_duration"] = recipe{measure: "p50", units: lasted, coverage: m["turns_per_conversation"].coverage}
	estimated := only(talks, func(t *talk) (bool, bool) { return t.estimated != nil, true })
	for i := range estimated {
		if e := estimated[i].talk.estimated; e != nil {
			estimated[i].x = *e
		}
	}
	m["estimated_satisfaction"] = recipe{
		measure: "mean", units: estimated, coverage: only(talks, func(t *talk) (bool, bool) { return t.prompts() > 0, t.estimated != nil }),
	}
	known := func(t *talk) bool { return t.settled && t.outcome != "unknown" }
	for id, outcomes := range map[string][]string{
		"success_rate": {"confirmed", "assumed"}, "confirmed_rate": {"confirmed"}, "failure_rate": {"failed"}, "escalation_rate": {"escalated"}, "abandonment_rate": {"abandoned"},
	} {
		m[id] = recipe{
			measure: "rate", settles: true,
			units:    only(talks, func(t *talk) (bool, bool) { return known(t), slices.Contains(outcomes, t.outcome) }),
			coverage: only(talks, func(t *talk) (bool, bool) { return true, known(t) }),
		}
	}
	m["source_failure_rate"] = recipe{
		measure: "rate", settles: true, split: "source",
		units:    bySource(only(talks, func(t *talk) (bool, bool) { return known(t), t.outcome == "failed" })),
		coverage: only(talks, func(t *talk) (bool, bool) { return known(t), len(t.sources()) > 0 }),
	}
	m["conversion_rate"] = recipe{
		measure: "rate", settles: true,
		units:    only(talks, func(t *talk) (bool, bool) { return true, t.conversions > 0 }),
		coverage: only(talks, func(t *talk) (bool, bool) { return true, t.settled }),
	}
}

// turnwise are the metrics of turns. The units come in the order of the turns.
func turnwise(m map[string]recipe, turns []unit) {
	i := 0
	exchanges := make([]*exchange, len(turns))
	for n, u := range turns {
		if i == len(u.talk.exchanges) || n > 0 && turns[n-1].talk != u.talk {
			i = 0
		}
		exchanges[n] = u.talk.exchanges[i]
		i++
	}
	pick := func(keep func(*exchange) (in, hit bool)) []unit {
		var units []unit
		for n, u := range turns {
			if u.in, u.hit = keep(exchanges[n]); u.in {
				units = append(units, u)
			}
		}
		return units
	}
	measured := func(number func(*exchange) *float64) []unit {
		var units []unit
		for n, u := range turns {
			if x := number(exchanges[n]); x != nil {
				u.x = *x
				units = append(units, u)
			}
		}
		return units
	}
	m["unanswered_rate"] = recipe{
		measure:  "rate",
		units:    pick(func(x *exchange) (bool, bool) { return x.prompt != nil, slices.Contains(x.signals, "unanswered") }),
		coverage: pick(func(x *exchange) (bool, bool) { return true, x.prompt != nil }),
	}
	responded := func(x *exchange) bool { return len(x.answers) > 0 }
	m["error_rate"] = recipe{
		measure:  "rate",
		units:    pick(func(x *exchange) (bool, bool) { return responded(x), x.errored() }),
		coverage: pick(func(x *exchange) (bool, bool) { return x.prompt != nil, responded(x) }),
	}
	for id, of := range map[string]struct {
		measure string
		number  func(*exchange) *float64
	}{
		"latency_p50": {"p50", (*exchange).latency}, "latency_p90": {"p90", (*exchange).latency}, "latency_p99": {"p99", (*exchange).latency},
		"time_to_first_token_p50": {"p50", (*exchange).firstToken},
		"input_tokens":            {"sum", total("input_tokens")}, "output_tokens": {"sum", total("output_tokens")}, "cost": {"sum", total("cost_usd")},
	} {
		m[id] = recipe{
			measure: of.measure, units: measured(of.number),
			coverage: pick(func(x *exchange) (bool, bool) { return responded(x), of.number(x) != nil }),
		}
	}
	for id, action := range map[string]string{"copy_rate": "copied", "regenerate_rate": "regenerated"} {
		m[id] = recipe{
			measure: "rate", evidence: "action",
			units:    pick(func(x *exchange) (bool, bool) { return x.answered(), slices.Contains(x.signals, action) }),
			coverage: pick(func(x *exchange) (bool, bool) { return true, x.answered() }),
		}
	}
	for id, signal := range map[string]conversation.Signal{
		"rephrase_rate": conversation.Rephrased, "correction_rate": conversation.Corrected, "frustration_rate": conversation.Frustrated,
		"thanks_rate": conversation.Thanked, "refusal_rate": conversation.Refused, "fallback_rate": conversation.Fallback,
	} {
		reach := signal.Reach()
		there := func(x *exchange) bool { return x.prompt != nil && !reach.OfAnswers || x.answered() && reach.OfAnswers }
		read := func(x *exchange) bool {
			return there(x) && reach.Sought && (reach.Languages == nil || slices.Contains(reach.Languages, x.language))
		}
		m[id] = recipe{
			measure:  "rate",
			units:    pick(func(x *exchange) (bool, bool) { return read(x), slices.Contains(x.signals, string(signal)) }),
			coverage: pick(func(x *exchange) (bool, bool) { return there(x), read(x) }),
		}
	}
}

// bySource has a unit for each source that a conversation cites.
func bySource(units []unit) []unit {
	var all []unit
	for _, u := range units {
		for _, u.split = range append(u.talk.sources(), "")[:max(len(u.talk.sources()), 1)] {
			all = append(all, u)
		}
	}
	return all
}

// fivePoint keeps the ratings on a scale of 1 to 5.
func fivePoint(talks []*talk, votes []unit) []unit {
	var units []unit
	i := 0
	for _, t := range talks {
		for _, v := range t.votes {
			if v.event.fivePoint() {
				units = append(units, votes[i])
			}
			i++
		}
	}
	return units
}

func only(units []unit, keep func(*talk) (in, hit bool)) []unit {
	return each(units, func(u unit) (bool, bool) { return keep(u.talk) })
}

// each keeps the units that are in.
func each(units []unit, keep func(unit) (in, hit bool)) []unit {
	var kept []unit
	for _, u := range units {
		if u.in, u.hit = keep(u); u.in {
			kept = append(kept, u)
		}
	}
	return kept
}

// expected is what a figure must say.
type expected struct {
	n, matches int64
	value      *float64
	coverage   *float64
	low, high  *float64 // nil where the formula is not a simple one
	state      string
	users      map[string]int // units of each user
	hits       float64
}

// figure is the arithmetic. unsettled is whether a conversation of the row is
// not settled yet, and seen how many identified users were.
func (r *recipe) figure(units, coverage, seen []unit, unsettled, anything bool) expected {
	e := expected{users: make(map[string]int), state: "ok"}
	talks := make(map[*talk]bool)
	var xs []float64
	for _, u := range units {
		e.users[u.who]++
		xs = append(xs, u.x)
		if r.measure == "rate" && !u.hit {
			continue
		}
		e.hits++
		if u.talk != nil {
			talks[u.talk] = true
		}
	}
	e.n, e.matches = int64(len(units)), int64(len(talks))
	if e.coverage = nil; len(coverage) > 0 {
		e.coverage = new(share(coverage))
	}
	switch r.measure {
	case "users":
		delete(e.users, "")
		e.n, e.hits = int64(len(e.users)), float64(len(e.users))
	case "user_share":
		have := make(map[string]bool)
		for _, u := range units {
			if u.hit {
				have[u.who] = true
			}
		}
		e.n, e.hits = int64(len(e.users)), float64(len(have))
	case "days_of_week":
		xs, e.n = nil, 0
		for user, weeks := range weeksOf(units, r.zone) {
			xs = append(xs, weeks...)
			e.users[user] = len(weeks)
			e.n += int64(len(weeks))
		}
	case "per_user", "fewest":
		delete(e.users, "")
		xs = nil
		for _, rows := range e.users {
			xs = append(xs, float64(rows))
		}
		e.n = int64(len(xs))
	}
	if r.evidence != "" && !anything {
		e.state = "no_data"
		return e
	}
	switch {
	case r.seen != nil:
		people := make(map[string]bool)
		for _, u := range seen {
			if u.in {
				people[u.who] = true
			}
		}
		active := e.hits
		e.n, e.value = int64(len(people)), new(active/float64(len(people)))
	case r.measure == "count", r.measure == "users", r.measure == "fewest", r.measure == "sum":
		// No data is never 0: neither a time without events nor conversions without values.
		if !anything || r.measure == "sum" && e.coverage != nil && *e.coverage == 0 {
			e.state = "no_data"
			return e
		}
		e.value = new(float64(e.n))
		switch r.measure {
		case "sum":
			e.value = new(sum(xs))
		case "fewest":
			e.value = new(half(xs))
		}
		return e
	case r.measure == "rate", r.measure == "user_share":
		e.value = new(e.hits / float64(e.n))
	case r.measure == "mean", r.measure == "per_user", r.measure == "days_of_week":
		e.value = new(sum(xs) / float64(e.n))
	case e.n > 0: // the smallest value with so many at or below it
		slices.Sort(xs)
		percent := map[string]int{"p50": 50, "p90": 90, "p99": 99}[r.measure]
		e.value = new(xs[(len(xs)*percent+99)/100-1])
	}
	switch {
	case e.n == 0:
		e.state, e.value = "no_data", nil
	case e.n < 5:
		e.state, e.value = "not_enough_data", nil
	case r.settles && unsettled:
		e.state = "provisional"
	}
	if e.value != nil {
		r.bounds(&e, xs)
	}
	return e
}

// half is how many of the largest make up half of the sum.
func half(xs []float64) float64 {
	slices.Sort(xs)
	so, n := 0.0, 0.0
	for _, x := range slices.Backward(xs) {
		if 2*so < sum(xs) {
			n++
		}
		so += x
	}
	return n
}

func share(units []unit) float64 {
	hits := 0.0
	for _, u := range units {
		if u.hit {
			hits++
		}
	}
	return hits / float64(len(units))
}

func sum(xs []float64) float64 {
	total := 0.0
	for _, x := range xs {
		total += x
	}
	return total
}
