package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/internal/demo"
	"github.com/debrief-dev/debrief/server"
)

func demoCommand() command {
	return command{
		name: "demo", summary: "serve a simulated product with 90 days of conversations",
		help: `
Demo fills a folder with the conversations of a simulated product and serves it:
90 days, several agents, versions, plans, topics and languages, and a release
that makes one topic worse. Everything in it is invented and marked as demo.

    debrief demo

On a folder that has the demo already it only serves it; one that was cut off
while it was filled is filled up first.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var f serveFlags
			f.add(flags, "./data/demo")
			return func(ctx context.Context, io streams, args []string) error {
				if len(args) > 0 {
					return usage("unexpected argument %q", args[0])
				}
				return serve(ctx, io, f, func(ctx context.Context, k *stack, made *provisioned) (*provisioned, error) {
					return k.prepareDemo(ctx, io, made)
				})
			}
		},
	}
}

// The names of the project: the first says that not all of it is there yet.
const (
	demoBegun = "Boardwalk (demo data, not complete)"
	demoName  = "Boardwalk (demo data)"
)

// demoBatch is how many events go through the door at once.
const demoBatch = 2_000

// prepareDemo fills the folder unless it holds events, goes on with one that it
// did not come to the end of, and makes a sign-in link, which a demo prints
// every time.
func (k *stack) prepareDemo(ctx context.Context, io streams, made *provisioned) (*provisioned, error) {
	stored, err := k.store.Count(ctx)
	if err != nil {
		return nil, err
	}
	project, err := k.control.Project(ctx, server.DefaultProject)
	if err != nil {
		return nil, err
	}
	if stored == 0 || project.Name == demoBegun {
		if err = k.fillDemo(ctx, io, project); err != nil {
			return nil, err
		}
	}
	owner, err := k.control.PersonByEmail(ctx, defaultOwner)
	if made != nil || err != nil {
		return made, nil //nolint:nilerr // a folder with another owner, who can sign in
	}
	link, err := server.MakeSignInLink(ctx, k.control, owner.ID, time.Now())
	return &provisioned{owner: owner.Email, link: link.Path}, err
}

// fillDemo makes the same events whenever it is called for a project, so that
// those which are there already are repeats.
func (k *stack) fillDemo(ctx context.Context, io streams, project control.Project) error {
	project.Name = demoBegun
	if err := k.control.UpdateProject(ctx, project); err != nil {
		return err
	}
	began := time.Now()
	total, err := k.sendDemo(ctx, project)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "Made %d events of demo data; analysing them …\n", total)
	if err = k.door.Flush(ctx); err != nil {
		return err
	}
	if err = k.analyzer.Wait(ctx); err != nil {
		return err
	}
	project.Name = demoName
	if err = k.control.UpdateProject(ctx, project); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "Ready after %.1f s\n", time.Since(began).Seconds())
	return nil
}

// sendDemo sends the events through the door and returns how many there are.
func (k *stack) sendDemo(ctx context.Context, project control.Project) (total int, err error) {
	at := event.Arrival{Project: project.ID, Source: demo.Source, ReceivedAt: project.CreatedAt}
	var batch []event.Event
	flush := func() error {
		_, failed := k.door.Add(ctx, project.ID, batch)
		total += len(batch)
		batch = batch[:0]
		return failed
	}
	for item := range demo.Items(demo.Default(project.CreatedAt)) {
		e, fault := event.Normalize(item, at)
		if fault != nil {
			return total, fmt.Errorf("cannot use a demo event: %w", fault)
		}
		if batch = append(batch, e); len(batch) == demoBatch {
			if err = flush(); err != nil {
				return total, err
			}
		}
	}
	return total, flush()
}
