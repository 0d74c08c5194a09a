package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/server"
)

// signedIn posts a file with the session of a person of that role.
func (h *harness) signedIn(role control.Role, path, file string) answer {
	h.Helper()
	return h.as(h.session(h.person("importer", role)), http.MethodPost, path, file)
}

// lastLine is the result of an import.
func lastLine(t *testing.T, a answer) server.ImportProgress {
	t.Helper()
	var p server.ImportProgress
	lines := bytes.Split(bytes.TrimSpace(a.body), []byte{'\n'})
	if err := json.Unmarshal(lines[len(lines)-1], &p); err != nil || a.status != http.StatusOK || !p.Done {
		t.Fatalf("status %d, %s", a.status, a.body)
	}
	return p
}

const table = "Question,Answer,Stars,Plan,User ID\nHow do I export?,From Settings.,5,pro,u-1\n\"Why, though?\",,2,free,u-2\n,,,,\n"

func TestImportFile(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	const path = "/api/v1/import/file?set=rating_scale%3D1-5&modified=2026-10-05T13:00:00Z"
	p := lastLine(t, h.signedIn(control.Analyst, path+"&dry_run=true", table))
	if p.Accepted != 5 || p.Inferred != 5 || p.Rejected != 1 || p.Bytes != int64(len(table)) || h.settle().Stored != 0 {
		t.Errorf("a dry run: %+v", p)
	}
	want := server.ImportProgress{
		Bytes: int64(len(table)), Accepted: 5, Rejected: 1, Done: true, Codes: p.Codes,
		Refused: []server.ImportRefusal{{
			Place: "line 4", Code: "missing_field", Field: "prompt", Message: "the row has neither a prompt nor a response", Mend: "send the property named in `field`",
		}},
	}
	if diff := cmp.Diff(want, lastLine(t, h.signedIn(control.Analyst, path, table))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := lastLine(t, h.signedIn(control.Owner, path, table)); got.Accepted != 0 || got.Duplicate != 5 {
		t.Errorf("again: %+v", got)
	}
	h.settle()
	exported := h.do(http.MethodGet, "/api/v1/export/events", readKey, nil)
	if n := strings.Count(string(exported.body), `"time_inferred"`); n != 5 || !strings.Contains(string(exported.body), `"occurred_at":"2026-10-05T00:00:00Z"`) {
		t.Errorf("%d are marked: %s", n, exported.body)
	}
}

// TestImportLargeFile sends more than any other route takes.
func TestImportLargeFile(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	text := strings.Repeat("How do I export my data? ", 400)
	var b bytes.Buffer
	for n := range 1_200 {
		fmt.Fprintf(&b, `{"event":"user_prompt","timestamp":"2026-11-01T00:00:00Z","properties":{"prompt":"%s","conversation_id":"c-%d"}}`+"\n", text, n)
	}
	size := b.Len()
	p := lastLine(t, h.signedIn(control.Owner, "/api/v1/import/file", b.String()))
	if p.Accepted != 1_200 || p.Bytes != int64(size) || p.Error != "" {
		t.Errorf("%d bytes: %+v", size, p)
	}
}

func TestImportRefuses(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	f := func(a answer, status int, code string) {
		t.Helper()
		if a.status != status || !strings.Contains(string(a.body), `"code":"`+code+`"`) {
			t.Errorf("%d %s, want %d %s", a.status, a.body, status, code)
		}
	}
	for _, path := range []string{"/api/v1/import/file", "/api/v1/import/preview"} {
		f(h.do(http.MethodPost, path, "", table), http.StatusUnauthorized, "unauthorized")
		f(h.do(http.MethodPost, path, readKey, table), http.StatusForbidden, "forbidden")
		f(h.do(http.MethodPost, path, writeKey, table), http.StatusForbidden, "forbidden")
		f(h.signedIn(control.Viewer, path, table), http.StatusForbidden, "forbidden")
		f(h.signedIn(control.Owner, path+"?project=none", table), http.StatusNotFound, "not_found")
		f(h.signedIn(control.Owner, path+"?tz=Mars", table), http.StatusBadRequest, "invalid_parameter")
		f(h.signedIn(control.Owner, path+"?map=a", table), http.StatusBadRequest, "invalid_parameter")
		f(h.signedIn(control.Owner, path+"?set=a", table), http.StatusBadRequest, "invalid_parameter")
		f(h.signedIn(control.Owner, path, "Dear Sir."), http.StatusBadRequest, "unknown_format")
		f(h.signedIn(control.Owner, path, "\x1f\x8b no gzip"), http.StatusBadRequest, "unreadable_body")
	}
	cut := lastLine(t, h.signedIn(control.Owner, "/api/v1/import/file", `[{"id":"c","messages":[{"role":"user","content":"x"}]},{"messages":[`))
	if cut.Accepted != 1 || cut.Error != "The file ends within record 2." {
		t.Errorf("a file that is cut: %+v", cut)
	}
}

func TestImportPreview(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	f := func(query, content string) server.ImportPreview {
		t.Helper()
		a := h.signedIn(control.Analyst, "/api/v1/import/preview"+query, content)
		var p server.ImportPreview
		if err := json.Unmarshal(a.body, &p); err != nil || a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		return p
	}
	p := f("?partial=true&modified=2026-10-05T13:00:00Z", table)
	if p.Format != "csv" || p.Title != "a table" || p.Accepted != 3 || p.Rejected != 2 || p.Inferred != 3 || len(p.Events) != 3 {
		t.Errorf("a table: %+v", p)
	}
	want := server.PreviewEvent{Place: "line 2", Kind: "response", OccurredAt: time.Date(2026, 10, 5, 0, 0, 0, 1_000_000, time.UTC), Inferred: true, User: "u-1", Text: "From Settings."}
	want.Conversation = p.Events[0].Conversation
	if diff := cmp.Diff(want, p.Events[1]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	columns := []server.ImportColumn{{Name: "Question", Field: "prompt"}, {Name: "Answer", Field: "response"}, {Name: "Stars", Field: "rating"}, {Name: "Plan", Field: "Plan"}, {Name: "User ID", Field: "user_id"}}
	if diff := cmp.Diff(columns, p.Columns); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if p = f("", "a,b\n1,2\n"); p.Unmapped == "" || len(p.Columns) != 2 || len(p.Fields) == 0 {
		t.Errorf("a table that says nothing: %+v", p)
	}
	if p = f("?map=a%3Dprompt&map=b%3D-", "a,b\n1,2\n"); p.Unmapped != "" || p.Accepted != 1 {
		t.Errorf("a table that is mapped: %+v", p)
	}
}
