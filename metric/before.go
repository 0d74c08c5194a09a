package metric

import (
	"time"

	"github.com/debrief-dev/debrief/store"
)

// before is the question about the period before. It has the same length,
// counted in days where it begins and ends at the same time of day, since a
// day on which clocks change is a day too. Where buckets are asked for, it
// lies as many buckets back as there are, so that each row is compared with
// the same part of an earlier bucket: October with September, Thursday to
// Sunday with Thursday to Sunday.
func before(q Question) Question {
	from, to := q.From.In(q.Zone), q.To.In(q.Zone)
	n := len(q.Interval.Starts(q.From, q.To, q.Zone))
	switch q.Interval {
	case store.Hour:
		back := time.Duration(n) * time.Hour
		q.From, q.To = from.Add(-back), to.Add(-back)
	case store.Day:
		q.From, q.To = daysBack(from, n), daysBack(to, n)
	case store.Week:
		q.From, q.To = daysBack(from, 7*n), daysBack(to, 7*n)
	case store.Month:
		q.From, q.To = monthsBack(from, n, false), monthsBack(to, n, true)
	default:
		if days, whole := daysBetween(from, to); whole {
			q.From, q.To = daysBack(from, days), from
		} else {
			q.From, q.To = from.Add(-to.Sub(from)), from
		}
	}
	q.From, q.To = q.From.UTC(), q.To.UTC()
	return q
}

// daysBetween counts days by the calendar; they are whole where both times
// are the same time of day, or the beginnings of days.
func daysBetween(from, to time.Time) (days int, whole bool) {
	date := func(t time.Time) time.Time {
		year, month, day := t.Date()
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	days = int(date(to).Sub(date(from)) / (24 * time.Hour))
	return days, days > 0 && daysBack(to, days).Equal(from)
}

func daysBack(t time.Time, days int) time.Time {
	year, month, day := t.Date()
	return onDay(t, year, month, day-days)
}

// monthsBack is the same day and time some months before. Where that month is
// too short it is its last day; of the end of a period, the beginning of the
// next month, so that no period is empty.
func monthsBack(t time.Time, months int, end bool) time.Time {
	year, month, day := t.Date()
	month -= time.Month(months)
	last := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if day > last && end {
		return store.Day.Floor(time.Date(year, month, last+1, 12, 0, 0, 0, t.Location()), t.Location())
	}
	return onDay(t, year, month, min(day, last))
}

// onDay is the same time of day on another day; that day's beginning where t
// begins a day, whatever the clock shows then.
func onDay(t time.Time, year int, month time.Month, day int) time.Time {
	if store.Day.Floor(t, t.Location()).Equal(t) {
		return store.Day.Floor(time.Date(year, month, day, 12, 0, 0, 0, t.Location()), t.Location())
	}
	hour, minute, second := t.Clock()
	return time.Date(year, month, day, hour, minute, second, t.Nanosecond(), t.Location())
}
