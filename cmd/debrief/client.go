package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// target says where a subcommand finds the data: in a folder, through the
// server that holds it if there is one, or at a server's address.
type target struct {
	data, server, key, project string
}

func (t *target) add(flags *pflag.FlagSet) {
	flags.StringVar(&t.data, "data", "./data", "the data folder; a running server is asked through its socket")
	flags.StringVar(&t.server, "server", "", "address of a server to ask instead, as in https://debrief.example.com")
	flags.StringVar(&t.key, "key", "", "key to ask that server with")
	flags.StringVar(&t.project, "project", "", "the project; the key's, or the one called default, when it is not named")
}

// query adds the project, where one was named, to the parameters of a path.
func (t *target) query(path string, parameters url.Values) string {
	if t.project != "" {
		parameters.Set("project", t.project)
	}
	if len(parameters) == 0 {
		return path
	}
	return path + "?" + parameters.Encode()
}

// connection is a way to a server.
type connection struct {
	http  *http.Client
	base  string
	key   string
	local bool // with the owner's rights
	close func() error
}

// connect finds the server that holds the data, or becomes it for the length
// of the command.
func (t *target) connect(ctx context.Context) (*connection, error) {
	if t.server != "" {
		if t.key == "" {
			return nil, usage("--server needs --key")
		}
		return &connection{http: clientOf(ctx, http.DefaultTransport), base: strings.TrimRight(t.server, "/"), key: t.key, close: func() error { return nil }}, nil
	}
	c, err := t.connectRunning(ctx)
	if err == nil {
		return c, nil
	}
	if _, err = os.Stat(filepath.Join(t.data, controlFile)); err != nil {
		return nil, fmt.Errorf("%s is no data folder: start one with `debrief serve --data %s`, or name another with --data", t.data, t.data)
	}
	stop, err := becomeServer(ctx, t.data)
	if err != nil {
		return nil, err
	}
	c = t.socket(ctx)
	c.close = stop
	return c, nil
}

// connectRunning finds the server that holds the folder.
func (t *target) connectRunning(ctx context.Context) (*connection, error) {
	conn, err := dialSocket(ctx, t.data)
	if err != nil {
		return nil, err
	}
	return t.socket(ctx), conn.Close()
}

// socket is the way through the folder's socket.
func (t *target) socket(ctx context.Context) *connection {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) { return dialSocket(ctx, t.data) }
	return &connection{
		http: clientOf(ctx, &http.Transport{DialContext: dial}), base: "http://debrief", local: true,
		close: func() error { return nil },
	}
}

// observerKey is where a context may hold what every request of a command goes
// through: tests hold the answers to the API's description there.
type observerKey struct{}

// clientOf makes a client of a transport, observed where the context says so.
func clientOf(ctx context.Context, transport http.RoundTripper) *http.Client {
	if observe, ok := ctx.Value(observerKey{}).(func(http.RoundTripper) http.RoundTripper); ok {
		transport = observe(transport)
	}
	return &http.Client{Transport: transport}
}

// becomeServer opens the folder and serves its socket until it is stopped.
func becomeServer(ctx context.Context, data string) (stop func() error, err error) {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	k, err := open(ctx, settings{data: data, log: log})
	if err != nil {
		return nil, err
	}
	listener, err := k.folder.listen(ctx)
	if err != nil {
		return nil, errors.Join(err, k.close())
	}
	server := &http.Server{Handler: k.server.Local(), ReadHeaderTimeout: headerWait}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	return func() error {
		down, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopRequests)
		defer cancel()
		err := server.Shutdown(down)
		if ended := <-served; !errors.Is(ended, http.ErrServerClosed) {
			err = errors.Join(err, ended)
		}
		return errors.Join(err, k.close())
	}, nil
}

// failure is a problem that a server answered with.
type failure struct {
	Status     int    `json:"status"`
	Code       string `json:"code"`
	Detail     string `json:"detail"`
	retryAfter time.Duration
}

func (f *failure) Error() string { return fmt.Sprintf("%s (%s)", f.Detail, f.Code) }

// overloaded reports whether the same request may succeed later.
func (f *failure) overloaded() bool { return f.Status == http.StatusServiceUnavailable }

// wait is how long to wait before the request is sent again.
func (f *failure) wait() time.Duration { return max(f.retryAfter, time.Second) }

// request is one call of the API.
type request struct {
	method, path string
	contentType  string
	body         []byte
}

// do sends a request and returns the answer's body; the caller closes it. An
// answer that is a problem is returned as a *failure.
func (c *connection) do(ctx context.Context, r request) (io.ReadCloser, error) {
	body, _, err := c.send(ctx, r)
	return body, err
}

// send is do; it also returns the body's length, or -1 where that is not known.
func (c *connection) send(ctx context.Context, r request) (body io.ReadCloser, length int64, err error) {
	req, err := http.NewRequestWithContext(ctx, r.method, c.base+r.path, bytes.NewReader(r.body))
	if err != nil {
		return nil, 0, err
	}
	if c.key != "" {
		req.Header.Set("Authorization", "Bearer "+c.key)
	}
	if r.contentType != "" {
		req.Header.Set("Content-Type", r.contentType)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, 0, fmt.Errorf("cannot reach the server: %w", err)
	}
	if resp.StatusCode == http.StatusOK || resp.StatusCode == http.StatusNoContent || (resp.StatusCode == http.StatusUnprocessableEntity && isAnswer(resp)) {
		return resp.Body, resp.ContentLength, nil
	}
	defer resp.Body.Close() //nolint:errcheck // the problem is what matters
	f := &failure{Status: resp.StatusCode, Code: "http_" + resp.Status[:3], Detail: resp.Status}
	if err = json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(f); err != nil {
		f.Detail = resp.Status
	}
	if wait, err := time.ParseDuration(resp.Header.Get("Retry-After") + "s"); err == nil {
		f.retryAfter = wait
	}
	return nil, 0, f
}

// isAnswer tells the answer to a batch that was refused as a whole from a
// problem: both are 422.
func isAnswer(resp *http.Response) bool {
	return strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json")
}

// get reads one answer into v.
func (c *connection) get(ctx context.Context, path string, v any) error {
	return c.call(ctx, request{method: http.MethodGet, path: path}, v)
}

// call sends a request and reads its answer into v, unless that is nil.
func (c *connection) call(ctx context.Context, r request, v any) (err error) {
	body, err := c.do(ctx, r)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	if v == nil {
		return nil
	}
	if err = json.NewDecoder(body).Decode(v); err != nil {
		return fmt.Errorf("cannot read the answer to %s: %w", r.path, err)
	}
	return nil
}
