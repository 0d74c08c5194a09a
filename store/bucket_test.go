package store

import (
	"strings"
	"testing"
	"time"
)

func TestStarts(t *testing.T) {
	f := func(interval Interval, zone, from, to string, want ...string) {
		t.Helper()
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		parse := func(text string) time.Time {
			at, failed := time.Parse("2006-01-02 15:04", text)
			if failed != nil {
				t.Fatal(failed)
			}
			return at
		}
		starts := interval.Starts(parse(from), parse(to), location)
		got := make([]string, len(starts))
		for i, at := range starts {
			got[i] = at.Format("2006-01-02 15:04")
		}
		if strings.Join(got, ", ") != strings.Join(want, ", ") {
			t.Errorf("%s in %s from %s to %s: %q, want %q", interval, zone, from, to, got, want)
		}
	}
	f(WholePeriod, "UTC", "2026-10-24 00:00", "2026-10-25 00:00")
	f(Day, "UTC", "2026-10-24 05:00", "2026-10-26 00:00", "2026-10-24 00:00", "2026-10-25 00:00")
	// A day of 25 hours.
	f(Day, "Europe/Paris", "2026-10-24 22:00", "2026-10-26 10:00", "2026-10-24 22:00", "2026-10-25 23:00")
	// Clocks skip midnight: the day begins at 01:00.
	f(Day, "America/Sao_Paulo", "2018-11-03 10:00", "2018-11-05 10:00", "2018-11-03 03:00", "2018-11-04 03:00", "2018-11-05 02:00")
	f(Week, "Europe/Paris", "2026-10-25 12:00", "2026-11-01 23:30", "2026-10-18 22:00", "2026-10-25 23:00", "2026-11-01 23:00")
	f(Month, "Europe/Paris", "2026-10-31 23:30", "2026-12-01 00:00", "2026-10-31 23:00", "2026-11-30 23:00")
	f(Month, "Europe/Paris", "2026-10-31 22:30", "2026-11-01 00:00", "2026-09-30 22:00", "2026-10-31 23:00")
	// The hour from 02:00 to 03:00 comes twice.
	f(Hour, "Europe/Paris", "2026-10-25 00:30", "2026-10-25 02:00", "2026-10-25 00:00", "2026-10-25 01:00")
	f(Hour, "Asia/Kathmandu", "2026-10-25 00:30", "2026-10-25 01:30", "2026-10-25 00:15", "2026-10-25 01:15")
	// Clocks change by half an hour: the hour around it takes 90 minutes.
	f(Hour, "Australia/Lord_Howe", "2026-04-04 15:10", "2026-04-04 16:00", "2026-04-04 14:00", "2026-04-04 15:30")
	f(Hour, "Australia/Lord_Howe", "2026-10-03 15:40", "2026-10-03 16:30", "2026-10-03 14:30", "2026-10-03 16:00")
}

func TestStartsWithoutZone(t *testing.T) {
	at := time.Date(2026, time.October, 25, 12, 0, 0, 0, time.UTC)
	if got := Day.Floor(at, nil); !got.Equal(at.Add(-12 * time.Hour)) {
		t.Errorf("the day of %s begins at %s", at, got)
	}
}
