package client_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/client"
)

// sent is a request as the server saw it.
type sent struct {
	header http.Header
	at     time.Time
	bytes  int       // as they came
	SentAt time.Time `json:"sent_at"`
	Events []map[string]any
}

// fake is a server behind a transport, so that it lives in a bubble of
// synctest, where nothing may wait for a network.
type fake struct {
	mu       sync.Mutex
	requests []sent
	answers  []reply // to the next requests; then every event is accepted
}

func (f *fake) RoundTrip(r *http.Request) (*http.Response, error) {
	s := sent{header: r.Header, at: clock()}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	s.bytes = len(raw)
	var body io.Reader = bytes.NewReader(raw)
	if r.Header.Get("Content-Encoding") == "gzip" {
		if body, err = gzip.NewReader(body); err != nil {
			return nil, err
		}
	}
	if err = json.NewDecoder(body).Decode(&s); err != nil {
		return nil, err
	}
	f.mu.Lock()
	f.requests = append(f.requests, s)
	reply := accepts
	if len(f.answers) > 0 {
		reply, f.answers = f.answers[0], f.answers[1:]
	}
	f.mu.Unlock()
	if err = r.Context().Err(); err != nil {
		return nil, err
	}
	a, err := reply(s)
	if err != nil {
		return nil, err
	}
	return a.response(), nil
}

// seen are the requests so far.
func (f *fake) seen() []sent {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]sent{}, f.requests...)
}

// canned is an answer.
type canned struct {
	status     int
	kind, body string
	retryAfter string
}

func (a canned) response() *http.Response {
	h := http.Header{"Content-Type": {a.kind}}
	if a.retryAfter != "" {
		h.Set("Retry-After", a.retryAfter)
	}
	return &http.Response{StatusCode: a.status, Header: h, Body: io.NopCloser(strings.NewReader(a.body))}
}

// reply answers a request.
type reply func(sent) (canned, error)

// clock is the bubble's.
func clock() time.Time { return time.Now() } //nolint:forbidigo // time is faked around it

// says always answers the same.
func says(status int, kind, body string) reply {
	return func(sent) (canned, error) { return canned{status: status, kind: kind, body: body}, nil }
}

func accepts(s sent) (canned, error) {
	return canned{status: http.StatusOK, kind: "application/json", body: `{"accepted":` + strconv.Itoa(len(s.Events)) + `,"duplicate":0,"rejected":[]}`}, nil
}

// refuses answers with a problem.
func refuses(status int, code, retryAfter string) reply {
	return func(sent) (canned, error) {
		return canned{status, "application/problem+json", `{"code":"` + code + `","detail":"No."}`, retryAfter}, nil
	}
}

var errNetwork = errors.New("connection reset")

func breaks(sent) (canned, error) { return canned{}, errNetwork }

// told is what the callbacks of a client said.
type told struct {
	mu       sync.Mutex
	rejected []client.Rejection
	lost     []client.Loss
	retries  []error
}

func (t *told) listen(o *client.Options) {
	o.OnReject = func(r *client.Rejection) { t.mu.Lock(); defer t.mu.Unlock(); t.rejected = append(t.rejected, *r) }
	o.OnLost = func(l client.Loss) { t.mu.Lock(); defer t.mu.Unlock(); t.lost = append(t.lost, l) }
	o.OnRetry = func(err error) { t.mu.Lock(); defer t.mu.Unlock(); t.retries = append(t.retries, err) }
}

func (t *told) losses() []client.Loss {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]client.Loss{}, t.lost...)
}

// opened makes a client of the fake server that is closed with the test.
func opened(t *testing.T, server http.RoundTripper, change func(*client.Options)) (*client.Client, *told) {
	t.Helper()
	heard := &told{}
	o := client.Options{Endpoint: "https://debrief.example.com", Key: "server-key", HTTP: &http.Client{Transport: server}}
	heard.listen(&o)
	if change != nil {
		change(&o)
	}
	c, err := client.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ended, cancel := context.WithCancel(context.Background()) // the test's is done
		cancel()
		_ = c.Close(ended) // what a test leaves is given up
	})
	return c, heard
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var about = client.About{Conversation: "c1", User: "u1"}

// prompts records n prompts.
func prompts(t *testing.T, c *client.Client, n int) {
	t.Helper()
	for range n {
		must(t, c.Prompt(about, "How can I export my data?"))
	}
}
