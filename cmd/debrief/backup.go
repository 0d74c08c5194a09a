package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/server"
)

func backupCommand() command {
	return command{
		name: "backup", summary: "write everything to one file, while serving or not",
		help: `
Backup writes everything that a data folder holds to one file: events, what is
derived from them, and projects, keys, people and definitions. A server that runs
on the folder goes on accepting events; every one that it acknowledged before the
backup began is in it, once.

    debrief backup /var/backups/debrief.tar --data ./data
    debrief backup /var/backups --data ./data

In a folder the file is called debrief-20261124-131500.tar, by the time. It takes
its name when it is complete and was read back; one of that name is replaced.
Keep it safe: it holds what users wrote, and the hashes of keys and passwords. It
is a tar archive whose SHA256SUMS ` + "`sha256sum -c`" + ` understands; ` + "`debrief restore`" + `
makes a data folder of it.

What is erased later is not erased from backups: keep them no longer than you
may.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var t target
			flags.StringVar(&t.data, "data", "./data", "the data folder; a running server is asked through its socket")
			return func(ctx context.Context, io streams, args []string) error {
				if len(args) != 1 {
					return usage("name one file, or a folder for it")
				}
				return backup(ctx, io, t, args[0])
			}
		},
	}
}

func backup(ctx context.Context, out streams, t target, path string) (err error) {
	if info, failed := os.Stat(path); failed == nil && info.IsDir() {
		path = filepath.Join(path, "debrief-"+time.Now().UTC().Format("20060102-150405")+".tar")
	}
	to, err := t.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	began := time.Now()
	content, length, err := to.send(ctx, request{method: http.MethodGet, path: "/api/v1/backup"})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	shown := newProgress(out.err, time.Now)
	size, err := replaceFile(path, &watched{from: content, total: length, shown: shown, doing: "written"}, func(written io.ReadSeeker) error {
		_, failed := written.Seek(0, io.SeekStart)
		if failed == nil {
			_, failed = server.ReadBackup(&watched{from: written, total: length, shown: shown, doing: "read back"}, func(string, io.Reader) error { return nil })
		}
		return failed
	})
	shown.clear()
	if err != nil {
		return fmt.Errorf("cannot back up to %s, which is as it was: %w", path, err)
	}
	_, err = fmt.Fprintf(out.out, "Backed up %s to %s in %s, and read it back: it is whole.\n", t.data, path, seconds(time.Since(began)))
	if err == nil {
		_, err = fmt.Fprintf(out.out, "It has %s. To make a data folder of it: debrief restore %s --data NEWDIR\n", byteSize(size), path)
	}
	return err
}

// watched shows how far a file was read.
type watched struct {
	from  io.Reader
	done  int64
	total int64
	shown *progress
	doing string
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	w.done += int64(n)
	w.shown.show(float64(w.done)/float64(max(w.total, 1)), fmt.Sprintf("%s of %s %s", byteSize(w.done), byteSize(w.total), w.doing))
	return n, err
}
