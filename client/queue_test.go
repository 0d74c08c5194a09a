package client_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/debrief-dev/debrief/client"
)

// TestBatches holds when a batch is sent: by its count, its bytes or its age.
func TestBatches(t *testing.T) {
	t.Parallel()
	f := func(name string, change func(*client.Options), record func(*testing.T, *client.Client), want ...int) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &fake{}
				c, _ := opened(t, server, change)
				record(t, c)
				synctest.Wait()
				var got []int
				for _, s := range server.seen() {
					got = append(got, len(s.Events))
				}
				if len(got) != len(want) {
					t.Fatalf("batches %v, want %v", got, want)
				}
				for i := range want {
					if got[i] != want[i] {
						t.Fatalf("batches %v, want %v", got, want)
					}
				}
			})
		})
	}
	of := func(n int) func(*testing.T, *client.Client) {
		return func(t *testing.T, c *client.Client) { t.Helper(); prompts(t, c, n) }
	}

	f("none", nil, of(0))
	f("few wait", nil, of(3))
	f("a second passes", nil, func(t *testing.T, c *client.Client) {
		t.Helper()
		prompts(t, c, 3)
		time.Sleep(999 * time.Millisecond)
		prompts(t, c, 1)
		time.Sleep(time.Millisecond)
	}, 4)
	f("whole batches go at once", func(o *client.Options) { o.Batch = 10 }, of(25), 10, 10)
	f("bytes", func(o *client.Options) { o.BatchBytes = 1000 }, of(12), 5, 5)
	f("flush", nil, func(t *testing.T, c *client.Client) {
		t.Helper()
		prompts(t, c, 3)
		must(t, c.Flush(t.Context()))
		must(t, c.Flush(t.Context()))
	}, 3)
}

// TestFull holds that a full queue refuses the newest, counts and tells.
func TestFull(t *testing.T) {
	t.Parallel()
	f := func(change func(*client.Options), kept int) {
		t.Helper()
		synctest.Test(t, func(t *testing.T) {
			server := &fake{answers: []reply{refuses(503, "overloaded", "5")}}
			c, heard := opened(t, server, change)
			prompts(t, c, 1)
			time.Sleep(2 * time.Second) // the first is under way now, and waits
			var refused int
			for i := range 30 {
				began := clock()
				if err := c.Prompt(about, "How can I export my data?"); errors.Is(err, client.ErrFull) {
					refused++
				} else if err != nil || refused > 0 {
					t.Errorf("call %d: %v after %d refusals", i, err, refused)
				}
				if time.Since(began) > 0 {
					t.Error("a call waited")
				}
			}
			must(t, c.Flush(t.Context()))
			if got := c.Stats(); got != (client.Stats{Accepted: kept, Lost: 31 - kept}) || refused != 31-kept {
				t.Errorf("%+v, %d refused", got, refused)
			}
			synctest.Wait()
			if l := heard.losses(); len(l) != 1 || l[0].Events != refused || !errors.Is(l[0].Err, client.ErrFull) {
				t.Errorf("told %v", l)
			}
			prompts(t, c, 1) // there is room again
		})
	}

	f(func(o *client.Options) { o.Queue = 10 }, 10)
	f(func(o *client.Options) { o.QueueBytes = 1500 }, 7)
}

// TestFlush holds that Flush ends with its context while the sender goes on.
func TestFlush(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &fake{answers: []reply{breaks, breaks, breaks}}
		c, _ := opened(t, server, nil)
		prompts(t, c, 2)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if err := c.Flush(ctx); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "2 events still wait") {
			t.Errorf("Flush: %v", err)
		}
		time.Sleep(time.Minute)
		if got := c.Stats(); got != (client.Stats{Accepted: 2}) {
			t.Errorf("%+v", got)
		}
	})
}

