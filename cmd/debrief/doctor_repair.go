package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/debrief-dev/debrief/ingest/journal"
)

// repair is something that can be done about what was found.
type repair struct {
	what string
	do   func(context.Context) error
}

// mend offers a repair; each is offered once.
func (x *examination) mend(what string, do func(context.Context) error) {
	x.repairs = append(x.repairs, repair{what, do})
}

// repair does what can be done, after asking. It returns nil when all of it
// succeeded, and what was found where there is nothing to do.
func (x *examination) repair(ctx context.Context, answers io.Reader, yes bool, found error) error {
	switch {
	case found != nil && !errors.Is(found, errProblems):
		return found
	case x.held:
		return errors.Join(found, errors.New("a server holds the folder: stop it, then repair"))
	case len(x.repairs) == 0:
		_, err := fmt.Fprintln(x.w, "There is nothing that doctor can repair.")
		return errors.Join(found, err)
	}
	fmt.Fprintln(x.w, "\nTo repair it, doctor would:")
	for i, r := range x.repairs {
		fmt.Fprintf(x.w, "  %d. %s\n", i+1, r.what)
	}
	if !yes {
		fmt.Fprint(x.w, "Do it? Type yes: ")
		answer, _ := bufio.NewReader(answers).ReadString('\n')
		if strings.TrimSpace(strings.ToLower(answer)) != "yes" {
			fmt.Fprintln(x.w, "Nothing was changed.")
			return found
		}
	}
	for i, r := range x.repairs {
		if err := r.do(ctx); err != nil {
			return fmt.Errorf("cannot %s: %w", r.what, err)
		}
		fmt.Fprintf(x.w, "  %d. done\n", i+1)
	}
	_, err := fmt.Fprintf(x.w, "Repaired. `debrief doctor --data %s` looks again.\n", x.folder.path)
	return err
}

// storeWaiting does what a start does with the journal.
func (x *examination) storeWaiting(ctx context.Context) error {
	k, err := open(ctx, settings{data: x.folder.path, log: slog.New(slog.NewTextHandler(x.w, &slog.HandlerOptions{Level: slog.LevelError}))})
	if err != nil {
		return err
	}
	return errors.Join(k.door.Flush(ctx), k.close())
}

// moveStoreAside takes away what keeps the store from being opened: the
// write-ahead log where the file alone is sound, else both.
func (x *examination) moveStoreAside(ctx context.Context) error {
	mark := ".damaged-" + x.now.UTC().Format("20060102-150405")
	for _, name := range []string{eventsFile + ".wal", eventsFile} {
		path := x.folder.file(name)
		switch err := os.Rename(path, path+mark); {
		case errors.Is(err, os.ErrNotExist):
			continue
		case err != nil:
			return err
		}
		fmt.Fprintf(x.w, "     moved %s to %s\n", name, name+mark)
		if name == eventsFile {
			break
		}
		s, err := inspectStore(ctx, x.folder, false)
		if err != nil {
			continue
		}
		n, err := s.Count(ctx)
		if err = errors.Join(err, s.Close()); err == nil {
			fmt.Fprintf(x.w, "     %s alone is sound, with %s; what was stored after is in the log that was moved\n", eventsFile, count(n, "event"))
			break
		}
	}
	return syncFolder(x.folder.path)
}

// leftovers are the names of what a crash may leave, and nothing needs.
func leftovers() []string {
	return []string{
		eventsFile + ".compact", eventsFile + ".compact.wal", eventsFile + ".compact.tmp", eventsFile + ".tmp", controlFile + ".snapshot-*",
		filepath.Join("journal", "next.tmp"), socketName,
	}
}

// known are the names of what belongs to a folder.
func known() []string {
	return []string{
		"lock", socketName, "journal", controlFile, controlFile + "-*", eventsFile, eventsFile + ".wal", eventsFile + ".damaged-*", eventsFile + ".wal.damaged-*",
	}
}

// orphans finds what no process needs any more, and what is not Debrief's.
func (x *examination) orphans() {
	for _, pattern := range leftovers() {
		paths, _ := filepath.Glob(x.folder.file(pattern))
		for _, path := range paths {
			name, _ := filepath.Rel(x.folder.path, path)
			x.find(note, name, "was left by a process that ended before its time; nothing needs it.", "")
			x.mend("remove "+name, func(context.Context) error { return os.RemoveAll(path) })
		}
	}
	entries, err := os.ReadDir(x.folder.path)
	if err != nil {
		return // files has said so
	}
	for _, entry := range entries {
		switch name := entry.Name(); {
		case matches(name, leftovers()):
		case strings.Contains(name, ".damaged-"):
			x.find(note, name, "was moved aside by a repair. It holds what users wrote.", "remove it when you no longer want to look at it.")
		case !matches(name, known()):
			x.find(note, name, "is none of Debrief's; it is left alone, also by backups and erasures.", "")
		}
	}
}

func matches(name string, patterns []string) bool {
	for _, pattern := range patterns {
		if fits, _ := filepath.Match(pattern, name); fits {
			return true
		}
	}
	return false
}

// aside tells of journal segments that damage has kept, and what was lost.
func (x *examination) aside(dir string) {
	segments, err := journal.ListAside(dir)
	if err != nil || len(segments) == 0 {
		return
	}
	for _, s := range segments {
		report, err := journal.ReadAside(dir, s.Number, func(int, []byte) error { return nil })
		lost := count(int64(report.Lost()), "request") + " or more cannot be read"
		if err != nil {
			lost += ", " + err.Error()
		}
		x.find(note, fmt.Sprintf("journal segment %d", s.Number), fmt.Sprintf("was damaged and is set aside: %s of it are stored; %s (%s).",
			count(int64(report.Records), "request"), lost, ranges(report.Damaged)), "check the disk. The next compaction deletes it.")
	}
	x.mend("delete "+count(int64(len(segments)), "journal segment")+" that damage has left", func(context.Context) error { return journal.RemoveAside(journal.OS(), dir) })
}
