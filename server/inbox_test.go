package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/server"
)

// inbox asks for Inbox health.
func (h *harness) inbox(query string) server.InboxHealth {
	h.Helper()
	var health server.InboxHealth
	h.read("/api/v1/health/inbox"+query, &health)
	return health
}

// counts are the rows of one key, as source, verdict and code.
func counts(health server.InboxHealth, key string) map[string]int64 {
	all := make(map[string]int64)
	for _, row := range health.Rows {
		if row.Key == key {
			all[strings.TrimSpace(row.Source+" "+string(row.Verdict)+" "+row.Code)] += row.Count
		}
	}
	return all
}

// idOf is the id of the key with that value.
func (h *harness) idOf(value string) string {
	h.Helper()
	key, err := h.control.FindKey(h.Context(), value, h.now())
	must(h.T, err)
	return key.ID
}

// TestInboxHealth sends everything a sender can do wrong and holds that all of
// it is counted by key, source and code, and shown with how to mend it.
func TestInboxHealth(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	good := map[string]any{
		"event": "screeb_copilot_user_prompt", "id": "one", "user_id": "u-1",
		"properties": map[string]any{"prompt": "hi", "conversation_id": "c-1", "session_id": "s-1"},
	}
	second := map[string]any{"event": "screeb_copilot_response", "user_id": "u-2", "properties": map[string]any{"response": "hello", "conversation_id": "c-1"}}
	outside := map[string]any{"event": "screeb_copilot_satisfaction", "user_id": "u-1", "properties": map[string]any{
		"conversation_id": "c-1", "rating": 9, "rating_scale": "1-5", "note": "mail ada@example.org",
	}}
	late := map[string]any{"sent_at": h.now().Add(-time.Hour), "events": []any{map[string]any{"event": "clicked", "user_id": "u", "timestamp": h.now().Add(-time.Hour)}}}
	send := func(path, key string, status int, body any) {
		t.Helper()
		if got := h.do(http.MethodPost, path, key, body); got.status != status {
			t.Errorf("POST %s: %d %s", path, got.status, got.body)
		}
	}
	send("/t", writeKey, http.StatusOK, []any{good, good, outside})
	send("/t", serverKey, http.StatusOK, []any{second})
	send("/t", serverKey, http.StatusOK, late)
	send("/1.0/event", serverKey, http.StatusUnprocessableEntity, `[{"type":"track","event_name":"a\u0000b","user_alias":"u"},{"type":"nonsense"}]`)
	send("/t", serverKey, http.StatusBadRequest, `{"events": [{"event": ada@example.org`)
	send("/1.0/event", serverKey, http.StatusBadRequest, `[]`)
	send("/t", serverKey, http.StatusRequestEntityTooLarge, strings.Repeat(" ", 9<<20))
	send("/t", readKey, http.StatusUnauthorized, []any{good})
	send("/t", "no key at all", http.StatusUnauthorized, []any{good})
	h.do(http.MethodPost, "/api/v1/import", readKey, `{"event":"x"}`)

	health := h.inbox("")
	f := func(key string, want map[string]int64) {
		t.Helper()
		if diff := cmp.Diff(want, counts(health, h.idOf(key))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", key, diff)
		}
	}
	f(writeKey, map[string]int64{"tag accepted": 1, "tag duplicate": 1, "tag rejected rating_out_of_range": 1})
	f(serverKey, map[string]int64{
		"tag accepted": 2, "tag noticed session_missing": 1, "tag noticed clock_corrected": 1, "tag noticed conversation_reused": 1,
		"screeb rejected invalid_event_name": 1, "screeb rejected unknown_type": 1,
		"tag refused unreadable_body": 1, "screeb refused invalid_batch": 1, "tag refused too_large": 1,
	})
	f(readKey, map[string]int64{"tag refused unauthorized": 1})
	for _, row := range health.Rows {
		if (row.Mend == "") != (row.Code == "") || !row.LastAt.Equal(h.now()) {
			t.Errorf("row %+v", row)
		}
	}
	g := func(code, field, item string) {
		t.Helper()
		for _, x := range health.Samples {
			if x.Code == code {
				if x.Field != field || !strings.Contains(x.Item, item) || strings.Contains(x.Item+x.Message, "ada@") {
					t.Errorf("%s: %+v", code, x)
				}
				return
			}
		}
		t.Errorf("no sample of %s", code)
	}
	g("rating_out_of_range", "rating", `"rating": 9`)
	g("invalid_event_name", "event_name", `"user_alias": "u"`)
	g("unreadable_body", "", `{"events": [{"event": `)
	g("conversation_reused", "conversation_id", `"first_user_id": "u-1"`)
	h.pass(20 * 24 * time.Hour) // before it is forgotten
	if health = h.inbox(""); len(health.Rows)+len(health.Samples) > 0 {
		t.Errorf("weeks later: %+v", health)
	}
	if health = h.inbox("?from=2026-11-20&to=2026-11-20T12:00:01Z"); len(health.Rows) == 0 || len(health.Samples) == 0 {
		t.Errorf("of that day: %+v", health)
	}
}

// TestInboxIsWithheld holds that who may not see texts sees no samples.
func TestInboxIsWithheld(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	h.do(http.MethodPost, "/t", writeKey, map[string]any{"events": []any{map[string]any{"event": "screeb_copilot_user_prompt", "properties": map[string]any{"note": planted}}}})
	var viewers server.InboxHealth
	must(t, json.Unmarshal(h.do(http.MethodGet, "/api/v1/health/inbox", viewerKey, nil).body, &viewers))
	if all := h.inbox(""); len(all.Samples) != 1 || len(viewers.Samples) != 0 || len(viewers.Rows) != 1 {
		t.Errorf("a viewer gets %+v of %+v", viewers, all)
	}
}

// TestInboxState follows a key that is used in the mornings through its states.
func TestInboxState(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	key := h.idOf(writeKey)
	f := func(want string) {
		t.Helper()
		for _, k := range h.inbox("").Keys {
			if k.ID == key && string(k.State) != want || k.Kind == control.ReadKey {
				t.Errorf("at %s: %+v, want %s", h.now(), k, want)
			}
		}
	}
	event := func() { h.post(writeKey, map[string]any{"event": "clicked", "user_id": "u"}) }
	f("never")
	event()
	f("receiving")
	h.pass(time.Hour)
	f("receiving")
	h.pass(time.Minute)
	f("quiet")
	h.pass(time.Hour)
	f("stopped") // nothing is known yet that would make it usual
	for range 3 {
		h.pass(20 * time.Hour)
		event()
	}
	f("receiving")
	h.pass(19 * time.Hour)
	f("quiet")
	h.pass(5 * time.Hour)
	f("stopped")
	h.pass(60 * 24 * time.Hour)
	f("stopped")
	must(t, h.control.RevokeKey(t.Context(), "default", key, h.now().Add(time.Hour)))
	f("quiet") // it is to end
	h.pass(time.Hour)
	for _, k := range h.inbox("").Keys {
		if k.ID == key {
			t.Error("a revoked key is among them")
		}
	}
}
