package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/ingest/journal"
)

// broken is a data folder of the upgrade fixture with everything wrong that
// doctor can repair: a journal segment with a damaged record beside the one that
// waits, leftovers of crashes, a stranger's file and others' access.
func broken(t *testing.T) (data string) {
	t.Helper()
	data = unpackFixture(t, "testdata/upgrade/53060c2.tar.gz")
	j, err := journal.Open(filepath.Join(data, "journal"), journal.Options{SegmentBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err = j.Append(t.Context(), []byte("a request")); err != nil {
			t.Fatal(err)
		}
	}
	if err = j.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(data, "journal", "00000000000000000003.journal")
	content := []byte(readFile(t, path))
	const header, frame = 2 * 4096, 20
	content[header+frame+3] ^= 1
	for name, text := range map[string]string{
		path: string(content), filepath.Join(data, "events.duckdb.compact"): "cut off", filepath.Join(data, "notes.txt"): "mine",
		filepath.Join(data, "control.db.snapshot-1"): "cut off",
	} {
		if err = os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err = os.Chmod(data, 0o755); err != nil {
		t.Fatal(err)
	}
	return data
}

// Doctor changes nothing unless it is asked to and told yes; then nothing is
// left to repair but what it set aside, and the next time not even that.
func TestDoctorRepairs(t *testing.T) {
	t.Parallel()
	data := broken(t)
	before := names(t, data)
	for answer, args := range map[string][]string{"": {"--repair"}, "no\n": {"--repair"}, "yes\n": {}} {
		r := shell{input: answer}.run(t.Context(), append([]string{"doctor", "--data", data}, args...)...)
		if r.code != exitError || names(t, data) != before {
			t.Fatalf("answered %q: code %d, %s\n%s", answer, r.code, names(t, data), r.out)
		}
	}
	r := shell{input: "yes\n"}.run(t.Context(), "doctor", "--repair", "--data", data)
	if r.code != exitOK {
		t.Fatalf("%d: %s%s", r.code, r.out, r.err)
	}
	contains(t, r.out, "Do it? Type yes:", "remove events.duckdb.compact", "remove control.db.snapshot-1", "let nobody else enter", "that wait", "Repaired.",
		"notes.txt: is none of Debrief's")
	r = shell{}.run(t.Context(), "doctor", "--data", data)
	contains(t, r.out, "journal segment 3: was damaged and is set aside")
	if r.code != exitOK || strings.Contains(r.out, "wait to be stored") || strings.Contains(r.out, ".compact") {
		t.Errorf("%d: %s", r.code, r.out)
	}
	r = shell{}.run(t.Context(), "doctor", "--repair", "--yes", "--data", data)
	contains(t, r.out, "delete 1 journal segment that damage has left", "Repaired.")
	contains(t, debrief(t, "doctor", "--repair", "--data", data), "There is nothing that doctor can repair.")
	if got := strings.Count(debrief(t, "export", "events", "--data", data), "\n"); got != 106 {
		t.Errorf("%d events, want the fixture's", got)
	}
}

// names lists what lies in a folder.
func names(t *testing.T, dir string) string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		all = append(all, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}

// A store that cannot be opened is moved aside: only its log where the file is
// sound without it.
func TestDoctorMovesTheStoreAside(t *testing.T) {
	t.Parallel()
	spoil := func(path string, from int64) {
		t.Helper()
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err == nil {
			_, err = f.WriteAt([]byte(strings.Repeat("spoilt", 2_000)), from)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err = f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	f := func(name string, from int64, said string, left int) {
		t.Helper()
		data := unpackFixture(t, "testdata/upgrade/53060c2.tar.gz")
		spoil(filepath.Join(data, name), from)
		r := shell{}.run(t.Context(), "doctor", "--data", data)
		if r.code != exitError {
			t.Errorf("%s: %d, %s", name, r.code, r.out)
		}
		contains(t, r.out, "problem  events.duckdb: cannot be read")
		r = shell{}.run(t.Context(), "doctor", "--repair", "--yes", "--data", data)
		if r.code != exitOK {
			t.Errorf("%s: %d, %s%s", name, r.code, r.out, r.err)
		}
		contains(t, r.out, "moved "+name+" to "+name+".damaged-", said)
		if got := strings.Count(debrief(t, "export", "events", "--data", data), "\n"); got < left {
			t.Errorf("%s: %d events are left, want %d or more", name, got, left)
		}
		contains(t, debrief(t, "keys", "list", "--data", data), "fixture-limited-key")
	}
	f("events.duckdb", 0, "moved events.duckdb.wal", 1) // what the journal holds
	f("events.duckdb.wal", 200, "alone is sound, with", 100)
}
