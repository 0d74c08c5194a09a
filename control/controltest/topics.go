package controltest

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/topic"
)

func topics(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	shop, desk := project(t, s, "shop"), project(t, s, "desk")
	var want control.TopicDecisions
	decide := func(d control.TopicDecision) {
		t.Helper()
		d.Project, d.At, d.By = shop, noon(), "ann@example.org"
		kept, err := s.DecideTopic(ctx, d)
		must(t, err)
		d.Number = len(want) + 1
		same(t, "kept", kept, d)
		want = append(want, d)
	}
	decide(control.TopicDecision{Decision: topic.Decision{Decided: topic.Renamed, Topic: "t2", Name: "Lost \"cards\" 日本"}})
	decide(control.TopicDecision{Decision: topic.Decision{Decided: topic.Merged, Topic: "t4.1", Into: "t2"}})
	decide(control.TopicDecision{Undoes: 1})
	decide(control.TopicDecision{Undoes: 3})
	got, err := s.TopicDecisions(ctx, shop)
	must(t, err)
	same(t, "all", got, want)

	none, err := s.TopicDecisions(ctx, desk)
	must(t, err)
	same(t, "of another project", len(none), 0)
	other, err := s.DecideTopic(ctx, control.TopicDecision{Project: desk, At: noon(), Decision: topic.Decision{Decided: topic.Pinned, Topic: "t1"}})
	must(t, err)
	same(t, "each project counts from 1", other.Number, 1)

	_, err = s.DecideTopic(ctx, control.TopicDecision{Project: shop, At: noon(), Undoes: 9})
	wants(t, "undoing what was not decided", err, control.ErrNotFound)
	_, err = s.DecideTopic(ctx, control.TopicDecision{Project: "nowhere", At: noon(), Decision: topic.Decision{Decided: topic.Pinned, Topic: "t1"}})
	wants(t, "deciding for an unknown project", err, control.ErrNotFound)
}

func topicsAtOnce(t *testing.T, s control.Store) {
	t.Helper()
	shop := project(t, s, "shop")
	var mutex sync.Mutex
	var got, want []int
	answers := together(t, func(ctx context.Context, _ int) error {
		d, err := s.DecideTopic(ctx, control.TopicDecision{Project: shop, At: noon(), Decision: topic.Decision{Decided: topic.Pinned, Topic: "t1"}})
		mutex.Lock()
		defer mutex.Unlock()
		got = append(got, d.Number)
		return err
	})
	for i, err := range answers {
		must(t, err)
		want = append(want, 1+i)
	}
	slices.Sort(got)
	same(t, "each has a number of its own", got, want)
}
