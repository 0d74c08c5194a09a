package topic

import (
	"slices"
	"strings"
	"testing"
)

func TestWithout(t *testing.T) {
	t.Parallel()
	m := Fit(world(40, everything()...), Options{})
	typical := m.Topics()[0].Typical
	gone := func(id string) bool { return id == typical || strings.HasSuffix(id, "7") }
	less := m.Without(gone)
	if slices.ContainsFunc(less.Examples(), gone) {
		t.Error("an example is left that should be gone")
	}
	if want := len(m.Examples()) - len(slices.DeleteFunc(m.Examples(), func(id string) bool { return !gone(id) })); len(less.Examples()) != want {
		t.Errorf("%d examples are left, want %d", len(less.Examples()), want)
	}
	for i, topic := range less.Topics() {
		if gone(topic.Typical) || topic.Typical == "" || topic.ID != m.Topics()[i].ID {
			t.Errorf("%+v", topic)
		}
		for _, part := range topic.Parts {
			if gone(part.Typical) {
				t.Errorf("%+v", part)
			}
		}
	}
	kept := 0
	for _, p := range world(40, everything()...) {
		if m.Assign(p).Nearest == less.Assign(p).Nearest {
			kept++
		}
	}
	if kept < 270 {
		t.Errorf("%d of 280 prompts keep their topic", kept)
	}
	data, err := less.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var read Model
	if err = read.UnmarshalBinary(data); err != nil {
		t.Error(err)
	}
	if m.Without(func(string) bool { return false }) != m {
		t.Error("a model without nothing is another")
	}
	all := m.Without(func(string) bool { return true })
	all.Assign(about("invoice", 0, 1)[0])
}

// TestAnewIsSteady holds that finding topics anew in the same prompts changes
// nothing, so that a rebuild gives what there was.
func TestAnewIsSteady(t *testing.T) {
	t.Parallel()
	prompts := world(40, everything()...)
	first := Fit(prompts, Options{})
	again := Fit(prompts, Options{Previous: first, Anew: true})
	for _, p := range prompts {
		if was, is := first.Assign(p), again.Assign(p); was != is {
			t.Errorf("%s was %+v and is %+v", p.ID, was, is)
		}
	}
}
