package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/report"
)

// lines is a file as somebody wrote it: three events with an answer and a
// rating, one repeated, and four lines that cannot be used.
const lines = `{"event":"user_prompt","id":"e1","user_id":"u-1","timestamp":"2026-10-01T10:00:00Z","properties":{"prompt":"How do I export?","conversation_id":"c-1"}}
{"event":"response","user_id":"u-1","timestamp":"2026-10-01T10:00:02Z","properties":{"response":"Use the menu.","conversation_id":"c-1","model":"m-1"}}

not json
{"event":"satisfaction","user_id":"u-1","timestamp":"2026-10-01T10:01:00Z","properties":{"rating":"9","rating_scale":"1-5","conversation_id":"c-1"}}
{"event":"satisfaction","user_id":"u-1","timestamp":"2026-10-01T10:01:00Z","properties":{"rating":"4","rating_scale":"1-5","conversation_id":"c-1"}}
{"event":"user_prompt","user_id":"u-2","properties":{"prompt":"hi"}}
{"event":"user_prompt","user_id":"u-2","id":null,"timestamp":"2026-10-02T10:00:00Z","properties":{"prompt":"And invoices?","conversation_id":"c-2"}}
{"event":"user_prompt","user_id":"u-2","id":null,"timestamp":"2026-10-02T10:00:00Z","properties":{"prompt":"And invoices?","conversation_id":"c-2"}}
{}
`

// TestSpine walks through every command on one folder: with a server on it,
// and then without.
func TestSpine(t *testing.T) {
	t.Parallel()
	s := serving(t, filepath.Join(t.TempDir(), "data"))
	for _, step := range []struct {
		name string
		do   func(*testing.T, served)
	}{
		{"import", importsFile},
		{"remote import", importsRemotely},
		{"export", exportsAll},
		{"report", reports},
		{"keys", managesKeys},
		{"user", managesPeople},
		{"rebuild", rebuilds},
		{"doctor", examinesServer},
		{"held", isHeld},
	} {
		t.Run(step.name, func(t *testing.T) { step.do(t, s) })
	}
	s.stop()
	t.Run("import without a server", importsAgain(s))
	t.Run("doctor without a server", examinesFolder(s))
}

func importsFile(t *testing.T, s served) {
	t.Helper()
	file := write(t, "events.jsonl", lines)
	r := shell{}.run(t.Context(), "import", file, "--data", s.data)
	if r.code != exitOK {
		t.Errorf("exit code %d", r.code)
	}
	contains(t, r.out, "5 accepted, 0 duplicate, 4 rejected in ", "Everything is analysed after ")
	want := strings.ReplaceAll(`FILE:4: invalid_item: the line is not a JSON object: it is not JSON, at byte 2: invalid character 'o' in literal null (expecting 'u')
FILE:5: rating_out_of_range rating: rating 9 is outside rating_scale "1-5"; rating_scale "0-10" would fit
FILE:7: missing_field conversation_id: conversation_id is required
FILE:10: missing_field event: event is required
`, "FILE", file)
	if diff := cmp.Diff(want, r.err); diff != "" {
		t.Errorf("bad lines (-want +got):\n%s", diff)
	}
	r = shell{input: lines}.run(t.Context(), "import", "-", "--data", s.data)
	contains(t, r.out, "0 accepted, 5 duplicate, 4 rejected in ")
	contains(t, r.err, "standard input:4: invalid_item")

	r = shell{input: "{}\n[]\n"}.run(t.Context(), "import", "-", "--format", "native", "--data", s.data)
	if r.code != exitError {
		t.Errorf("every line was rejected: exit code %d", r.code)
	}
	contains(t, r.err, "nothing in it could be used")
}

