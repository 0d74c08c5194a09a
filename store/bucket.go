package store

import "time"

// Floor is the start of the bucket that t falls into, in the zone. Weeks begin
// on Monday. The whole period has no start: the zero time.
func (i Interval) Floor(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	year, month, day := t.Date()
	switch i {
	case Hour:
		// Subtracting keeps the two hours apart that a clock set back repeats.
		return t.Add(-time.Duration(t.Minute())*time.Minute - time.Duration(t.Second())*time.Second - time.Duration(t.Nanosecond()))
	case Day:
		return time.Date(year, month, day, 0, 0, 0, 0, zone)
	case Week:
		monday := day - (int(t.Weekday())+6)%7
		return time.Date(year, month, monday, 0, 0, 0, 0, zone)
	case Month:
		return time.Date(year, month, 1, 0, 0, 0, 0, zone)
	default:
		return time.Time{}
	}
}

// Next is the start of the bucket after the one that starts at t.
func (i Interval) Next(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	switch i {
	case Hour:
		return t.Add(time.Hour)
	case Day:
		return time.Date(year, month, day+1, 0, 0, 0, 0, zone)
	case Week:
		return time.Date(year, month, day+7, 0, 0, 0, 0, zone)
	default:
		return time.Date(year, month+1, 1, 0, 0, 0, 0, zone)
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
