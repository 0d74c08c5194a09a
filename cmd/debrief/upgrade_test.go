package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An earlier commit's data folder opens with today's code, and what was sent
// and decided is what that commit said it was. The fixtures are made by
// scripts/fixture.mjs; none is ever changed (docs/decisions/schema.md).
func TestUpgrade(t *testing.T) {
	t.Parallel()
	fixtures, err := filepath.Glob("testdata/upgrade/*.tar.gz")
	if err != nil || len(fixtures) == 0 {
		t.Fatalf("%d fixtures, %v", len(fixtures), err)
	}
	for _, path := range fixtures {
		commit := strings.TrimSuffix(filepath.Base(path), ".tar.gz")
		t.Run(commit, func(t *testing.T) {
			t.Parallel()
			data := unpackFixture(t, path)
			var said fixtureSaid
			if err := json.Unmarshal([]byte(readFile(t, strings.TrimSuffix(path, ".tar.gz")+".json")), &said); err != nil {
				t.Fatal(err)
			}
			said.check(t, data)
			debrief(t, "rebuild", "--data", data)
			said.check(t, data)
			debrief(t, "doctor", "--data", data)
		})
	}
}

// fixtureSaid is what the commit's own binary said of the folder. Rules may
// change what else there is, as another currency among the conversions.
type fixtureSaid struct {
	Events, Turns, Conversations []map[string]any
	Metrics                      map[string]map[string]any
	Keys, People, Erasures       string
}

func (said *fixtureSaid) check(t *testing.T, data string) {
	t.Helper()
	for what, want := range map[string][]map[string]any{"events": said.Events, "turns": said.Turns, "conversations": said.Conversations} {
		got := jsonLines(t, debrief(t, "export", what, "--data", data))
		if len(got) != len(want) {
			t.Errorf("%d %s, want %d", len(got), what, len(want))
			continue
		}
		for i := range want { // later versions may say more of it
			if diff := cmp.Diff(want[i], among(got[i], want[i])); diff != "" {
				t.Errorf("%s, line %d (-then +now):\n%s", what, i+1, diff)
			}
		}
	}
	for id, want := range said.Metrics {
		var answer struct{ Rows []map[string]any }
		shown := debrief(t, "report", "metric", id, "--json", "--from", "2026-10-01", "--to", "2026-11-01", "--data", data)
		if err := json.Unmarshal([]byte(shown), &answer); err != nil || !slices.ContainsFunc(answer.Rows, func(row map[string]any) bool { return reflect.DeepEqual(among(row, want), want) }) {
			t.Errorf("%s: want %v, have %s, %v", id, want, shown, err)
		}
	}
	for _, list := range []struct {
		command, want string
		columns       int // that do not change as time passes
	}{{"keys", said.Keys, 6}, {"user", said.People, 2}, {"erase", said.Erasures, 6}} {
		got := debrief(t, list.command, "list", "--data", data)
		if diff := cmp.Diff(columnsOf(list.want, list.columns), columnsOf(got, list.columns)); diff != "" {
			t.Errorf("%s list (-then +now):\n%s", list.command, diff)
		}
	}
}

// among is a row's fields of the names that the other has.
func among(row, names map[string]any) map[string]any {
	kept := make(map[string]any)
	for name := range names {
		if value, there := row[name]; there {
			kept[name] = value
		}
	}
	return kept
}

func jsonLines(t *testing.T, text string) (rows []map[string]any) {
	t.Helper()
	for lines := json.NewDecoder(strings.NewReader(text)); ; {
		var row map[string]any
		err := lines.Decode(&row)
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
}

// columnsOf are the first words of each line.
func columnsOf(table string, n int) (lines []string) {
	for line := range strings.Lines(table) {
		words := strings.Fields(line)
		lines = append(lines, strings.Join(words[:min(n, len(words))], " "))
	}
	return lines
}

// unpackFixture makes a data folder of a fixture.
func unpackFixture(t *testing.T, path string) (data string) {
	t.Helper()
	dir := t.TempDir()
	packed, err := gzip.NewReader(strings.NewReader(readFile(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	for archive := tar.NewReader(packed); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return filepath.Join(dir, "data")
		}
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(dir, filepath.FromSlash(header.Name))
		if header.Typeflag == tar.TypeDir {
			err = os.MkdirAll(to, 0o700)
		} else {
			var content []byte
			if content, err = io.ReadAll(archive); err == nil {
				err = os.WriteFile(to, content, 0o600)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A folder that a newer version has written is refused, whichever of its files
// says so, and stays as it is.
func TestNewerFolderIsRefused(t *testing.T) {
	t.Parallel()
	alter := func(driver, statement string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			t.Helper()
			db, err := sql.Open(driver, path)
			if err == nil {
				_, err = db.ExecContext(t.Context(), statement)
				err = errors.Join(err, db.Close())
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		file, want string
		change     func(t *testing.T, path string)
	}{
		{controlFile, "schema 9999", alter("sqlite", "INSERT INTO migrations VALUES (9999, 'later')")},
		{eventsFile, "schema/999_later.sql", alter("duckdb", "INSERT INTO migrations VALUES ('schema/999_later.sql')")},
		{"journal/00000000000000000002.journal", "format 2", func(t *testing.T, path string) {
			t.Helper()
			if err := os.WriteFile(path, bytes.Replace([]byte(readFile(t, path)), []byte("DBRFJNL1"), []byte("DBRFJNL2"), 2), 0o600); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(filepath.Base(c.file), func(t *testing.T) {
			t.Parallel()
			data := unpackFixture(t, "testdata/upgrade/53060c2.tar.gz")
			path := filepath.Join(data, filepath.FromSlash(c.file))
			c.change(t, path)
			before := readFile(t, path)
			r := shell{}.run(t.Context(), "export", "events", "--data", data)
			if r.code != exitError {
				t.Errorf("exit code %d", r.code)
			}
			contains(t, r.err, c.want, "newer version of Debrief")
			if readFile(t, path) != before {
				t.Error("the file was changed")
			}
		})
	}
}
