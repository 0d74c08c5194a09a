package controltest

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/conversation"
)

func rules(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	shop, desk := project(t, s, "shop"), project(t, s, "desk")
	f := func(project string, version int, want conversation.Definitions) {
		t.Helper()
		got, number, err := s.Definitions(ctx, project)
		must(t, err)
		same(t, "version", number, version)
		same(t, "definitions", got, want)
	}
	set := func(project string, d conversation.Definitions) {
		t.Helper()
		_, before, err := s.Definitions(ctx, project)
		must(t, err)
		version, err := s.SetDefinitions(ctx, project, d, noon())
		must(t, err)
		same(t, "next version", version, before+1)
	}
	defaults := conversation.DefaultDefinitions()
	f(shop, control.FirstVersion, defaults)

	own := conversation.Definitions{
		Settling: 36 * time.Hour, AnswerDue: 1500 * time.Millisecond, SlowMS: 1e4 + 0.25, Window: 7 * 24 * time.Hour,
		LowRating: 0.1, HighRating: 0.9, ClockSlack: time.Nanosecond, Goals: []string{"Order \"paid\"", "signed_up"},
	}
	set(shop, own)
	f(shop, control.FirstVersion+1, own)
	set(shop, conversation.Definitions{}) // nothing is not the defaults
	f(shop, control.FirstVersion+2, conversation.Definitions{})
	set(shop, own)
	f(shop, control.FirstVersion+3, own)
	f(desk, control.FirstVersion, defaults)

	_, _, err := s.Definitions(ctx, "nowhere")
	wants(t, "definitions of an unknown project", err, control.ErrNotFound)
	_, err = s.SetDefinitions(ctx, "nowhere", own, noon())
	wants(t, "setting those of an unknown project", err, control.ErrNotFound)
}

func rulesAtOnce(t *testing.T, s control.Store) {
	t.Helper()
	shop := project(t, s, "shop")
	var mutex sync.Mutex
	var got, want []int
	answers := together(t, func(ctx context.Context, _ int) error {
		version, err := s.SetDefinitions(ctx, shop, conversation.DefaultDefinitions(), noon())
		mutex.Lock()
		defer mutex.Unlock()
		got = append(got, version)
		return err
	})
	for i, err := range answers {
		must(t, err)
		want = append(want, control.FirstVersion+1+i)
	}
	slices.Sort(got)
	same(t, "each has a version of its own", got, want)
}
