package server_test

import (
	"net/http"
	"strings"
	"testing"

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
