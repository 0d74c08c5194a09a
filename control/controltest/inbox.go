package controltest

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// tally is one of a key in the hour so many hours after noon.
func tally(project, key string, verdict control.Verdict, code string, hours int) control.Tally {
	at := noon().Add(time.Duration(hours) * time.Hour)
	return control.Tally{
		Project: project, Key: key, Source: "tag", Verdict: verdict, Code: code, Hour: at.Truncate(time.Hour), Count: 1, LastAt: at,
	}
}

func tallies(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	a, b := project(t, s, "a"), project(t, s, "b")
	good, wrong, later := tally(a, "k", control.Accepted, "", 0), tally(a, "k", control.Rejected, "missing_field", 0), tally(a, "k", control.Duplicate, "", 1)
	for _, err := range together(t, func(ctx context.Context, _ int) error {
		return s.AddToInbox(ctx, []control.Tally{good, wrong, later, tally(b, "k", control.Accepted, "", 0)}, nil)
	}) {
		must(t, err)
	}
	again := good
	again.Count, again.LastAt = 10, good.LastAt.Add(time.Minute)
	must(t, s.AddToInbox(ctx, []control.Tally{again}, nil))
	early := good
	early.LastAt = good.LastAt.Add(-time.Minute) // of a node that is behind
	must(t, s.AddToInbox(ctx, []control.Tally{early}, nil))
	good.Count, good.LastAt, wrong.Count, later.Count = rivals+11, again.LastAt, rivals, rivals
	f := func(from, to time.Time, want ...control.Tally) {
		t.Helper()
		got, err := s.Tallies(ctx, a, from, to)
		must(t, err)
		same(t, "the tallies", got, want)
	}
	f(good.Hour, later.Hour.Add(time.Hour), good, wrong, later)
	f(good.Hour, later.Hour, good, wrong)
	f(later.Hour, later.Hour.Add(time.Hour), later)
	f(later.Hour.Add(time.Hour), later.Hour.Add(2*time.Hour))
	wants(t, "a tally of no project", s.AddToInbox(ctx, []control.Tally{good, tally("none", "k", control.Accepted, "", 0)}, nil), control.ErrNotFound)
	f(good.Hour, later.Hour, good, wrong)
}

func arrivals(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	a := project(t, s, "a")
	old, last, other := tally(a, "k", control.Accepted, "", 0), tally(a, "k", control.Duplicate, "", 2), tally(a, "l", control.Accepted, "", 1)
	must(t, s.AddToInbox(ctx, []control.Tally{old, last, other, tally(a, "k", control.Rejected, "missing_field", 5)}, nil))
	f := func(from time.Time, want ...control.Tally) {
		t.Helper()
		got, err := s.Arrivals(ctx, a, from)
		must(t, err)
		same(t, "the arrivals", got, want)
	}
	f(old.Hour, old, other, last)
	f(last.Hour.AddDate(1, 0, 0), other, last)
	must(t, s.ForgetInbox(ctx, last.Hour.AddDate(1, 0, 0)))
	f(old.Hour, other, last)
	left, err := s.Tallies(ctx, a, old.Hour, last.Hour.AddDate(1, 0, 0))
	must(t, err)
	same(t, "what is left", left, []control.Tally{other, last})
}

func samples(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	a := project(t, s, "a")
	const more = control.SamplesKept + 5
	var all []control.Sample
	for i := range more {
		for _, code := range []string{"missing_field", "invalid_rating"} {
			all = append(all, control.Sample{
				Project: a, Key: "k", Source: "tag", Verdict: control.Rejected, Code: code, Field: "prompt", Message: "prompt is required",
				Item: `{"n":` + strconv.Itoa(i) + `}`, At: noon().Add(time.Duration(i) * time.Second),
			})
		}
	}
	must(t, s.AddToInbox(ctx, nil, all))
	got, err := s.Samples(ctx, a, noon())
	must(t, err)
	var want []control.Sample
	for i := len(all) - 1; len(want) < 2*control.SamplesKept; i-- {
		want = append(want, all[i])
	}
	same(t, "the samples", got, want)
	last := noon().Add((more - 1) * time.Second)
	must(t, s.ForgetInbox(ctx, last))
	got, err = s.Samples(ctx, a, noon())
	must(t, err)
	same(t, "what is left", got, want[:2])
	got, err = s.Samples(ctx, a, last.Add(time.Microsecond))
	must(t, err)
	same(t, "later samples", len(got), 0)
}
