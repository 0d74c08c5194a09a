package main

import (
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control/sqlite"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/internal/demo"
	"github.com/debrief-dev/debrief/server"
)

// TestTorture runs the real binary and does to it what operators and machines
// do: it kills the process in the middle of its work, stops it in an orderly
// way, and starts a second one on the same folder. DEBRIEF_TORTURE_KILLS asks
// for more kills, DEBRIEF_TORTURE_SEED repeats a run's choices.
func TestTorture(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and kills the real binary")
	}
	binary := filepath.Join(t.TempDir(), "debrief")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("cannot build: %v\n%s", err, out)
	}
	t.Run("kill", func(t *testing.T) { tortureByKilling(t, binary) })
	t.Run("terminate", func(t *testing.T) { tortureByStopping(t, binary) })
	t.Run("demo", func(t *testing.T) { tortureDemo(t, binary) })
	t.Run("erase", func(t *testing.T) { tortureErase(t, binary) })
	t.Run("backup", func(t *testing.T) { tortureBackup(t, binary) })
	t.Run("held", func(t *testing.T) { tortureBySecondProcess(t, binary) })
}

// fromEnv is a number of the environment.
func fromEnv(t *testing.T, name string, otherwise int64) int64 {
	t.Helper()
	value, ok := os.LookupEnv(name)
	if !ok {
		return otherwise
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// A demo that is killed while it fills its folder is whole after the next start.
func tortureDemo(t *testing.T, binary string) {
	t.Helper()
	begun := func(dir string) bool {
		settings, err := sqlite.Open(t.Context(), filepath.Join(dir, "control.db"))
		if err != nil {
			return false
		}
		project, err := settings.Project(t.Context(), server.DefaultProject)
		return errors.Join(err, settings.Close()) == nil && project.Name == demoBegun
	}
	dir := t.TempDir()
	p := launchAs(t, "demo", binary, dir)
	for began := time.Now(); !begun(dir); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatalf("it has not begun after a minute: %s", p.stderr)
		}
	}
	time.Sleep(300 * time.Millisecond) // some of its events are there
	p.kill(t)
	if !begun(dir) {
		t.Fatal("it was whole before it was killed")
	}
	p = launchAs(t, "demo", binary, dir)
	p.listening(t)
	p.stop(t)
	kept, err := open(t.Context(), settings{data: dir, memoryLimit: "1GB", log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	stored, err := kept.store.Count(t.Context())
	project, missing := kept.control.Project(t.Context(), server.DefaultProject)
	if err = errors.Join(err, missing, kept.close()); err != nil {
		t.Fatal(err)
	}
	ids := make(map[string]bool)
	for item := range demo.Items(demo.Default(project.CreatedAt)) {
		e, fault := event.Normalize(item, event.Arrival{Project: project.ID, Source: demo.Source, ReceivedAt: project.CreatedAt})
		if fault != nil {
			t.Fatal(fault)
		}
		ids[e.ID] = true
	}
	if project.Name != demoName || stored != int64(len(ids)) {
		t.Errorf("%q has %d events, want %q with %d", project.Name, stored, demoName, len(ids))
	}
}

// SIGTERM under load: exit code 0 within ten seconds, everything that was
// acknowledged stored, and nothing left in the journal.
func tortureByStopping(t *testing.T, binary string) {
	t.Helper()
	dir := t.TempDir()
	here := &address{}
	p := launch(t, binary, dir)
	here.set(p.listening(t))
	sender := newTorturer(0, 1, here)
	stop := make(chan struct{})
	var sending sync.WaitGroup
	sending.Go(func() { sender.run(stop) })
	time.Sleep(time.Second)
	p.stop(t)
	left, err := filepath.Glob(filepath.Join(dir, "journal", "*.journal"))
	if err != nil || len(left) > 0 {
		t.Errorf("left in the journal: %v, %v", left, err)
	}
	p = launch(t, binary, dir)
	here.set(p.listening(t))
	close(stop)
	sending.Wait()
	sender.check(t, here.get())
	p.stop(t)
}

// A second process on the folder gives up with a text that says why.
func tortureBySecondProcess(t *testing.T, binary string) {
	t.Helper()
	dir := t.TempDir()
	p := launch(t, binary, dir)
	p.listening(t)
	out, err := exec.CommandContext(t.Context(), binary, "serve", "--data", dir, "--addr", "127.0.0.1:0").CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitError {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(string(out), "another debrief process holds this folder: "+dir) {
		t.Errorf("it says: %s", out)
	}
	p.stop(t)
}
