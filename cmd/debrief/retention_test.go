package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// Retention says and changes for how long fields are kept, and leaves the other
// settings alone.
func TestRetention(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	s := serving(t, data)
	f := func(want string, args ...string) {
		t.Helper()
		got := strings.Join(strings.Fields(debrief(t, append(append([]string{"retention"}, args...), "--data", data)...)), " ")
		if got != want {
			t.Errorf("%v: %s, want %s", args, got, want)
		}
	}
	f("texts for ever properties for ever context for ever")
	f("texts for 1 hour properties for ever context for 24 hours", "--texts", "1h", "--context", "24h")
	f("texts for 1 hour properties for 2,160 hours context for ever", "--properties", "2160h", "--context", "0")
	for _, wrong := range []string{"90m", "-1h"} {
		if r := (shell{}).run(t.Context(), "retention", "--texts="+wrong, "--data", data); r.code != exitUsage || !strings.Contains(r.err, "whole hours") {
			t.Errorf("%s: %d, %s", wrong, r.code, r.err)
		}
	}
	s.stop()
	f("texts for 1 hour properties for 2,160 hours context for ever")
}
