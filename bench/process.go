package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The keys of every folder here.
const (
	writeKey = "bench-write-key"
	readKey  = "bench-read-key"
)

// server is a running binary.
type server struct {
	*sender

	cmd    *exec.Cmd
	base   string
	dir    string
	ready  time.Duration // from start until it answered that it is ready
	client *http.Client
	stderr *bytes.Buffer
	ended  chan error
}

// start runs the binary on a folder and waits until it is ready.
func (b *bench) start(ctx context.Context, dir string) (*server, error) {
	s := &server{dir: filepath.Join(b.dir, dir), stderr: &bytes.Buffer{}, ended: make(chan error, 1)}
	s.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1_000}, Timeout: 5 * time.Minute}
	s.cmd = exec.CommandContext(ctx, b.binary, "serve", "--data", s.dir, "--addr", "127.0.0.1:0", //nolint:gosec // the binary to measure
		"--init-write-key", writeKey, "--init-read-key", readKey, "--log-level", "warn")
	s.cmd.Stderr = s.stderr
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err = s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for s.base == "" && lines.Scan() {
		_, s.base, _ = strings.Cut(lines.Text(), "Debrief listens on ")
	}
	go func() {
		_, _ = io.Copy(io.Discard, out)
		s.ended <- s.cmd.Wait()
	}()
	if s.base == "" {
		return nil, fmt.Errorf("it did not start: %w: %s", <-s.ended, s.stderr)
	}
	for time.Since(began) < time.Minute {
		if _, err = s.get(ctx, "/readyz", nil); err == nil {
			s.ready = time.Since(began)
			s.sender, err = newSender(s.base + "/t?k=" + writeKey)
			if err == nil {
				s.taken = acknowledged
			}
			return s, err
		}
		time.Sleep(2 * time.Millisecond)
	}
	return nil, fmt.Errorf("it is not ready after a minute: %w", err)
}

// stop ends it in an orderly way.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	if err := <-s.ended; err != nil {
		return fmt.Errorf("it ended with %w: %s", err, s.stderr)
	}
	return nil
}

// kill ends it at once.
func (s *server) kill() error {
	if err := s.cmd.Process.Kill(); err != nil {
		return err
	}
	if err := <-s.ended; err == nil {
		return errors.New("it ended by itself")
	}
	return nil
}

// acknowledged takes the answer that acknowledges so many new events.
func acknowledged(status int, answer []byte, events int) error {
	var want [64]byte
	if bytes.HasPrefix(answer, fmt.Appendf(want[:0], `{"accepted":%d,"duplicate":0,`, events)) {
		return nil
	}
	return fmt.Errorf("%d events were answered by %d: %.300s", events, status, answer)
}

// get reads an answer of the API into v, unless v is nil.
func (s *server) get(ctx context.Context, path string, v any) (time.Duration, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+path, http.NoBody)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+readKey)
	began := time.Now()
	resp, err := s.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close() //nolint:errcheck // it was read to its end
	body, err := io.ReadAll(resp.Body)
	took := time.Since(began)
	if err != nil {
		return 0, err
	}
	if resp.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: %s: %.300s", path, resp.Status, body)
	}
	if v != nil {
		err = json.Unmarshal(body, v)
	}
	return took, err
}

// status is what the server says of itself.
type status struct{ Stored, Analysed, Pending int64 }

// settle waits until n events are stored, and analysed where that is wanted,
// and returns when that was. More than n is an error: something was doubled.
func (s *server) settle(ctx context.Context, n int, derived bool) (time.Time, error) {
	for began := time.Now(); time.Since(began) < 10*time.Minute; time.Sleep(20 * time.Millisecond) {
		var now status
		if _, err := s.get(ctx, "/api/v1/status", &now); err != nil {
			return time.Time{}, err
		}
		switch {
		case now.Stored > int64(n):
			return time.Time{}, fmt.Errorf("%d events were sent and %d are stored", n, now.Stored)
		case now.Stored == int64(n) && (!derived || now.Pending == 0):
			return time.Now(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%d events are not stored after ten minutes", n)
}

// cpu is the processor time that the process has used.
func (s *server) cpu() time.Duration {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	const utime, stime, tick = 11, 12, 10 * time.Millisecond // proc(5), fields 14 and 15
	fields := strings.Fields(rest)
	user, _ := strconv.Atoi(fields[utime])
	system, _ := strconv.Atoi(fields[stime])
	return time.Duration(user+system) * tick
}

// memory is what the process holds, in megabytes: now, or at its highest.
func (s *server) memory(line string) float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), line+":")
	kilobytes, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kilobytes / 1000
}

// folderBytes is the size of the data folder, and of its largest file.
func (s *server) folderBytes() (total int64, err error) {
	err = filepath.WalkDir(s.dir, func(_ string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}
