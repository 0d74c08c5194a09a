// Package sqlite keeps the control data of one node in one SQLite file.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	engine "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"github.com/debrief-dev/debrief/control"
)

// Store is one SQLite file. It is safe for concurrent use, also by several
// processes.
type Store struct {
	path string
	db   *sql.DB
	on   statements // the file, or a transaction on it
}

// statements is what a file and a transaction have in common.
type statements interface {
	ExecContext(ctx context.Context, statement string, values ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, values ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, values ...any) *sql.Row
}

var _ control.Store = (*Store)(nil)

// connections suffices for readers beside the one writer that SQLite allows.
const connections = 4

// Open opens or makes the file, which only its owner may read, and brings its
// schema up to date. It fails with [ErrNewer] on a file of a newer version.
func Open(ctx context.Context, path string) (*Store, error) {
	s, err := open(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("cannot open %s: %w", path, err)
	}
	return s, nil
}

func open(ctx context.Context, path string) (*Store, error) {
	if err := create(path); err != nil {
		return nil, err
	}
	name, err := source(path)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	s := &Store{path: path, db: db, on: db}
	steps, err := migrations()
	if err == nil {
		err = s.migrate(ctx, steps)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// Close ends all use of the file.
func (s *Store) Close() error { return s.db.Close() }

// Atomically keeps all of what do writes or nothing. See [control.Atomic].
func (s *Store) Atomically(ctx context.Context, do func(control.Store) error) (err error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("cannot begin: %w", err)
	}
	if err = do(&Store{path: s.path, db: s.db, on: tx}); err != nil {
		if undone := tx.Rollback(); !errors.Is(undone, sql.ErrTxDone) { // as it is once the context has ended
			err = errors.Join(err, undone)
		}
		return err
	}
	if err = tx.Commit(); err != nil {
		return fmt.Errorf("cannot commit: %w", errors.Join(err, ctx.Err()))
	}
	return nil
}

// create makes the file if there is none: SQLite itself would let everyone
// read it. Its journal files take over the mode.
func create(path string) error {
	const mode = 0o600
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, mode) // #nosec G304 -- the operator says where the data is
	if err != nil {
		return err
	}
	return f.Close()
}

// source is the name by which the driver opens a path, with the settings of
// every connection. Writes wait for one another up to the timeout; what is
// committed is on disk.
func source(path string) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	slashed := "/" + strings.TrimPrefix(filepath.ToSlash(absolute), "/")
	settings := url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"},
	}
	return "file:" + (&url.URL{Path: slashed}).EscapedPath() + "?" + settings.Encode(), nil
}

// fault is the error of the contract that a driver's error stands for, or
// that error itself.
func fault(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return control.ErrNotFound
	}
	var e *engine.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case codes.SQLITE_CONSTRAINT_PRIMARYKEY, codes.SQLITE_CONSTRAINT_UNIQUE:
		return control.ErrExists
	case codes.SQLITE_CONSTRAINT_FOREIGNKEY: // the row it belongs to
		return control.ErrNotFound
	default:
		return err
	}
}

// change runs a statement that must touch a row.
func (s *Store) change(ctx context.Context, statement string, values ...any) error {
	result, err := s.on.ExecContext(ctx, statement, values...)
	if err != nil {
		return fault(err)
	}
	changed, err := result.RowsAffected()
	if err == nil && changed == 0 {
		err = control.ErrNotFound
	}
	return err
}

// list reads all rows of a query, each with scan.
func list[T any](rows *sql.Rows, scan func(row) (T, error)) (all []T, err error) {
	defer func() {
		if err = errors.Join(err, rows.Close()); err != nil {
			err = fmt.Errorf("cannot read rows: %w", err)
		}
	}()
	for rows.Next() {
		var one T
		if one, err = scan(rows); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// row is what both one row and many can do.
type row interface {
	Scan(to ...any) error
}

// moment is a time as a column: microseconds since 1970.
type moment struct{ time.Time }

// Scan reads the column; none is the zero time.
func (m *moment) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		m.Time = time.Time{}
	case int64:
		m.Time = time.UnixMicro(v).UTC()
	default:
		return fmt.Errorf("cannot read a moment from %T", value)
	}
	return nil
}
