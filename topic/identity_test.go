package topic

import (
	"slices"
	"testing"
)

func TestRefitKeepsIdentity(t *testing.T) {
	t.Parallel()
	first := Fit(world(40, "password", "invoice", "shipping"), Options{})
	old := []string{"password", "invoice", "shipping"}
	f := func(name string, least float64, prompts []Prompt) *Model {
		t.Helper()
		second := Fit(prompts, Options{Previous: first})
		same := 0
		for _, p := range world(40, old...) {
			if first.Assign(p).Nearest == second.Assign(p).Nearest {
				same++
			}
		}
		if share := float64(same) / 120; share < least {
			t.Errorf("%s: %.2f of the prompts kept their topic", name, share)
		}
		seen := make(map[ID]bool)
		for _, topic := range second.Topics() {
			if seen[topic.ID] {
				t.Errorf("%s: %s twice", name, topic.ID)
			}
			seen[topic.ID] = true
		}
		return second
	}
	f("nothing new", 1, world(40, old...))
	f("a few more", 0.95, append(world(40, old...), about("invoice", 40, 10)...))
	f("found anew", 0.4, world(80, everything()...))
	grown := f("a new subject", 0.95, append(world(40, old...), about("recipe", 0, 44)...))
	id, _ := topicOf(t, grown, about("recipe", 0, 44))
	if slices.ContainsFunc(first.Topics(), func(was Topic) bool { return was.ID == id }) {
		t.Errorf("a new subject is %s", id)
	}
}

func TestRefitKeepsNames(t *testing.T) {
	t.Parallel()
	first := Fit(world(40, everything()...), Options{})
	names := make(map[ID]string)
	for _, topic := range first.Topics() {
		names[topic.ID] = topic.Name
	}
	for _, topic := range Fit(world(44, everything()...), Options{Previous: first}).Topics() {
		if was := names[topic.ID]; was != "" && was != topic.Name {
			t.Errorf("%s was called %q and is called %q", topic.ID, was, topic.Name)
		}
	}
}

func TestRefitLeavesKeptTopicsWhole(t *testing.T) {
	t.Parallel()
	first := Fit(world(40, everything()...), Options{})
	for _, topic := range first.Topics()[:3] {
		second := Fit(world(80, everything()...), Options{Previous: first, Kept: []ID{topic.ID}})
		moved, all := 0, 0
		for _, e := range first.examples {
			if e.fits && first.topics[e.topic].ID == topic.ID {
				all++
				if !slices.ContainsFunc(second.examples, func(n example) bool { return n.id == e.id && second.topics[n.topic].ID == topic.ID }) {
					moved++
				}
			}
		}
		if moved > 0 {
			t.Errorf("%s lost %d of %d prompts", topic.ID, moved, all)
		}
	}
}

func TestRefitForgetsWhatIsErased(t *testing.T) {
	t.Parallel()
	first := Fit(world(40, "password", "invoice", "shipping"), Options{})
	gone, _ := topicOf(t, first, about("shipping", 0, 40))
	second := Fit(world(40, "password", "invoice"), Options{Previous: first})
	for _, topic := range second.Topics() {
		if topic.ID == gone {
			t.Errorf("%+v", topic)
		}
	}
	third := Fit(world(40, "password", "invoice", "recipe"), Options{Previous: second})
	if id, _ := topicOf(t, third, about("recipe", 0, 40)); id == gone {
		t.Errorf("%s came back as another topic", id)
	}
}
