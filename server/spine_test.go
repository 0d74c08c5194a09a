package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/report"
)

const fourEvents = `{"key":"write-key-1","sent_at":"2026-11-20T12:00:00Z","events":[
{"id":"e1","event":"screeb_copilot_user_prompt","anonymous_id":"a1","timestamp":"2026-11-20T11:59:00Z","properties":{"prompt":"How can I export my data? Mail me at jane@example.com","conversation_id":"conv_123","session_id":"sess_456","plan":"pro"}},
{"id":"e2","event":"screeb_copilot_response","anonymous_id":"a1","timestamp":"2026-11-20T11:59:02Z","properties":{"response":"From the Settings page.","conversation_id":"conv_123","session_id":"sess_456","model":"m-1"}},
{"id":"e3","event":"screeb_copilot_satisfaction","anonymous_id":"a1","timestamp":"2026-11-20T11:59:10Z","properties":{"rating_scale":"5","rating":"4","conversation_id":"conv_123","session_id":"sess_456"}},
{"id":"e4","event":"screeb_copilot_conversion","anonymous_id":"a1","timestamp":"2026-11-20T11:59:30Z","properties":{"session_id":"sess_456","value":49.9,"currency":"eur"}}]}`

// TestSpine follows four events from the snippet to every figure.
func TestSpine(t *testing.T) {
	h := newHarness(t)
	sent := h.do(http.MethodPost, "/t", "", fourEvents)
	if sent.status != http.StatusOK || string(sent.body) != `{"accepted":4,"duplicate":0,"rejected":[]}` {
		t.Fatalf("sent: %d %s", sent.status, sent.body)
	}
	again := h.do(http.MethodPost, "/t", "", fourEvents)
	if string(again.body) != `{"accepted":0,"duplicate":4,"rejected":[]}` {
		t.Errorf("sent again: %d %s", again.status, again.body)
	}
	if status := h.settle(); status.Stored != 4 || status.Analysed != 4 || status.Pending != 0 {
		t.Errorf("status %+v", status)
	}
	var list report.Conversations
	h.read("/api/v1/conversations", &list)
	if list.Total != 1 || list.Conversations[0].Outcome != "confirmed" || list.Conversations[0].Conversions != 1 {
		t.Fatalf("list %+v", list)
	}
	var detail report.ConversationDetail
	h.read("/api/v1/conversations/conv_123", &detail)
	if len(detail.Turns) != 1 || len(detail.Events) != 3 || len(detail.Converted) != 1 || detail.Converted[0].Attribution != "session" {
		t.Errorf("detail %+v", detail)
	}
	if got := detail.Turns[0].Prompt; !strings.Contains(got, "[email]") || strings.Contains(got, "jane") {
		t.Errorf("prompt %q is not redacted", got)
	}
	var overview report.Overview
	h.read("/api/v1/reports/overview", &overview)
	if len(overview.Tiles) != 5 {
		t.Errorf("overview %+v", overview)
	}
	h.pass(48 * time.Hour)
	h.settle()
	var success report.Metric
	h.read("/api/v1/metrics/success_rate", &success)
	if len(success.Rows) != 1 || success.Rows[0].State != "not_enough_data" || success.Rows[0].N != 1 || success.Rows[0].Matches != 1 {
		t.Errorf("success %+v", success.Rows)
	}
	export := h.do(http.MethodGet, "/api/v1/export/events?wait=derived", readKey, nil)
	if lines := strings.Count(string(export.body), "\n"); lines != 4 {
		t.Errorf("export has %d lines: %s", lines, export.body)
	}
}

// A backend that sends a whole talk in one request, without times as Screeb's
// API documents it, gets every answer under its own question.
func TestUntimedTalk(t *testing.T) {
	h := newHarness(t)
	var items []string
	for i := range 20 {
		items = append(items,
			fmt.Sprintf(`{"type":"copilot","event_name":"user_prompt","user_alias":"u","properties":{"prompt":"question %d","conversation_id":"c"}}`, i),
			fmt.Sprintf(`{"type":"copilot","event_name":"response","user_alias":"u","properties":{"response":"answer %d","conversation_id":"c"}}`, i))
	}
	if sent := h.do(http.MethodPost, "/1.0/event", serverKey, "["+strings.Join(items, ",")+"]"); sent.status != http.StatusOK {
		t.Fatalf("sent: %d %s", sent.status, sent.body)
	}
	h.settle()
	var detail report.ConversationDetail
	h.read("/api/v1/conversations/c", &detail)
	if len(detail.Turns) != 20 {
		t.Fatalf("%d turns, want 20", len(detail.Turns))
	}
	for i, turn := range detail.Turns {
		if turn.Prompt != fmt.Sprintf("question %d", i) || turn.Response != fmt.Sprintf("answer %d", i) {
			t.Errorf("turn %d is %q, answered %q", i, turn.Prompt, turn.Response)
		}
	}
}

// Whoever waits for what cannot be stored is told to ask again, not that
// something is broken, nor that an event of theirs was refused.
func TestWaitWhileNothingIsStored(t *testing.T) {
	h := newHarness(t)
	h.do(http.MethodGet, "/readyz", "", nil).want(t, 200, "", nil)
	if err := h.door.Close(); err != nil {
		t.Fatal(err)
	}
	h.do(http.MethodGet, "/readyz", "", nil).want(t, 503, "overloaded", nil)
	for _, path := range []string{"/api/v1/export/events?wait=derived", "/api/v1/status?wait=derived"} {
		got := h.do(http.MethodGet, path, readKey, nil)
		if got.status != http.StatusServiceUnavailable || !strings.Contains(string(got.body), `"not_ready"`) || got.header.Get("Retry-After") == "" {
			t.Errorf("%s: %d %v %s", path, got.status, got.header, got.body)
		}
	}
}
