package demo

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTextsAreComplete reads every file of texts as the simulation will.
func TestTextsAreComplete(t *testing.T) {
	t.Parallel()
	slot := regexp.MustCompile(`\{[a-z0-9_]+\}`)
	lists := []string{
		"polite", "again", "thanks", "correction", "frustration", "human", "greeting",
		"welcome", "gladly", "fallback", "refusal", "vague", "apology", "handover", "good", "bad",
	}
	for _, name := range []string{"en", "fr", "de", "es"} {
		l := readLanguage(name)
		check := func(where, s string) {
			for _, found := range slot.FindAllString(s, -1) {
				// {id} is a placeholder of the API that an answer explains.
				if len(l.slots[strings.Trim(found, "{}")]) == 0 && found != "{id}" {
					t.Errorf("%s: %s: %s has no values", name, where, found)
				}
			}
		}
		for _, list := range lists {
			if len(l.lists[list]) == 0 {
				t.Errorf("%s: list %s is empty", name, list)
			}
			for _, s := range l.lists[list] {
				check(list, s)
			}
		}
		for id, questions := range l.asked {
			if !slices.ContainsFunc(readIntents(), func(in intent) bool { return in.id == id }) {
				t.Errorf("%s: intent %s is not in the table", name, id)
			}
			for _, q := range questions {
				if len(q.asks) == 0 || len(q.answers) == 0 && id != "other.offtopic" {
					t.Errorf("%s: %s: %q lacks wordings or answers", name, id, q.asks)
				}
				for _, s := range append(slices.Clone(q.asks), q.answers...) {
					check(id, s)
				}
				for _, next := range q.next {
					check(id, next.ask+next.answer)
				}
			}
		}
	}
	for _, in := range readIntents() {
		if len(readLanguage("en").asked[in.id]) == 0 {
			t.Errorf("intent %s has no English text", in.id)
		}
	}
}

func TestParseReportsTheLine(t *testing.T) {
	t.Parallel()
	f := func(text, want string) {
		t.Helper()
		if _, err := parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parse(%q) says %v, want %q in it", text, err, want)
		}
	}
	f("slot board: A | B\nsomething else", "line 2")
	f("slot board", "a slot needs values")
	f("intent a.b\nq What?\na That.\nf And then?", "needs =>")
	if _, err := parseIntents("a.b support 3 0.5 -"); err == nil {
		t.Error("an intent with five columns was accepted")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("slot board: A | B\nlist thanks\n- Thanks\nintent a.b\nq What?\na That.\nf And? => So.")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := parse(text)
		if (l == nil) == (err == nil) {
			t.Errorf("parse gave %v and %v", l, err)
		}
	})
}
