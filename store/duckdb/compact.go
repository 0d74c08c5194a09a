package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// swapPatience is how long queries that come wait for those under way, so that
// the file can be replaced.
const swapPatience = 3 * time.Second

// Compact writes everything anew into another file that takes the place of the
// store's, so that no byte is left of what was erased before: the engine does
// not write over space that it frees. Reading goes on, writing waits; at the end
// queries wait for a moment. It needs as much room as the store has. An error
// leaves the store as it was; while a snapshot is open, or a query goes on for
// longer than a few seconds, it is one that a later attempt may not meet.
func (s *Store) Compact(ctx context.Context) error {
	if s.path == "" {
		return nil
	}
	s.quiet.Lock()
	defer s.quiet.Unlock()
	if s.copied() {
		return fmt.Errorf("cannot compact %s: a backup is being made", s.path)
	}
	beside := s.path + compactSuffix
	err := removeStore(beside)
	if err == nil {
		err = s.copyTo(ctx, beside)
	}
	if err == nil {
		err = s.gate.alone(ctx, s.db, swapPatience, func() error { return s.replaceBy(beside) })
	}
	if err != nil {
		return errors.Join(fmt.Errorf("cannot compact %s: %w", s.path, err), removeStore(beside))
	}
	s.pending.Store(0)
	if _, err = s.db.ExecContext(ctx, "SELECT 1"); err != nil { // opens it
		return fmt.Errorf("cannot open %s compacted: %w", s.path, err)
	}
	return nil
}

// compactSuffix is of the file that a compaction writes.
const compactSuffix = ".compact"

// removeStore removes a file and what the engine keeps beside it.
func removeStore(path string) error {
	var all []error
	for _, name := range []string{path, path + ".wal"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			all = append(all, err)
		}
	}
	return errors.Join(append(all, os.RemoveAll(path+".tmp"))...)
}

// copyTo writes a durable copy that the engine has laid out anew. Nothing is in
// the write-ahead log of the store afterwards.
func (s *Store) copyTo(ctx context.Context, path string) (err error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("cannot connect: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err = s.settle(ctx, conn); err != nil {
		return err
	}
	var own string
	if err = conn.QueryRowContext(ctx, "SELECT current_database()").Scan(&own); err != nil {
		return err
	}
	own = `"` + strings.ReplaceAll(own, `"`, `""`) + `"`
	if _, err = conn.ExecContext(ctx, fmt.Sprintf("ATTACH '%s' AS compacted", strings.ReplaceAll(path, "'", "''"))); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, fmt.Sprintf("COPY FROM DATABASE %s TO compacted", own))
	if err == nil {
		err = sameCounts(ctx, conn)
	}
	if err == nil {
		_, err = conn.ExecContext(ctx, "CHECKPOINT compacted")
	}
	if _, failed := conn.ExecContext(context.WithoutCancel(ctx), "DETACH compacted"); failed != nil || err != nil {
		return errors.Join(err, failed)
	}
	return syncPath(path)
}

// sameCounts compares the tables of the store with those of the copy.
func sameCounts(ctx context.Context, conn *sql.Conn) error {
	tables, err := textsOf(conn.QueryContext(ctx, "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT internal"))
	if err != nil {
		return err
	}
	for _, table := range tables {
		var same bool
		query := `SELECT (SELECT count(*) FROM "` + table + `") = (SELECT count(*) FROM compacted."` + table + `")`
		if err = conn.QueryRowContext(ctx, query).Scan(&same); err != nil {
			return err
		}
		if !same {
			return fmt.Errorf("the copy of %s has not as many rows", table)
		}
	}
	return nil
}

// replaceBy makes a copy the store's file. The engine is closed.
func (s *Store) replaceBy(path string) error {
	if s.file != nil { // the engine's lock has gone
		if err := s.file.Close(); err != nil {
			return err
		}
		s.file = nil
	}
	if err := os.Rename(path, s.path); err != nil {
		return err
	}
	return s.syncPath(filepath.Dir(s.path))
}

// syncPath makes a file, or the names of a folder, durable.
func syncPath(path string) error {
	f, err := os.Open(path) //nolint:gosec // the store's own
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
