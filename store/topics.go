package store

import (
	"context"
	"time"

	"github.com/debrief-dev/debrief/conversation"
)

// Model is the topics of a project as they are kept.
type Model struct {
	Project   string
	Version   int // from 1; each that is kept has a higher one
	MadeAt    time.Time
	Prompts   int64  // of how many its topics were found
	Decisions int    // how many of people's decisions derived rows follow
	Erasures  int    // how many erasures it is without
	Placed    bool   // derived rows follow it: if not, they still follow an earlier one in part
	Bytes     []byte // of topic.Model
}

// Prompt is a prompt and where it is counted.
type Prompt struct {
	Turn, Conversation    string
	At                    time.Time
	Text                  string // empty where it is not kept any more
	Topic, Theme, Nearest string
	SmallTalk             bool
	Next                  conversation.Next
	Gap                   *float64
}

// PromptQuery selects prompts of a project. What is nil, false or zero does not
// narrow it.
type PromptQuery struct {
	Project   string
	From, To  time.Time
	Zone      *time.Location // of the filter's dates; nil is UTC
	Filter    Filter
	Topics    []string // those in one of these topics
	Nearest   []string // those closest to one of these, "" being none
	Pooled    bool     // those that have a closest topic and fit none, small talk left out
	FellShort bool     // those of which a turn says so
	Turns     []string // those of these turns
	PerTopic  int      // of FirstPrompts: no more than so many of each topic
}

// PromptOrder is which prompts come first.
type PromptOrder int

// The orders. Ties are broken by time, the last first, and id.
const (
	LatestFirst PromptOrder = iota
	WorstFirst              // by the probability that the answer did not help; those without one last
)

// PromptCount is how many prompts of a project there are, small talk and those
// whose text is not kept left out.
type PromptCount struct {
	Project         string
	Prompts, Pooled int64
}

// Topics keeps models of topics, and reads the prompts that they are made of.
type Topics interface {
	// PutModel keeps a model in place of the project's earlier ones: what was
	// erased must not stay in those. Without Bytes it keeps those that are there
	// and changes the rest.
	PutModel(ctx context.Context, m Model) error
	// Model returns a project's, or ErrNotFound; Bytes are left out where its
	// version is the one that the caller has.
	Model(ctx context.Context, project string, have int) (Model, error)
	// EachPrompt streams prompts in order of conversation, time and id, in memory
	// that does not grow with how many there are. What changes meanwhile may be
	// seen or not. It stops with the first error that yield returns.
	EachPrompt(ctx context.Context, q PromptQuery, yield func(Prompt) error) error
	// FirstPrompts returns the first of an order, up to limit.
	FirstPrompts(ctx context.Context, q PromptQuery, order PromptOrder, limit int) ([]Prompt, error)
	// CountPrompts counts those of every project that has any, by project.
	CountPrompts(ctx context.Context) ([]PromptCount, error)
}
