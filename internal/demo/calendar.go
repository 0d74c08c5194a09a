package demo

import "time"

const day = 24 * time.Hour

// The story's releases, as shares of the period: with ninety days v41 comes
// fifty and v42 twelve days before the end.
const (
	release41 = 40.0 / 90
	release42 = 78.0 / 90
)

// releaseHour is when releases go out, UTC.
const releaseHour = 9 * time.Hour

// releasedAt is when the release at that share of the period went out.
func (w *world) releasedAt(share float64) time.Time {
	at := w.start.Add(time.Duration(share * float64(w.days) * float64(day)))
	return at.Truncate(day).Add(releaseHour)
}

// version is what runs at a time.
func (w *world) version(at time.Time) string {
	switch {
	case !at.Before(w.releasedAt(release42)):
		return "v42"
	case !at.Before(w.releasedAt(release41)):
		return "v41"
	default:
		return "v40"
	}
}

// busyness is how many people come on a day of the week, against a Tuesday.
func busyness(d time.Weekday) float64 {
	switch d {
	case time.Saturday:
		return 0.16
	case time.Sunday:
		return 0.11
	case time.Friday:
		return 0.82
	case time.Monday:
		return 1.06
	default:
		return 1
	}
}

// moment is a time of that local day: office hours, with a dip at noon and a
// few people late.
func (p *person) moment(midnight time.Time) time.Time {
	hour := 6 + p.weighted(1, 3, 8, 12, 13, 11, 6, 9, 12, 11, 8, 5, 2.5, 1.5, 1.5, 1.5, 1)
	return midnight.Add(time.Duration((float64(hour) + p.Float64()) * float64(time.Hour))).Truncate(time.Millisecond)
}
