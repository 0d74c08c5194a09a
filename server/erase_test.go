package server_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/server"
)

// TestErase erases a user: the receipt counts, the log says who did it, and
// neither lists nor samples of the inbox have anything of it, then or later.
func TestErase(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner := h.session(h.person("owner", control.Owner))
	prompt := func(user, conversation, text string) map[string]any {
		return map[string]any{"event": "screeb_copilot_user_prompt", "user_id": user, "properties": map[string]any{"prompt": text, "conversation_id": conversation}}
	}
	wrong := map[string]any{"event": "screeb_copilot_user_prompt", "user_id": "ada-1", "properties": map[string]any{"prompt": "where?"}}
	send := func() {
		t.Helper()
		h.do(http.MethodPost, "/t", writeKey, []any{prompt("ada-1", "c1", "the secret"), prompt("bob-1", "c2", "a question"), wrong})
		h.settle()
	}
	send()
	if !strings.Contains(string(h.as(owner, http.MethodGet, "/api/v1/health/inbox", nil).body), "ada-1") {
		t.Error("there is no sample to begin with")
	}
	for _, body := range []map[string]any{{}, {"user_id": "ada-1", "conversation_id": "c1"}} {
		h.as(owner, http.MethodPost, "/api/v1/erasures", body).want(t, http.StatusBadRequest, "invalid_parameter", nil)
	}
	var receipt server.EraseReceipt
	h.as(owner, http.MethodPost, "/api/v1/erasures", map[string]any{"user_id": "ada-1"}).want(t, http.StatusOK, "", &receipt)
	if receipt.Events != 1 || receipt.Conversations != 1 || receipt.User != "ada-1" || receipt.ID == "" {
		t.Errorf("%+v", receipt)
	}
	send()
	for _, path := range []string{"/api/v1/conversations", "/api/v1/export/events", "/api/v1/health/inbox"} {
		if got := string(h.as(owner, http.MethodGet, path, nil).body); strings.Contains(got, "ada-1") || strings.Contains(got, "the secret") {
			t.Errorf("%s: %s", path, got)
		}
	}
	for path, want := range map[string]string{"/api/v1/erasures": receipt.ID, "/api/v1/audit": `"act":"erased","about":"user ada-1"`} {
		if got := string(h.as(owner, http.MethodGet, path, nil).body); !strings.Contains(got, want) {
			t.Errorf("%s has no %s: %s", path, want, got)
		}
	}
}

// TestErasedSamples holds which samples of the inbox name what was erased.
func TestErasedSamples(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner := h.session(h.person("owner", control.Owner))
	wrong := func(fields map[string]any) {
		t.Helper()
		fields["event"], fields["properties"] = "screeb_copilot_user_prompt", map[string]any{"prompt": "what?", "n": 1}
		h.do(http.MethodPost, "/t", writeKey, []any{fields})
	}
	wrong(map[string]any{"user_id": "1"})
	wrong(map[string]any{"user_id": 1, "anonymous_id": "kept"})
	wrong(map[string]any{"user_id": "u-1", "anonymous_id": "visitor"})
	wrong(map[string]any{"user_id": "11", "anonymous_id": "other"})
	h.do(http.MethodPost, "/t", writeKey, []any{map[string]any{"type": "identify", "user_id": "ada", "anonymous_id": "visitor"}})
	h.settle()
	f := func(user string, want ...string) {
		t.Helper()
		h.as(owner, http.MethodPost, "/api/v1/erasures", map[string]any{"user_id": user}).want(t, http.StatusOK, "", nil)
		var health server.InboxHealth
		h.as(owner, http.MethodGet, "/api/v1/health/inbox", nil).want(t, http.StatusOK, "", &health)
		if len(health.Samples) != len(want) {
			t.Fatalf("after %s: %+v", user, health.Samples)
		}
		for i, item := range want { // the latest first
			if !strings.Contains(health.Samples[i].Item, item) {
				t.Errorf("after %s, sample %d: %s", user, i, health.Samples[i].Item)
			}
		}
	}
	f("1", `"other"`, `"visitor"`)
	f("ada", `"other"`)
	h.as(owner, http.MethodPost, "/api/v1/erasures/compact", nil).want(t, http.StatusOK, "", nil)
	samples, err := h.control.Samples(t.Context(), "default", clockAtFirst().AddDate(0, 0, -1))
	if err != nil || len(samples) != 1 || !strings.Contains(samples[0].Item, `"other"`) {
		t.Errorf("kept: %+v, %v", samples, err)
	}
}

// TestFilesAreWrittenAnew holds that the receipt says which files an erasure
// has reached, and that they are written anew by themselves within a day.
func TestFilesAreWrittenAnew(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner := h.session(h.person("owner", control.Owner))
	erase := func(user string) {
		t.Helper()
		h.as(owner, http.MethodPost, "/api/v1/erasures", map[string]any{"user_id": user}).want(t, http.StatusOK, "", nil)
	}
	done := func() (n int) {
		t.Helper()
		var body struct{ Erasures []server.Erasure }
		h.as(owner, http.MethodGet, "/api/v1/erasures", nil).want(t, http.StatusOK, "", &body)
		for _, e := range body.Erasures {
			if len(e.Files) != 3 {
				t.Errorf("%+v", e)
			}
			for _, f := range e.Files {
				if f.DoneAt != nil {
					n++
				}
			}
		}
		return n
	}
	erase("ada")
	if n := done(); n != 0 {
		t.Errorf("%d files are done at once", n)
	}
	h.pass(23 * time.Hour)
	erase("bob")
	h.pass(time.Second)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { h.server.KeepCompacted(ctx); close(ended) }()
	for tries := 0; done() < 6 && tries < 10_000; tries++ {
		time.Sleep(5 * time.Millisecond)
	}
	stop()
	<-ended
	if n := done(); n != 6 {
		t.Errorf("%d of 6 are done", n)
	}
}
