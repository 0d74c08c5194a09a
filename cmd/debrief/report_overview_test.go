package main

import (
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/report"
)

func TestOverviewSaysWhatIsNotCounted(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	o := report.Overview{Zone: "UTC", Excluded: []report.Excluded{
		{Reason: report.Elsewhere, Conversations: 1, Users: 1}, {Reason: report.Internal, Conversations: 1200, Users: 3}, {Reason: report.Bots, Conversations: 2, Users: 1},
	}}
	if err := printOverview(&out, &o); err != nil {
		t.Fatal(err)
	}
	contains(t, out.String(), "\nNot counted: 1 conversation of 1 user outside production\n"+
		"             1,200 conversations of 3 users of your own\n"+
		"             2 conversations of 1 user known as bots\n")
	out.Reset()
	o.Excluded = nil
	if err := printOverview(&out, &o); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "Not counted") {
		t.Errorf("nothing is left out, and it says:\n%s", out.String())
	}
}
