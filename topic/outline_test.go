package topic

import (
	"slices"
	"strings"
	"testing"
)

func TestOutline(t *testing.T) {
	t.Parallel()
	m := Fit(world(40, everything()...), Options{})
	outline := m.Outline()
	id, _ := topicOf(t, m, about("invoice", 0, 40))
	closest := outline.Closest(id, 5)
	if len(closest) != 5 || slices.ContainsFunc(closest, func(id string) bool { return !strings.HasPrefix(id, "invoice") }) {
		t.Errorf("closest to invoices are %v", closest)
	}
	if got := outline.Closest("t99", 5); got != nil {
		t.Errorf("closest to nothing are %v", got)
	}
	for _, topic := range m.Topics() {
		for _, part := range topic.Parts {
			if got := outline.Closest(part.ID, 2); len(got) == 0 {
				t.Errorf("nothing is closest to %s", part.ID)
			}
		}
	}
}