// importsRemotely sends over the network, with a key that may only send and
// without it.
func importsRemotely(t *testing.T, s served) {
	t.Helper()
	key := regexp.MustCompile(`write key: +(\S+)`).FindStringSubmatch(s.greeting.String())[1]
	r := shell{input: lines}.run(t.Context(), "import", "-", "--server", s.address+"/", "--key", key)
	if r.code != exitOK {
		t.Errorf("exit code %d: %s", r.code, r.err)
	}
	contains(t, r.out, "0 accepted, 5 duplicate, 4 rejected in ", "This key may only send")
	r = shell{input: lines}.run(t.Context(), "import", "-", "--server", s.address, "--key", "unknown-key")
	if r.code != exitError {
		t.Errorf("a key that is unknown: exit code %d", r.code)
	}
	contains(t, r.err, "cannot import from line 1 of standard input on: This key is unknown or was revoked", "run the same command again")
}

func exportsAll(t *testing.T, s served) {
	t.Helper()
	var got []report.Event
	for line := range strings.Lines(debrief(t, "export", "events", "--data", s.data)) {
		var row report.Event
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		got = append(got, row)
	}
	if len(got) != 5 || got[0].EventID != "e1" || got[0].Text != "How do I export?" || got[0].Name != "user_prompt" {
		t.Fatalf("exported %d events, first %+v", len(got), got[0])
	}
	if !strings.HasPrefix(got[1].EventID, "imp-") || got[3].EventID == got[4].EventID {
		t.Errorf("ids %q, %q and %q", got[1].EventID, got[3].EventID, got[4].EventID)
	}
	file := filepath.Join(t.TempDir(), "conversations.csv")
	r := shell{}.run(t.Context(), "export", "conversations", "--out", file, "--data", s.data, "--where", "rating > 0.5")
	contains(t, r.err, "Wrote ", " to "+file)
	content := readFile(t, file)
	if !strings.HasPrefix(content, "conversation_id,") || strings.Count(content, "\r\n") != 2 || !strings.Contains(content, "c-1") {
		t.Errorf("the file has:\n%s", content)
	}
	parquet := filepath.Join(t.TempDir(), "turns.parquet")
	debrief(t, "export", "turns", "--out", parquet, "--wait=false", "--data", s.data)
	if content = readFile(t, parquet); !strings.HasPrefix(content, "PAR1") {
		t.Errorf("the file begins with %.20q", content)
	}
	r = shell{}.run(t.Context(), "export", "events", "--data", s.data, "--where", "agent =")
	if r.code != exitError {
		t.Errorf("a filter with a mistake: exit code %d", r.code)
	}
	contains(t, r.err, "(invalid_filter)")
}

func reports(t *testing.T, s served) {
	t.Helper()
	period := []string{"--from", "2026-10-01", "--to", "2026-10-03", "--data", s.data}
	out := debrief(t, append([]string{"report", "overview"}, period...)...)
	contains(t, out, "Overview, 2026-10-01 to 2026-10-03 (UTC)", "Conversations                    2", "not enough data, n = 1", "How 2 conversations ended",
		"confirmed                   50.0 %  #################")
	for line := range strings.Lines(out) {
		if length := len([]rune(line)) - 1; length > reportWidth {
			t.Errorf("a line has %d columns: %s", length, line)
		}
	}
	out = debrief(t, append([]string{"report", "metric", "conversations", "--by", "model", "--interval", "day"}, period...)...)
	contains(t, out, "conversations, 2026-10-01 to 2026-10-03 (UTC)", "model   from        value  n", "m-1     2026-10-01      1  1", "(none)  2026-10-02      1  1",
		"formula    conversations that began")
	var m report.Metric
	if err := json.Unmarshal([]byte(debrief(t, append([]string{"report", "metric", "prompts", "--json"}, period...)...)), &m); err != nil {
		t.Fatal(err)
	}
	if m.Metric != "prompts" || len(m.Rows) != 1 || m.Rows[0].N != 3 {
		t.Errorf("got %+v", m)
	}
	r := shell{}.run(t.Context(), append([]string{"report", "metric", "happiness"}, period...)...)
	if r.code != exitError {
		t.Errorf("an unknown metric: exit code %d", r.code)
	}
	contains(t, r.err, "debrief report: ", "happiness", "(unknown_metric)")
}

