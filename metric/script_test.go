package metric_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/duckdb"
	"github.com/debrief-dev/debrief/store/memory"
)

// TestScripts plays every script of testdata on every store. docs/testing.md
// tells how to write one.
func TestScripts(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.test")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for name, open := range stores() {
			t.Run(strings.TrimSuffix(filepath.Base(path), ".test")+" on "+name, func(t *testing.T) {
				t.Parallel()
				p := newPlay(path)
				p.store = open(t, p.storesAt)
				if err := p.run(t.Context(), string(text)); err != nil {
					t.Error(err)
				}
				for _, wrong := range p.wrong {
					t.Error(wrong)
				}
			})
		}
	}
}

func stores() map[string]func(*testing.T, func() time.Time) store.Store {
	return map[string]func(*testing.T, func() time.Time) store.Store{
		"memory": func(_ *testing.T, now func() time.Time) store.Store { return memory.Open(now) },
		"duckdb": func(t *testing.T, now func() time.Time) store.Store {
			t.Helper()
			s, err := duckdb.Open(t.Context(), duckdb.Options{Path: filepath.Join(t.TempDir(), "debrief.duckdb"), Threads: 1, Now: now})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Errorf("cannot close the store: %v", err)
				}
			})
			return s
		},
	}
}

// TestScriptsThatAreWrong holds what a script says when it is wrong to its
// place, what was expected and what came.
func TestScriptsThatAreWrong(t *testing.T) {
	const loaded = "load\n\t2026-11-02\n\t10:00 user=ann conv=c1 prompt \"How?\"\nat 2026-11-04 00:00\nperiod 2026-11-02 .. 2026-11-02\n"
	f := func(script, want string) {
		t.Helper()
		p := newPlay("x.test")
		p.store = memory.Open(p.storesAt)
		var got []string
		if err := p.run(t.Context(), script); err != nil {
			got = append(got, err.Error())
		}
		said := strings.Join(append(got, p.wrong...), "\n")
		start, cut := strings.CutSuffix(want, "…")
		if same := said == want || (cut && strings.HasPrefix(said, start)); !same {
			t.Errorf("script:\n%s\ngot  %s\nwant %s", script, said, want)
		}
	}
	f(loaded+"expect prompts: 1", "")
	f(loaded+"expect prompts: 2", "x.test:6: prompts: expected 2, came 1")
	f(loaded+"expect prompts: no_data", "x.test:6: prompts: expected no_data, came 1")
	f(loaded+"expect unanswered_rate: 1 n=1", "x.test:6: unanswered_rate: expected 1, came not_enough_data")
	f(loaded+"expect prompts: 1 matches=2", "x.test:6: prompts: expected matches=2, came 1")
	f(loaded+"expect prompts: 1 low=0.5", "x.test:6: prompts: expected low=0.5, came none")
	f(loaded+"expect prompts by user\n\tbob 1", "x.test:7: prompts: expected bob, which did not come\nx.test:6: prompts: ann came, which is not expected")
	f(loaded+"expect prompts per day\n\t2026-11-03 1", "x.test:7: prompts: expected 2026-11-03, which did not come\nx.test:6: prompts: 2026-11-02 came, which is not expected")
	f(loaded+"expect prompt: 1", `x.test:6: unknown metric "prompt"`)
	f(loaded+"expect prompts where agent: 1", "x.test:6: where: column 6: expected =, !=, in, not in, ~, !~ or exists after agent, found the end")
	f(loaded+"expect prompts by colour: 1", `x.test:6: by: invalid query: no breakdown is called "colour"…`)
	f(loaded+"expect prompts: many", `x.test:6: "many" is neither a figure nor a state`)
	f(loaded+"expect prompts: 1 size=2", `x.test:6: there is no "size" to expect`)
	f("expect prompts: 1", "x.test:1: say at which time is asked first: at 2026-11-04 09:00")
	f("at noon", `x.test:1: "noon" is not a time like 2026-11-04 09:00`)
	f("lood", `x.test:1: a script has load, at, period, set and expect, but no "lood"`)
	f("set zone Mars/Olympus", "x.test:1: unknown time zone Mars/Olympus")
	f("load\n\t10:00 conv=c1 prompt \"x\"", "x.test:2: a time needs a day: put a line like 2026-11-02 before")
	f("load\n\t2026-11-02\n\t10:00 user=ann prompt \"x\"", "x.test:3: rejected: conversation_id is required (missing_field conversation_id)")
	f("load\n\t2026-11-02\n\t10:00 conv=c1 ask \"x\"", `x.test:3: there is no event "ask"`)
	f("load\n\t2026-11-02\n\t10:00 conv=c1 prompt \"x", "x.test:3: a text is not closed")
}
