package store

import (
	"context"
	"errors"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/text"
)

// ErrIndexing is returned where words are asked for while the index of texts is
// made anew, which goes on in the background: half of an answer would look like
// all of it.
var ErrIndexing = errors.New("the index of texts is being made")

// Searcher finds conversations by what was said in them: prompts, answers and
// comments. Words restrict any query by its Filter.Text. Ranking is not the
// store's: it says what comes into question.
type Searcher interface {
	// Index brings the index of texts up to date by some of the conversations
	// that were derived or erased since, at most about limit of them, and returns
	// how many wait still. What it has not done it does the next time, in another
	// process too. A missing, damaged or older index is made anew.
	//
	// Queries go on meanwhile; words that are asked for before a new index is
	// whole give ErrIndexing.
	Index(ctx context.Context, limit int) (waiting int64, err error)
	// Nearest returns up to limit turns whose prompts have the sketches closest to
	// the one given, closest first, of conversations that the list's period,
	// filter and figure select. Its sort and its page do not matter. Turns are
	// without evidence and figures.
	Nearest(ctx context.Context, q ListQuery, to text.Sketch, limit int) ([]conversation.Turn, error)
	// Said returns the turns of conversations, in no order, likewise without
	// evidence and figures.
	Said(ctx context.Context, project string, conversations []string) ([]conversation.Turn, error)
}
