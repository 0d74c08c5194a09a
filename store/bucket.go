package store

import (
	"time"

	"github.com/debrief-dev/debrief/where"
)

// Floor is the start of the bucket that t falls into, in the zone; nil is UTC.
// Weeks begin on Monday. The whole period has no start: the zero time.
func (i Interval) Floor(t time.Time, zone *time.Location) time.Time {
	t = t.In(orUTC(zone))
	year, month, day := t.Date()
	switch i {
	case Hour:
		return startOfHour(t)
	case Day:
		return startOfDay(year, month, day, t.Location())
	case Week:
		monday := day - (int(t.Weekday())+6)%7
		return startOfDay(year, month, monday, t.Location())
	case Month:
		return startOfDay(year, month, 1, t.Location())
	default:
		return time.Time{}
	}
}

// Next is the start of the bucket after the one that starts at t.
func (i Interval) Next(t time.Time, zone *time.Location) time.Time {
	t = t.In(orUTC(zone))
	year, month, day := t.Date()
	switch i {
	case Hour:
		next := startOfHour(t.Add(time.Hour))
		if !next.After(t) {
			next = startOfHour(t.Add(2 * time.Hour))
		}
		return next
	case Day:
		return startOfDay(year, month, day+1, t.Location())
	case Week:
		return startOfDay(year, month, day+7, t.Location())
	default:
		return startOfDay(year, month+1, 1, t.Location())
	}
}

// Starts lists the starts of the buckets that [from, to) touches, in UTC;
// none for the whole period.
func (i Interval) Starts(from, to time.Time, zone *time.Location) []time.Time {
	if i == WholePeriod {
		return nil
	}
	var starts []time.Time
	for at := i.Floor(from, zone); at.Before(to); at = i.Next(at, zone) {
		starts = append(starts, at.UTC())
	}
	return starts
}

// startOfHour is the last instant at or before t at which a clock showed a
// full hour. Subtracting keeps the two hours apart that a clock set back
// repeats; where clocks change by half an hour, the hour around it is longer.
func startOfHour(t time.Time) time.Time {
	for {
		_, minute, second := t.Clock()
		past := time.Duration(minute)*time.Minute + time.Duration(second)*time.Second + time.Duration(t.Nanosecond())
		if past == 0 {
			return t
		}
		t = t.Add(-past)
	}
}

// startOfDay is the first instant of a day: not always 00:00, which clocks may
// skip or show twice.
func startOfDay(year int, month time.Month, day int, zone *time.Location) time.Time {
	start, _ := where.Day(year, month, day).Span(zone)
	return start.In(zone)
}

func orUTC(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}
