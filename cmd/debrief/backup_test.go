package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestRestoreRefuses holds that whatever is no whole backup makes no folder,
// and that no folder is written over.
func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	s := serving(t, data)
	debrief(t, "backup", dir, "--data", data)
	s.stop()
	made, err := filepath.Glob(filepath.Join(dir, "debrief-*.tar"))
	if err != nil || len(made) != 1 {
		t.Fatalf("made %q, %v", made, err)
	}
	content := readFile(t, made[0])
	changed := []byte(content)
	changed[len(changed)/2] ^= 1
	to := filepath.Join(dir, "restored")
	f := func(path, data, want string) {
		t.Helper()
		r := shell{}.run(t.Context(), "restore", path, "--data", data)
		if r.code != exitError {
			t.Errorf("exit code %d", r.code)
		}
		contains(t, r.err, want)
	}
	f(write(t, "changed", string(changed)), to, "its checksum differs")
	f(write(t, "cut", content[:len(content)/2]), to, "it is damaged or cut off")
	f(write(t, "short", content[:1024]), to, "it ends before its checksums")
	f(write(t, "other", "something else"), to, "`debrief backup` has not written it")
	f(filepath.Join(dir, "nowhere"), to, "cannot read the backup")
	f(made[0], data, "is not empty, and restore replaces nothing")
	if left, failed := filepath.Glob(filepath.Join(dir, "*restor*")); failed != nil || len(left) > 0 {
		t.Errorf("left: %q, %v", left, failed)
	}
	if err = os.Mkdir(to, 0o700); err != nil { // an empty one will do
		t.Fatal(err)
	}
	contains(t, debrief(t, "restore", made[0], "--data", to), "It has 0 events", "debrief serve --data "+to)
	for _, args := range [][]string{{"restore", made[0]}, {"restore", "--data", to}, {"backup"}} {
		if r := (shell{}).run(t.Context(), args...); r.code != exitUsage {
			t.Errorf("%q: exit code %d", args, r.code)
		}
	}
}
