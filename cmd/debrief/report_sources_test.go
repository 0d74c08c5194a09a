package main

import (
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/report"
)

func TestPrintSources(t *testing.T) {
	f := func(all report.Sources, want string) {
		t.Helper()
		var out strings.Builder
		if err := printSources(&out, &all); err != nil || out.String() != strings.TrimPrefix(want, "\n") {
			t.Errorf("got %v\n%s\nwant%s", err, out.String(), want)
		}
	}
	f(report.Sources{}, "Nothing was sent in this time. docs/sources.md says how to send.\n")
	at := time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	f(report.Sources{Sources: []report.Source{
		{Source: "posthog", LastAt: &at, Accepted: 12000, Duplicate: 3, Rejected: 1, Reasons: []report.Reasoned{
			{Verdict: control.Rejected, Code: "missing_field", Count: 1, Meaning: "a field is missing", Mend: "send it"},
			{Verdict: control.Noticed, Code: "scale_assumed", Count: 2, Meaning: "no scale", Mend: "send rating_scale"},
		}},
		{Source: "segment", Refused: 2},
	}}, `
source   last event           accepted  duplicate  rejected  refused
posthog  2026-11-24 09:30:00    12,000          3         1        0
segment  never                       0          0         0        2

posthog: 1 rejected, missing_field
  a field is missing: send it

posthog: 2 events to mend, scale_assumed
  no scale: send rating_scale
`)
}
