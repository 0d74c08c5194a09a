package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Snapshot is a copy of the file as it is now and how large it is. It must be
// closed; by then it has no name any more.
func (s *Store) Snapshot(ctx context.Context) (_ io.ReadCloser, size int64, err error) {
	// Beside the file: whoever may not read that must not find the copy.
	f, err := os.CreateTemp(filepath.Dir(s.path), filepath.Base(s.path)+".snapshot-*")
	if err != nil {
		return nil, 0, fmt.Errorf("cannot take a snapshot of %s: %w", s.path, err)
	}
	_, err = s.db.ExecContext(ctx, "VACUUM INTO ?", f.Name())
	err = errors.Join(err, os.Remove(f.Name()))
	var info os.FileInfo
	if err == nil {
		info, err = f.Stat()
	}
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("cannot take a snapshot of %s: %w", s.path, err), f.Close())
	}
	return f, info.Size(), nil
}
