package event

import (
	"math"
	"strings"
	"time"
)

// maxClockSkew is how far a sender's clock may be from ours before its times
// are corrected.
const maxClockSkew = 30 * time.Second

// times says when the event happened by the server's clock.
func (n *normalizer) times(at Arrival) *Rejection {
	e := &n.event
	e.OccurredAt = e.ReceivedAt
	if n.item.Timestamp.Null() {
		return nil
	}
	claimed, ok := readTime(n.item.Timestamp)
	if !ok {
		return Reject(InvalidTimestamp, "timestamp",
			"timestamp %s cannot be read; send RFC 3339, as in 2026-11-23T10:00:00.123Z", clip(string(n.item.Timestamp)))
	}
	if !believable(claimed) {
		return unbelievable(n.item.Timestamp, "")
	}
	e.OccurredAt = claimed
	if n.item.TimeInferred {
		e.Marks |= TimeInferred
	}
	skew := at.ReceivedAt.Sub(at.SentAt)
	if at.SentAt.IsZero() || skew <= maxClockSkew && skew >= -maxClockSkew {
		return nil
	}
	e.ClaimedAt = claimed
	e.OccurredAt = claimed.Add(skew).Truncate(time.Microsecond)
	e.Marks |= ClockCorrected
	if !believable(e.OccurredAt) {
		return unbelievable(n.item.Timestamp, ", corrected by sent_at,")
	}
	return nil
}

func unbelievable(timestamp Value, corrected string) *Rejection {
	return Reject(InvalidTimestamp, "timestamp", "timestamp %s%s lies outside the years %d to %d; leave it out for the time of arrival",
		clip(string(timestamp)), corrected, earliestYear, latestYear)
}

// earliestYear and latestYear bound the times that are believed: outside, the
// number was no time in seconds or milliseconds.
const (
	earliestYear = 1970
	latestYear   = 2199
)

func believable(t time.Time) bool { return t.Year() >= earliestYear && t.Year() <= latestYear }

// ParseTime reads RFC 3339, the same without a zone (taken as UTC), a date, or
// a number of seconds or milliseconds since 1970; false outside 1970–2199. The
// time is UTC, to the microsecond.
func ParseTime(v Value) (time.Time, bool) {
	t, ok := readTime(v)
	return t, ok && believable(t)
}

// readTime is ParseTime for any year.
func readTime(v Value) (time.Time, bool) {
	if f, ok := v.Number(); ok {
		return parseNumber(f)
	}
	s, ok := v.Text()
	if !ok {
		return time.Time{}, false
	}
	s = strings.ToUpper(strings.TrimSpace(s)) // RFC 3339 allows t and z
	for _, layout := range []string{
		time.RFC3339Nano,
		"2006-01-02T15:04:05.999999999Z0700",
		"2006-01-02T15:04:05.999999999",
		"2006-01-02 15:04:05.999999999",
		"2006-01-02 15:04:05.999999999Z07:00",
		time.DateOnly,
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC().Truncate(time.Microsecond), true
		}
	}
	return time.Time{}, false
}

func parseNumber(f float64) (time.Time, bool) {
	const (
		secondsUntil  = 1e11 // tells seconds from milliseconds: as seconds it is the year 5138
		microsPerUnit = 1e6
		millisPerUnit = 1e3
	)
	if f < 0 || f > secondsUntil*millisPerUnit {
		return time.Time{}, false
	}
	if f < secondsUntil {
		f *= microsPerUnit
	} else {
		f *= microsPerUnit / millisPerUnit
	}
	return time.UnixMicro(int64(math.Round(f))).UTC(), true
}
