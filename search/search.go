// Package search ranks conversations by how well they answer what somebody
// looks for: by the words, by what prompts mean, or by both; and finds those
// that are like another one. A store says what comes into question, this
// package reads it and decides on the order.
//
// Nothing is learned of a project: the same texts have the same rank anywhere,
// and a conversation can be found as soon as it is derived.
package search

import (
	"context"
	"sync"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/text"
)

// Mode is by what conversations are found.
type Mode string

// The modes.
const (
	Words   Mode = "words"   // they hold every word that is wanted, and none that is not
	Meaning Mode = "meaning" // a prompt of theirs means something like it
	Both    Mode = "both"    // either
)

// candidates is how many conversations by words, the latest, and how many turns
// by meaning, the closest, are read and ranked.
const candidates = 400

// Store is what searching needs of a store.
type Store interface {
	List(ctx context.Context, q store.ListQuery) (store.Page, error)
	Get(ctx context.Context, key store.Key) (store.Detail, error)
	Nearest(ctx context.Context, q store.ListQuery, to text.Sketch, limit int) ([]conversation.Turn, error)
	Said(ctx context.Context, project string, conversations []string) ([]conversation.Turn, error)
}

// Searcher ranks. It may be used by several goroutines. New makes one.
type Searcher struct {
	store  Store
	models func() models
}

// models are what texts mean in any project.
type models struct {
	space    *text.Space
	sketcher *text.Sketcher
}

// New makes a searcher. Its models are made when they are first needed, which
// takes a tenth of a second.
func New(s Store) *Searcher {
	return &Searcher{store: s, models: sync.OnceValue(func() models {
		space := text.General()
		return models{space, text.NewSketcher(space)}
	})}
}

// Hit is one conversation that was found.
type Hit struct {
	Conversation string
	Match        Match
}

// Source is which text of a conversation was found.
type Source string

// The sources.
const (
	Prompt  Source = "prompt"
	Answer  Source = "answer"
	Comment Source = "comment"
)

// Match is the text by which a conversation was found.
type Match struct {
	Turn    string // id; empty of a comment
	Source  Source
	Snippet string      // a part of the text
	Marks   []text.Mark // words that were wanted, in the snippet
}

// Found is what a search found.
type Found struct {
	Hits []Hit // best first
	// Total is how many there are: by words all that hold them, of which Hits
	// has the best among the latest; else as many as Hits, since what means the
	// same has no edge.
	Total int64
	Rest  string // by words: the cursor by which the others follow in a list of the latest first
}

// Find finds conversations that the query selects, whose Filter.Text is ignored.
// Its sort and its page do not matter. It fails with a *text.QueryError.
func (s *Searcher) Find(ctx context.Context, q store.ListQuery, words string, mode Mode) (Found, error) {
	wanted, err := text.ParseQuery(words)
	if err != nil {
		return Found{}, err
	}
	r := &ranking{models: s.models(), wanted: wanted, docs: make(map[string]*doc)}
	r.asked = text.Words(plain(wanted))
	var found Found
	if mode != Meaning {
		if found, err = s.byWords(ctx, q, words, r); err != nil {
			return found, err
		}
	}
	if mode != Words {
		if err = s.byMeaning(ctx, q, r, ""); err != nil {
			return found, err
		}
	}
	found.Hits = r.rank(mode)
	if mode != Words {
		found.Total, found.Rest = int64(len(found.Hits)), ""
	}
	return found, nil
}

// Like finds conversations whose prompts mean something like those of another
// one, which is not among them; or store.ErrNotFound.
func (s *Searcher) Like(ctx context.Context, q store.ListQuery, conversation string) (Found, error) {
	detail, err := s.store.Get(ctx, store.Key{Project: q.Project, Conversation: conversation})
	if err != nil {
		return Found{}, err
	}
	r := &ranking{models: s.models(), docs: make(map[string]*doc), asked: asked(detail.Turns)}
	if len(r.asked) == 0 {
		return Found{}, nil
	}
	err = s.byMeaning(ctx, q, r, conversation)
	hits := r.rank(Meaning)
	return Found{Hits: hits, Total: int64(len(hits))}, err
}

// asked are the words of a conversation's prompts that are about something.
func asked(turns []conversation.Turn) (words []string) {
	for i := range turns {
		if !turns[i].Has(conversation.SmallTalk) {
			words = append(words, text.Words(turns[i].Prompt)...)
		}
	}
	return words
}

// plain is a query as somebody would ask it.
func plain(q text.Query) string {
	var all []byte
	for _, p := range q.Wanted {
		if all = append(all, ' '); p.Phrase != "" {
			all = append(all, p.Phrase...)
			continue
		}
		for _, term := range p.Terms {
			all = append(append(all, ' '), term...)
		}
	}
	return string(all)
}

// byWords adds the latest conversations that hold the words.
func (s *Searcher) byWords(ctx context.Context, q store.ListQuery, words string, r *ranking) (Found, error) {
	q.Filter.Text, q.Sort, q.Cursor, q.Limit, q.Among = words, store.Newest, "", candidates, nil
	page, err := s.store.List(ctx, q)
	if err != nil || len(page.Conversations) == 0 {
		return Found{Total: page.Total}, err
	}
	err = s.read(ctx, q.Project, r, page.Conversations)
	return Found{Total: page.Total, Rest: page.Next}, err
}

// byMeaning adds the turns that are closest to what is asked.
func (s *Searcher) byMeaning(ctx context.Context, q store.ListQuery, r *ranking, except string) error {
	q.Filter.Text, q.Sort, q.Cursor, q.Limit, q.Among = "", "", "", candidates, nil
	sketch := r.sketcher.Sketch(r.asked)
	if sketch == (text.Sketch{}) {
		return nil
	}
	turns, err := s.store.Nearest(ctx, q, sketch, candidates)
	for i := range turns {
		if turns[i].Conversation != except {
			r.add(&turns[i])
		}
	}
	return err
}
