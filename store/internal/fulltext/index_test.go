package fulltext_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/store/internal/fulltext"
	"github.com/debrief-dev/debrief/text"
)

func open(t *testing.T, path string) *fulltext.Index {
	t.Helper()
	x, err := fulltext.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err = x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func put(t *testing.T, x *fulltext.Index, documents ...fulltext.Document) {
	t.Helper()
	if err := x.Put(t.Context(), documents); err != nil {
		t.Fatal(err)
	}
}

func find(t *testing.T, x *fulltext.Index, project, query string) []uint64 {
	t.Helper()
	q, err := text.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	codes, err := x.Find(t.Context(), project, q)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return slices.Sorted(slices.Values(codes))
}

func nearest(t *testing.T, x *fulltext.Index, project, prompt string, limit int) []fulltext.Near {
	t.Helper()
	near, err := x.Nearest(t.Context(), project, text.NewSketcher(text.General()).Sketch(text.Words(prompt)), nil, limit)
	if err != nil {
		t.Fatal(err)
	}
	return near
}

func prompts(project string, code uint64, said ...string) fulltext.Document {
	return fulltext.Document{Project: project, Code: code, Texts: said, Prompts: said}
}

// TestIndex puts, changes and drops conversations, in memory and in a file that
// is opened again after each step.
func TestIndex(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", filepath.Join(t.TempDir(), "search.db")} {
		x := open(t, path)
		again := func() {
			if path != "" {
				x = open(t, path)
			}
		}
		f := func(project, query string, want ...uint64) {
			t.Helper()
			if got := find(t, x, project, query); !slices.Equal(got, want) {
				t.Errorf("%s %s: %v, want %v", project, query, got, want)
			}
		}
		put(t, x, prompts("p", 1, "I want a refund", "for my order"), prompts("p", 1<<63+2, "the weather in Paris"), prompts("q", 1, "refund"))
		again()
		f("p", "refund", 1)
		f("p", "refund order", 1)
		f("p", "refund paris")
		f("p", "par", 1<<63+2)
		f("p", "the -refund", 1<<63+2)
		f("q", "refund", 1)
		f("r", "refund")
		put(t, x, prompts("p", 1, "I want a refund"), prompts("p", 3, "give me my money back"))
		again()
		f("p", "order")
		if near := nearest(t, x, "p", "can I get a refund", 2); len(near) != 2 || near[0].Code != 1 || near[1].Code != 3 {
			t.Errorf("nearest: %+v", near)
		}
		put(t, x, fulltext.Document{Project: "p", Code: 1}, fulltext.Document{Project: "p", Code: 9})
		again()
		f("p", "refund")
		f("q", "refund", 1)
		if near := nearest(t, x, "p", "can I get a refund", 9); len(near) != 2 || near[0].Code != 3 {
			t.Errorf("nearest: %+v", near)
		}
		put(t, x, prompts("p", 4, "refund, again"))
		again()
		f("p", "refund", 4)
	}
}

// TestIndexIsMadeAnew holds that an index that cannot be read is no error: it
// is empty, and says so.
func TestIndexIsMadeAnew(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(t *testing.T, path string){
		"none": func(*testing.T, string) {},
		"cut":  func(t *testing.T, path string) { t.Helper(); must(t, os.Truncate(path, 2000)) },
		"rubbish": func(t *testing.T, path string) {
			t.Helper()
			must(t, os.WriteFile(path, []byte("rubbish, and more of it"), 0o600))
		},
		"sketches": func(t *testing.T, path string) { t.Helper(); must(t, os.Truncate(path+"-sketches", 30)) },
		"gone":     func(t *testing.T, path string) { t.Helper(); must(t, os.Remove(path)) },
	} {
		path := filepath.Join(t.TempDir(), "search.db")
		x, err := fulltext.Open(t.Context(), path)
		must(t, err)
		put(t, x, prompts("p", 1, "refund"))
		must(t, x.SetComplete(t.Context()))
		must(t, x.Close())
		damage(t, path)
		x = open(t, path)
		if x.Complete() != (name == "none") || (len(find(t, x, "p", "refund")) == 1) != (name == "none") {
			t.Errorf("%s: complete %v, found %v", name, x.Complete(), find(t, x, "p", "refund"))
		}
	}
}

// TestCompact holds that what was dropped is in none of the files' bytes.
func TestCompact(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "search.db")
	x := open(t, path)
	put(t, x, prompts("p", 1, "xylophonist secret"), prompts("p", 2, "weather"))
	put(t, x, fulltext.Document{Project: "p", Code: 1})
	must(t, x.Compact(t.Context()))
	for _, name := range []string{path, path + "-wal"} {
		if raw, err := os.ReadFile(name); err != nil || strings.Contains(string(raw), "ylophonist") {
			t.Errorf("%s: %v; it still has the word", filepath.Base(name), err)
		}
	}
	if got := find(t, x, "p", "weather"); len(got) != 1 {
		t.Error("what is left is not found")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
