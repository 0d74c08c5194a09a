package main

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/search"
)

func TestPrintFound(t *testing.T) {
	t.Parallel()
	var out screen
	at := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	if err := printFound(&out, &report.Conversations{Total: 1200, Conversations: []report.Listed{{
		Conversation: report.Conversation{ConversationID: "c-1", StartedAt: at, Outcome: "failed", Opening: "Hello"},
		Match:        &report.Match{Source: search.Answer, Parts: []search.Part{{Text: "No "}, {Text: "refund", Found: true}, {Text: " is left."}}},
	}}}); err != nil {
		t.Fatal(err)
	}
	contains(t, out.String(), "c-1           2026-11-02 12:00:00  failed   answer  No *refund* is left.\n", "1,200 conversations, the best 1 are shown.\n")
	if err := printFound(&out, &report.Conversations{}); err != nil {
		t.Fatal(err)
	}
	contains(t, out.String(), "Nothing was found.")
}
