package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/server"
)

func rebuildCommand() command {
	return command{
		name: "rebuild", summary: "derive everything again from the events",
		help: `
Rebuild derives conversations, turns, signals and outcomes again from the events,
which never change. Nothing is lost by it, and figures are served meanwhile.

    debrief rebuild --data ./data

It is not needed after an update: a new version rebuilds by itself what it would
derive in another way. It shows how far it is and ends when everything derived
is current.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var t target
			t.add(flags)
			return func(ctx context.Context, io streams, args []string) error {
				if len(args) > 0 {
					return usage("unexpected argument %q", args[0])
				}
				return rebuild(ctx, io, t)
			}
		},
	}
}

func rebuild(ctx context.Context, out streams, t target) (err error) {
	to, err := t.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	began := time.Now()
	lines, err := to.do(ctx, request{method: http.MethodPost, path: "/api/v1/rebuild"})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lines.Close()) }()
	shown := newProgress(out.err, time.Now)
	last, err := follow(lines, shown)
	if err == nil {
		err = to.waitDerived(ctx, func(pending int64) { shown.show(-1, "analysing what came meanwhile: "+count(pending, "event")) })
	}
	shown.clear()
	if err != nil {
		return fmt.Errorf("the rebuild broke off, and can be started again: %w", err)
	}
	_, err = fmt.Fprintf(out.out, "Derived everything again from %s in %s.\n", count(last.Total, "event"), seconds(time.Since(began)))
	return err
}

// follow shows the progress of a rebuild and returns its last line.
func follow(lines io.Reader, shown *progress) (last server.Rebuilding, err error) {
	decoder := json.NewDecoder(lines)
	for {
		var line server.Rebuilding
		if err = decoder.Decode(&line); errors.Is(err, io.EOF) {
			return last, nil
		}
		if err == nil && line.Error != "" {
			err = errors.New(line.Error)
		}
		if err != nil {
			return last, err
		}
		last = line
		share := -1.0
		if line.Total > 0 {
			share = float64(line.Done) / float64(line.Total)
		}
		shown.show(share, fmt.Sprintf("%s of %s", grouped(line.Done), count(line.Total, "event")))
	}
}
