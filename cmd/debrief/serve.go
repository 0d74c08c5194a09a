package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// serveFlags are the flags of serve, which demo shares.
type serveFlags struct {
	settings
	addr                string
	logFormat, logLevel string
	initial             initial
}

func (f *serveFlags) add(flags *pflag.FlagSet, data string) {
	flags.StringVar(&f.data, "data", data, "the data folder; it is made when it is not there")
	flags.StringVar(&f.addr, "addr", "127.0.0.1:8080", "address to listen on, HOST:PORT")
	flags.StringVar(&f.memoryLimit, "memory-limit", "1GB", "memory of the embedded database")
	flags.StringSliceVar(&f.proxies, "proxies", []string{"127.0.0.0/8", "::1"}, "addresses or ranges of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed")
	flags.StringVar(&f.logFormat, "log-format", "text", "text or json")
	flags.StringVar(&f.logLevel, "log-level", "info", "debug, info, warn or error")
	flags.StringVar(&f.initial.writeKey, "init-write-key", "", "write key of a new folder; made up by default")
	flags.StringVar(&f.initial.serverKey, "init-server-key", "", "server key of a new folder; made up by default")
	flags.StringVar(&f.initial.readKey, "init-read-key", "", "read key of a new folder; made up by default")
	flags.StringVar(&f.initial.ownerEmail, "init-owner-email", "", "owner of a new folder (default "+defaultOwner+")")
	flags.StringVar(&f.initial.ownerPassword, "init-owner-password", "", "password of that owner; without it a sign-in link is printed")
}

func serveCommand() command {
	return command{
		name: "serve", summary: "collect events, answer questions, serve the dashboard",
		help: `
Serve collects events, answers questions about them and serves the dashboard.
It needs nothing else than a folder:

    debrief serve --data ./data

On an empty folder it makes a project, a write key, a server key, a read key and
an owner, and prints them with the owner's one-time sign-in link. The link works
once and for a day; ` + "`debrief user link EMAIL`" + ` prints another.

To listen on every address, behind a proxy that ends TLS:

    debrief serve --data ./data --addr 0.0.0.0:8080 --proxies 10.0.0.0/8

A proxy on the same machine needs no --proxies. Who they say a request comes
from is what sign-in attempts are counted by.

SIGTERM stops it: nothing more is accepted, what waits is stored, and it exits
with 0 within ten seconds.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var f serveFlags
			f.add(flags, "./data")
			return func(ctx context.Context, io streams, args []string) error {
				if len(args) > 0 {
					return usage("unexpected argument %q", args[0])
				}
				return serve(ctx, io, f, nil)
			}
		},
	}
}

// preparation is what a command does once the stack is open and before
// anything listens. It may change what is told about what was made.
type preparation func(ctx context.Context, k *stack, made *provisioned) (*provisioned, error)

// serve runs until the context ends.
func serve(ctx context.Context, out streams, f serveFlags, prepare preparation) (err error) {
	if f.log, err = logger(f.logFormat, f.logLevel); err != nil {
		return err
	}
	var public net.Listener
	f.held = func(ctx context.Context) (err error) { // before anything is made that is shown only once
		public, err = bind(ctx, f.addr)
		return err
	}
	k, err := open(ctx, f.settings)
	if err != nil {
		if public != nil {
			err = errors.Join(err, public.Close())
		}
		return err
	}
	defer func() { err = errors.Join(err, k.close()) }()
	made, err := k.provision(ctx, f.initial, prepare)
	if err != nil {
		return errors.Join(err, public.Close())
	}
	local, err := k.folder.listen(ctx)
	if err != nil {
		return errors.Join(err, public.Close())
	}
	greet(out.out, public.Addr(), made)
	return k.listen(ctx, f.log, public, local)
}

func bind(ctx context.Context, addr string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen: %w; name a free address with --addr, as in 127.0.0.1:8081", err)
	}
	return listener, nil
}

// provision makes what a new folder needs, and what the command prepares.
func (k *stack) provision(ctx context.Context, first initial, prepare preparation) (*provisioned, error) {
	made, err := provision(ctx, k.control, first, time.Now())
	if err != nil || prepare == nil {
		return made, err
	}
	return prepare(ctx, k, made)
}

// greet says where it listens and, once, what was made.
func greet(out io.Writer, addr net.Addr, made *provisioned) {
	var w strings.Builder
	defer func() { _, _ = io.WriteString(out, w.String()) }() // at once: whoever waits for the first line has all
	base := "http://" + addr.String()
	fmt.Fprintf(&w, "Debrief listens on %s\n", base)
	if made == nil {
		return
	}
	if made.link != "" {
		fmt.Fprintf(&w, "Sign in as %s: %s%s\n", made.owner, base, made.link)
	}
	for _, key := range made.keys {
		fmt.Fprintf(&w, "%-11s %s\n", string(key.Kind)+" key:", key.Value)
	}
}

// How long a stop may take: together less than the ten seconds promised.
const (
	stopRequests = 4 * time.Second
	headerWait   = 10 * time.Second
	bodyWait     = 60 * time.Second
	idleWait     = 120 * time.Second
)

// listen serves both listeners until the context ends or one of them fails.
func (k *stack) listen(ctx context.Context, log *slog.Logger, public, local net.Listener) error {
	servers := []*http.Server{
		{Handler: k.server.Public(), ReadHeaderTimeout: headerWait, ReadTimeout: bodyWait, IdleTimeout: idleWait},
		{Handler: k.server.Local(), ReadHeaderTimeout: headerWait},
	}
	failed := make(chan error, len(servers))
	for i, listener := range []net.Listener{public, local} {
		servers[i].RegisterOnShutdown(k.server.EndStreams)
		servers[i].ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelDebug)
		go func() { failed <- servers[i].Serve(listener) }()
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopRequests)
	defer cancel()
	for _, s := range servers {
		if s.Shutdown(stop) != nil {
			err = errors.Join(err, s.Close())
		}
	}
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
