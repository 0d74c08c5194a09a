package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestFaults breaks the disk under the real binary, where mounting is allowed.
func TestFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the real binary")
	}
	binary := filepath.Join(t.TempDir(), "debrief")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("cannot build: %v\n%s", err, out)
	}
	t.Run("full disk", func(t *testing.T) { faultFullDisk(t, binary) })
	t.Run("read-only folder", func(t *testing.T) { faultReadOnly(t, binary) })
}

// mounted is a file system of its own.
func mounted(t *testing.T, size string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("mounting is not allowed here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// end stops a process that may have complained.
func (p *process) end(t *testing.T) error {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	return <-p.ended
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for began := time.Now(); time.Since(began) < 2*time.Minute; time.Sleep(20 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("%s: not within two minutes", what)
}

// answers reports whether a server answers with a status.
func answers(url string, code int) bool {
	resp, err := http.Get(url)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == code
}

// A disk that fills under load: nobody is told that an event was kept that was
// not, the server says that it is not ready, and goes on by itself once there is
// room. Then a second time.
func faultFullDisk(t *testing.T, binary string) {
	t.Helper()
	disk := mounted(t, "160m")
	data, filler := filepath.Join(disk, "data"), filepath.Join(disk, "filler")
	p := launch(t, binary, data)
	here := &address{}
	here.set(p.listening(t))
	stop := make(chan struct{})
	var sending sync.WaitGroup
	senders := make([]*torturer, 3)
	for i := range senders {
		senders[i] = newTorturer(i, 7, here)
		sending.Go(func() { senders[i].run(stop) })
	}
	for range 2 {
		before := here.answered.Load()
		eventually(t, "events are accepted", func() bool { return here.answered.Load() > before+200 })
		fill(t, filler)
		eventually(t, "it is not ready", func() bool { return answers(here.get()+"/readyz", http.StatusServiceUnavailable) })
		if !answers(here.get()+"/healthz", http.StatusOK) {
			t.Error("healthz does not answer")
		}
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		eventually(t, "it is ready again", func() bool { return answers(here.get()+"/readyz", http.StatusOK) })
	}
	before := here.answered.Load()
	eventually(t, "events are accepted again", func() bool { return here.answered.Load() > before+200 })
	close(stop)
	sending.Wait()
	want := newLedger()
	for _, s := range senders {
		if s.failed != nil {
			t.Fatal(s.failed)
		}
		want.merge(s.ledger)
	}
	want.check(t, here.get())
	if err := p.end(t); err != nil {
		t.Errorf("it ended with %v: %s", err, p.stderr)
	}
	p = launch(t, binary, data)
	want.check(t, p.listening(t))
	p.stop(t)
	r := shell{}.run(t.Context(), "doctor", "--data", data) // which finds the disk small
	contains(t, r.out, "journal: nothing waits to be stored", "problem  disk: ")
}

// fill takes all room that there is, and what is freed while it does.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for piece := make([]byte, 64<<10); len(piece) > 0; {
		if _, err = f.Write(piece); err != nil {
			piece = piece[:len(piece)/2] // to the last byte
		}
	}
	_ = f.Close()
}

// On a folder that cannot be written to a server does not start and says why.
func faultReadOnly(t *testing.T, binary string) {
	t.Helper()
	disk := mounted(t, "160m")
	data := filepath.Join(disk, "data")
	p := launch(t, binary, data)
	p.listening(t)
	p.stop(t)
	if err := unix.Mount("", disk, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Skipf("mounting is not allowed here: %v", err)
	}
	out, err := exec.CommandContext(t.Context(), binary, "serve", "--data", data, "--addr", "127.0.0.1:0").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "read-only file system") {
		t.Errorf("%v: %s", err, out)
	}
	contains(t, shell{}.run(t.Context(), "doctor", "--data", data).out, "control.db: readable")
	if err = unix.Mount("", disk, "", unix.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	p = launch(t, binary, data)
	p.listening(t)
	p.stop(t)
}
