package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/text"
	"github.com/debrief-dev/debrief/where"
)

// indexed brings the index of texts up to date.
func indexed(t *testing.T, s store.Store) {
	t.Helper()
	for {
		waiting, err := s.Index(t.Context(), 7)
		must(t, err)
		if waiting == 0 {
			return
		}
	}
}

// talk is a conversation of one turn.
func talk(of, id, prompt, response string, started time.Time) conversation.Derived {
	return conversation.Derived{
		Conversation: conversation.Conversation{Project: of, ID: id, Dimensions: conversation.Dimensions{Agent: "a-" + id}, Agents: []string{"a-" + id}, StartedAt: started, EndedAt: started, Outcome: conversation.Unknown, Turns: 1},
		Turns: []conversation.Turn{{
			ID: id + "-1", Project: of, Conversation: id, StartedAt: started, PromptEvent: id + "-1", Prompt: prompt, Response: response,
		}},
	}
}

// searches holds a store to what words find in every language, and to what
// prompts mean.
func searches(t *testing.T, open Open) {
	t.Helper()
	t.Run("words", func(t *testing.T) { wordsFind(t, open) })
	t.Run("changes", func(t *testing.T) { changesAreFound(t, open) })
	t.Run("meaning", func(t *testing.T) { meaningFinds(t, open) })
}

// soughtIDs are the conversations that words find.
func soughtIDs(t *testing.T, s store.Store, of, words string) []string {
	t.Helper()
	page, err := s.List(t.Context(), everything(of, words))
	if err != nil {
		t.Errorf("%s: %v", words, err)
	}
	ids := make([]string, len(page.Conversations))
	for i := range page.Conversations {
		ids[i] = page.Conversations[i].ID
	}
	if int(page.Total) != len(ids) {
		t.Errorf("%s: a total of %d, and %d in the list", words, page.Total, len(ids))
	}
	slices.Sort(ids)
	return ids
}

func everything(of, words string) store.ListQuery {
	return store.ListQuery{Project: of, From: epoch(), To: horizon(), Filter: store.Filter{Text: words}, Limit: 100}
}

func wordsFind(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	commented := talk(project, "fr", "Où est le reçu de ma commande ?", "Dans l’onglet Factures.", noon())
	commented.Conversation.Comments = "trop lent"
	must(t, s.PutDerived(t.Context(), store.Derivation{Derived: []conversation.Derived{
		talk(project, "en", "How do I export a report as PDF?", "Open Reports, then Export.", noon()), commented,
		talk(project, "zh", "我想申请退款", "退款政策如下", noon()), talk(project, "ja", "注文をキャンセルしたい", "返金できます", noon()),
		talk(project, "ko", "환불을 받고 싶어요", "", noon()), talk(project, "th", "ขอคืนเงินได้ไหม", "", noon()),
		talk(project, "ar", "أين طَلَبي", "", noon()), talk(project, "hi", "मेरा ऑर्डर कहाँ है", "", noon()), talk(elsewhere, "en", "a refund", "", noon()),
	}}))
	indexed(t, s)
	f := func(words string, want ...string) {
		t.Helper()
		if got := soughtIDs(t, s, project, words); !slices.Equal(got, want) {
			t.Errorf("%s: found %v, want %v", words, got, want)
		}
	}
	f("export", "en")
	f("EXPORT open", "en")
	f("repor", "en")
	f("repor pdf")
	f(`"export a report"`, "en")
	f(`"report export"`)
	f("export -pdf")
	f(`pdf -"export as"`, "en")
	f("recu", "fr")
	f("Factures lent", "fr")
	f("refund")
	f("退款", "zh")
	f("款政策", "zh")
	f("退政")
	f("キャンセル", "ja")
	f("환불", "ko")
	f("คืนเงิน", "th")
	f("طلبي", "ar")
	f("ऑर्डर", "hi")
	if got := soughtIDs(t, s, elsewhere, "refund"); !slices.Equal(got, []string{"en"}) {
		t.Errorf("in another project: %v", got)
	}
	for _, unreadable := range []string{`"open`, "-no"} {
		if _, err := s.List(t.Context(), everything(project, unreadable)); !errors.Is(err, store.ErrInvalidQuery) || !errors.Is(err, text.ErrQuery) {
			t.Errorf("%s: %v", unreadable, err)
		}
	}
}