// TestTogether records from many goroutines: each event is sent once.
func TestTogether(t *testing.T) {
	t.Parallel()
	server := &fake{answers: []reply{breaks, refuses(500, "internal", "")}}
	c, _ := opened(t, server, func(o *client.Options) { o.Every, o.Batch = time.Millisecond, 50 })
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 500 {
				if err := c.Prompt(about, "How can I export my data?"); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			if err := c.Flush(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	must(t, c.Close(t.Context()))
	ids := map[any]int{}
	for _, s := range server.seen() {
		for _, e := range s.Events {
			ids[e["id"]]++
		}
	}
	if got := c.Stats(); got != (client.Stats{Accepted: 4000}) || len(ids) != 4000 {
		t.Errorf("%+v with %d ids", got, len(ids))
	}
}

// TestProperties holds that a call keeps nothing of its caller's.
func TestProperties(t *testing.T) {
	t.Parallel()
	server := &fake{}
	c, _ := opened(t, server, func(o *client.Options) { o.Properties = map[string]any{"environment": "staging", "plan": "free"} })
	mine := map[string]any{"plan": "pro", "prompt": "not this one"}
	before := maps.Clone(mine)
	must(t, c.Prompt(client.About{Conversation: "c1", Properties: mine}, "Hi <b>"))
	if !maps.Equal(mine, before) {
		t.Errorf("the caller's map became %v", mine)
	}
	mine["plan"] = "changed"
	must(t, c.Identify(client.About{User: "u1", Properties: map[string]any{"role": "admin"}}))
	must(t, c.Close(t.Context()))
	events := server.seen()[0].Events
	want := map[string]any{"prompt": "Hi <b>", "conversation_id": "c1", "plan": "pro", "environment": "staging"}
	if got, ok := events[0]["properties"].(map[string]any); !ok || !maps.Equal(got, want) {
		t.Errorf("properties %v, want %v", events[0]["properties"], want)
	}
	if got, ok := events[1]["properties"].(map[string]any); !ok || len(got) != 1 {
		t.Errorf("traits %v", events[1]["properties"])
	}
}

// TestEnvelope holds what a request looks like, with and without gzip.
func TestEnvelope(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &fake{answers: []reply{refuses(http.StatusUnsupportedMediaType, "unsupported_encoding", "")}}
		c, _ := opened(t, server, nil)
		prompts(t, c, 20)
		began := clock()
		time.Sleep(30 * time.Second)
		must(t, c.Close(t.Context()))
		seen := server.seen()
		if len(seen) != 2 || seen[0].header.Get("Content-Encoding") != "gzip" || seen[1].header.Get("Content-Encoding") != "" || seen[0].bytes > seen[1].bytes/3 {
			t.Fatalf("%d requests: %v", len(seen), seen)
		}
		if s := seen[1]; s.header.Get("Authorization") != "Bearer server-key" || !s.SentAt.Equal(began.Add(time.Second)) || len(s.Events) != 20 {
			t.Errorf("%v at %v with %d events", s.header, s.SentAt, len(s.Events))
		}
		if at, err := time.Parse(time.RFC3339Nano, seen[1].Events[0]["timestamp"].(string)); err != nil || !at.Equal(began) {
			t.Errorf("timestamp %v: %v", seen[1].Events[0]["timestamp"], err)
		}
	})
}

func TestNew(t *testing.T) {
	t.Parallel()
	f := func(endpoint, key, want string) {
		t.Helper()
		c, err := client.New(client.Options{Endpoint: endpoint, Key: key})
		if want == "" {
			must(t, err)
			must(t, c.Close(t.Context()))
		} else if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q %q: %v", endpoint, key, err)
		}
	}

	f("https://debrief.example.com", "k", "")
	f("http://127.0.0.1:8080/under/", "k", "")
	f("debrief.example.com", "k", "is no address")
	f("", "k", "is no address")
	f("ftp://x", "k", "is no address")
	f("https://debrief.example.com", " ", "Key is empty")
}

// TestOverHTTP sends by a client of its own: over a network, and to an address
// that has moved.
func TestOverHTTP(t *testing.T) {
	t.Parallel()
	fine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"accepted":1,"duplicate":0,"rejected":[]}`))
	}))
	defer fine.Close()
	moved := httptest.NewServer(http.RedirectHandler(fine.URL+"/t", http.StatusMovedPermanently))
	defer moved.Close()
	f := func(endpoint string, want client.Stats) {
		t.Helper()
		c, err := client.New(client.Options{Endpoint: endpoint, Key: "k"})
		must(t, err)
		prompts(t, c, 1)
		err = c.Close(t.Context())
		if got := c.Stats(); got != want || (err != nil) != (want.Lost > 0) {
			t.Errorf("%s: %+v, %v", endpoint, got, err)
		}
	}

	f(fine.URL, client.Stats{Accepted: 1})
	f(moved.URL, client.Stats{Lost: 1})
}
