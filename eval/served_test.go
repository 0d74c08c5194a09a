package eval

import (
	"bufio"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// build makes the program and returns the folder it is in.
func build(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(dir, "debrief"), "../cmd/debrief").CombinedOutput()
	if err != nil {
		t.Fatalf("cannot build debrief: %v\n%s", err, out)
	}
	return dir
}

// served is the program, running on a folder of its own.
type served struct {
	bin, data, address, base string
	greeting                 string
	keys                     map[string]string // WRITE, SERVER, READ
}

// serve starts the program in a folder, with its data below in data. It is
// stopped with the test, and must end well.
func serve(t *testing.T, bin, dir string) *served {
	t.Helper()
	s := &served{bin: filepath.Join(bin, "debrief"), data: filepath.Join(dir, "data"), address: freeAddress(t), keys: make(map[string]string)}
	s.base = "http://" + s.address
	cmd := exec.Command(s.bin, "serve", "--data", s.data, "--addr", s.address, "--log-level", "error") // it is told to stop, not killed
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err = cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("debrief serve: %v", err)
		}
	})
	lines := bufio.NewReader(out)
	for len(s.keys) < 3 {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("debrief serve said only %q: %v", s.greeting, err)
		}
		s.greeting += line
		for _, name := range []string{"write", "server", "read"} {
			if value, found := strings.CutPrefix(line, name+" key:"); found {
				s.keys[strings.ToUpper(name)] = strings.TrimSpace(value)
			}
		}
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	return s
}

func freeAddress(t *testing.T) string {
	t.Helper()
	var config net.ListenConfig
	l, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // nobody connected
	return l.Addr().String()
}

// debrief runs a command that must end well.
func (s *served) debrief(t *testing.T, args ...string) {
	t.Helper()
	began := time.Now()
	out, err := exec.CommandContext(t.Context(), s.bin, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("debrief %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	t.Logf("debrief %s took %v: %s", args[0], time.Since(began).Round(time.Millisecond), out)
}
