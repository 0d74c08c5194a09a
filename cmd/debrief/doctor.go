package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/sys/unix"
)

func doctorCommand() command {
	return command{
		name: "doctor", summary: "explain the state of a data folder",
		help: `
Doctor looks at a data folder and says what it finds, without changing anything
unless it is asked to: who holds it, how large it is, whether its files can be
read, what waits in the journal and whether a part of it is damaged, whether
everything is analysed, whether anyone may send and sign in, and whether clock
and disk are fit.

    debrief doctor --data ./data
    debrief doctor --data ./data --repair

Each finding is ok, a note or a problem; a problem says what to do. The exit code
is 1 when there is a problem. While a server runs on the folder its files are in
use: then the server is asked, and stopping it lets doctor see more.

With --repair it says what it would do about what it has found, asks, and does
it; --yes does not ask. Files that cannot be read are moved aside, never deleted:
a journal segment with a damaged part once what can be read of it is stored, the
events' write-ahead log or file where the database cannot open it. What crashes
have left is removed, what waits in the journal is stored.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var data string
			var repair, yes bool
			flags.StringVar(&data, "data", "./data", "the data folder")
			flags.BoolVar(&repair, "repair", false, "mend what can be mended, after asking")
			flags.BoolVar(&yes, "yes", false, "do not ask")
			return func(ctx context.Context, io streams, args []string) error {
				if len(args) > 0 {
					return usage("unexpected argument %q", args[0])
				}
				x := &examination{w: io.out, folder: &folder{path: data}, now: time.Now()}
				err := x.run(ctx)
				if repair {
					return x.repair(ctx, io.in, yes, err)
				}
				return err
			}
		},
	}
}

// errProblems is returned when doctor found a problem.
var errProblems = errors.New("there are problems")

// level is how bad a finding is.
type level string

const (
	fine    level = "ok"
	note    level = "note"
	problem level = "problem"
)

// examination gathers findings about a folder.
type examination struct {
	w        io.Writer
	folder   *folder
	now      time.Time
	problems int
	repairs  []repair
	held     bool  // by a server
	err      error // of writing
}

// find writes a finding; a problem needs what to do about it.
func (x *examination) find(l level, about, text, do string) {
	const indent = "         "
	if l == problem {
		x.problems++
	}
	body := strings.TrimLeft(wrapped(about+": "+text, reportWidth, indent), " ")
	if _, err := fmt.Fprintf(x.w, "%-8s %s\n", l, body); err != nil {
		x.err = err
	}
	if do != "" {
		fmt.Fprintln(x.w, wrapped("Do: "+do, reportWidth, indent))
	}
}

// run looks at everything.
func (x *examination) run(ctx context.Context) error {
	data := x.folder.path
	if info, err := os.Stat(data); err != nil || !info.IsDir() {
		return fmt.Errorf("%s is no folder: name the data folder with --data", data)
	}
	if !x.isData() {
		return fmt.Errorf("%s is no data folder; `debrief serve --data %s` would make it one", data, data)
	}
	running, release, err := x.holder(ctx)
	if err != nil {
		return err
	}
	x.held = running
	x.files()
	x.disk()
	if !running {
		x.orphans()
		x.control(ctx)
		x.store(ctx)
	}
	if err = errors.Join(x.err, release()); err != nil {
		return err
	}
	switch x.problems {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("%w: 1, see above", errProblems)
	default:
		return fmt.Errorf("%w: %d, see above", errProblems, x.problems)
	}
}

// isData reports whether the folder holds anything of a data folder.
func (x *examination) isData() bool {
	for _, name := range []string{controlFile, eventsFile, "journal"} {
		if _, err := os.Stat(x.folder.file(name)); err == nil {
			return true
		}
	}
	return false
}

// holder finds out whether a process holds the folder and, if none does, holds
// it until release so that nothing starts on it meanwhile.
func (x *examination) holder(ctx context.Context) (running bool, release func() error, err error) {
	lock, err := os.Open(x.folder.file("lock"))
	if errors.Is(err, os.ErrNotExist) {
		x.find(fine, "process", "none holds the folder.", "")
		return false, func() error { return nil }, nil
	}
	if err != nil {
		return false, nil, fmt.Errorf("cannot see who holds the folder: %w", err)
	}
	release = lock.Close
	if unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil {
		x.find(fine, "process", "none holds the folder.", "")
		return false, release, nil
	}
	x.server(ctx)
	return true, release, nil
}

// server asks the process that holds the folder.
func (x *examination) server(ctx context.Context) {
	const patient = 5 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patient)
	defer cancel()
	t := target{data: x.folder.path}
	to, err := t.connectRunning(ctx)
	var status derivedStatus
	if err == nil {
		err = to.get(ctx, "/api/v1/status", &status)
	}
	var a access
	if err == nil {
		a, err = askAccess(ctx, to, x.now)
	}
	if err != nil {
		x.find(problem, "process", "one holds the folder and does not answer: "+err.Error()+".",
			"if it has just started, wait; else look at its log, and stop it if it stays like this.")
		return
	}
	x.find(fine, "process", "a server of version "+status.Version+" holds the folder and answers.", "")
	x.access(&a)
	x.find(fine, "events", grouped(status.Stored)+" stored, "+grouped(status.Analysed)+" analysed.", "")
	if status.Pending > 0 {
		x.find(note, "analysis", count(status.Pending, "event")+" wait; it catches up by itself.", "")
	}
}

// files tells the sizes of what lies in the folder, and who may read it.
func (x *examination) files() {
	for _, entry := range []struct{ name, about string }{
		{eventsFile, "events and what is derived from them"},
		{controlFile, "projects, keys and people"},
		{searchFile, "the index of texts"},
		{"journal", "what waits to be stored"},
	} {
		size, err := sizeOf(x.folder.file(entry.name))
		switch {
		case errors.Is(err, os.ErrNotExist):
			x.find(note, entry.name, "is not there yet.", "")
		case err != nil:
			x.find(problem, entry.name, err.Error(), "make it readable for the user that runs debrief.")
		default:
			x.find(fine, entry.name, byteSize(size)+", "+entry.about+".", "")
		}
	}
	info, err := os.Stat(x.folder.path)
	const others = 0o077
	if err == nil && info.Mode().Perm()&others != 0 {
		x.find(note, "access", fmt.Sprintf("other users of this machine may enter the folder (mode %#o).", info.Mode().Perm()),
			"chmod 700 "+x.folder.path)
		x.mend("let nobody else enter "+x.folder.path, func(context.Context) error { return os.Chmod(x.folder.path, 0o700) }) //nolint:gosec // a folder
	}
}

// sizeOf is the size of a file with its write-ahead log, or of a folder.
func sizeOf(path string) (size int64, err error) {
	if _, err = os.Stat(path); err != nil {
		return 0, err
	}
	for _, root := range []string{path, path + ".wal", path + "-wal"} {
		failed := filepath.WalkDir(root, func(_ string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			info, err := entry.Info()
			if err == nil {
				size += info.Size()
			}
			return err
		})
		if failed != nil && !errors.Is(failed, os.ErrNotExist) { // a file may go while we look
			err = errors.Join(err, failed)
		}
	}
	return size, err
}

// What is little room on a disk: at the first the journal and a checkpoint may
// fail, at the second it is time to act.
const (
	noRoom     = 512 << 20
	littleRoom = 5 << 30
)

func (x *examination) disk() {
	var s unix.Statfs_t
	if err := unix.Statfs(x.folder.path, &s); err != nil {
		x.find(note, "disk", "cannot see how much is free: "+err.Error()+".", "")
		return
	}
	free := int64(s.Bavail) * s.Bsize //nolint:gosec // the size of a disk fits
	switch text := byteSize(free) + " free."; {
	case free < noRoom:
		x.find(problem, "disk", text, "make room or move the folder to a larger disk: events are refused when the disk is full.")
	case free < littleRoom:
		x.find(note, "disk", text, "")
	default:
		x.find(fine, "disk", text, "")
	}
}
