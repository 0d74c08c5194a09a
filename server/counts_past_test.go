package server_test

import (
	"slices"
	"strconv"
	"time"
)

// This file counts what depends on a user's past: on all prompts of the
// conversations that the filter selects, whatever the period.

// selected are the prompts of conversations that a filter selects, in order of
// time.
func (all *everything) selected(s *sieve) []unit {
	var units []unit
	for _, t := range all.talks {
		if !t.ranIn(s.environment) || !s.keep(t) {
			continue
		}
		for _, x := range t.exchanges {
			if x.prompt != nil && x.user != "" {
				units = append(units, unit{talk: t, who: x.user, at: x.at, agent: x.agent, in: true})
			}
		}
	}
	slices.SortStableFunc(units, func(a, b unit) int { return a.at.Compare(b.at) })
	return units
}

// firsts are every user's first prompt.
func firsts(asked []unit) []unit {
	known := make(map[string]bool)
	return slices.DeleteFunc(slices.Clone(asked), func(u unit) bool {
		before := known[u.who]
		known[u.who] = true
		return before
	})
}

// pasts writes the metrics of this file: their units and their coverage.
func (all *everything) pasts() map[string]recipe {
	return map[string]recipe{
		"new_users": {measure: "count", over: func(_ period, s *sieve) (units, coverage []unit) {
			return firsts(all.selected(s)), nil
		}},
		"time_to_first_prompt":     {measure: "p50", over: all.waits},
		"returning_users":          {measure: "users", over: all.returning},
		"retention_rate":           {measure: "rate", split: "week", over: all.retention},
		"stickiness":               {measure: "days_of_week", bounded: true, over: all.weekly},
		"non_user_conversion_rate": {measure: "user_share", everybody: true, over: all.strangers},
	}
}

// waits are how long newcomers had been seen before.
func (all *everything) waits(_ period, s *sieve) (units, coverage []unit) {
	for _, u := range firsts(all.selected(s)) {
		for _, e := range all.events { // in order of time
			if who, _ := all.who(e); who == u.who {
				u.x, u.hit = u.at.Sub(e.at).Seconds(), u.at.After(e.at)
				break
			}
		}
		coverage = append(coverage, u)
		if u.hit {
			units = append(units, u)
		}
	}
	return units, coverage
}

// returning are prompts of users who had one before their cell.
func (all *everything) returning(ask period, s *sieve) (units, coverage []unit) {
	zone := ask.location()
	asked := all.selected(s)
	for _, u := range asked {
		start, err := time.ParseInLocation(time.DateOnly, ask.from, zone)
		if err != nil {
			panic(err)
		}
		if ask.daily {
			year, month, day := u.at.In(zone).Date()
			start = time.Date(year, month, day, 0, 0, 0, 0, zone)
		}
		if slices.ContainsFunc(asked, func(other unit) bool { return other.who == u.who && other.at.Before(start) }) {
			units = append(units, u)
		}
	}
	return units, nil
}

// retention has every newcomer in every week after the first.
func (all *everything) retention(_ period, s *sieve) (units, coverage []unit) {
	const week = 7 * 24 * time.Hour
	asked := all.selected(s)
	for _, u := range firsts(asked) {
		for n := 1; n <= 53; n++ {
			from, to := u.at.Add(time.Duration(n)*week), u.at.Add(time.Duration(n+1)*week)
			one := u
			one.split = strconv.Itoa(n)
			one.hit = !to.After(all.now)
			coverage = append(coverage, one)
			if !one.hit {
				continue
			}
			one.hit = slices.ContainsFunc(asked, func(other unit) bool {
				return other.who == u.who && !other.at.Before(from) && other.at.Before(to)
			})
			units = append(units, one)
		}
	}
	return units, coverage
}

// weekly are prompts in the weeks that lie in the period whole.
func (all *everything) weekly(ask period, s *sieve) (units, coverage []unit) {
	for _, u := range all.selected(s) {
		monday := dayOfWeek(u.at.In(ask.location()), 0)
		u.hit = true
		if ask.from <= monday && dayOfWeek(u.at.In(ask.location()), 7) <= ask.to {
			units = append(units, u)
		}
	}
	return units, units // users of prompts are known here, all of them
}

// dayOfWeek is the date of a day of the week of a time, 0 being Monday.
func dayOfWeek(at time.Time, n int) string {
	return at.AddDate(0, 0, n-(int(at.Weekday())+6)%7).Format(time.DateOnly)
}

// strangers are events of users without a prompt in the period.
func (all *everything) strangers(ask period, s *sieve) (units, coverage []unit) {
	asked := make(map[string]bool)
	for _, u := range all.selected(&sieve{environment: s.environment, keep: func(*talk) bool { return true }}) {
		if day := u.at.In(ask.location()).Format(time.DateOnly); ask.from <= day && day < ask.to {
			asked[u.who] = true
		}
	}
	for _, e := range all.events {
		who, _ := all.who(e)
		if who != "" && !asked[who] {
			agent := e.agent()
			if e.conversation() == "" {
				agent = e.text("agent_id") // no agent takes part
			}
			units = append(units, unit{who: who, at: e.at, agent: agent, where: e.environment(), hit: e.kind == "conversion"})
		}
	}
	return units, nil
}

// weeksOf has the share of its days on which a user of some units was there,
// for each of the user's weeks.
func weeksOf(units []unit, zone *time.Location) map[string][]float64 {
	days := make(map[string]map[string]map[string]bool) // user, monday, day
	for _, u := range units {
		at := u.at.In(zone)
		monday := dayOfWeek(at, 0)
		if days[u.who] == nil {
			days[u.who] = make(map[string]map[string]bool)
		}
		if days[u.who][monday] == nil {
			days[u.who][monday] = make(map[string]bool)
		}
		days[u.who][monday][at.Format(time.DateOnly)] = true
	}
	weeks := make(map[string][]float64)
	for user, mondays := range days {
		for _, seen := range mondays {
			weeks[user] = append(weeks[user], float64(len(seen))/7)
		}
	}
	return weeks
}
