// Package client sends a backend's copilot events to Debrief.
//
//	debrief, err := client.New(client.Options{Endpoint: "https://debrief.example.com", Key: serverKey})
//	…
//	about := client.About{Conversation: "c1", User: "u1"}
//	err = debrief.Prompt(about, "How can I export my data?")
//	err = debrief.Response(about, client.Response{Text: "From the Settings page.", Model: "m-1"})
//	…
//	err = debrief.Close(ctx)
//
// A call judges its event, writes it down as JSON and puts it into a queue in
// memory: it does no I/O, waits for nothing but a mutex and starts nothing.
// One goroutine sends what is queued in batches, and sends a batch again
// until the server has judged it. Every event has an id and a time from the
// moment of its call, so a repeat changes nothing.
//
// Of every event one hears: the call returns an error, [Options.OnReject]
// names it, [Options.OnLost] counts it, or the server has it on disk. The
// queue does not outlive the process: call [Client.Close] before it ends.
package client

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// The reasons why a call is refused or an event lost that are not the event's.
var (
	ErrFull   = errors.New("client: the queue is full")
	ErrClosed = errors.New("client: closed")
)

// Options say where to send and how much to keep. Endpoint and Key are
// needed; the zero value of everything else is a good choice.
type Options struct {
	Endpoint string // the server's address, as in https://debrief.example.com
	Key      string // a server key; a write key works where it is not limited to pages

	// Properties stand in every event but those of Identify and Group, unless
	// the event has one of that name: environment, version, agent_id, ….
	Properties map[string]any

	Queue      int           // events that wait at most; 10,000 by default
	QueueBytes int           // and their bytes of JSON; 32 MiB
	Batch      int           // events a request at most; 500, at most 10,000
	BatchBytes int           // and their bytes of JSON; 512 KiB, at most 4 MiB
	Every      time.Duration // how long the first event of a batch waits for others; 1 s
	Patience   time.Duration // how long a batch is sent again before it is given up; 1 h
	HTTP       *http.Client  // by default one of its own, with a time limit of 30 s a request

	// The callbacks are called one at a time, from the goroutine that sends:
	// while one runs nothing is sent. They may call everything but Flush and
	// Close.
	OnReject func(*Rejection) // the server refused this event; it will not be sent again
	OnLost   func(Loss)       // events were not accepted and will not be sent again
	OnRetry  func(error)      // a batch could not be sent and waits to be sent again
}

// Loss says how many events were lost together, and why.
type Loss struct {
	Events int
	Err    error // ErrFull, ErrClosed, an *AnswerError, or what the last attempt failed with
}

// Stats count events since New. Together they are every event of a call that
// was not refused with a *Rejection or ErrClosed.
type Stats struct {
	Waiting   int // in the queue or in the request under way
	Accepted  int // on the server's disk
	Duplicate int // were there before, from an attempt whose answer got lost
	Rejected  int // told by OnReject
	Lost      int // told by OnLost, and calls refused with ErrFull
}

// Client sends events. Its methods may be called by many goroutines at once.
//
// The calls that record return a *Rejection where the server would refuse the
// event by its mandatory fields or its limits, [ErrFull] where the queue is
// full, and [ErrClosed] after Close. What needs a vocabulary (ratings, their
// scales, actions) the server judges, and [Options.OnReject] tells.
type Client struct {
	options Options
	target  string
	now     func() time.Time
	queue   queue
	encoder encoders
	gzip    *gzip.Writer       // the sender's alone, as is plain
	plain   bool               // the server does not take gzip
	cancel  context.CancelFunc // gives up what is under way
	done    chan struct{}      // closed when the sender has ended
}

// Defaults and bounds of the options.
const (
	defaultQueue      = 10_000
	defaultQueueBytes = 32 << 20
	defaultBatch      = 500
	defaultBatchBytes = 512 << 10
	defaultEvery      = time.Second
	defaultPatience   = time.Hour
	requestTimeout    = 30 * time.Second
	mostBatch         = 10_000  // the server takes no more items in a request
	mostBatchBytes    = 4 << 20 // half of what the server takes, which leaves room for the envelope
)

// New starts a client. It fails where nothing could ever be sent.
func New(o Options) (*Client, error) {
	base, err := url.Parse(o.Endpoint)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, fmt.Errorf("client: Endpoint %q is no address, as https://debrief.example.com is", o.Endpoint)
	}
	if strings.TrimSpace(o.Key) == "" {
		return nil, errors.New("client: Key is empty: make one with `debrief keys add --kind server`")
	}
	o.defaults()
	ctx, cancel := context.WithCancel(context.Background())
	c := &Client{
		options: o,
		target:  base.JoinPath("t").String(),
		now:     time.Now, //nolint:forbidigo // an event happens when its call does
		gzip:    gzip.NewWriter(nil),
		cancel:  cancel,
		done:    make(chan struct{}),
	}
	c.queue.start(o)
	go c.send(ctx)
	return c, nil
}

func (o *Options) defaults() {
	positive(&o.Queue, defaultQueue)
	positive(&o.QueueBytes, defaultQueueBytes)
	positive(&o.Batch, defaultBatch)
	positive(&o.BatchBytes, defaultBatchBytes)
	positive(&o.Every, defaultEvery)
	positive(&o.Patience, defaultPatience)
	o.Batch, o.BatchBytes = min(o.Batch, mostBatch), min(o.BatchBytes, mostBatchBytes)
	if o.HTTP == nil {
		o.HTTP = &http.Client{
			Timeout: requestTimeout,
			Transport: &http.Transport{
				Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true,
				TLSHandshakeTimeout: requestTimeout, IdleConnTimeout: time.Minute,
			},
			// A POST that is redirected would become a GET: the answer says that the address is wrong.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	if o.OnReject == nil {
		o.OnReject = func(*Rejection) {}
	}
	if o.OnLost == nil {
		o.OnLost = func(Loss) {}
	}
	if o.OnRetry == nil {
		o.OnRetry = func(error) {}
	}
}

func positive[T int | time.Duration](value *T, otherwise T) {
	if *value <= 0 {
		*value = otherwise
	}
}

// Flush sends at once what was queued before, and returns when the server has
// judged it. Its error says how many of those events were lost, or how many
// still wait when ctx ends; they are sent nevertheless. What the server
// rejects is no error of Flush: OnReject tells.
func (c *Client) Flush(ctx context.Context) error {
	return c.queue.flush(ctx)
}

// Close refuses further calls, sends what is queued, and returns when the
// server has judged it or ctx ends: then it gives up what is under way, and
// its error says how many events are not known to be accepted. Give ctx a
// deadline, or a server that is down is waited for as long as Patience.
//
// Nothing of the client runs afterwards. A second call only waits for the
// first.
func (c *Client) Close(ctx context.Context) error {
	err := c.queue.close(ctx)
	c.cancel()
	<-c.done
	c.options.HTTP.CloseIdleConnections()
	return err
}

// Stats counts.
func (c *Client) Stats() Stats { return c.queue.stats() }

// wait pauses for as long, or until the context ends.
func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