func managesKeys(t *testing.T, s served) {
	t.Helper()
	contains(t, debrief(t, "keys", "--data", s.data), "First write key", "First server key", "read, transcripts  dbr_")
	out := debrief(t, "keys", "add", "--kind", "read", "--name", "for the wall", "--data", s.data)
	contains(t, out, "read key: dbr_", "Keep it now")
	id := regexp.MustCompile(`id: +(\S+)`).FindStringSubmatch(out)[1]
	key := regexp.MustCompile(`key: +(\S+)`).FindStringSubmatch(out)[1]
	contains(t, debrief(t, "report", "metric", "prompts", "--server", s.address, "--key", key), "prompts, ")
	contains(t, debrief(t, "keys", "revoke", id, "--data", s.data), "Revoked "+id)
	if r := (shell{}).run(t.Context(), "report", "metric", "prompts", "--server", s.address, "--key", key); r.code != exitError {
		t.Errorf("a revoked key still reads: exit code %d", r.code)
	}
	contains(t, debrief(t, "keys", "list", "--data", s.data), "for the wall", "revoked 20")
	r := shell{}.run(t.Context(), "keys", "revoke", "k_none", "--data", s.data)
	contains(t, r.err, `no working key has the id "k_none"`)
	contains(t, debrief(t, "keys", "add", "--value", "5c1b0d2e-from-the-page", "--data", s.data), "write key: 5c1b0d2e-from-the-page")
	r = shell{}.run(t.Context(), "keys", "add", "--value", "5c1b0d2e-from-the-page", "--data", s.data)
	contains(t, r.err, "(exists)")
	limitsKeys(t, s)
}

func limitsKeys(t *testing.T, s served) {
	t.Helper()
	out := debrief(t, "keys", "add", "--name", "page", "--origin", "https://app.example.com", "--rate", "50", "--data", s.data)
	id := regexp.MustCompile(`id: +(\S+)`).FindStringSubmatch(out)[1]
	contains(t, debrief(t, "keys", "list", "--data", s.data), "https://app.example.com 50 events/s")
	out = debrief(t, "keys", "limit", id, "--rate", "0", "--data", s.data)
	contains(t, out, id+" is limited to: https://app.example.com\n")
	out = debrief(t, "keys", "limit", id, "--origin", "", "--rate", "2.5", "--name", "any page", "--data", s.data)
	contains(t, out, id+" is limited to: 2.5 events/s\n")
	r := shell{}.run(t.Context(), "keys", "limit", id, "--origin", "app.example.com", "--data", s.data)
	contains(t, r.err, "needs a scheme and a host", "(invalid_parameter)")
	out = debrief(t, "keys", "rotate", id, "--grace", "48h", "--data", s.data)
	contains(t, out, "write key: dbw_", id+" works on for 48h0m0s.")
	contains(t, debrief(t, "keys", "list", "--data", s.data), "any page", "works until 20")
	r = shell{}.run(t.Context(), "keys", "rotate", "k_none", "--data", s.data)
	contains(t, r.err, `no working key has the id "k_none"`)
}

func managesPeople(t *testing.T, s served) {
	t.Helper()
	contains(t, debrief(t, "user", "list", "--data", s.data), "owner@localhost  owner  not chosen")
	out := debrief(t, "user", "link", "owner@localhost", "--url", "https://debrief.example.com/", "--data", s.data)
	contains(t, out, "https://debrief.example.com/signin?token=", "It works once, until ")
	contains(t, debrief(t, "user", "link", "owner@localhost", "--data", s.data), "\nOpen it at the address")
	r := shell{}.run(t.Context(), "user", "link", "nobody@example.com", "--data", s.data)
	contains(t, r.err, "nobody has the e-mail nobody@example.com")

	out = debrief(t, "user", "invite", "Ada@example.com", "--role", "analyst", "--url", "https://debrief.example.com", "--data", s.data)
	contains(t, out, "https://debrief.example.com/join#email=ada%40example.com&token=", "It works once, until ")
	contains(t, debrief(t, "user", "list", "--data", s.data), "ada@example.com  analyst  invited until 20")
	out = debrief(t, "user", "invite", "ada@example.com", "--data", s.data)
	contains(t, out, "ada@example.com is there already, as analyst", "/join#")
	contains(t, debrief(t, "user", "role", "ada@example.com", "viewer", "--data", s.data), "ada@example.com is now viewer.")
	contains(t, debrief(t, "user", "sign-out", "ada@example.com", "--data", s.data), "ada@example.com is signed out everywhere.")
	r = shell{}.run(t.Context(), "user", "role", "owner@localhost", "viewer", "--data", s.data)
	contains(t, r.err, "There must be an owner", "(last_owner)")
	contains(t, debrief(t, "user", "remove", "ada@example.com", "--data", s.data), "ada@example.com was removed.")
}

