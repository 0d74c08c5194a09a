package client_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/client"
)

// TestRetry holds what is sent again, when, and what is given up at once.
func TestRetry(t *testing.T) {
	t.Parallel()
	const second = time.Second
	f := func(name string, first reply, requests int, atLeast, atMost time.Duration, lost int) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &fake{answers: []reply{first}}
				c, heard := opened(t, server, nil)
				prompts(t, c, 3)
				err := c.Flush(t.Context())
				seen := server.seen()
				if len(seen) != requests || (err != nil) != (lost > 0) {
					t.Fatalf("%d requests, want %d; Flush: %v", len(seen), requests, err)
				}
				if waited := seen[requests-1].at.Sub(seen[0].at); waited < atLeast || waited > atMost {
					t.Errorf("sent again after %v, want %v to %v", waited, atLeast, atMost)
				}
				if got := c.Stats(); got != (client.Stats{Accepted: 3 - lost, Lost: lost}) {
					t.Errorf("%+v", got)
				}
				if len(heard.lost) != min(lost, 1) || len(heard.retries) != requests-1 {
					t.Errorf("told of losses %v and retries %v", heard.lost, heard.retries)
				}
				if diff := cmp.Diff(seen[0].Events, seen[requests-1].Events); diff != "" {
					t.Errorf("a repeat differs:\n%s", diff)
				}
			})
		})
	}

	f("accepted", accepts, 1, 0, 0, 0)
	f("network", breaks, 2, second/4, second/2, 0)
	f("overloaded", refuses(503, "overloaded", "7"), 2, 7*second, 7*second+second/2, 0)
	f("too many", refuses(429, "rate_exceeded", "40"), 2, 40*second, 40*second+second/2, 0)
	f("a wait that is none", refuses(503, "overloaded", "soon"), 2, second/4, second/2, 0)
	f("a wait without end", refuses(503, "overloaded", "1000000"), 2, 600*second, 600*second+second/2, 0)
	f("internal", refuses(500, "internal", ""), 2, second/4, second/2, 0)
	f("a proxy's gateway", says(502, "text/html", "<h1>Bad gateway</h1>"), 2, second/4, second/2, 0)
	f("unreadable", refuses(400, "unreadable_body", ""), 1, 0, 0, 3)
	f("wrong key", refuses(401, "unauthorized", ""), 1, 0, 0, 3)
	f("another site's", refuses(403, "origin_not_allowed", ""), 1, 0, 0, 3)
	f("no Debrief", says(200, "text/html", "<h1>Welcome</h1>"), 1, 0, 0, 3)
	f("an answer of fewer", says(200, "application/json", `{"accepted":1,"duplicate":0,"rejected":[]}`), 1, 0, 0, 3)
}

// TestBackOff holds that pauses grow to a bound, and that a batch is given up
// in the end.
func TestBackOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &fake{}
		for range 1000 {
			server.answers = append(server.answers, breaks)
		}
		c, heard := opened(t, server, func(o *client.Options) { o.Patience = 5 * time.Minute })
		prompts(t, c, 1)
		began := clock()
		err := c.Flush(t.Context())
		if !errors.Is(err, errNetwork) || len(heard.lost) != 1 || !errors.Is(heard.lost[0].Err, errNetwork) {
			t.Errorf("Flush: %v, losses %v", err, heard.lost)
		}
		if waited := time.Since(began); waited < 4*time.Minute || waited > 5*time.Minute {
			t.Errorf("gave up after %v", waited)
		}
		seen := server.seen()
		if n := len(seen); n < 12 || n > 30 {
			t.Errorf("%d attempts in five minutes", n)
		}
		if last := seen[len(seen)-1].at.Sub(seen[len(seen)-2].at); last < 15*time.Second || last > 30*time.Second {
			t.Errorf("the last pause was %v", last)
		}
		prompts(t, c, 1)
		server.mu.Lock()
		server.answers = nil
		server.mu.Unlock()
		must(t, c.Flush(t.Context()))
	})
}

