package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"

	engine "github.com/duckdb/duckdb-go/v2"
)

// checkpointRows is how many written rows make a checkpoint worth its while:
// two of the engine's row groups, of which only the last is compressed again.
const checkpointRows = 245_760

// counter counts rows since the last checkpoint.
type counter struct{ atomic.Int64 }

// connection is one connection inside a transaction.
type connection struct{ *sql.Conn }

// transact runs fn in a transaction on a connection of its own and commits.
func (s *Store) transact(ctx context.Context, fn func(*connection) error) (err error) {
	s.quiet.RLock()
	defer s.quiet.RUnlock()
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("cannot connect: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err = conn.ExecContext(ctx, "BEGIN"); err != nil {
		return fmt.Errorf("cannot begin: %w", err)
	}
	if err = fn(&connection{conn}); err != nil {
		_, undo := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return errors.Join(err, undo)
	}
	// From here on the outcome must be known: a commit is not given up halfway.
	_, err = conn.ExecContext(context.WithoutCancel(ctx), "COMMIT")
	s.kept.wrote()
	if err != nil {
		return fmt.Errorf("cannot commit: %w", err)
	}
	return s.syncName()
}

// syncName makes the name of the write-ahead log durable when it is a new file,
// as after a checkpoint: the engine syncs what is in it, and a power loss may
// take a file whose name nobody has synced.
func (s *Store) syncName() error {
	if s.path == "" {
		return nil
	}
	log, err := os.Stat(s.path + ".wal")
	if errors.Is(err, os.ErrNotExist) {
		return nil // a checkpoint has moved it into the file
	}
	if err != nil {
		return fmt.Errorf("cannot see the write-ahead log: %w", err)
	}
	s.names.Lock()
	defer s.names.Unlock()
	if s.named != nil && os.SameFile(s.named, log) && log.Size() >= s.named.Size() {
		s.named = log
		return nil
	}
	if err = s.syncPath(filepath.Dir(s.path)); err != nil {
		return fmt.Errorf("cannot sync the folder: %w", err)
	}
	s.named = log
	return nil
}

// forgetName is called before a checkpoint: the log after it is another file,
// whatever number the file system gives it.
func (s *Store) forgetName() {
	s.names.Lock()
	defer s.names.Unlock()
	s.named = nil
}

// fill appends rows to a table through the engine's bulk interface, within
// the transaction. rows calls add once for each row.
func (c *connection) fill(table string, rows func(add func(...driver.Value) error) error) error {
	err := c.Raw(func(raw any) error {
		conn, ok := raw.(*pooled)
		if !ok {
			return fmt.Errorf("unexpected connection %T", raw)
		}
		appender, err := engine.NewAppenderFromConn(conn.Conn, "", table)
		if err != nil {
			return err
		}
		err = rows(appender.AppendRow)
		return errors.Join(err, appender.Close())
	})
	if err != nil {
		return fmt.Errorf("cannot fill %s: %w", table, err)
	}
	return nil
}

// wrote counts rows and checkpoints when enough have gathered.
func (s *Store) wrote(ctx context.Context, rows int) error {
	if s.pending.Add(int64(rows)) < checkpointRows || s.copied() {
		return nil
	}
	return s.checkpoint(ctx)
}

// checkpoint moves what the write-ahead log holds into the file. Writers wait
// for it, readers do not. While a snapshot is open it is left to a later one.
func (s *Store) checkpoint(ctx context.Context) error {
	s.quiet.Lock()
	defer s.quiet.Unlock()
	if s.copied() {
		return nil
	}
	s.pending.Store(0)
	s.forgetName()
	if _, err := s.db.ExecContext(ctx, "CHECKPOINT"); err != nil {
		return fmt.Errorf("cannot checkpoint: %w", err)
	}
	return nil
}
