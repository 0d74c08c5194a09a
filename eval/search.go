package eval

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/search"
	"github.com/debrief-dev/debrief/store"
)

// SearchScore is how well searches find prompts of the same label.
type SearchScore struct {
	Corpus, Queries int
	NDCG            float64 // at 10: 1 if the ten best, or all there are, have the label
	First           float64 // share of queries whose best has it
}

// Searches asks a store of the corpus, each prompt a conversation, for each
// query; the store must be empty.
func Searches(ctx context.Context, s store.Store, corpus, queries []Labelled, mode search.Mode) (score SearchScore, err error) {
	labels, counts, err := load(ctx, s, corpus)
	if err != nil {
		return score, err
	}
	searcher := search.New(s)
	score.Corpus, score.Queries = len(corpus), len(queries)
	for _, q := range queries {
		found, failed := searcher.Find(ctx, store.ListQuery{Project: searched, From: searchedAt(), To: searchedAt().AddDate(1, 0, 0), Limit: 1}, question(q.Text), mode)
		if failed != nil {
			return score, fmt.Errorf("cannot search for %q: %w", q.Text, failed)
		}
		gain, ideal := 0.0, 0.0
		for i := range 10 {
			discount := 1 / math.Log2(float64(i)+2)
			if i < counts[q.Label] {
				ideal += discount
			}
			if i < len(found.Hits) && labels[found.Hits[i].Conversation] == q.Label {
				gain += discount
			}
		}
		score.NDCG += gain / ideal / float64(len(queries))
		if len(found.Hits) > 0 && labels[found.Hits[0].Conversation] == q.Label {
			score.First += 1 / float64(len(queries))
		}
	}
	return score, nil
}

const searched = "p"

func searchedAt() time.Time { return time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC) }

// question is a prompt as it is typed into a search: quotes and hyphens have a
// meaning there.
func question(prompt string) string {
	out := []byte(prompt + " ")
	for i, c := range out {
		if c == '"' || c == '-' {
			out[i] = ' '
		}
	}
	return string(out)
}

// load derives a conversation of each prompt and indexes it.
func load(ctx context.Context, s store.Store, corpus []Labelled) (labels map[string]string, counts map[string]int, err error) {
	d := store.Derivation{Made: store.Made{Rules: conversation.Version, Definitions: 1}}
	labels, counts = make(map[string]string, len(corpus)), make(map[string]int)
	for i, p := range corpus {
		id, at := strconv.Itoa(i), searchedAt().Add(time.Duration(i)*time.Minute)
		labels[id] = p.Label
		counts[p.Label]++
		d.Derived = append(d.Derived, conversation.Derived{
			Conversation: conversation.Conversation{Project: searched, ID: id, StartedAt: at, EndedAt: at, Outcome: conversation.Unknown, Turns: 1, Prompts: 1},
			Turns:        []conversation.Turn{{ID: id, Project: searched, Conversation: id, StartedAt: at, PromptEvent: id, Prompt: p.Text}},
		})
	}
	if err = s.PutDerived(ctx, d); err != nil {
		return nil, nil, err
	}
	for waiting := int64(1); waiting > 0 && err == nil; {
		waiting, err = s.Index(ctx, 5_000)
	}
	return labels, counts, err
}
