package controltest

import (
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
)

func compactions(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	one := func(part string, after time.Duration) control.Compaction {
		return control.Compaction{Part: part, BeganAt: noon().Add(after), EndedAt: noon().Add(after + time.Second)}
	}
	all := []control.Compaction{one("events", 0), one("journal", time.Minute), one("events", time.Hour)}
	for _, i := range []int{2, 0, 1} {
		must(t, s.AddCompaction(ctx, all[i]))
	}
	for from, want := range map[time.Duration][]control.Compaction{0: all, time.Microsecond: all[1:], 2 * time.Hour: nil} {
		got, err := s.ListCompactions(ctx, noon().Add(from))
		must(t, err)
		same(t, "compactions", got, want)
	}
}

func removeSamples(t *testing.T, s control.Store) {
	t.Helper()
	ctx, here, other := t.Context(), project(t, s, "p"), project(t, s, "q")
	sample := func(project, item string) control.Sample {
		return control.Sample{Project: project, Key: "k", Verdict: control.Rejected, Code: "missing_field", Item: item, At: noon()}
	}
	must(t, s.AddToInbox(ctx, nil, []control.Sample{sample(here, "ada 1"), sample(here, "bob"), sample(here, "ada 2"), sample(other, "ada 3")}))
	must(t, s.RemoveSamples(ctx, here, func(x *control.Sample) bool { return strings.Contains(x.Item, "ada") }))
	for project, want := range map[string]string{here: "bob", other: "ada 3"} {
		left, err := s.Samples(ctx, project, noon())
		must(t, err)
		if len(left) != 1 || left[0].Item != want {
			t.Errorf("%s: %+v is left", project, left)
		}
	}
}
