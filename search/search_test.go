package search_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/search"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/memory"
	"github.com/debrief-dev/debrief/text"
)

func noon() time.Time { return time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC) }

func everything() store.ListQuery {
	return store.ListQuery{Project: "p", From: noon().AddDate(0, 0, -1), To: noon().AddDate(0, 0, 1), Limit: 10}
}

// world is a store with some conversations of a turn each.
func world(t *testing.T) *memory.Store {
	t.Helper()
	s := memory.Open(noon)
	var d store.Derivation
	for i, said := range [][3]string{
		{"money", "How do I get my money back?", "Ask us within 30 days."},
		{"refund", "Can I have a refund for the annual plan?", "Yes, in Billing."},
		{"answered", "Where is Billing?", "There you can also ask for a refund of your plan."},
		{"again", "I want my money back", ""},
		{"weather", "What is the weather in Paris?", "I cannot tell."},
		{"export", "How do I export a report as PDF?", "Open Reports, then Export."},
	} {
		at := noon().Add(time.Duration(i) * time.Minute)
		d.Derived = append(d.Derived, conversation.Derived{
			Conversation: conversation.Conversation{Project: "p", ID: said[0], StartedAt: at, EndedAt: at, Outcome: conversation.Unknown, Turns: 1},
			Turns:        []conversation.Turn{{ID: said[0] + "-1", Project: "p", Conversation: said[0], StartedAt: at, PromptEvent: said[0], Prompt: said[1], Response: said[2]}},
		})
	}
	if err := s.PutDerived(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return s
}

func ids(found search.Found) string {
	var all []string
	for _, hit := range found.Hits {
		all = append(all, hit.Conversation)
	}
	return strings.Join(all, " ")
}

// shown is a match with what was sought in brackets.
func shown(m search.Match) string {
	var b strings.Builder
	for _, part := range m.Parts() {
		if part.Found {
			b.WriteString("[" + part.Text + "]")
		} else {
			b.WriteString(part.Text)
		}
	}
	return b.String()
}

func TestFind(t *testing.T) {
	t.Parallel()
	searcher := search.New(world(t))
	find := func(words string, mode search.Mode) search.Found {
		t.Helper()
		found, err := searcher.Find(t.Context(), everything(), words, mode)
		if err != nil {
			t.Fatalf("%s: %v", words, err)
		}
		return found
	}
	byWords := find("refund plan", search.Words)
	if ids(byWords) != "refund answered" || byWords.Total != 2 {
		t.Errorf("by words: %s of %d", ids(byWords), byWords.Total)
	}
	if got := shown(byWords.Hits[0].Match); got != "Can I have a [refund] for the annual [plan]?" {
		t.Error(got)
	}
	if m := byWords.Hits[1].Match; m.Source != search.Answer || m.Turn != "answered-1" {
		t.Errorf("found by %+v", m)
	}
	meant := find("get a refund", search.Meaning)
	if !strings.HasPrefix(ids(meant), "refund money") || strings.Contains(ids(meant), "weather") || int(meant.Total) != len(meant.Hits) {
		t.Errorf("by meaning: %s of %d", ids(meant), meant.Total)
	}
	if both := find("refund", search.Both); !strings.HasPrefix(ids(both), "refund") || !strings.Contains(ids(both), "answered") {
		t.Errorf("by both: %s", ids(both))
	}
	if none := find("zebra", search.Words); none.Total != 0 || len(none.Hits) != 0 {
		t.Errorf("found %+v", none)
	}
	if _, err := searcher.Find(t.Context(), everything(), `"open`, search.Both); !errors.Is(err, text.ErrQuery) {
		t.Errorf("an open quote: %v", err)
	}
}

func TestLike(t *testing.T) {
	t.Parallel()
	searcher := search.New(world(t))
	found, err := searcher.Like(t.Context(), everything(), "again")
	if err != nil || ids(found) != "money" {
		t.Errorf("like again: %s, error %v", ids(found), err)
	}
	if _, err = searcher.Like(t.Context(), everything(), "none"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("like none: %v", err)
	}
}

func TestSnippet(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("so many words ", 30) + "and then a refund " + strings.Repeat("and more ", 60)
	q, err := text.ParseQuery("refund")
	if err != nil {
		t.Fatal(err)
	}
	snippet, marks := search.Snippet(long, q)
	if len(snippet) > 220 || len(marks) != 1 || snippet[marks[0].Start:marks[0].End] != "refund" || !strings.HasPrefix(snippet, "… ") || !strings.HasSuffix(snippet, " …") {
		t.Errorf("%q, %v", snippet, marks)
	}
	if snippet, _ = search.Snippet(strings.Repeat("退款", 200), q); !strings.HasSuffix(snippet, " …") || strings.Contains(snippet, "\uFFFD") {
		t.Errorf("%q", snippet)
	}
}