func rebuilds(t *testing.T, s served) {
	t.Helper()
	contains(t, debrief(t, "rebuild", "--data", s.data), "Derived everything again from 5 events in ")
}

func examinesServer(t *testing.T, s served) {
	t.Helper()
	contains(t, debrief(t, "doctor", "--data", s.data), "ok       process: a server of version "+release, "ok       events: 5 stored, 5 analysed.", "ok       disk: ")
}

// isHeld holds that a second process on the folder is told what to do.
func isHeld(t *testing.T, s served) {
	t.Helper()
	r := shell{}.run(t.Context(), "serve", "--data", s.data, "--addr", "127.0.0.1:0")
	if r.code != exitError {
		t.Errorf("exit code %d", r.code)
	}
	contains(t, r.err, "another debrief process holds this folder: "+s.data, "stop it, or name another folder with --data")
}

func importsAgain(s served) func(*testing.T) {
	return func(t *testing.T) {
		file := write(t, "events.jsonl", lines)
		r := shell{env: map[string]string{"DEBRIEF_DATA": s.data}}.run(t.Context(), "import", file)
		contains(t, r.out, "0 accepted, 5 duplicate, 4 rejected in ", "Everything is analysed")
		if _, err := os.Stat(filepath.Join(s.data, socketName)); err == nil {
			t.Error("the socket is still there after the command")
		}
	}
}

// examinesFolder looks at the folder as the server left it and then with
// something wrong. Nothing may change by looking.
func examinesFolder(s served) func(*testing.T) {
	return func(t *testing.T) {
		before := listing(t, s.data)
		contains(t, debrief(t, "doctor", "--data", s.data), "ok       process: none holds the folder.", "ok       events: 5 stored, 5 analysed.",
			"ok       control.db: readable, 1 project, 6 working keys, 1 person.", "ok       derived: by the rules of this version",
			"ok       journal: nothing waits to be stored.", "ok       clock: ")
		if diff := cmp.Diff(before, listing(t, s.data)); diff != "" {
			t.Errorf("doctor changed the folder (-before +after):\n%s", diff)
		}
		if err := os.WriteFile(filepath.Join(s.data, "control.db"), []byte("this is no database, it is a text of more than a hundred bytes, which "+
			"is what the header of one has, and so on and so forth"), 0o600); err != nil {
			t.Fatal(err)
		}
		r := shell{}.run(t.Context(), "doctor", "--data", s.data)
		if r.code != exitError {
			t.Errorf("a broken control.db: exit code %d", r.code)
		}
		contains(t, r.out, "problem  control.db: cannot be read: ", "Do: copy the folder before anything else")
		contains(t, r.err, "there are problems: 1, see above")
		if err := os.Remove(filepath.Join(s.data, "control.db")); err != nil {
			t.Fatal(err)
		}
		r = shell{}.run(t.Context(), "doctor", "--data", s.data)
		if r.code != exitError {
			t.Errorf("no control.db: exit code %d", r.code)
		}
		contains(t, r.out, "problem  control.db: is missing, though there are events.", "Do: put it back from a backup before starting a server", "ok       events: 5 stored")
	}
}

// listing is the content of every file below a folder.
func listing(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			files[path] = readFile(t, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
