package duckdb

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"

	engine "github.com/duckdb/duckdb-go/v2"
	"github.com/zeebo/xxh3"
)

//go:embed schema/*.sql
var schema embed.FS

// ErrNewer is the answer to a file that a newer version has written.
var ErrNewer = errors.New("the file was written by a newer version of Debrief: use that one, nothing was changed")

// derivedSchema makes the tables of derived rows.
const derivedSchema = "schema/derived.sql"

// migrate brings the tables up to date: those of what was sent by steps, so
// that no row is lost, those of what was derived from it by making them anew.
func (s *Store) migrate(ctx context.Context) error {
	for _, table := range []string{
		"CREATE TABLE IF NOT EXISTS migrations (name VARCHAR NOT NULL)",
		"CREATE TABLE IF NOT EXISTS derived_schema (hash VARCHAR NOT NULL, tables VARCHAR[] NOT NULL)",
	} {
		if _, err := s.db.ExecContext(ctx, table); err != nil {
			return err
		}
	}
	steps, err := fs.Glob(schema, "schema/[0-9]*.sql")
	if err != nil {
		return err
	}
	if err = s.refuseNewer(ctx, steps); err != nil {
		return err
	}
	for _, name := range steps {
		if err = s.step(ctx, name); err != nil {
			return fmt.Errorf("cannot run %s: %w", name, err)
		}
	}
	text, err := schema.ReadFile(derivedSchema)
	if err != nil {
		return err
	}
	if err = s.makeDerived(ctx, string(text)); err != nil {
		return fmt.Errorf("cannot run %s: %w", derivedSchema, err)
	}
	return nil
}

// refuseNewer fails where the file has seen a step that is not known here.
func (s *Store) refuseNewer(ctx context.Context, known []string) error {
	done, err := textsOf(s.db.QueryContext(ctx, "SELECT name FROM migrations ORDER BY name"))
	if err != nil {
		return err
	}
	for _, name := range done {
		if !slices.Contains(known, name) {
			return fmt.Errorf("%w: it has %s", ErrNewer, name)
		}
	}
	return nil
}

// step runs a schema file that the store has not seen.
func (s *Store) step(ctx context.Context, name string) error {
	text, err := schema.ReadFile(name)
	if err != nil {
		return err
	}
	return s.transact(ctx, func(c *connection) error {
		var done bool
		if err := c.QueryRowContext(ctx, "SELECT count(*) > 0 FROM migrations WHERE name = ?", name).Scan(&done); err != nil || done {
			return err
		}
		if _, err := c.ExecContext(ctx, string(text)); err != nil {
			return err
		}
		_, err := c.ExecContext(ctx, "INSERT INTO migrations VALUES (?)", name)
		return err
	})
}

// makeDerived makes the derived tables anew where another text made those that
// are there. They are empty then, and how far analysis has come is forgotten
// with them, so that it begins with the first event.
func (s *Store) makeDerived(ctx context.Context, text string) error {
	hash := strconv.FormatUint(xxh3.HashString(text), 16)
	return s.transact(ctx, func(c *connection) error {
		var have string
		var tables engine.Composite[[]string]
		err := c.QueryRowContext(ctx, "SELECT hash, tables FROM derived_schema").Scan(&have, &tables)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if have == hash {
			return nil
		}
		made := tablesOf(text)
		for _, table := range append(tables.Get(), made...) {
			if _, err = c.ExecContext(ctx, "DROP TABLE IF EXISTS "+table); err != nil {
				return err
			}
		}
		if _, err = c.ExecContext(ctx, text+"\n;DELETE FROM derived_schema"); err != nil {
			return err
		}
		_, err = c.ExecContext(ctx, "INSERT INTO derived_schema VALUES (?, ?)", hash, made)
		return err
	})
}

// tablesOf lists the tables that a schema's text makes.
func tablesOf(text string) []string {
	var names []string
	for _, match := range regexp.MustCompile(`(?m)^CREATE TABLE (\w+) `).FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}
