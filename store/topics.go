package store

import (
	"context"
	"time"
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
}

// PromptQuery selects prompts of a project.
type PromptQuery struct {
	Project string
	Nearest []string // those closest to one of these topics, "" being none; nil is any
	Pooled  bool     // only those that have a closest topic and fit none, small talk left out
}

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
	// PooledPrompts returns the last pooled ones by time, up to limit, oldest
	// first.
	PooledPrompts(ctx context.Context, project string, limit int) ([]Prompt, error)
	// CountPrompts counts those of every project that has any, by project.
	CountPrompts(ctx context.Context) ([]PromptCount, error)
}
