package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/server"
)

// restoreBackup is what to do about a file that cannot be read.
const restoreBackup = "copy the folder before anything else, then put the file back from a backup, or ask for help with the message above."

// access is who may send and who may sign in.
type access struct {
	projects, people, keys int64
	mute                   []string // projects for which nothing can be sent
}

// add counts a project with its keys.
func (a *access) add(project string, kinds []control.KeyKind) {
	a.projects++
	a.keys += int64(len(kinds))
	for _, kind := range kinds {
		if kind != control.ReadKey {
			return
		}
	}
	a.mute = append(a.mute, project)
}

// control reads a copy of the control database: opening one may change it.
func (x *examination) control(ctx context.Context) {
	if _, err := os.Stat(x.folder.file(controlFile)); errors.Is(err, os.ErrNotExist) {
		x.find(problem, controlFile, "is missing, though there are events. The next start would make a new one, and refuse every key that is in use.",
			"put it back from a backup before starting a server.")
		return
	}
	a, err := x.readControl(ctx)
	if err != nil {
		x.find(problem, controlFile, "cannot be read: "+err.Error()+".", restoreBackup)
		return
	}
	x.find(fine, controlFile, "readable, "+a.String()+".", "")
	x.access(&a)
}

// String says how many there are of each.
func (a *access) String() string {
	people := grouped(a.people) + " people"
	if a.people == 1 {
		people = "1 person"
	}
	return strings.Join([]string{count(a.projects, "project"), count(a.keys, "working key"), people}, ", ")
}

// access finds what nobody can do.
func (x *examination) access(a *access) {
	for _, project := range a.mute {
		x.find(problem, "keys", "project "+project+" has no working write key or server key, so that every event for it is refused.",
			"make one: debrief keys add --project "+project+" --data "+x.folder.path)
	}
	if a.people == 0 && a.projects > 0 {
		x.find(problem, "people", "nobody may sign in.", "invite an owner: debrief user invite EMAIL --role owner --data "+x.folder.path)
	}
}

func (x *examination) readControl(ctx context.Context) (a access, err error) {
	beside, err := os.MkdirTemp("", "debrief-doctor-")
	if err != nil {
		return a, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(beside)) }()
	for _, name := range []string{controlFile, controlFile + "-wal"} {
		if err = copyFile(x.folder.file(name), filepath.Join(beside, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return a, err
		}
	}
	c, err := openControl(ctx, filepath.Join(beside, controlFile))
	if err != nil {
		return a, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	projects, err := c.ListProjects(ctx)
	if err != nil {
		return a, err
	}
	for _, p := range projects {
		keys, failed := c.ListKeys(ctx, p.ID)
		if failed != nil {
			return a, failed
		}
		var kinds []control.KeyKind
		for i := range keys {
			if ends := keys[i].RevokedAt; ends.IsZero() || ends.After(x.now) {
				kinds = append(kinds, keys[i].Kind)
			}
		}
		a.add(p.ID, kinds)
	}
	people, err := c.ListPeople(ctx)
	a.people = int64(len(people))
	return a, err
}

// askAccess asks the server that holds the folder.
func askAccess(ctx context.Context, to *connection, now time.Time) (a access, err error) {
	var me server.Me
	if err = to.get(ctx, "/api/v1/me", &me); err != nil {
		return a, err
	}
	for _, project := range me.Projects {
		f := keysFlags{target: target{project: project.ID}}
		keys, failed := f.all(ctx, to)
		if failed != nil {
			return a, failed
		}
		var kinds []control.KeyKind
		for i := range keys {
			if ends := keys[i].RevokedAt; ends == nil || ends.After(now) {
				kinds = append(kinds, keys[i].Kind)
			}
		}
		a.add(project.ID, kinds)
	}
	all, err := people(ctx, to)
	a.people = int64(len(all))
	return a, err
}

func copyFile(from, to string) (err error) {
	source, err := os.Open(from) //nolint:gosec // in the folder that the operator names
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	copied, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // in a folder of our own
	if err != nil {
		return err
	}
	_, err = io.Copy(copied, source)
	return errors.Join(err, copied.Close())
}
