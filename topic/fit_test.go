package topic

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestFitFindsWhatPromptsAreAbout(t *testing.T) {
	t.Parallel()
	m := Fit(world(40, everything()...), Options{})
	of, names := make(map[ID]string), make(map[string]bool)
	astray, all := 0, 0
	for _, s := range everything() {
		for _, p := range append(about(s, 0, 40), about(s, 60, 20)...) {
			id := m.Assign(p).Nearest
			if of[id] == "" {
				of[id] = s
			}
			if all++; of[id] != s {
				astray++
			}
		}
	}
	if astray > all/20 {
		t.Errorf("%d of %d prompts are of a topic about something else", astray, all)
	}
	if n := len(m.Topics()); n < 7 || n > 21 { // each subject is asked about in five ways
		t.Errorf("%d topics for 7 subjects", n)
	}
	for _, topic := range m.Topics() {
		if topic.Name == "" || names[topic.Name] || len(topic.Terms) == 0 || topic.Typical == "" || topic.Theme == "" {
			t.Errorf("%+v", topic)
		}
		names[topic.Name] = true
		if s := of[topic.ID]; s == "invoice" && !strings.Contains(strings.Join(topic.Terms, " "), "invoice") {
			t.Errorf("%s is described as %q", s, topic.Terms)
		}
	}
}

func TestFitIsTheSameAgain(t *testing.T) {
	t.Parallel()
	prompts := world(20, everything()...)
	a := encoded(t, Fit(prompts, Options{}))
	slices.Reverse(prompts)
	if b := encoded(t, Fit(prompts, Options{})); !bytes.Equal(a, b) {
		t.Error("the order of the prompts makes another model")
	}
}

func TestFitOfLittle(t *testing.T) {
	t.Parallel()
	f := func(name string, prompts []Prompt, topics bool) {
		t.Helper()
		m := Fit(prompts, Options{})
		if got := len(m.Topics()) > 0; got != topics {
			t.Errorf("%s: %d topics", name, len(m.Topics()))
		}
		a := m.Assign(Prompt{"x", "where is the invoice"})
		if got := a.Nearest != ""; got != topics {
			t.Errorf("%s: %+v", name, a)
		}
		if _, ids := m.Grow(about("recipe", 0, 5)); ids != nil {
			t.Errorf("%s: five prompts grow %v", name, ids)
		}
	}
	f("nothing", nil, false)
	f("29", world(29, "invoice")[:29], false)
	f("30", world(15, "invoice", "weather"), true)
	f("one thing", world(60, "invoice"), true)
	same := slices.Repeat([]Prompt{{"a", "hello"}}, 100)
	f("the same", same, false)
	f("no words", slices.Repeat([]Prompt{{"a", "?!"}}, 100), false)
	var unlike []Prompt
	for i, r := range []rune("αβγδεζηθικλμνξοπρστυφχψωабвгдежзийкл") {
		unlike = append(unlike, Prompt{ID: string(rune('a' + i)), Text: strings.Repeat(string(r), 5)})
	}
	if m := Fit(unlike, Options{}); len(m.Topics()) != 1 {
		t.Errorf("nothing in common: %d topics", len(m.Topics()))
	}
	if a := Fit(world(15, "invoice", "weather"), Options{}).Assign(Prompt{"x", "…"}); a != (Assignment{}) {
		t.Errorf("a prompt without words: %+v", a)
	}
}

func TestRepeatedPromptsCountOnce(t *testing.T) {
	t.Parallel()
	prompts := world(30, "invoice", "weather")
	for range 500 {
		prompts = append(prompts, Prompt{ID: "chip", Text: "Show me the recipe of the day"})
	}
	m := Fit(prompts, Options{})
	if len(m.examples) != 61 {
		t.Errorf("%d examples of 61 distinct prompts", len(m.examples))
	}
	if a := m.Assign(Prompt{"y", "show me the recipe of the day"}); a.Nearest == "" {
		t.Errorf("%+v", a)
	}
}

func TestAssignPoolsWhatIsAboutNothing(t *testing.T) {
	t.Parallel()
	m := Fit(world(40, "password", "invoice", "shipping"), Options{})
	f := func(prompts []Prompt, least, most int) {
		t.Helper()
		pooled := 0
		for _, p := range prompts {
			a := m.Assign(p)
			if a.Nearest == "" || a.Topic != "" && a.Topic != a.Nearest {
				t.Errorf("%q: %+v", p.Text, a)
			}
			if a.Topic == "" {
				pooled++
			}
		}
		if pooled < least || pooled > most {
			t.Errorf("%d of %d pooled, as %q", pooled, len(prompts), prompts[0].Text)
		}
	}
	f(about("invoice", 50, 20), 0, 6)
	f(about("recipe", 0, 20), 18, 20)
	f(about("chinese", 0, 20), 15, 20)
}

func TestGrow(t *testing.T) {
	t.Parallel()
	m := Fit(world(40, "password", "invoice", "shipping"), Options{})
	before := encoded(t, m)
	pool := append(about("recipe", 0, 20), Prompt{"odd", "zebra"}, Prompt{"odder", "quantum chromodynamics"})
	grown, ids := m.Grow(pool)
	if len(ids) == 0 || ids[0] != numbered("t", m.last+1) || !bytes.Equal(before, encoded(t, m)) {
		t.Fatalf("grew %v", ids)
	}
	id, share := topicOf(t, grown, about("recipe", 40, 20))
	if !slices.Contains(ids, id) || share < 0.8 {
		t.Errorf("new prompts go to %s (%.2f), not to %v", id, share, ids)
	}
	last := grown.Topics()[len(grown.Topics())-1]
	if last.Theme == "" || last.Name == "" || !strings.HasPrefix(last.Typical, "recipe") {
		t.Errorf("%+v", last)
	}
	for _, s := range []string{"password", "invoice", "shipping"} {
		for _, p := range about(s, 0, 40) {
			if a, b := m.Assign(p), grown.Assign(p); a.Nearest != b.Nearest {
				t.Errorf("%q moved from %s to %s", p.Text, a.Nearest, b.Nearest)
			}
		}
	}
	if _, none := m.Grow(about("invoice", 0, 3)); none != nil {
		t.Errorf("three prompts grew %v", none)
	}
}

func encoded(t *testing.T, m *Model) []byte {
	t.Helper()
	b, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
