package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const chats = `{"messages":[{"role":"user","content":"How do I export?"},{"role":"assistant","content":"From Settings."}],"metadata":{"conversation_id":"o-1"}}
not json
{"messages":[{"role":"user","content":"And back?"}],"metadata":{"conversation_id":"o-2","user_id":"u-1"}}
`

const turns = "Question,Answer,Stars,Plan,User ID\nHow do I export?,From Settings.,5,pro,u-1\n\"Why, though?\",,2,free,u-2\n,,,,\n"

// TestImportFormats imports files of other formats, looks first, and repeats.
func TestImportFormats(t *testing.T) {
	t.Parallel()
	s := serving(t, filepath.Join(t.TempDir(), "data"))
	openAI, table := write(t, "chats.jsonl", chats), write(t, "turns.csv", turns)

	r := shell{}.run(t.Context(), "import", table, openAI, "--dry-run", "--set", "rating_scale=1-5", "--start", "2026-10-01", "--tz", "Europe/Paris", "--data", "nowhere")
	contains(t, r.out, table+": a table", "Question  prompt", "Plan      a property", "line 3  ~2026-09-30 22:00:00  satisfaction", "The file holds 5 events; 1 would be rejected.",
		openAI+": OpenAI chats", "3 events without a time of its own", "Nothing was imported.")
	contains(t, r.err, table+":4: missing_field prompt: ", openAI+":2: invalid_item: ")
	r = shell{input: chats}.run(t.Context(), "import", "-", "--preview")
	contains(t, r.out, "standard input: OpenAI chats", "The beginning of the file holds 3 events; 1 would be rejected.")

	contains(t, debrief(t, "import", openAI, "--data", s.data), "3 accepted, 0 duplicate, 1 rejected in ")
	contains(t, debrief(t, "import", table, "--set", "rating_scale=1-5", "--data", s.data), "5 accepted, 0 duplicate, 1 rejected in ")
	s.stop() // so that the server has no id in mind
	grown := write(t, "chats.jsonl", chats+`{"messages":[{"role":"user","content":"New"}],"metadata":{"conversation_id":"o-3"}}`)
	later := time.Now().AddDate(0, 2, 0)
	if err := os.Chtimes(grown, later, later); err != nil {
		t.Fatal(err)
	}
	contains(t, debrief(t, "import", grown, "--data", s.data), "1 accepted, 3 duplicate, 1 rejected in ")
	exported := debrief(t, "export", "events", "--data", s.data)
	if n := strings.Count(exported, `"time_inferred"`); n != 9 || strings.Count(exported, "\n") != 9 {
		t.Errorf("%d of these are marked:\n%s", n, exported)
	}
	contains(t, exported, `"conversation_id":"o-2"`, `"rating_scale_raw":"1-5"`, `"Plan":"pro"`)
}

// TestImportMistakes holds that whoever names a file wrongly is told so.
func TestImportMistakes(t *testing.T) {
	t.Parallel()
	table := write(t, "table.csv", "a,b\n1,2\n")
	f := func(want string, code int, args ...string) {
		t.Helper()
		r := shell{input: "Dear Sir.\n"}.run(t.Context(), append([]string{"import"}, args...)...)
		if r.code != code {
			t.Errorf("%q: exit code %d", args, r.code)
		}
		contains(t, r.err, want)
	}
	f("standard input: cannot tell what this file is: text that is neither JSON nor a table.", exitError, "-", "--dry-run")
	f(table+`: cannot tell what this file is: a table with the columns "a", "b".`, exitError, table, "--preview")
	f(`there is no column "c" to map; the columns are "a", "b"`, exitError, table, "--preview", "--format", "csv", "--map", "c=prompt")
	f("--format must be one of [native openai sharegpt chatgpt csv]", exitUsage, table, "--format", "xml")
	f(`--map: "a" must be COLUMN=FIELD`, exitUsage, table, "--map", "a")
	f(`--set: "a" must be NAME=VALUE`, exitUsage, table, "--set", "a")
	f(`--tz: "Mars" is no time zone`, exitUsage, table, "--tz", "Mars")
	f(`--start: "soon" is no time`, exitUsage, table, "--start", "soon")
}

// TestCutGzip holds that what stands before the place where a file is cut
// comes in, and that the file is named.
func TestCutGzip(t *testing.T) {
	t.Parallel()
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, err := io.WriteString(w, chats)
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	s := serving(t, filepath.Join(t.TempDir(), "data"))
	whole := write(t, "whole.gz", zipped.String())
	contains(t, debrief(t, "import", whole, "--data", s.data), "3 accepted")
	cut := write(t, "cut.gz", zipped.String()[:zipped.Len()-6])
	r := shell{}.run(t.Context(), "import", cut, "--data", s.data)
	if r.code != exitError {
		t.Errorf("exit code %d", r.code)
	}
	contains(t, r.out, "0 accepted, 3 duplicate, 1 rejected in ")
	contains(t, r.err, "cannot read "+cut+": unexpected EOF after line 3")
}
