package metric

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/store"
)

func TestBefore(t *testing.T) {
	const layout = "2006-01-02 15:04"
	f := func(interval store.Interval, zone, from, to, wantFrom, wantTo string) {
		t.Helper()
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		at := func(text string) time.Time {
			parsed, failed := time.ParseInLocation(layout, text, location)
			if failed != nil {
				t.Fatal(failed)
			}
			return parsed.UTC()
		}
		q := Question{From: at(from), To: at(to), Zone: location, Interval: interval}
		b := before(q)
		gotFrom, gotTo := b.From.In(location).Format(layout), b.To.In(location).Format(layout)
		if gotFrom != wantFrom || gotTo != wantTo {
			t.Errorf("%s in %s: before %s – %s is %s – %s, want %s – %s", interval, zone, from, to, gotFrom, gotTo, wantFrom, wantTo)
		}
		if !b.From.Before(b.To) || b.To.After(q.To) {
			t.Errorf("%s – %s is no period before %s – %s", gotFrom, gotTo, from, to)
		}
		now, then := interval.Starts(q.From, q.To, location), interval.Starts(b.From, b.To, location)
		if len(now) != len(then) {
			t.Errorf("%s in %s: %d buckets are compared with %d", interval, zone, len(now), len(then))
		}
	}
	whole := store.WholePeriod
	f(whole, "UTC", "2026-10-01 00:00", "2026-11-01 00:00", "2026-08-31 00:00", "2026-10-01 00:00")
	f(whole, "UTC", "2026-10-01 10:00", "2026-10-01 12:30", "2026-10-01 07:30", "2026-10-01 10:00")
	// A day of 25 hours is a day.
	f(whole, "Europe/Paris", "2026-10-01 00:00", "2026-11-01 00:00", "2026-08-31 00:00", "2026-10-01 00:00")
	f(whole, "Europe/Paris", "2026-10-26 00:00", "2026-11-02 00:00", "2026-10-19 00:00", "2026-10-26 00:00")
	f(whole, "Europe/Paris", "2026-10-20 09:00", "2026-10-27 09:00", "2026-10-13 09:00", "2026-10-20 09:00")
	f(store.Day, "Europe/Paris", "2026-10-20 00:00", "2026-11-01 00:00", "2026-10-08 00:00", "2026-10-20 00:00")
	f(store.Day, "UTC", "2026-10-20 15:00", "2026-10-22 09:00", "2026-10-17 15:00", "2026-10-19 09:00")
	// Clocks skip midnight: that day begins at 01:00.
	f(store.Day, "America/Sao_Paulo", "2018-11-05 00:00", "2018-11-06 00:00", "2018-11-04 01:00", "2018-11-05 00:00")
	// Part of a week is compared with the same part of a week.
	f(store.Week, "UTC", "2026-10-01 00:00", "2026-11-01 00:00", "2026-08-27 00:00", "2026-09-27 00:00")
	f(store.Week, "Europe/Paris", "2026-10-26 00:00", "2026-11-09 00:00", "2026-10-12 00:00", "2026-10-26 00:00")
	// Months are of different lengths.
	f(store.Month, "UTC", "2026-10-01 00:00", "2026-11-01 00:00", "2026-09-01 00:00", "2026-10-01 00:00")
	f(store.Month, "Europe/Paris", "2026-09-15 00:00", "2026-11-15 00:00", "2026-06-15 00:00", "2026-08-15 00:00")
	f(store.Month, "UTC", "2026-03-29 00:00", "2026-03-31 00:00", "2026-02-28 00:00", "2026-03-01 00:00")
	f(store.Month, "UTC", "2026-03-31 10:00", "2026-03-31 12:00", "2026-02-28 10:00", "2026-03-01 00:00")
	f(store.Month, "UTC", "2025-12-01 00:00", "2026-12-01 00:00", "2024-12-01 00:00", "2025-12-01 00:00")
	f(store.Hour, "Europe/Paris", "2026-10-25 00:00", "2026-10-26 00:00", "2026-10-23 23:00", "2026-10-25 00:00")
}
