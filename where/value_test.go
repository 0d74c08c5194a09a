package where_test

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/where"
)

func TestSpan(t *testing.T) {
	f := func(zone string, v where.Value, from, to string) {
		t.Helper()
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Skipf("no time zones here: %v", err)
		}
		start, end := v.Span(loc)
		got := [2]string{start.UTC().Format(time.RFC3339Nano), end.UTC().Format(time.RFC3339Nano)}
		if got != [2]string{from, to} {
			t.Errorf("%s %s: got %v, want %s %s", zone, v.Time, got, from, to)
		}
	}
	f("UTC", where.Day(2026, time.November, 1), "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z")
	f("Europe/Paris", where.Day(2026, time.November, 1), "2026-10-31T23:00:00Z", "2026-11-01T23:00:00Z")
	// Days of 23 and 25 hours.
	f("Europe/Paris", where.Day(2026, time.March, 29), "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")
	f("Europe/Paris", where.Day(2026, time.October, 25), "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")
	// Midnight does not exist: 23:59:59 is followed by 01:00.
	f("America/Santiago", where.Day(2023, time.September, 3), "2023-09-03T04:00:00Z", "2023-09-04T03:00:00Z")
	f("America/Santiago", where.Day(2023, time.September, 2), "2023-09-02T04:00:00Z", "2023-09-03T04:00:00Z")
	// 23:00 comes twice the evening before; midnight comes twice in Havana.
	f("America/Santiago", where.Day(2023, time.April, 2), "2023-04-02T04:00:00Z", "2023-04-03T04:00:00Z")
	f("America/Havana", where.Day(2023, time.November, 5), "2023-11-05T04:00:00Z", "2023-11-06T05:00:00Z")

	instant := where.Instant(time.Date(2026, 11, 1, 10, 0, 0, 5000, time.UTC))
	f("Europe/Paris", instant, "2026-11-01T10:00:00.000005Z", "2026-11-01T10:00:00.000006Z")
	f("Europe/Paris", where.Number(3), "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")
}
