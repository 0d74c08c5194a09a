package control

import (
	"context"
	"time"
)

// Compaction is that a part of the data folder was written anew: nothing that
// was removed from it before BeganAt is in its files.
type Compaction struct {
	Part             string
	BeganAt, EndedAt time.Time
}

// Compactions keeps when the files were written anew, and forgets samples.
type Compactions interface {
	AddCompaction(ctx context.Context, c Compaction) error
	// ListCompactions returns those that began then or later, oldest first.
	ListCompactions(ctx context.Context, from time.Time) ([]Compaction, error)
	// RemoveSamples removes the samples of the inbox that gone picks.
	RemoveSamples(ctx context.Context, project string, gone func(*Sample) bool) error
}
