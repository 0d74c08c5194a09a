package main

import (
	"bytes"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is a running `debrief serve`.
type process struct {
	cmd    *exec.Cmd
	stdout *io.PipeReader
	stderr *bytes.Buffer
	ended  chan error
}

// The keys that a folder is provisioned with.
const (
	tortureWriteKey = "torture-write-key"
	tortureReadKey  = "torture-read-key"
)

func launch(t *testing.T, binary, dir string) *process {
	t.Helper()
	return launchAs(t, "serve", binary, dir)
}

func launchAs(t *testing.T, command, binary, dir string) *process {
	t.Helper()
	p := &process{
		cmd: exec.CommandContext(t.Context(), binary, command, "--data", dir, "--addr", "127.0.0.1:0",
			"--init-write-key", tortureWriteKey, "--init-read-key", tortureReadKey),
		stderr: &bytes.Buffer{}, ended: make(chan error, 1),
	}
	var out *io.PipeWriter
	p.stdout, out = io.Pipe()
	p.cmd.Stdout, p.cmd.Stderr = out, p.stderr
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.ended <- p.cmd.Wait()
		_ = out.Close()
	}()
	return p
}

// listening returns the address that the process prints, and reads on so that
// it never waits for us.
func (p *process) listening(t *testing.T) string {
	t.Helper()
	text := ""
	for b := make([]byte, 4096); ; {
		n, err := p.stdout.Read(b)
		text += string(b[:n])
		if _, rest, found := strings.Cut(text, "Debrief listens on "); found && strings.Contains(rest, "\n") {
			go func() { _, _ = io.Copy(io.Discard, p.stdout) }()
			base, _, _ := strings.Cut(rest, "\n")
			return base
		}
		if err != nil {
			t.Fatalf("it did not start: %s", p.stderr)
		}
	}
}

// kill ends the process as a power cut or the kernel would.
func (p *process) kill(t *testing.T) {
	t.Helper()
	go func() { _, _ = io.Copy(io.Discard, p.stdout) }()
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatalf("it ended before it was killed: %v: %s", err, p.stderr)
	}
	if err := <-p.ended; err == nil {
		t.Error("it ended by itself")
	}
	if strings.Contains(p.stderr.String(), "level=ERROR") {
		t.Errorf("it complained: %s", p.stderr)
	}
}

// stop ends the process in an orderly way.
func (p *process) stop(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-p.ended:
		if err != nil || strings.Contains(p.stderr.String(), "level=ERROR") {
			t.Errorf("ended with %v: %s", err, p.stderr)
		}
	case <-time.After(time.Minute): // ten seconds are promised; a loaded machine has more
		_ = p.cmd.Process.Kill()
		t.Errorf("it did not end within a minute; killed: %v", <-p.ended)
	}
}
