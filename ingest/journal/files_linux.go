package journal

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// reserve allocates blocks, so that writes within size neither meet a full disk
// nor change the file's size, which makes the sync of their data cheaper. A
// file system that cannot reserve grows the file as it is written.
func reserve(f *os.File, size int64) error {
	err := control(f, func(fd int) error { return unix.Fallocate(fd, 0, 0, size) })
	if errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.ENOSYS) {
		return nil
	}
	return err
}

func syncData(f *os.File) error { return control(f, unix.Fdatasync) }

func syncDir(path string) error {
	d, err := os.Open(path) //nolint:gosec // the folder the caller of Open named
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// control runs a system call on the file's descriptor, again when a signal
// interrupted it.
func control(f *os.File, call func(fd int) error) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = conn.Control(func(fd uintptr) {
		for {
			failed = call(int(fd))
			if !errors.Is(failed, unix.EINTR) {
				return
			}
		}
	})
	return errors.Join(err, failed)
}
