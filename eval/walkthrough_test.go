package eval

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

var update = flag.Bool("update", false, "write what the commands of docs/walkthrough.md print now")

const walkthrough = "../docs/walkthrough.md"

// TestWalkthrough types every command of docs/walkthrough.md again, with the
// program itself and the real dialogues, and holds the document to what they
// print. -update rewrites it.
func TestWalkthrough(t *testing.T) {
	dir := dataDir(t, "the commands of docs/walkthrough.md")
	document := readDocument(t)
	bin, home := build(t), t.TempDir()
	if err := os.Symlink(filepath.Join(dir, "conversations"), filepath.Join(home, "conversations")); err != nil {
		t.Fatal(err)
	}
	c := &console{served: serve(t, bin, home), dir: home, path: bin}
	got := c.rerun(t, document, func(fence string) (string, bool) {
		if fence != "text counts" {
			return "", false
		}
		return compareAssistant(t, dir, c.served), true
	})
	leaks(t, dir, got)
	if *update && !t.Failed() {
		if err := os.WriteFile(walkthrough, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(strings.Split(steady(document), "\n"), strings.Split(steady(got), "\n")); diff != "" {
		t.Errorf("the commands print something else (-document +now); go test ./eval -run Walkthrough -update writes it:\n%s", diff)
	}
}

// leaks holds that no sentence of the dialogues stands in the document: they
// are not ours to pass on.
func leaks(t *testing.T, dir, document string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(AssistantFile)))
	if err != nil {
		t.Fatal(err)
	}
	const sentence = 12 // shorter ones are anybody's
	for _, opening := range []string{`"prompt": "`, `"response": "`} {
		for _, rest := range strings.Split(string(raw), opening)[1:] {
			if text, _, _ := strings.Cut(rest, `"`); len(text) >= sentence && strings.Contains(document, text) {
				t.Fatalf("the document would hold a sentence of the dialogues: %.20q…", text)
			}
		}
	}
}

// TestWalkthroughShowsEveryCode needs no data.
func TestWalkthroughShowsEveryCode(t *testing.T) {
	document := readDocument(t)
	for _, code := range event.Codes() {
		if !strings.Contains(document, `"code":"`+string(code.Code)+`"`) {
			t.Errorf("no answer with the code %s is shown", code.Code)
		}
	}
}

func readDocument(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(walkthrough)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
