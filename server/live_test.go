package server_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/control"
)

const livePath = "/api/v1/live"

// message is one of a stream.
type message struct{ id, kind, data string }

// text is that of the event which a message carries.
func (m message) text(t *testing.T) string {
	t.Helper()
	var e struct{ Text string }
	if err := json.Unmarshal([]byte(m.data), &e); err != nil {
		t.Fatalf("%v in %q", err, m.data)
	}
	return e.Text
}

// stream is an open live stream.
type stream struct {
	*testing.T
	messages chan message // closed when the stream ends
	response *http.Response
}

// live opens a stream.
func (h *harness) live(query, key, last string) *stream {
	h.Helper()
	req, err := http.NewRequestWithContext(h.Context(), http.MethodGet, h.url+livePath+query, http.NoBody)
	must(h.T, err)
	req.Header.Set("Authorization", "Bearer "+key)
	if last != "" {
		req.Header.Set("Last-Event-ID", last)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	must(h.T, err)
	if got := resp.Header.Get("Content-Type"); resp.StatusCode != http.StatusOK || got != "text/event-stream" {
		h.Fatalf("GET %s: %d %s", query, resp.StatusCode, got)
	}
	s := &stream{T: h.T, messages: make(chan message, 10_000), response: resp}
	h.Cleanup(func() { _ = resp.Body.Close() })
	go s.read()
	return s
}

func (s *stream) read() {
	defer close(s.messages)
	var m message
	lines := bufio.NewScanner(s.response.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			m.id = value
		case "event":
			m.kind = value
		case "data":
			m.data = value
		case "":
			if m.data != "" {
				s.messages <- m
			}
			m = message{}
		}
	}
}

// next is the next message.
func (s *stream) next() message {
	s.Helper()
	select {
	case m, more := <-s.messages:
		if !more {
			s.Fatal("the stream ended")
		}
		return m
	case <-time.After(time.Minute):
		s.Fatal("no message came")
		return message{}
	}
}

// ends holds that the stream ends with nothing more.
func (s *stream) ends() {
	s.Helper()
	select {
	case m, more := <-s.messages:
		if more {
			s.Errorf("got %v", m)
		}
	case <-time.After(time.Minute):
		s.Error("the stream did not end")
	}
}

// prompt sends a prompt and returns when it is acknowledged.
func (h *harness) prompt(text, agent string) {
	h.Helper()
	h.post(writeKey, map[string]any{
		"event": "screeb_copilot_user_prompt", "user_id": "u-1",
		"properties": map[string]any{"prompt": text, "conversation_id": "c-1", "agent_id": agent},
	})
}

// post sends events that are all to be accepted.
func (h *harness) post(key string, events ...any) {
	h.Helper()
	sent := h.do(http.MethodPost, "/t", key, map[string]any{"events": events})
	if sent.status != http.StatusOK || !strings.Contains(string(sent.body), `"rejected":[]`) {
		h.Fatalf("%d %s", sent.status, sent.body)
	}
}

// TestLive holds what a stream tells: every event once, in order, at once to
// all who listen, and after a break from where it broke.
func TestLive(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	first, second := h.live("", readKey, ""), h.live("?kind=response,prompt&agent=b", readKey, "")
	var ids []string
	for i, agent := range []string{"a", "b", "a"} {
		text := fmt.Sprint("question ", i)
		h.prompt(text, agent)
		m := first.next()
		ids = append(ids, m.id)
		if m.text(t) != text || m.kind != "" {
			t.Errorf("got %v", m)
		}
	}
	h.post(serverKey, map[string]any{"event": "clicked", "user_id": "u-1"}, map[string]any{
		"event": "screeb_copilot_response", "properties": map[string]any{"response": "an answer", "conversation_id": "c-1", "agent_id": "b"},
	})
	got := []string{second.next().text(t), second.next().text(t)}
	if diff := cmp.Diff([]string{"question 1", "an answer"}, got); diff != "" {
		t.Errorf("of one agent (-want +got):\n%s", diff)
	}
	h.settle()
	again := h.live("", readKey, ids[0])
	if got = []string{again.next().text(t), again.next().text(t)}; got[0] != "question 1" || got[1] != "question 2" {
		t.Errorf("after the first came %v", got)
	}
	var whole map[string]any
	must(t, json.Unmarshal([]byte(h.live("", readKey, "").next().data), &whole))
	for _, field := range []string{"event_id", "kind", "conversation_id", "user_id", "text", "received_at", "source"} {
		if whole[field] == nil {
			t.Errorf("an event has no %s: %v", field, whole)
		}
	}
	h.server.EndStreams()
	h.server.EndStreams()
	second.ends()
	if got := h.do(http.MethodGet, livePath, readKey, nil); got.status != http.StatusServiceUnavailable {
		t.Errorf("after the end: %d %s", got.status, got.body)
	}
}

func TestLiveRefuses(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	f := func(query, last, field string) {
		t.Helper()
		got := h.send(http.MethodGet, livePath+query, http.Header{"Authorization": {"Bearer " + readKey}, "Last-Event-ID": {last}}, nil)
		var p struct{ Field string }
		must(t, json.Unmarshal(got.body, &p))
		if got.status/100 != 4 || !strings.HasPrefix(p.Field, field) {
			t.Errorf("%s, %q: %d %s", query, last, got.status, got.body)
		}
	}
	f("", "nonsense", "Last-Event-ID")
	f("", "1.!", "Last-Event-ID")
	f("", "1.YQ", "Last-Event-ID")
	f("", "1._wBh", "Last-Event-ID") // bytes that are no text
	f("?kind=nonsense", "", "kind")
}

// TestLiveLeavesOut holds that a stream says so where it leaves events out.
func TestLiveLeavesOut(t *testing.T) {
	t.Parallel()
	f := func(requests int, gap string) {
		t.Helper()
		h := newHarness(t)
		const many = 700
		events := make([]any, many)
		for i := range events {
			events[i] = map[string]any{"event": "clicked", "user_id": fmt.Sprint("u-", i)}
		}
		for range requests {
			h.post(serverKey, events...)
		}
		h.settle()
		h.pass(10 * time.Second) // what was stored a moment ago is told as if it arrived now
		if m := h.live("", readKey, "").next(); m.kind != "gap" || m.data != gap || m.id != "" {
			t.Errorf("got %v, want %s", m, gap)
		}
	}
	f(1, `{"left_out":200}`) // more than is sent at a time
	f(15, `{}`)              // more than is looked through
}

// TestLiveSight holds that a stream of one who may not see texts has none, and
// that who has lost that right is told no more.
func TestLiveSight(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	must(t, h.control.AddProject(t.Context(), control.Project{ID: "other", Name: "Other", Zone: "UTC", CreatedAt: h.now()}))
	_, err := h.control.AddKey(t.Context(), control.Key{Project: "other", Kind: control.WriteKey, Value: "other-write", CreatedAt: h.now()})
	must(t, err)
	s := h.live("", viewerKey, "")
	h.post("other-write", map[string]any{"event": "clicked", "user_id": "of another project"})
	events := plantedEvents()
	for _, e := range events {
		h.post(serverKey, e)
	}
	for range events {
		if m := s.next(); strings.Contains(m.data, planted) || !strings.Contains(m.data, `"project":"default"`) {
			t.Errorf("a viewer is told %s", m.data)
		}
	}
}
