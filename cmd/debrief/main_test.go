package main

import (
	"errors"
	"go/build"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUsage(t *testing.T) {
	t.Parallel()
	f := func(command string, wants ...string) {
		t.Helper()
		r := shell{env: map[string]string{"DEBRIEF_JSON": "perhaps"}}.run(t.Context(), strings.Fields(command)...)
		if r.code != exitUsage || r.out != "" {
			t.Errorf("debrief %s: exit code %d, printed %q", command, r.code, r.out)
		}
		contains(t, r.err, wants...)
	}
	f("dance", `debrief: there is no command "dance"; `+"`debrief help` lists them")
	f("serve now", `debrief serve: unexpected argument "now"`, "See `debrief serve --help`.")
	f("serve --port 80", "debrief serve: unknown flag: --port")
	f("serve --log-level loud", `--log-level "loud": use debug, info, warn or error`)
	f("demo now", `unexpected argument "now"`)
	f("import", "name a file, or - for the standard input")
	f("import - --server http://localhost", "--server needs --key")
	f("export", "name what to export: events, turns or conversations")
	f("report", `DEBRIEF_JSON="perhaps": `)
	f("export dreams", `"dreams" cannot be exported; use events, turns or conversations`)
	f("export events --format xml", `there is no format "xml"; use jsonl, csv or parquet`)
	f("report --json", "name a report: overview, satisfaction, topics, gaps, sources, or metric and its id")
	f("report weather --json", `there is no report "weather"`)
	f("report metric --json", "name one metric, as in: debrief report metric success_rate")
	f("report sources --by agent --json", "sources takes --from and --to alone")
	f("report overview --by agent --json", "--by and --interval are for one metric")
	f("rebuild all", `unexpected argument "all"`)
	f("keys revoke", "name the id of one key")
	f("keys lend", "use keys list, keys add, or keys limit, rotate or revoke with an ID")
	f("user link", "name one person by e-mail")
	f("user ban x", "use user list, invite, role, sign-out, remove or link")
	f("doctor me", `unexpected argument "me"`)
	f("docs", "name one folder to write to")
}

func TestNoFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, command := range []string{"import -", "export events", "report overview", "rebuild", "keys", "user", "doctor"} {
		r := shell{}.run(t.Context(), append(strings.Fields(command), "--data", dir)...)
		if r.code != exitError {
			t.Errorf("debrief %s: exit code %d", command, r.code)
		}
		contains(t, r.err, dir+" is no data folder", "`debrief serve --data "+dir+"`")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("the commands left %v, error %v", left, err)
	}
	r := shell{}.run(t.Context(), "import", filepath.Join(dir, "none.jsonl"), "--data", dir)
	contains(t, r.err, "debrief import: cannot open "+dir)
}

// TestHelp holds what people read: docs/cli.md is its golden file, which `make
// generate` writes.
func TestHelp(t *testing.T) {
	t.Parallel()
	golden := readFile(t, "../../docs/cli.md")
	contains(t, golden, debrief(t, "help"))
	if diff := cmp.Diff(debrief(t), debrief(t, "--help")); diff != "" {
		t.Errorf("no argument and --help differ:\n%s", diff)
	}
	for _, c := range commands() {
		help := debrief(t, c.name, "--help")
		if diff := cmp.Diff(help, debrief(t, "help", c.name)); diff != "" {
			t.Errorf("%s --help and help %s differ:\n%s", c.name, c.name, diff)
		}
		if !strings.Contains(golden, "## debrief "+c.name+"\n\n```\n"+help+"```\n") {
			t.Errorf("docs/cli.md has another help of %s: run `make generate`", c.name)
		}
		for line := range strings.Lines(help) {
			const width = 140
			if length := len([]rune(line)); length > width || (!strings.HasPrefix(line, "        ") && length > reportWidth+2) {
				t.Errorf("%s: a line has %d columns: %s", c.name, length, line)
			}
		}
		if c.name != "version" && !strings.Contains(help, "    debrief "+c.name) {
			t.Errorf("%s has no example", c.name)
		}
	}
	contains(t, debrief(t, "version"), "debrief "+release, "go1.")
}

// TestDocs holds every page of the reference to what stands in the repository.
func TestDocs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out := debrief(t, "docs", dir)
	for _, p := range pages() {
		contains(t, out, filepath.Join(dir, p.name))
		if diff := cmp.Diff(readFile(t, "../../docs/"+p.name), readFile(t, filepath.Join(dir, p.name))); diff != "" {
			t.Errorf("%s is not what the code generates; run `make generate` (-file +code):\n%s", p.name, diff)
		}
	}
	if diff := cmp.Diff(readFile(t, "../../server/openapi.json"), readFile(t, filepath.Join(dir, "openapi.json"))); diff != "" {
		t.Errorf("openapi.json is not what the code generates; run `make generate` (-file +code):\n%s", diff)
	}
}

// brokenPipe is an output that cannot be written to.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestOutputFails(t *testing.T) {
	t.Parallel()
	var complaints screen
	code := run(t.Context(), streams{strings.NewReader(""), brokenPipe{}, &complaints}, []string{"help"}, func(string) (string, bool) { return "", false })
	if code != exitError {
		t.Errorf("exit code %d", code)
	}
	contains(t, complaints.String(), "debrief: cannot write: the disk is full")
}

// TestTimeZonesAreEmbedded holds that the program brings its time zones: here
// the machine's own would hide that it does not.
func TestTimeZonesAreEmbedded(t *testing.T) {
	t.Parallel()
	pkg, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(pkg.Imports, "time/tzdata") {
		t.Error("a machine without time zones would refuse every zone but UTC")
	}
}