// TestSplit holds that what is too large is sent in halves, and that one event
// that is too large by itself costs no other.
func TestSplit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &fake{}
		tight := func(s sent) (canned, error) {
			for _, e := range s.Events {
				if p, ok := e["properties"].(map[string]any); len(s.Events) > 2 || ok && p["prompt"] == "huge" {
					return refuses(413, "too_large", "")(s)
				}
			}
			return accepts(s)
		}
		for range 100 {
			server.answers = append(server.answers, tight)
		}
		c, heard := opened(t, server, nil)
		prompts(t, c, 5)
		must(t, c.Prompt(about, "huge"))
		prompts(t, c, 4)
		if err := c.Flush(t.Context()); err == nil || !strings.Contains(err.Error(), "1 events were lost") {
			t.Errorf("Flush: %v", err)
		}
		if got := c.Stats(); got != (client.Stats{Accepted: 9, Lost: 1}) || len(heard.lost) != 1 {
			t.Errorf("%+v, losses %v", got, heard.lost)
		}
	})
}

// TestReject holds that a rejection names its event, and is not sent again.
func TestReject(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		some := `{"accepted":1,"duplicate":1,"rejected":[{"index":1,"code":"rating_out_of_range","field":"rating","message":"rating 9 is outside"}]}`
		all := `{"accepted":0,"duplicate":0,"rejected":[{"index":0,"code":"unknown_action","field":"action","message":"action \"shared\" is unknown"}]}`
		server := &fake{answers: []reply{
			says(200, "application/json", some),
			says(422, "application/json", all),
		}}
		c, heard := opened(t, server, nil)
		prompts(t, c, 1)
		must(t, c.Satisfaction(client.About{Conversation: "c1", ID: "mine"}, client.Satisfaction{Rating: "9", Scale: "1-5"}))
		prompts(t, c, 1)
		must(t, c.Flush(t.Context()))
		must(t, c.Action(client.About{Conversation: "c1", ID: "other"}, "shared"))
		must(t, c.Flush(t.Context()))
		want := []client.Rejection{
			{Event: "screeb_copilot_satisfaction", ID: "mine", Code: "rating_out_of_range", Field: "rating", Message: "rating 9 is outside"},
			{Event: "screeb_copilot_action", ID: "other", Code: "unknown_action", Field: "action", Message: `action "shared" is unknown`},
		}
		if diff := cmp.Diff(want, heard.rejected); diff != "" {
			t.Error(diff)
		}
		if got := c.Stats(); got != (client.Stats{Accepted: 1, Duplicate: 1, Rejected: 2}) {
			t.Errorf("%+v", got)
		}
	})
}

// TestClose holds that Close drains, gives up at its context's end, says what
// was lost, and leaves nothing running: a bubble fails where something does.
func TestClose(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &fake{}
		c, _ := opened(t, server, nil)
		prompts(t, c, 1200)
		must(t, c.Close(t.Context()))
		if got := c.Stats(); got != (client.Stats{Accepted: 1200}) {
			t.Errorf("%+v", got)
		}
		if err := c.Prompt(about, "late"); !errors.Is(err, client.ErrClosed) {
			t.Errorf("a call after Close: %v", err)
		}
		must(t, c.Close(t.Context()))
	})
	synctest.Test(t, func(t *testing.T) {
		server := &fake{answers: []reply{accepts, refuses(503, "overloaded", "60")}}
		c, heard := opened(t, server, nil)
		prompts(t, c, 1200)
		began := clock()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		err := c.Close(ctx)
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "700 events") || time.Since(began) != 10*time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		lost := 0
		for _, l := range heard.losses() {
			lost += l.Events
			if !errors.Is(l.Err, client.ErrClosed) {
				t.Errorf("lost by %v", l.Err)
			}
		}
		if got := c.Stats(); lost != 700 || got != (client.Stats{Accepted: 500, Lost: 700}) {
			t.Errorf("told of %d, %+v", lost, got)
		}
	})
}
