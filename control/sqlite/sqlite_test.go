package sqlite

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/control/controltest"
	"github.com/debrief-dev/debrief/conversation"
)

func TestStore(t *testing.T) {
	t.Parallel()
	controltest.Run(t, func(t *testing.T) control.Store {
		t.Helper()
		return opened(t, filepath.Join(t.TempDir(), "control.db"))
	})
}

func opened(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	must(t, err)
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestReopen: what was kept is there after a restart, whatever the path is
// called, and the settings hold.
func TestReopen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a b%20?#é", "control.db")
	must(t, os.Mkdir(filepath.Dir(path), 0o700))
	s := opened(t, path)
	must(t, s.AddProject(t.Context(), control.Project{ID: "shop"}))
	must(t, s.Close())

	s = opened(t, path)
	defer func() { must(t, s.Close()) }()
	if _, err := s.Project(t.Context(), "shop"); err != nil {
		t.Error(err)
	}
	f := func(pragma, want string) {
		t.Helper()
		var got string
		must(t, s.db.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got))
		if got != want {
			t.Errorf("%s is %s, want %s", pragma, got, want)
		}
	}
	f("journal_mode", "wal")
	f("busy_timeout", "5000")
	f("synchronous", "2")
	f("foreign_keys", "1")
}

// TestNoSecretOnDisk: neither server and read keys nor tokens can be read
// from the files.
func TestNoSecretOnDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "control.db"))
	must(t, s.AddProject(t.Context(), control.Project{ID: "shop"}))
	add := func(kind control.KeyKind) string {
		k, err := s.AddKey(t.Context(), control.Key{Project: "shop", Kind: kind})
		must(t, err)
		return k.Value
	}
	public, secrets := add(control.WriteKey), []string{add(control.ServerKey), add(control.ReadKey)}
	p, err := s.AddPerson(t.Context(), control.Person{Email: "ada@example.org", Role: control.Owner})
	must(t, err)
	token, _, err := s.AddToken(t.Context(), control.Token{Kind: control.Session, Person: p.ID, CreatedAt: time.Unix(0, 0), ExpiresAt: time.Unix(1, 0)})
	must(t, err)
	secrets = append(secrets, token)

	onDisk := content(t, dir)
	must(t, s.Close())
	onDisk = append(onDisk, content(t, dir)...)
	if !bytes.Contains(onDisk, []byte(public)) {
		t.Error("the write key is not on disk: this test looks in the wrong place")
	}
	for _, secret := range secrets {
		if bytes.Contains(onDisk, []byte(secret[8:])) {
			t.Errorf("%s… can be read from disk", secret[:8])
		}
	}
}

// content is all that the files of a folder hold; each may be read by its
// owner only.
func content(t *testing.T, dir string) (all []byte) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if open := info.Mode().Perm() & 0o077; open != 0 {
			t.Errorf("%s can be read by others: %v", entry.Name(), info.Mode())
		}
		text, err := os.ReadFile(path)
		all = append(all, text...)
		return err
	}))
	return all
}

func TestOpenFails(t *testing.T) {
	t.Parallel()
	f := func(path, want string) {
		t.Helper()
		s, err := Open(t.Context(), path)
		if err == nil {
			must(t, s.Close())
			t.Fatalf("%s could be opened", path)
		}
		if !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("got %q, want it to name %q and the path", err, want)
		}
	}
	f(filepath.Join(t.TempDir(), "nowhere", "control.db"), "no such file")
	f(t.TempDir(), "is a directory")
	other := filepath.Join(t.TempDir(), "control.db")
	must(t, os.WriteFile(other, bytes.Repeat([]byte("not a database. "), 1000), 0o600))
	f(other, "not a database")
}

func TestNewerFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "control.db")
	s := opened(t, path)
	_, err := s.db.ExecContext(t.Context(), "INSERT INTO migrations VALUES (99, '0099_future.sql')")
	must(t, err)
	must(t, s.Close())
	if _, err = Open(t.Context(), path); !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "schema 99") {
		t.Errorf("got error %v, want %v with the number", err, ErrNewer)
	}
}

// TestFailedMigration: a step that fails leaves nothing behind, and those
// before it stay.
func TestFailedMigration(t *testing.T) {
	t.Parallel()
	s := opened(t, filepath.Join(t.TempDir(), "control.db"))
	defer func() { must(t, s.Close()) }()
	steps, err := migrations()
	must(t, err)
	known := len(steps)
	steps = append(steps,
		migration{"good.sql", "CREATE TABLE good (a INTEGER)"},
		migration{"bad.sql", "CREATE TABLE half (a INTEGER); CREATE TABLE half (a INTEGER)"})
	if err = s.migrate(t.Context(), steps); err == nil || !strings.Contains(err.Error(), "bad.sql") {
		t.Errorf("got error %v, want one that names bad.sql", err)
	}
	count := func(query string) (n int) {
		t.Helper()
		must(t, s.db.QueryRowContext(t.Context(), query).Scan(&n))
		return n
	}
	if n := count("SELECT count(*) FROM sqlite_schema WHERE name IN ('good', 'half')"); n != 1 {
		t.Errorf("%d tables, want that of the good step", n)
	}
	if n := count("SELECT max(version) FROM migrations"); n != known+1 {
		t.Errorf("version %d, want %d", n, known+1)
	}
}

// TestOpenAtOnce: processes that start together migrate the file once.
func TestOpenAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "control.db")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			s, err := Open(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			if err = s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

// TestHistory: definitions that were replaced stay, written so that people
// can read them.
func TestHistory(t *testing.T) {
	t.Parallel()
	s := opened(t, filepath.Join(t.TempDir(), "control.db"))
	defer func() { must(t, s.Close()) }()
	must(t, s.AddProject(t.Context(), control.Project{ID: "shop"}))
	for _, goals := range [][]string{{"paid"}, nil} {
		d := conversation.DefaultDefinitions()
		d.Goals = goals
		_, err := s.SetDefinitions(t.Context(), "shop", d, time.Unix(2, 0))
		must(t, err)
	}
	var found bool
	must(t, s.db.QueryRowContext(t.Context(), `SELECT count(*) = 1 FROM definitions WHERE version = 2
		AND body ->> 'settling' = '24h0m0s' AND body ->> '$.goals[0]' = 'paid' AND set_at = 2000000`).Scan(&found))
	if !found {
		t.Error("the first version is gone")
	}
}

func BenchmarkFindKey(b *testing.B) {
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "control.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err = s.AddProject(b.Context(), control.Project{ID: "shop"}); err != nil {
		b.Fatal(err)
	}
	k, err := s.AddKey(b.Context(), control.Key{Project: "shop", Kind: control.WriteKey})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err = s.FindKey(b.Context(), k.Value, time.Unix(1, 0)); err != nil {
			b.Fatal(err)
		}
	}
}
