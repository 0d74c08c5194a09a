package main

import (
	"net"
	"os"
	"path/filepath"
	"testing"
)

// TestServeFails starts it in ways that cannot work: each is an error that
// says what is wrong, and never a crash.
func TestServeFails(t *testing.T) {
	t.Parallel()
	f := func(prepare func(dir string) (args []string), wants ...string) {
		t.Helper()
		dir := t.TempDir()
		r := shell{}.run(t.Context(), append([]string{"serve", "--data", dir, "--addr", "127.0.0.1:0"}, prepare(dir)...)...)
		if r.code != exitError || r.out != "" {
			t.Errorf("exit code %d, printed %q", r.code, r.out)
		}
		contains(t, r.err, wants...)
	}
	garbage := func(name string) func(string) []string {
		return func(dir string) []string {
			if err := os.WriteFile(filepath.Join(dir, name), []byte("this is no database, whatever its name says"), 0o600); err != nil {
				t.Fatal(err)
			}
			return nil
		}
	}
	f(func(string) []string { return []string{"--memory-limit", "much"} }, "debrief serve: cannot ", "memory_limit", "much")
	f(func(string) []string { return []string{"--addr", "here"} }, "debrief serve: cannot listen: ", "name a free address with --addr")
	f(garbage("control.db"), "debrief serve: cannot open ", "control.db")
	f(garbage("events.duckdb"), "debrief serve: cannot open ", "events.duckdb")
}

// What is shown once is shown although the first attempt found its address
// taken.
func TestGreetsAfterTakenAddress(t *testing.T) {
	t.Parallel()
	var config net.ListenConfig
	taken, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	dir := t.TempDir()
	r := shell{}.run(t.Context(), "serve", "--data", dir, "--addr", taken.Addr().String())
	if r.code != exitError {
		t.Fatalf("exit code %d on a taken address", r.code)
	}
	contains(t, r.err, "cannot listen", "--addr")
	contains(t, serving(t, dir).greeting.String(), "Sign in as", "write key:", "server key:", "read key:")
}
