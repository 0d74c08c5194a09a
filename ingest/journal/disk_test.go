package journal

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// call is one operation a disk was asked for, in the order they ended, or an
// acknowledgement a test noted between them.
type call struct {
	op, name string
	bytes    int
	at       Position // of an acknowledgement
	failed   bool
}

// content of a file: what every reader sees, and what a power loss leaves.
type content struct {
	written, synced []byte
	position        int
	lost            bool // a sync failed: later ones succeed and do nothing
}

// disk is the operating system's files with a memory of what was synced, a
// trace and faults.
type disk struct {
	mu      sync.Mutex
	under   Files
	present map[string]*content
	durable map[string]*content
	pending []func(names map[string]*content)
	trace   []call

	// fault makes an operation fail; half of a failed write is written.
	fault func(op, name string) error
	// deaf makes syncs succeed without doing anything.
	deaf bool
}

// newDisk takes over what is in a folder as durable.
func newDisk(t *testing.T, dir string) *disk {
	t.Helper()
	d := &disk{under: OS(), present: map[string]*content{}, durable: map[string]*content{}}
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, readErr := os.ReadFile(filepath.Join(dir, e.Name()))
		if readErr != nil {
			t.Fatal(readErr)
		}
		d.present[e.Name()] = &content{written: b, synced: slices.Clone(b)}
	}
	d.durable = maps.Clone(d.present)
	return d
}

// do runs an operation under the lock and traces how it ended.
func (d *disk) do(op, path string, n int, operate func(fault error) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	name := filepath.Base(path)
	var fault error
	if d.fault != nil {
		fault = d.fault(op, name)
	}
	err := operate(fault)
	d.trace = append(d.trace, call{op: op, name: name, bytes: n, failed: err != nil})
	return err
}

func (d *disk) ack(at Position) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.trace = append(d.trace, call{op: "ack", at: at})
}

// names changes the present names at once and the durable ones later.
func (d *disk) names(change func(names map[string]*content)) {
	change(d.present)
	d.pending = append(d.pending, change)
}

func (d *disk) Create(path string, size int64) (File, error) {
	var made File
	err := d.do("create", path, int(size), func(fault error) error {
		if fault != nil {
			return fault
		}
		under, err := d.under.Create(path, size)
		if err != nil {
			return err
		}
		c := &content{written: make([]byte, size)}
		d.names(func(names map[string]*content) { names[filepath.Base(path)] = c })
		made = &diskFile{disk: d, under: under, path: path, content: c}
		return nil
	})
	return made, err
}

func (d *disk) Rename(from, to string) error {
	return d.do("rename", to, 0, func(fault error) error {
		if fault != nil {
			return fault
		}
		c := d.present[filepath.Base(from)]
		d.names(func(names map[string]*content) {
			if names[filepath.Base(from)] == c {
				delete(names, filepath.Base(from))
			}
			names[filepath.Base(to)] = c
		})
		return d.under.Rename(from, to)
	})
}

func (d *disk) Remove(path string) error {
	return d.do("remove", path, 0, func(fault error) error {
		if fault != nil {
			return fault
		}
		if err := d.under.Remove(path); err != nil {
			return err
		}
		d.names(func(names map[string]*content) { delete(names, filepath.Base(path)) })
		return nil
	})
}

func (d *disk) Sync(path string) error {
	return d.do("sync", path, 0, func(fault error) error {
		if fault != nil || d.deaf {
			return fault
		}
		if c := d.present[filepath.Base(path)]; c != nil {
			c.sync()
			return nil
		}
		for _, change := range d.pending {
			change(d.durable)
		}
		d.pending = nil
		return nil
	})
}

func (c *content) sync() {
	if !c.lost {
		c.synced = slices.Clone(c.written)
	}
}

type diskFile struct {
	disk    *disk
	under   File
	path    string
	content *content
}

func (f *diskFile) Write(b []byte) (n int, err error) {
	err = f.disk.do("write", f.path, len(b), func(fault error) error {
		if fault != nil {
			b = b[:len(b)/2]
		}
		c := f.content
		c.written = append(c.written, make([]byte, max(0, c.position+len(b)-len(c.written)))...)
		copy(c.written[c.position:], b)
		c.position += len(b)
		var writeErr error
		if n, writeErr = f.under.Write(b); writeErr != nil {
			return writeErr
		}
		return fault
	})
	return n, err
}

func (f *diskFile) Sync() error {
	return f.disk.do("sync", f.path, 0, func(fault error) error {
		if fault != nil {
			f.content.lost = true
			return fault
		}
		if !f.disk.deaf {
			f.content.sync()
		}
		return nil
	})
}

func (f *diskFile) Truncate(size int64) error {
	return f.disk.do("truncate", f.path, int(size), func(fault error) error {
		if fault != nil {
			return fault
		}
		f.content.written = f.content.written[:size:size]
		return f.under.Truncate(size)
	})
}

func (f *diskFile) Close() error { return f.under.Close() }

// powerLoss puts into dir what a disk may hold after one: everything synced,
// any of the changed sectors, any of the changed names.
func (d *disk) powerLoss(t *testing.T, dir string, r *rand.Rand) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, change := range d.pending {
		if r.IntN(2) == 0 {
			change(d.durable)
		}
	}
	const sector = 512
	for name, c := range d.durable {
		if c == nil {
			continue // The file a lost operation would have brought.
		}
		left := slices.Clone(c.synced)
		if r.IntN(2) == 0 && len(c.written) > len(left) {
			left = append(left, make([]byte, len(c.written)-len(left))...)
		}
		for at := 0; at < min(len(left), len(c.written)); at += sector {
			if r.IntN(2) == 0 {
				end := min(at+sector, len(left), len(c.written))
				copy(left[at:end], c.written[at:end])
			}
		}
		if err := os.WriteFile(filepath.Join(dir, name), left, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
