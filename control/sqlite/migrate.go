package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// ErrNewer is the answer to a file that a newer version has written.
var ErrNewer = errors.New("the file was written by a newer version of Debrief: use that one, nothing was changed")

//go:embed schema/*.sql
var schema embed.FS

// migration is one step of the schema. Steps that were released never change.
type migration struct {
	name, text string
}

// migrations lists the steps; the number that a file's name begins with is
// its place from 1.
func migrations() ([]migration, error) {
	files, err := fs.Glob(schema, "schema/*.sql")
	if err != nil {
		return nil, err
	}
	steps := make([]migration, 0, len(files))
	for _, file := range files {
		name := path.Base(file)
		digits, _, _ := strings.Cut(name, "_")
		if number, err := strconv.Atoi(digits); err != nil || number != len(steps)+1 {
			return nil, fmt.Errorf("migration %s is out of order: want number %d", name, len(steps)+1)
		}
		text, err := schema.ReadFile(file)
		if err != nil {
			return nil, err
		}
		steps = append(steps, migration{name, string(text)})
	}
	return steps, nil
}

// migrate runs the steps that the file has not seen, each in a transaction of
// its own that also records it. Processes that open the file at the same time
// wait for each other, since such a transaction has the file for itself.
func (s *Store) migrate(ctx context.Context, steps []migration) error {
	const table = "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"
	if _, err := s.db.ExecContext(ctx, table); err != nil {
		return err
	}
	for {
		done, err := s.step(ctx, steps)
		if err != nil || done {
			return err
		}
	}
}

// step runs the next step, if there is one.
func (s *Store) step(ctx context.Context, steps []migration) (done bool, err error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer func() {
		if undo := tx.Rollback(); !errors.Is(undo, sql.ErrTxDone) {
			err = errors.Join(err, undo)
		}
	}()
	var version int
	if err = tx.QueryRowContext(ctx, "SELECT coalesce(max(version), 0) FROM migrations").Scan(&version); err != nil {
		return false, err
	}
	if version > len(steps) {
		return false, fmt.Errorf("%w: it has schema %d, this version knows up to %d", ErrNewer, version, len(steps))
	}
	if version == len(steps) {
		return true, nil
	}
	next := steps[version]
	if _, err = tx.ExecContext(ctx, next.text); err != nil {
		return false, fmt.Errorf("cannot run migration %s: %w", next.name, err)
	}
	if _, err = tx.ExecContext(ctx, "INSERT INTO migrations (version, name) VALUES (?, ?)", version+1, next.name); err != nil {
		return false, fmt.Errorf("cannot record migration %s: %w", next.name, err)
	}
	return false, tx.Commit()
}
