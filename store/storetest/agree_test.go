package storetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/memory"
	"github.com/debrief-dev/debrief/where"
)

// liar is the reference with a fault.
type liar struct {
	*memory.Store

	twist func(*store.Query)
}

func (l *liar) SelectAll(ctx context.Context, queries []store.Query) ([][]store.Cell, error) {
	twisted := append([]store.Query{}, queries...)
	for i := range twisted {
		l.twist(&twisted[i])
	}
	return l.Store.SelectAll(ctx, twisted)
}

// TestFaultsAreFound breaks a store in some ways: each must be found, and
// shrunk to what a person sees at a glance.
func TestFaultsAreFound(t *testing.T) {
	f := func(fault string, twist func(*store.Query), wanted ...string) {
		t.Helper()
		c := convene(t, func(_ *testing.T, now func() time.Time) store.Store { return &liar{memory.Open(now), twist} })
		for seed := range uint64(100) {
			one := drawClaim(seeded(seed), 8)
			if c.disagreement(t.Context(), &one) == "" {
				continue
			}
			small := c.shrink(t.Context(), one)
			printed := printClaim(&small)
			if len(small.events) > 3 || len(small.queries) != 1 || len(small.lists) > 0 {
				t.Errorf("%s: shrunk from %d events and %d queries to\n%s", fault, len(one.events), len(one.queries), printed)
			}
			for _, part := range wanted {
				if !strings.Contains(printed, part) {
					t.Errorf("%s: %q is missing in\n%s", fault, part, printed)
				}
			}
			return
		}
		t.Errorf("%s: not found", fault)
	}
	f("zones are ignored", func(q *store.Query) { q.Zone = nil }, "zone(", "Interval: ")
	f("the end of the period belongs to it", func(q *store.Query) { q.To = q.To.Add(time.Microsecond) }, "OccurredAt: at(")
	f("conditions are ignored where there is a breakdown", func(q *store.Query) {
		if len(q.By) > 0 {
			q.Of = store.Always
		}
	}, "Of: ", "By: ")
	f("not is forgotten", func(q *store.Query) {
		if not, ok := q.Filter.Where.(where.Not); ok {
			q.Filter.Where = not.X
		}
	}, "not ")
}
