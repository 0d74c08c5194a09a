package journal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Files is what the journal asks of a file system when it writes. Tests put
// faults and recorders in its place; OS is the real one. Reading goes to the
// operating system directly.
type Files interface {
	// Create makes a file that must not exist yet, with room for size bytes
	// reserved where the file system can; reserved bytes read as zeros. When
	// it fails no file is left behind. A full disk is syscall.ENOSPC.
	Create(path string, size int64) (File, error)
	// Rename replaces to by from, atomically. Durable after Sync of the folder.
	Rename(from, to string) error
	// Remove deletes a file; a missing one is fs.ErrNotExist. Durable after
	// Sync of the folder.
	Remove(path string) error
	// Sync makes the present content of a file, or the present names of a
	// folder, durable.
	Sync(path string) error
}

// File is a file being written from its beginning.
type File interface {
	io.WriteCloser
	// Sync makes everything written durable. After an error nothing is known
	// about what was written since the last success, and a second call must
	// not be trusted.
	Sync() error
	// Truncate sets the size.
	Truncate(size int64) error
}

// OS returns the operating system's files: reserved space by fallocate and
// fdatasync on Linux, no reservation and a full sync elsewhere.
func OS() Files { return osFiles{} }

type osFiles struct{}

func (osFiles) Create(path string, size int64) (File, error) {
	f, err := os.OpenFile(filepath.Clean(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot create file: %w", err)
	}
	if size > 0 {
		err = reserve(f, size)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("cannot reserve %d bytes for %s: %w", size, path, err), f.Close(), os.Remove(path))
	}
	return osFile{f}, nil
}

func (osFiles) Rename(from, to string) error { return os.Rename(from, to) }

func (osFiles) Remove(path string) error { return os.Remove(path) }

func (osFiles) Sync(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("cannot sync: %w", err)
	}
	if info.IsDir() {
		return syncDir(path)
	}
	// Writable, since Windows refuses to flush a file opened for reading.
	f, err := os.OpenFile(filepath.Clean(path), os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("cannot sync: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}

type osFile struct{ *os.File }

func (f osFile) Sync() error { return syncData(f.File) }

// removeIfThere deletes a file that may be missing.
func removeIfThere(files Files, path string) error {
	err := files.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