// changesAreFound derives a conversation again and erases one.
func changesAreFound(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	said := func(id, words string) {
		t.Helper()
		_, err := s.Append(t.Context(), id+words, []event.Event{{
			ID: id + words, Project: project, Kind: event.Prompt, Name: string(event.Prompt), Conversation: id, OccurredAt: noon(), ReceivedAt: noon(), Text: words,
		}})
		must(t, err)
		must(t, s.PutDerived(t.Context(), store.Derivation{Derived: []conversation.Derived{talk(project, id, words, "", noon())}}))
	}
	f := func(words string, want ...string) {
		t.Helper()
		if got := soughtIDs(t, s, project, words); !slices.Equal(got, want) {
			t.Errorf("%s: found %v, want %v", words, got, want)
		}
	}
	said("c1", "refund")
	said("c2", "refund too")
	indexed(t, s)
	f("refund", "c1", "c2")
	said("c1", "weather")
	said("c1", "weather again")
	indexed(t, s)
	f("refund", "c2")
	f("weather", "c1")
	_, err := s.Erase(t.Context(), store.Erasure{ID: "e", Project: project, Conversation: "c2", At: noon()})
	must(t, err)
	f("refund")
	indexed(t, s)
	f("refund")
	if near, failed := s.Nearest(t.Context(), everything(project, ""), sketched("refund"), 9); failed != nil || len(near) != 1 || near[0].Conversation != "c1" {
		t.Errorf("nearest after an erasure: %v, error %v", near, failed)
	}
}

func sketched(words string) text.Sketch {
	return text.NewSketcher(text.General()).Sketch(text.Words(words))
}

func meaningFinds(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	polite := talk(project, "polite", "thanks for the money", "", noon())
	polite.Turns[0].Evidence = []conversation.Evidence{{Signal: conversation.SmallTalk}}
	must(t, s.PutDerived(t.Context(), store.Derivation{Derived: []conversation.Derived{
		talk(project, "money", "how do I get my money back", "", noon()), talk(project, "weather", "what is the weather in Paris", "", noon()),
		talk(project, "refund", "can I have a refund", "Yes.", noon().Add(time.Hour)), polite, talk(elsewhere, "money", "how do I get my money back", "", noon()),
	}}))
	indexed(t, s)
	f := func(q store.ListQuery, limit int, want ...string) {
		t.Helper()
		turns, err := s.Nearest(t.Context(), q, sketched("I want my money back"), limit)
		must(t, err)
		var got []string
		for i := range turns {
			got = append(got, turns[i].Conversation)
			if turns[i].ID != turns[i].Conversation+"-1" || turns[i].Prompt == "" || turns[i].StartedAt.IsZero() {
				t.Errorf("a turn lacks something: %+v", turns[i])
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("nearest: %v, want %v", got, want)
		}
	}
	f(everything(project, ""), 9, "money", "refund", "weather")
	f(everything(project, ""), 1, "money")
	f(everything(project, "refund"), 9, "refund")
	filtered := everything(project, "")
	filtered.Filter.Where = parsed(t, `agent = "a-weather"`)
	f(filtered, 1, "weather")
	filtered.Filter.Where = where.Not{X: parsed(t, `agent = "a-money"`)}
	f(filtered, 1, "refund")
	later := everything(project, "")
	later.From = noon().Add(time.Minute)
	f(later, 9, "refund")
	among := everything(project, "")
	among.Among = []string{"weather", "none", "money"}
	page, err := s.List(t.Context(), among)
	must(t, err)
	if page.Total != 2 || len(page.Conversations) != 2 || page.Conversations[0].ID != "weather" || page.Conversations[1].ID != "money" || page.Next != "" {
		t.Errorf("among: %+v", page)
	}
	turns, err := s.Said(t.Context(), project, []string{"refund", "none"})
	must(t, err)
	if len(turns) != 1 || turns[0].Prompt != "can I have a refund" || turns[0].Response != "Yes." {
		t.Errorf("said: %+v", turns)
	}
}
