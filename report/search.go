package report

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/search"
	"github.com/debrief-dev/debrief/store"
)

// Relevance is the order of a search: the best first.
const Relevance store.Sort = "relevance"

// Match is the text by which a conversation was found.
type Match struct {
	TurnID string        `json:"turn_id,omitempty"`
	Source search.Source `json:"source" enum:"prompt,answer,comment"`
	Parts  []search.Part `json:"parts" nullable:"false" doc:"a part of the text on one line, cut where a word that was sought begins and ends"`
}

func matchRow(m search.Match) *Match {
	if m.Snippet == "" {
		return nil
	}
	return &Match{TurnID: m.Turn, Source: m.Source, Parts: m.Parts()}
}

// Cursors of a search by relevance: so many of the ranked have been shown, or
// the rest follows in a list of the latest first.
const (
	rankedCursor = "ranked-"
	restCursor   = "rest-"
)

// Searching is what a search reads through.
type Searching struct {
	*search.Searcher

	Reader store.Reader
}

// Conversations reads a page of the conversations that a search finds: the
// scope's Text, by relevance unless the list says otherwise.
func (x Searching) Conversations(ctx context.Context, s Scope, l List) (*Conversations, error) {
	rest, plain := strings.CutPrefix(l.Cursor, restCursor)
	if plain {
		l.Sort, l.Cursor = store.Newest, rest
	}
	if l.Sort != Relevance {
		if l.Mode != search.Words {
			return nil, fmt.Errorf("%w: what means the same has no other order than relevance; leave sort out, or search by mode=words", store.ErrInvalidQuery)
		}
		return x.matched(ctx, s, l, plain)
	}
	from := 0
	if l.Cursor != "" {
		number, is := strings.CutPrefix(l.Cursor, rankedCursor)
		var err error
		if from, err = strconv.Atoi(number); err != nil || !is || from < 0 {
			return nil, store.ErrInvalidCursor
		}
	}
	q, err := listQuery(s, l)
	if err != nil {
		return nil, err
	}
	found, err := x.Find(ctx, q, s.Text, l.Mode)
	if err != nil {
		return nil, err
	}
	return x.ranked(ctx, q, found, from)
}

// matched lists what holds the words in another order than relevance.
func (x Searching) matched(ctx context.Context, s Scope, l List, rest bool) (*Conversations, error) {
	q, err := listQuery(s, l)
	if err != nil {
		return nil, err
	}
	page, err := x.Reader.List(ctx, q)
	if err != nil {
		return nil, err
	}
	matches, err := x.Matches(ctx, s.Project, s.Text, page.Conversations)
	out := conversationsOf(&page)
	for i := range out.Conversations {
		out.Conversations[i].Match = matchRow(matches[out.Conversations[i].ConversationID])
	}
	if rest && out.Next != "" {
		out.Next = restCursor + out.Next
	}
	return out, err
}

// ranked reads the conversations of a part of what was found.
func (x Searching) ranked(ctx context.Context, q store.ListQuery, found search.Found, from int) (*Conversations, error) {
	hits := found.Hits[min(from, len(found.Hits)):]
	hits = hits[:min(q.Limit, len(hits))]
	out := &Conversations{Total: found.Total, Conversations: []Listed{}}
	if len(hits) == 0 {
		return out, nil
	}
	matches := make(map[string]*Match, len(hits))
	q.Filter.Text, q.Sort, q.Cursor, q.Among = "", "", "", make([]string, len(hits))
	for i, hit := range hits {
		q.Among[i], matches[hit.Conversation] = hit.Conversation, matchRow(hit.Match)
	}
	page, err := x.Reader.List(ctx, q)
	if err != nil {
		return nil, err
	}
	out.Conversations = conversationsOf(&page).Conversations
	for i := range out.Conversations {
		out.Conversations[i].Match = matches[out.Conversations[i].ConversationID]
	}
	switch shown := from + len(hits); {
	case shown < len(found.Hits):
		out.Next = rankedCursor + strconv.Itoa(shown)
	case found.Rest != "":
		out.Next = restCursor + found.Rest
	}
	return out, nil
}

// Alike lists the conversations that mean something like another one,
// closest first: as many as there are to a page.
func (x Searching) Alike(ctx context.Context, s Scope, id string, limit int) (*Conversations, error) {
	q, err := listQuery(s, List{Limit: limit})
	if err != nil {
		return nil, err
	}
	found, err := x.Like(ctx, q, id)
	if err != nil {
		return nil, err
	}
	found.Hits = found.Hits[:min(limit, len(found.Hits))]
	found.Total = int64(len(found.Hits))
	return x.ranked(ctx, q, found, 0)
}

func listQuery(s Scope, l List) (store.ListQuery, error) {
	filter, err := s.Filter()
	return store.ListQuery{
		Project: s.Project, From: s.From, To: s.To, Zone: s.Zone, Filter: filter, Behind: l.Behind, Sort: l.Sort, Cursor: l.Cursor, Limit: l.Limit, AsOf: s.Now,
	}, err
}

func conversationsOf(page *store.Page) *Conversations {
	return &Conversations{Total: page.Total, Next: page.Next, Conversations: rows(page.Conversations)}
}

func rows(all []conversation.Conversation) []Listed {
	out := make([]Listed, len(all))
	for i := range all {
		out[i].Conversation = conversationRow(&all[i])
	}
	return out
}
