package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
)

// errNoFile is returned where a store in memory is asked for its file.
var errNoFile = errors.New("the store is not kept in a file")

// walUnlimited is a size that the write-ahead log does not reach.
const walUnlimited = "1TB"

// Snapshot is the store's file as it is now and how large it is, to be read
// while writing goes on. It must be closed.
//
// The engine changes its file in checkpoints only: what is committed between
// two of them stands in the write-ahead log, and blocks that are written early
// are none that the last checkpoint uses. So a checkpoint is made, and none
// until the snapshot is closed; the log grows meanwhile.
func (s *Store) Snapshot(ctx context.Context) (_ io.ReadCloser, size int64, err error) {
	if s.path == "" {
		return nil, 0, errNoFile
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("cannot connect: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	s.quiet.Lock()
	defer s.quiet.Unlock()
	if err = s.countCopies(ctx, conn, 1); err != nil {
		return nil, 0, err
	}
	if size, err = s.settle(ctx, conn); err != nil {
		return nil, 0, errors.Join(fmt.Errorf("cannot take a snapshot of %s: %w", s.path, err), s.countCopies(ctx, conn, -1))
	}
	return &snapshot{Reader: io.NewSectionReader(s.file, 0, size), store: s}, size, nil
}

// settle moves everything into the file and returns its size.
func (s *Store) settle(ctx context.Context, conn *sql.Conn) (size int64, err error) {
	s.forgetName()
	if _, err = conn.ExecContext(ctx, "CHECKPOINT"); err != nil {
		return 0, err
	}
	if log, failed := os.Stat(s.path + ".wal"); failed == nil && log.Size() > 0 {
		return 0, fmt.Errorf("the checkpoint has left %d bytes in the log", log.Size())
	}
	if s.file == nil {
		if s.file, err = os.Open(s.path); err != nil {
			return 0, err
		}
	}
	info, err := s.file.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// countCopies counts snapshots, while which the engine makes no checkpoint by
// itself.
func (s *Store) countCopies(ctx context.Context, conn *sql.Conn, more int) error {
	s.limits.Lock()
	defer s.limits.Unlock()
	s.copies += more
	_, err := conn.ExecContext(context.WithoutCancel(ctx), setLimit(s.copies))
	return err
}

// copied reports whether a snapshot is open.
func (s *Store) copied() bool {
	s.limits.Lock()
	defer s.limits.Unlock()
	return s.copies > 0
}

// setLimit sets the size of the log at which the engine makes a checkpoint by
// itself. It holds for all connections.
func setLimit(copies int) string {
	limit := checkpointLimit
	if copies > 0 {
		limit = walUnlimited
	}
	return "SET wal_autocheckpoint = '" + limit + "'"
}

// snapshot is a file that is being copied.
type snapshot struct {
	io.Reader

	store *Store
	ended bool
}

// Close lets checkpoints be made again. The file stays open: the engine's lock
// on it would go with the first descriptor of this process that is closed.
func (c *snapshot) Close() (err error) {
	if c.ended {
		return nil
	}
	c.ended = true
	ctx := context.Background()
	conn, err := c.store.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("cannot connect: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return c.store.countCopies(ctx, conn, -1)
}
