package text

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestPhrases(t *testing.T) {
	f := func(lists, s, want string) {
		t.Helper()
		var read []PhraseList
		for list := range strings.SplitSeq(lists, ";") {
			label, lines, _ := strings.Cut(list, ": ")
			read = append(read, PhraseList{label, strings.ReplaceAll(lines, " / ", "\n")})
		}
		p, err := ReadPhrases(read...)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, found := range p.Find(s, 20).Phrases {
			got = append(got, fmt.Sprintf("%s(%s)", found.Label, found.Text))
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s in %q:\n got %s\nwant %s", lists, s, got, want)
		}
	}
	f("a: thank you", "I THANK  you, really", "a(THANK  you)")
	f("a: thanks / thanks a lot", "thanks a lot thanks a", "a(thanks a lot) a(thanks)")
	f("a: thanks / ! no thanks", "no thanks. thanks", "a(thanks)")
	f("a: thanks / thanks a lot / ! thanks a lot", "thanks a lot", "")
	f("a: thanks;b: ! thanks / thanks for nothing", "thanks for nothing, thanks", "a(thanks) b(thanks for nothing) a(thanks)")
	f("a: can't (help|(really |)assist)", "I can’t assist, can't help, can't really assist", "a(can’t assist) a(can't help) a(can't really assist)")
	f("a: not _ useful / not useful", "not very useful, not useful, not at all useful", "a(not very useful) a(not useful)")
	f("a: can't ... that", "I can't that, can't do any of that, can't do one or other of that", "a(can't that) a(can't do any of that)")
	f("a: désolé / leider nicht / grosse", "DESOLE, Leider NICHT große grösse", "a(DESOLE) a(Leider NICHT) a(große) a(grösse)")
	f("a: b # what it is / # nothing", "b nothing", "a(b)")
	f("a: one two three;b: two", "one two three", "a(one two three) b(two)")
	f("a: x", strings.Repeat("w ", 19)+"x x", "a(x)")
	f("a: 谢谢 / спасибо", "спасибо! 谢谢", "a(спасибо) a(谢谢)")
	f("a: x", "", "")
}

// TestPhrasesShareEnds holds that phrases which end alike take the place of one.
func TestPhrasesShareEnds(t *testing.T) {
	p, err := ReadPhrases(PhraseList{"a", "(one|two|three|four) ... (is|was) (a|the|) (fish|bird)"})
	if err != nil || len(p.nodes) > 8 {
		t.Errorf("%d nodes, %v", len(p.nodes), err)
	}
}

func TestPhrasesCannotBeRead(t *testing.T) {
	for _, line := range []string{"(a", "a)", "a|b", "(a|)", "..."} {
		if _, err := ReadPhrases(PhraseList{"a", line}); !errors.Is(err, ErrPhrase) {
			t.Errorf("%q: %v", line, err)
		}
	}
}

func FuzzPhrases(f *testing.F) {
	f.Add("a (b|c d|) ... e", "a b x y e")
	f.Add("! É_é", "é \xff ß")
	f.Fuzz(func(t *testing.T, line, s string) {
		if len(line) > 60 {
			return
		}
		p, err := ReadPhrases(PhraseList{"a", line})
		if err != nil {
			return
		}
		for _, found := range p.Find(s, 100).Phrases {
			if found.First >= found.End || found.Text == "" || !strings.Contains(s, found.Text) {
				t.Errorf("%+v in %q", found, s)
			}
		}
	})
}
