package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What was erased is gone at once, and stays gone when the process is killed
// the moment after, when it is sent again, and when everything is derived anew.
func tortureErase(t *testing.T, binary string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	send := func(base string) {
		t.Helper()
		var lines strings.Builder
		for _, line := range []string{
			`"id":"1","user_id":"ada","properties":{"prompt":"the first secret","conversation_id":"c1"}`,
			`"id":"2","user_id":"bob","properties":{"prompt":"a question of bob","conversation_id":"c2"}`,
			`"id":"3","anonymous_id":"a1","properties":{"prompt":"the second secret","conversation_id":"c3"}`,
			`"id":"4","user_id":"bob","properties":{"prompt":"bob in the same place","conversation_id":"c3"}`,
		} {
			lines.WriteString(`{"event":"screeb_copilot_user_prompt",` + line + "}\n")
		}
		lines.WriteString(`{"type":"identify","id":"5","user_id":"ada","anonymous_id":"a1","properties":{"mail":"a third secret"}}` + "\n")
		lines.WriteString(`{"event":"screeb_copilot_response","id":"6","properties":{"response":"the answer's secret","conversation_id":"c1"}}` + "\n")
		resp, err := http.Post(base+"/t?k="+tortureWriteKey, "application/x-ndjson", strings.NewReader(lines.String()))
		if err != nil {
			t.Fatal(err)
		}
		if err = resp.Body.Close(); err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("%s, %v", resp.Status, err)
		}
	}
	// check holds what is there, in everything that shows texts.
	check := func() {
		t.Helper()
		for _, what := range []string{"events", "turns", "conversations"} {
			got := debrief(t, "export", what, "--data", dir)
			if strings.Contains(got, "secret") || strings.Contains(got, "ada") || strings.Contains(got, `"c1"`) {
				t.Errorf("%s: %s", what, got)
			}
			if strings.Count(got, "\n") != 2 {
				t.Errorf("%s: %s", what, got)
			}
		}
	}
	p := launch(t, binary, dir)
	send(p.listening(t))
	debrief(t, "export", "events", "--data", dir) // analysed
	contains(t, debrief(t, "erase", "user", "ada", "--yes", "--data", dir), "Erased user ada", "4 events, and 1 conversation of which", "Receipt ", "Backups and exports")
	check()
	p.kill(t)
	p = launch(t, binary, dir)
	base := p.listening(t)
	check()
	send(base)
	check()
	debrief(t, "rebuild", "--data", dir)
	check()
	contains(t, debrief(t, "erase", "conversation", "c2", "--yes", "--data", dir), "Erased conversation c2", "1 event, and 1 conversation")
	send(base)
	if got := debrief(t, "export", "events", "--data", dir); strings.Count(got, "\n") != 1 || !strings.Contains(got, "bob in the same place") {
		t.Errorf("after the second: %s", got)
	}
	contains(t, debrief(t, "erase", "list", "--data", dir), "user ada", "conversation c2", "within a day")
	if len(holding(t, dir, "secret")) == 0 {
		t.Error("erasing alone has removed the bytes: what follows shows nothing")
	}
	contains(t, debrief(t, "erase", "compact", "--data", dir), "user ada  files: gone from all since ")
	for _, gone := range []string{"secret", "a question of bob"} {
		if files := holding(t, dir, gone); len(files) > 0 {
			t.Errorf("%q is still in %q", gone, files)
		}
	}
	if got := debrief(t, "export", "events", "--data", dir); strings.Count(got, "\n") != 1 || !strings.Contains(got, "bob in the same place") {
		t.Errorf("after compaction: %s", got)
	}
	p.stop(t)
	debrief(t, "doctor", "--data", dir)
	if r := (shell{}).run(t.Context(), "erase", "user", "bob", "--data", dir); r.code != exitUsage || !strings.Contains(r.err, "add --yes") {
		t.Errorf("without --yes: %d, %s", r.code, r.err)
	}
}

// holding lists the files of a folder that hold some bytes.
func holding(t *testing.T, dir, bytes string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		if strings.Contains(readFile(t, path), bytes) {
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
