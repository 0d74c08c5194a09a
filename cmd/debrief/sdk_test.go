package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/client"
	"github.com/debrief-dev/debrief/report"
)

// moving leads a client's requests to where the server listens now.
type moving struct{ address atomic.Pointer[url.URL] }

func (m *moving) to(t *testing.T, s served) {
	t.Helper()
	u, err := url.Parse(s.address)
	if err != nil {
		t.Fatal(err)
	}
	m.address.Store(u)
}

func (m *moving) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Host = m.address.Load().Host
	return http.DefaultTransport.RoundTrip(r)
}

// sdk makes a client of the Go SDK that must lose nothing.
func sdk(t *testing.T, way *moving, key string, change func(*client.Options)) *client.Client {
	t.Helper()
	o := client.Options{
		Endpoint: "http://debrief", Key: key, HTTP: &http.Client{Transport: way}, Batch: 100, Every: 5 * time.Millisecond,
		OnReject: func(r *client.Rejection) { t.Errorf("rejected: %v", r) },
		OnLost:   func(l client.Loss) { t.Errorf("lost %d: %v", l.Events, l.Err) },
	}
	change(&o)
	c, err := client.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestSDK sends by the Go SDK to a server that is stopped and started in the
// middle, and to one that is overloaded: nothing is lost and nothing doubled.
func TestSDK(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	way := &moving{}
	s := serving(t, data)
	way.to(t, s)
	key := regexp.MustCompile(`server key: +(\S+)`).FindStringSubmatch(s.greeting.String())[1]

	const conversations, each = 400, 3
	var retries atomic.Int64
	c := sdk(t, way, key, func(o *client.Options) { o.OnRetry = func(error) { retries.Add(1) } })
	record := func(from, to int) {
		for i := from; i < to; i++ {
			about := client.About{Conversation: fmt.Sprintf("c-%d", i), User: "u-1", Properties: map[string]any{"plan": "pro"}}
			for _, err := range []error{
				c.Prompt(about, "How can I export my data?"),
				c.Response(about, client.Response{Text: "From the Settings page.", Model: "m-1", Latency: 800 * time.Millisecond}),
				c.Satisfaction(about, client.Satisfaction{Rating: "up", Scale: "thumbs"}),
			} {
				if err != nil {
					t.Error(err)
				}
			}
		}
	}
	record(0, conversations/2)
	s.stop()
	record(conversations/2, conversations)
	for until := time.Now().Add(time.Minute); retries.Load() == 0 && time.Now().Before(until); {
		time.Sleep(time.Millisecond)
	}
	s = serving(t, data)
	way.to(t, s)
	closed(t, c)
	if got := c.Stats(); got.Accepted+got.Duplicate != conversations*each || retries.Load() == 0 {
		t.Errorf("%+v after %d retries", got, retries.Load())
	}
	arrived(t, data, conversations*each)

	slow := regexp.MustCompile(`\S{20,}`).FindString(debrief(t, "keys", "add", "--kind", "server", "--rate", "40", "--data", data))
	retries.Store(0)
	c = sdk(t, way, slow, func(o *client.Options) { o.OnRetry = func(error) { retries.Add(1) } })
	for i := range 500 {
		if err := c.Track(client.About{User: "u-2", ID: fmt.Sprintf("t-%d", i)}, "signup"); err != nil {
			t.Error(err)
		}
	}
	closed(t, c)
	if got := c.Stats(); got != (client.Stats{Accepted: 500}) || retries.Load() == 0 {
		t.Errorf("%+v after %d retries", got, retries.Load())
	}
	arrived(t, data, conversations*each+500)
}

func closed(t *testing.T, c *client.Client) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := c.Close(ctx); err != nil {
		t.Error(err)
	}
}

// arrived holds how many events are stored, each once, and that the SDK's
// fields are understood.
func arrived(t *testing.T, data string, want int) {
	t.Helper()
	ids := map[string]bool{}
	for line := range strings.Lines(debrief(t, "export", "events", "--data", data)) {
		var e report.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if ids[e.EventID] {
			t.Errorf("%s is there twice", e.EventID)
		}
		ids[e.EventID] = true
		if e.Kind == "response" && (e.Model != "m-1" || e.LatencyMS == nil || *e.LatencyMS != 800) {
			t.Errorf("%s", line)
		}
	}
	if len(ids) != want {
		t.Errorf("%d events arrived, want %d", len(ids), want)
	}
}
