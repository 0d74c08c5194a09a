package topic

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// modelOf has three topics, the first of two parts.
func modelOf() *Model {
	return &Model{topics: []Topic{
		{ID: "t1", Name: "cards", Parts: []Part{{ID: "t1.1", Name: "lost cards"}, {ID: "t1.2", Name: "new cards"}}},
		{ID: "t2", Name: "transfers"},
		{ID: "t3", Name: "weather"},
	}}
}

func TestDecisions(t *testing.T) {
	t.Parallel()
	f := func(name string, decisions Decisions, shown string, of map[ID]ID, void ...int) {
		t.Helper()
		m := modelOf()
		s := m.Show(decisions)
		var b strings.Builder
		for _, topic := range s.Topics {
			fmt.Fprintf(&b, "%s %s", topic.ID, topic.Name)
			if topic.Pinned {
				b.WriteString("!")
			}
			for _, held := range topic.Holds {
				fmt.Fprintf(&b, "+%s", held)
			}
			b.WriteString("; ")
		}
		got := b.String()
		if got != shown {
			t.Errorf("%s:\n got %s\nwant %s", name, got, shown)
		}
		for id, want := range of {
			a := Assignment{Topic: whole(id), Nearest: whole(id)}
			if id != whole(id) {
				a.Part = id
			}
			if got := s.Of(a); got.Topic != want || got.Nearest != want {
				t.Errorf("%s: %s is counted at %q and %q, want %q", name, id, got.Topic, got.Nearest, want)
			}
			if got := s.Of(Assignment{Nearest: a.Nearest, Part: a.Part}); got.Topic != "" {
				t.Errorf("%s: a pooled prompt is counted at %s", name, got.Topic)
			}
		}
		if diff := cmp.Diff(void, s.Void); diff != "" {
			t.Errorf("%s: void (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(modelOf().topics, m.topics); diff != "" {
			t.Errorf("%s changes the model:\n%s", name, diff)
		}
	}
	const plain = "t1 cards; t2 transfers; t3 weather; "
	f("none", nil, plain, map[ID]ID{"t1": "t1", "t1.2": "t1", "t2": "t2"})
	f("rename", Decisions{{Decided: Renamed, Topic: "t2", Name: "money"}}, "t1 cards; t2 money; t3 weather; ", nil)
	f("undone", Decisions{{Decided: Renamed, Topic: "t2", Name: "money", Undone: true}, {Decided: Ignored, Topic: "t1", Undone: true}}, plain, nil)
	f("pin", Decisions{{Decided: Pinned, Topic: "t3"}}, "t3 weather!; t1 cards; t2 transfers; ", nil)
	f("ignore", Decisions{{Decided: Ignored, Topic: "t1"}}, "t2 transfers; t3 weather; ", map[ID]ID{"t1": "", "t1.1": "", "t2": "t2"})
	f("merge", Decisions{{Decided: Merged, Topic: "t2", Into: "t1"}}, "t1 cards+t2; t3 weather; ", map[ID]ID{"t2": "t1", "t1": "t1"})
	f("merge in a chain", Decisions{{Decided: Merged, Topic: "t2", Into: "t1"}, {Decided: Merged, Topic: "t1", Into: "t3"}},
		"t3 weather+t1+t2; ", map[ID]ID{"t2": "t3", "t1.1": "t3"})
	f("merge in a ring", Decisions{{Decided: Merged, Topic: "t2", Into: "t1"}, {Decided: Merged, Topic: "t1", Into: "t2"}},
		"t1 cards+t2; t3 weather; ", map[ID]ID{"t2": "t1"}, 1)
	f("split", Decisions{{Decided: Split, Topic: "t1"}}, "t1.1 lost cards; t1.2 new cards; t2 transfers; t3 weather; ",
		map[ID]ID{"t1.2": "t1.2", "t1.1": "t1.1", "t1": "t1.1"})
	f("split what is of a piece", Decisions{{Decided: Split, Topic: "t2"}}, plain, nil, 0)
	f("a part elsewhere", Decisions{{Decided: Split, Topic: "t1"}, {Decided: Merged, Topic: "t1.2", Into: "t2"}, {Decided: Renamed, Topic: "t1.1", Name: "lost"}},
		"t1.1 lost; t2 transfers+t1.2; t3 weather; ", map[ID]ID{"t1.2": "t2", "t1.1": "t1.1"})
	f("the split undone", Decisions{{Decided: Split, Topic: "t1", Undone: true}, {Decided: Merged, Topic: "t1.2", Into: "t2"}}, plain, nil, 1)
	f("of nothing", Decisions{{Decided: Renamed, Topic: "t9"}, {Decided: Merged, Topic: "t1", Into: "t9"}, {Decided: "praise", Topic: "t1"}}, plain, nil, 0, 1, 2)
}

func TestDecisionsKept(t *testing.T) {
	t.Parallel()
	d := Decisions{{Decided: Merged, Topic: "t4.2", Into: "t1"}, {Decided: Pinned, Topic: "t9"}, {Decided: Pinned, Topic: "t8", Undone: true}, {Decided: Split, Topic: "t4"}}
	if diff := cmp.Diff([]ID{"t1", "t4", "t9"}, d.Kept()); diff != "" {
		t.Error(diff)
	}
}
