package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/server"
)

func restoreCommand() command {
	return command{
		name: "restore", summary: "make a data folder of a backup",
		help: `
Restore makes a data folder of a file that ` + "`debrief backup`" + ` has written. The
folder must not be there, or be empty; it takes its name when everything in the
file was found to be what was backed up.

    debrief restore /var/backups/debrief.tar --data ./restored

It says what it found. Whoever was erased after the backup was made is in it
again: erase them again before serving it.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var data string
			flags.StringVar(&data, "data", "", "the folder to make; it must be named")
			return func(ctx context.Context, io streams, args []string) error {
				switch {
				case len(args) != 1:
					return usage("name one file that debrief backup has written")
				case data == "":
					return usage("name the folder to make with --data")
				}
				return restore(ctx, io, args[0], filepath.Clean(data))
			}
		},
	}
}

func restore(ctx context.Context, out streams, path, data string) (err error) {
	if err = mustBeFree(data); err != nil {
		return err
	}
	from, err := os.Open(path) //nolint:gosec // the operator names the file
	if err != nil {
		return fmt.Errorf("cannot read the backup: %w", err)
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	info, err := from.Stat()
	if err != nil {
		return fmt.Errorf("cannot read the backup: %w", err)
	}
	if err = os.MkdirAll(filepath.Dir(data), 0o700); err != nil {
		return fmt.Errorf("cannot make the data folder: %w", err)
	}
	beside, err := os.MkdirTemp(filepath.Dir(data), "."+filepath.Base(data)+".restoring-*")
	if err != nil {
		return fmt.Errorf("cannot make the data folder: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(beside))
		}
	}()
	shown := newProgress(out.err, time.Now)
	made, err := unpack(&watched{from: from, total: info.Size(), shown: shown, doing: "read"}, beside)
	shown.clear()
	if err != nil {
		return fmt.Errorf("%s is not restored, nothing was made of it: %w", path, err)
	}
	found, err := describe(ctx, beside)
	if err != nil {
		return fmt.Errorf("%s was made by version %s and cannot be opened by this one: %w", path, made.Version, err)
	}
	if err = os.Remove(data); err == nil || errors.Is(err, os.ErrNotExist) { // an empty one
		err = os.Rename(beside, data)
	}
	if err != nil {
		return fmt.Errorf("cannot name the data folder: %w; name one that is not there, as %s", err, filepath.Join(data, "debrief"))
	}
	if err = syncFolder(filepath.Dir(data)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out.out, "Restored %s, made on %s by version %s: every file is what was backed up.\n%s\nTo serve it: debrief serve --data %s\n",
		path, made.MadeAt.Format(time.DateTime+" MST"), made.Version, found, data)
	return err
}

// mustBeFree refuses a folder that holds anything.
func mustBeFree(data string) error {
	entries, err := os.ReadDir(data)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("cannot make the data folder: %w", err)
	case len(entries) > 0:
		return fmt.Errorf("%s is not empty, and restore replaces nothing: name another folder with --data", data)
	default:
		return nil
	}
}

// unpack writes the files of a backup, checks them and makes them durable.
func unpack(from io.Reader, dir string) (server.Backup, error) {
	var names []string
	made, err := server.ReadBackup(from, func(name string, content io.Reader) error {
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // ReadBackup gives no path
		if err != nil {
			return err
		}
		names = append(names, name)
		_, err = io.Copy(f, content)
		if err == nil {
			err = f.Sync()
		}
		return errors.Join(err, f.Close())
	})
	if err != nil {
		return made, err
	}
	for _, name := range []string{eventsFile, controlFile} {
		if !slices.Contains(names, name) {
			return made, fmt.Errorf("%w: it has no %s", server.ErrBackup, name)
		}
	}
	return made, syncFolder(dir)
}

// syncFolder makes the names in a folder durable.
func syncFolder(path string) error {
	dir, err := os.Open(path) //nolint:gosec // the operator names the folder
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// describe says what a folder holds.
func describe(ctx context.Context, dir string) (text string, err error) {
	x := &examination{folder: &folder{path: dir}, now: time.Now()}
	events, err := inspectStore(ctx, x.folder, true)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, events.Close()) }()
	stored, err := events.Count(ctx)
	if err != nil {
		return "", err
	}
	progress, err := events.Progress(ctx)
	if err != nil {
		return "", err
	}
	text = "It has " + count(stored, "event") + ", " + grouped(progress.Analysed) + " of them analysed"
	if last := progress.Upto.StoredAt; !last.IsZero() {
		text += ", the last of these stored on " + last.Format(time.DateTime+" MST")
	}
	decided, err := x.readControl(ctx)
	return text + "; " + decided.String() + ".", err
}
