//go:build !linux

package journal

import (
	"errors"
	"os"
	"runtime"
)

// reserve does nothing: the file grows as it is written.
func reserve(*os.File, int64) error { return nil }

func syncData(f *os.File) error { return f.Sync() }

func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil // A folder has no sync there; NTFS journals names itself.
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
