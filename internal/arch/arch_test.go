package arch

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func TestTree(t *testing.T) {
	t.Parallel()
	files := tree(t)
	for name, check := range rules() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, breach := range check(files) {
				t.Error(breach)
			}
		})
	}
}

// TestRules breaks every rule once: a rule that finds nothing would keep nothing.
func TestRules(t *testing.T) {
	t.Parallel()
	f := func(rule, path, source, want string) {
		t.Helper()
		files, err := scan(fstest.MapFS{path: {Data: []byte(source)}})
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(rules()[rule](files), "\n")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("rule %s on %s: %s\ngot  %q\nwant %q", rule, path, source, got, want)
		}
	}
	use := func(path string) string { return "package x\nimport \"" + path + "\"" }

	f("table", "redact/a.go", use(module+"event"), "")
	f("table", "redact/a.go", use(module+"store"), "redact/a.go imports store: redact may import [event]")
	f("table", "redact/a_test.go", use(module+"store"), "")
	f("table", "bench/load/a.go", use(module+"store/duckdb"), "")
	f("table", "store/fast/a.go", "package x", "package store/fast has no row")
	f("table", "store/testdata/a.go", "package x", "")
	f("peers", "metric/a.go", use(module+"analyze"), "never import one another")
	f("peers", "analyze/a.go", use(module+"ingest/journal"), "never import one another")
	f("peers", "ingest/a.go", use(module+"ingest/journal"), "")
	f("confinement", "store/duckdb/a.go", use("github.com/duckdb/duckdb-go/v2"), "")
	f("confinement", "metric/a_test.go", use("github.com/duckdb/duckdb-go/v2"), "which only [store/duckdb] may")
	f("confinement", "ingest/a.go", use("net/http"), "HTTP is an edge")
	f("confinement", "ingest/a.go", use("net/http/httptest"), "HTTP is an edge")
	f("confinement", "ingest/a_test.go", use("net/http/httptest"), "")
	f("confinement", "analyze/a.go", use("log/slog"), "below the edge errors are returned")
	f("wiring", "cmd/debrief/serve.go", use(module+"store/duckdb"), "chosen in [cmd/debrief/wire.go")
	f("wiring", "cmd/debrief/wire.go", use(module+"store/duckdb"), "")
	f("wiring", "eval/a.go", use(module+"control/sqlite"), "")
	f("pure", "text/a.go", use("os"), "text is pure")
	f("pure", "ingest/a.go", use("os"), "")
	f("names", "x/a.go", "package helpers", "name it for what it provides")
	f("init", "x/a.go", "package x\nfunc init() {}", "func init()")
	f("init", "x/a.go", "package x\ntype y int\nfunc (y) init() {}", "")
	f("blank", "x/a.go", "package x\nimport _ \"embed\"", "")
	f("blank", "x/a.go", "package x\nimport _ \"example.org/plugin\"", "nothing registers itself")
	f("contracts", "x/a.go", "package x\ntype y interface { A(); B(); C(); D(); E(); F() }", "y declares 6 methods")
	f("contracts", "x/a.go", "package x\ntype y interface { a; b; c; d; e; f; G() }", "")
	f("doc", "x/a.go", "package x", "no package comment")
	f("doc", "x/a.go", "// Package x is here.\npackage x", "")
}

// TestTableIsWhole keeps the table readable: every row has its reason and names rows that exist.
func TestTableIsWhole(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range table() {
		if r.why == "" {
			t.Errorf("%s: a row needs its reason", r.folder)
		}
		if seen[r.folder] {
			t.Errorf("%s: listed twice", r.folder)
		}
		seen[r.folder] = true
		for to := range strings.FieldsSeq(r.may) {
			if _, ok := lookup(to); !ok && to != "*" {
				t.Errorf("%s: may import %s, which has no row", r.folder, to)
			}
		}
	}
}

func tree(t *testing.T) []file {
	t.Helper()
	return found(t, scan)
}

func scriptTree(t *testing.T) []file {
	t.Helper()
	return found(t, scanScripts)
}

func found(t *testing.T, scan func(fs.FS) ([]file, error)) []file {
	t.Helper()
	files, err := scan(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no files found")
	}
	return files
}
