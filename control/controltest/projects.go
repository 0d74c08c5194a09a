package controltest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
)

func projects(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	all, err := s.ListProjects(ctx)
	must(t, err)
	same(t, "projects of an empty store", len(all), 0)

	shop := control.Project{ID: "shop", Name: "Shop \u2013 \"it's\" ours", Zone: "Europe/Paris", Excluded: control.Excluded{Users: []string{"u-1", "it's \"me\""}, Domains: []string{"acme.com"}}, CreatedAt: noon(), Kept: control.Kept{Texts: time.Hour, Context: 90 * time.Minute}}
	desk := control.Project{ID: "desk", Name: "Desk", Zone: "UTC", CreatedAt: noon().Add(time.Hour).In(time.FixedZone("", 3600))}
	must(t, s.AddProject(ctx, shop))
	must(t, s.AddProject(ctx, desk))
	desk.CreatedAt = desk.CreatedAt.UTC()
	wants(t, "the same id again", s.AddProject(ctx, control.Project{ID: "shop", Name: "Other"}), control.ErrExists)
	fails(t, "no id", s.AddProject(ctx, control.Project{Name: "Nameless"}))

	got, err := s.Project(ctx, "shop")
	must(t, err)
	same(t, "the project as it was added", got, shop)
	_, err = s.Project(ctx, "nowhere")
	wants(t, "unknown project", err, control.ErrNotFound)
	all, err = s.ListProjects(ctx)
	must(t, err)
	same(t, "projects by id", all, []control.Project{desk, shop})

	must(t, s.UpdateProject(ctx, control.Project{ID: "shop", Name: "Store", Zone: "Asia/Tokyo", Excluded: control.Excluded{Bots: []string{"b"}}, Kept: control.Kept{Properties: time.Hour}}))
	got, err = s.Project(ctx, "shop")
	must(t, err)
	same(t, "an update leaves the creation", got, control.Project{ID: "shop", Name: "Store", Zone: "Asia/Tokyo", Excluded: control.Excluded{Bots: []string{"b"}}, Kept: control.Kept{Properties: time.Hour}, CreatedAt: shop.CreatedAt})
	got, err = s.Project(ctx, "desk")
	must(t, err)
	same(t, "an update leaves other projects", got, desk)
	wants(t, "update of an unknown project", s.UpdateProject(ctx, control.Project{ID: "nowhere"}), control.ErrNotFound)
}

func atomically(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	add := func(id string, then error) func(control.Store) error {
		return func(s control.Store) error {
			return errors.Join(s.AddProject(ctx, control.Project{ID: id, Name: id, Zone: "UTC", CreatedAt: noon()}), then)
		}
	}
	enough := errors.New("enough")
	wants(t, "what failed", s.Atomically(ctx, add("half", enough)), enough)
	gone, stop := context.WithCancel(ctx)
	wants(t, "what was called off", s.Atomically(gone, func(inner control.Store) error {
		stop()
		return add("called-off", nil)(inner)
	}), context.Canceled)
	must(t, s.Atomically(ctx, add("whole", nil)))
	all, err := s.ListProjects(ctx)
	must(t, err)
	if len(all) != 1 || all[0].ID != "whole" {
		t.Errorf("kept are %v, want the whole one only", all)
	}
}
