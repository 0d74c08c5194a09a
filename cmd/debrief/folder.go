package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// errHeld is returned when another process holds the folder.
var errHeld = errors.New("another debrief process holds this folder")

// folder is a data folder that this process holds.
type folder struct {
	path string
	lock *os.File
}

// The files of a data folder besides its journal.
const (
	eventsFile  = "events.duckdb"
	controlFile = "control.db"
	searchFile  = "search.db" // the index of texts, made again where it is missing
)

func (f *folder) file(name string) string { return filepath.Join(f.path, name) }

// holdFolder makes the folder if need be and takes its lock.
func holdFolder(path string) (*folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("cannot make the data folder: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(path, "lock"), os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the operator names the folder
	if err != nil {
		return nil, fmt.Errorf("cannot open the lock: %w", err)
	}
	if err = unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %s. Only one may: stop it, or name another folder with --data", errHeld, path), lock.Close())
	}
	return &folder{path: path, lock: lock}, nil
}

func (f *folder) release() error { return f.lock.Close() }

// socketName is the socket of a folder: whoever can open it owns the data.
const socketName = "debrief.sock"

// socketLimit is how long a socket's path may be (sockaddr_un).
const socketLimit = 100

// withSocketPath calls fn with a path to the folder's socket that is short
// enough for the system, whatever the folder is called.
func withSocketPath(dir string, fn func(path string) error) (err error) {
	path := filepath.Join(dir, socketName)
	if len(path) <= socketLimit {
		return fn(path)
	}
	opened, err := os.Open(dir) //nolint:gosec // the operator names the folder
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	return fn(filepath.Join("/proc/self/fd", strconv.FormatUint(uint64(opened.Fd()), 10), socketName))
}

// listen opens the folder's socket. The lock is ours, so one that is there
// already was left by a process that died.
func (f *folder) listen(ctx context.Context) (listener net.Listener, err error) {
	err = withSocketPath(f.path, func(path string) error {
		if gone := os.Remove(path); gone != nil && !errors.Is(gone, os.ErrNotExist) {
			return gone
		}
		var config net.ListenConfig
		listener, err = config.Listen(ctx, "unix", path)
		if err != nil {
			return err
		}
		return os.Chmod(path, 0o600)
	})
	if err != nil {
		return nil, fmt.Errorf("cannot open the socket of %s: %w", f.path, err)
	}
	return listener, nil
}

// dialSocket connects to the process that holds the folder.
func dialSocket(ctx context.Context, dir string) (conn net.Conn, err error) {
	err = withSocketPath(dir, func(path string) error {
		var dialer net.Dialer
		conn, err = dialer.DialContext(ctx, "unix", path)
		return err
	})
	return conn, err
}
