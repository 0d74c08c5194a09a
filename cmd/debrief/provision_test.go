package main

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/control/sqlite"
)

// cutOff ends the process, so to speak, before a project is added.
type cutOff struct {
	control.Store

	stop func()
}

func (c cutOff) Atomically(ctx context.Context, do func(control.Store) error) error {
	return c.Store.Atomically(ctx, func(inner control.Store) error { return do(cutOff{inner, c.stop}) })
}

func (c cutOff) AddProject(ctx context.Context, p control.Project) error {
	c.stop()
	return c.Store.AddProject(ctx, p)
}

// TestProvisionAllOrNothing mends a wrong key and starts again.
func TestProvisionAllOrNothing(t *testing.T) {
	t.Parallel()
	ctx, now := t.Context(), time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	settings, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "control.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err = settings.Close(); err != nil {
			t.Error(err)
		}
	})
	f := func(with initial, want error) {
		t.Helper()
		if _, err = provision(ctx, settings, with, now); !errors.Is(err, want) {
			t.Errorf("%+v: got %v, want %v", with, err, want)
		}
	}

	f(initial{writeKey: "short"}, control.ErrShortKey)
	f(initial{writeKey: "write-key", readKey: "short"}, control.ErrShortKey)
	f(initial{writeKey: "the-same-key", readKey: "the-same-key"}, errSameKey)
	interrupted, stop := context.WithCancel(ctx)
	_, err = provision(interrupted, cutOff{settings, stop}, initial{}, now)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a start that is cut off between the owner and the project: %v", err)
	}
	made, err := provision(ctx, settings, initial{writeKey: "write-key"}, now)
	if err != nil || made == nil || len(made.keys) != 3 {
		t.Fatalf("after the keys were mended: %+v, %v", made, err)
	}
}
