package ingest

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"syscall"
	"testing"

	"github.com/debrief-dev/debrief/ingest/journal"
)

// call is one thing that was done, in the order in which it had been done.
type call struct {
	op   string // "create", "write", "sync", "folder", "ack"
	path string
	data []byte
}

// recorder is a file system that logs what it did and can fail or stall.
type recorder struct {
	journal.Files

	mu      sync.Mutex
	trace   []call
	failing bool
	held    chan struct{} // writes wait until it is closed
	holding chan struct{} // closed when one waits
}

func (r *recorder) log(op, path string, data []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.trace = append(r.trace, call{op, path, bytes.Clone(data)})
}

func (r *recorder) fail(failing bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failing = failing
}

func (r *recorder) error() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failing {
		return syscall.EIO
	}
	return nil
}

// hold makes writes wait until release is called.
func (r *recorder) hold() (release func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	held := make(chan struct{})
	r.held, r.holding = held, make(chan struct{})
	return func() {
		r.mu.Lock()
		r.held = nil
		r.mu.Unlock()
		close(held)
	}
}

// waitHeld returns when a write waits.
func (r *recorder) waitHeld(t *testing.T) {
	t.Helper()
	r.mu.Lock()
	holding := r.holding
	r.mu.Unlock()
	<-holding
}

func (r *recorder) stall() {
	r.mu.Lock()
	held, holding := r.held, r.holding
	r.mu.Unlock()
	if held == nil {
		return
	}
	close(holding)
	<-held
}

// Create logs and returns a file that logs.
func (r *recorder) Create(path string, size int64) (journal.File, error) {
	if err := r.error(); err != nil {
		return nil, err
	}
	f, err := r.Files.Create(path, size)
	r.log("create", path, nil)
	return &recorded{f, r, path}, err
}

// Sync logs the sync of a file or folder by name.
func (r *recorder) Sync(path string) error {
	err := r.Files.Sync(path)
	if err == nil {
		r.log("folder", path, nil)
	}
	return err
}

// recorded is a file of a recorder.
type recorded struct {
	journal.File
	r    *recorder
	path string
}

// Write writes and logs.
func (f *recorded) Write(b []byte) (int, error) {
	f.r.stall()
	if err := f.r.error(); err != nil {
		return 0, err
	}
	n, err := f.File.Write(b)
	f.r.log("write", f.path, b)
	return n, err
}

// Sync syncs and logs.
func (f *recorded) Sync() error {
	if err := f.r.error(); err != nil {
		return err
	}
	err := f.File.Sync()
	if err == nil {
		f.r.log("sync", f.path, nil)
	}
	return err
}

// earlyAcks names the acknowledged ids that were not durable: for each there
// must have been a write of it to a segment, then a sync of that segment, and
// of the folder since the segment was made, all before the acknowledgement.
func earlyAcks(trace []call) []string {
	var early []string
	for at, c := range trace {
		if c.op == "ack" && !durable(trace[:at], c.data) {
			early = append(early, string(c.data))
		}
	}
	return early
}

func durable(before []call, id []byte) bool {
	written := slices.IndexFunc(before, func(c call) bool { return c.op == "write" && bytes.Contains(c.data, id) })
	if written < 0 {
		return false
	}
	path := before[written].path
	created := slices.IndexFunc(before, func(c call) bool { return c.op == "create" && c.path == path })
	synced := slices.ContainsFunc(before[written:], func(c call) bool { return c.op == "sync" && c.path == path })
	named := slices.ContainsFunc(before[created:], func(c call) bool { return c.op == "folder" })
	return synced && named
}

// No acknowledgement precedes its sync, with many requests at once, rotations
// by size and by flushes.
func TestNoAcknowledgementBeforeItsSync(t *testing.T) {
	const senders, requests = 8, 25
	disk := &recorder{Files: journal.OS()}
	s := newStand(t, func(_ *Options, j *journal.Options) { j.Files, j.SegmentBytes = disk, 32<<10 })
	var all sync.WaitGroup
	for sender := range senders {
		all.Go(func() {
			for i := range requests {
				events := prompts(fmt.Sprintf("<%d.%d>", sender, i), 3)
				if _, err := s.Add(t.Context(), project, events); err != nil {
					t.Error(err)
					return
				}
				for _, e := range events {
					disk.log("ack", "", []byte(e.ID))
				}
				if i%7 == 0 {
					if err := s.Flush(t.Context()); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
	disk.mu.Lock()
	trace := disk.trace
	disk.mu.Unlock()
	if early := earlyAcks(trace); len(early) > 0 {
		t.Errorf("acknowledged before durable: %v", early)
	}
	acks := 0
	segments := map[string]bool{}
	for _, c := range trace {
		if c.op == "ack" {
			acks++
		}
		if c.op == "create" {
			segments[c.path] = true
		}
	}
	if acks != senders*requests*3 || len(segments) < 4 {
		t.Errorf("%d acknowledgements over %d segments", acks, len(segments))
	}
	// The check itself must notice what it is for.
	spoilt := slices.DeleteFunc(slices.Clone(trace), func(c call) bool { return c.op == "sync" })
	if len(earlyAcks(spoilt)) != acks {
		t.Error("the check does not notice missing syncs")
	}
	swapped := slices.Clone(trace)
	for i := len(swapped) - 1; i > 0; i-- {
		if swapped[i].op == "sync" && swapped[i-1].op == "write" {
			early := slices.IndexFunc(swapped[i:], func(c call) bool { return c.op == "ack" })
			if early < 0 {
				continue
			}
			moved := swapped[i+early]
			swapped = slices.Insert(slices.Delete(swapped, i+early, i+early+1), i, moved)
			if durable(swapped[:i], moved.data) {
				continue
			}
			break
		}
	}
	if len(earlyAcks(swapped)) == 0 {
		t.Error("the check does not notice an acknowledgement before its sync")
	}
}
