package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/contract"
	"github.com/debrief-dev/debrief/server"
)

// screen is what a command wrote; a running server writes while tests read.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// result is what became of a command.
type result struct {
	code     int
	out, err string
}

// shell runs commands with an environment and an input.
type shell struct {
	env   map[string]string
	input string
}

func (s shell) run(ctx context.Context, args ...string) result {
	var out, failed screen
	lookup := func(name string) (string, bool) {
		value, ok := s.env[name]
		return value, ok
	}
	broken := false
	ctx = context.WithValue(ctx, observerKey{}, func(next http.RoundTripper) http.RoundTripper {
		return &contract.Transport{Document: described(), Next: next, Breach: func(err error) {
			broken = true
			fmt.Fprintln(&failed, err)
		}}
	})
	code := run(ctx, streams{strings.NewReader(s.input), &out, &failed}, args, lookup)
	if broken {
		code = exitBroken
	}
	return result{code, out.String(), failed.String()}
}

// exitBroken is no command's exit code: the server broke the API's description.
const exitBroken = 99

// described is the document that every answer to a command is held to.
var described = sync.OnceValue(func() *contract.Document {
	text, err := server.OpenAPI(version())
	if err != nil {
		panic(err)
	}
	document, err := contract.Read(text)
	if err != nil {
		panic(err)
	}
	return document
})

// debrief runs one command that must end well and returns what it printed.
func debrief(t *testing.T, args ...string) string {
	t.Helper()
	r := shell{}.run(t.Context(), args...)
	if r.code != exitOK {
		t.Fatalf("debrief %s: exit code %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.err)
	}
	return r.out
}

// served is a server that runs in this process.
type served struct {
	address, data string
	greeting      *screen
	stop          func()
}

// serving serves a folder until the test ends or stop is called.
func serving(t *testing.T, data string) served {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var out, failed screen
	ended := make(chan int, 1)
	args := []string{"serve", "--data", data, "--addr", "127.0.0.1:0", "--log-level", "error"}
	none := func(string) (string, bool) { return "", false }
	go func() { ended <- run(ctx, streams{strings.NewReader(""), &out, &failed}, args, none) }()
	s := served{data: data, greeting: &out}
	s.stop = sync.OnceFunc(func() {
		cancel()
		if code := <-ended; code != exitOK {
			t.Errorf("the server ended with %d: %s", code, failed.String())
		}
	})
	t.Cleanup(s.stop)
	const patience = 2 * time.Minute
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(10 * time.Millisecond) {
		if found := regexp.MustCompile(`listens on (\S+)\n`).FindStringSubmatch(out.String()); found != nil {
			s.address = found[1]
			return s
		}
	}
	t.Fatalf("the server did not start: %s%s", out.String(), failed.String())
	return s
}

// write writes a file of the test and returns its path.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// contains holds that a text has every part.
func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in:\n%s", part, text)
		}
	}
}
