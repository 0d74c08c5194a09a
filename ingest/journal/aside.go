package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// asideSuffix is of segments that were set aside.
const asideSuffix = ".damaged"

func asidePath(dir string, number uint64) string {
	return strings.TrimSuffix(pathOf(dir, number), suffix) + asideSuffix
}

// SetAside renames a sealed segment that is damaged, once what can be read of
// it is stored: it is kept to be looked at and no segment any more.
func (j *Journal) SetAside(number uint64) error {
	j.mu.Lock()
	open := j.open
	j.mu.Unlock()
	if number == open && number != 0 {
		return fmt.Errorf("cannot set segment %d aside: %w", number, ErrOpen)
	}
	err := j.files.Rename(pathOf(j.dir, number), asidePath(j.dir, number))
	if err == nil {
		err = j.files.Sync(j.dir)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot set segment %d aside: %w", number, err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.sealed = slices.DeleteFunc(j.sealed, func(s Segment) bool { return s.Number == number })
	return nil
}

// ListAside returns the segments of a folder that were set aside, oldest first.
func ListAside(dir string) ([]Segment, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*"+asideSuffix))
	if err != nil {
		return nil, fmt.Errorf("cannot list what was set aside: %w", err)
	}
	var found []Segment
	for _, path := range paths {
		number, err := strconv.ParseUint(strings.TrimSuffix(filepath.Base(path), asideSuffix), 10, 64)
		info, failed := os.Stat(path)
		if err == nil && failed == nil && path == asidePath(dir, number) {
			found = append(found, Segment{Number: number, Records: Unknown, Bytes: info.Size()})
		}
	}
	slices.SortFunc(found, Segment.compare)
	return found, nil
}

// ReadAside reads a segment that was set aside, as Read does.
func ReadAside(dir string, number uint64, fn func(index int, record []byte) error) (Report, error) {
	return readPath(asidePath(dir, number), number, fn)
}

// RemoveAside deletes what was set aside. It holds what strangers sent, and of
// what cannot be read nobody can tell whose it is.
func RemoveAside(files Files, dir string) error {
	aside, err := ListAside(dir)
	if err != nil || len(aside) == 0 {
		return err
	}
	for _, s := range aside {
		if err = removeIfThere(files, asidePath(dir, s.Number)); err != nil {
			return fmt.Errorf("cannot remove what was set aside: %w", err)
		}
	}
	return files.Sync(dir)
}

// RemoveAside deletes what was set aside.
func (j *Journal) RemoveAside() error { return RemoveAside(j.files, j.dir) }
