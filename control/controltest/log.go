package controltest

import (
	"context"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
)

func attempts(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	counts := func(of string, at time.Time, want int, until time.Time) {
		t.Helper()
		n, end, err := s.Failures(ctx, of, at)
		must(t, err)
		same(t, "failures of "+of, n, want)
		same(t, "the end of the window of "+of, end, until)
	}
	ends := noon().Add(time.Minute)
	counts("ada", noon(), 0, time.Time{})
	for _, err := range together(t, func(ctx context.Context, _ int) error { return s.AddFailure(ctx, "ada", noon(), time.Minute) }) {
		must(t, err)
	}
	must(t, s.AddFailure(ctx, "zoe", noon(), time.Hour))
	must(t, s.AddFailure(ctx, "ada", noon().Add(time.Second), time.Hour)) // does not move the end
	counts("ada", ends.Add(-time.Microsecond), rivals+1, ends)
	counts("ada", ends, 0, time.Time{})
	must(t, s.AddFailure(ctx, "ada", ends, time.Minute))
	counts("ada", ends, 1, ends.Add(time.Minute))
	counts("zoe", ends, 1, noon().Add(time.Hour))
	must(t, s.ForgetFailures(ctx, "ada"))
	must(t, s.ForgetFailures(ctx, "nobody"))
	counts("ada", ends, 0, time.Time{})
	counts("zoe", ends, 1, noon().Add(time.Hour))
}

func log(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	first := control.Entry{At: noon(), Who: "ada@example.org", Act: "person_invited", About: "zoe@example.org", Note: "viewer"}
	second := control.Entry{At: noon(), Who: "ada@example.org", Act: "key_revoked"}
	third := control.Entry{At: noon().Add(time.Second), Who: "command line", Act: "key_added"}
	for _, e := range []control.Entry{first, second, third} {
		must(t, s.AddEntry(ctx, e))
	}
	f := func(before time.Time, limit int, want ...control.Entry) {
		t.Helper()
		got, err := s.ListEntries(ctx, before, limit)
		must(t, err)
		same(t, "the log", got, want)
	}
	f(time.Time{}, 10, third, second, first)
	f(time.Time{}, 2, third, second)
	f(third.At, 10, second, first)
	f(first.At, 10)
}
