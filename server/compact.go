package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// Compactor is a part of the data folder whose files may hold bytes of what
// was removed from it. Compact writes them anew: when it returns nil, nothing
// is in them that had been removed before it was called. What is kept beside
// the events and made of their texts, as an index for searching or examples of
// topics, is a part too, or drops its own within Analyzer.Erase.
type Compactor interface {
	Compact(ctx context.Context) error
}

// CompactPart is a part that compaction goes through.
type CompactPart struct {
	Name, About string
	From        Compactor
}

// How soon files are written anew. A day is promised; what is erased meanwhile
// goes with it, since for a large store it is work.
const (
	compactAfter = 6 * time.Hour
	compactKept  = 20 * time.Hour // where something is kept for a time only
	compactLook  = 10 * time.Minute
)

// erasedFrom says which parts were written anew after a moment.
func (s *Server) erasedFrom(at time.Time, compacted []control.Compaction) []ErasedFrom {
	parts := make([]ErasedFrom, len(s.Compact))
	for i, part := range s.Compact {
		parts[i] = ErasedFrom{Part: part.Name, About: part.About}
		for k := range compacted { // oldest first
			if c := &compacted[k]; c.Part == part.Name && !c.BeganAt.Before(at) {
				parts[i].DoneAt = &c.EndedAt
				break
			}
		}
	}
	return parts
}

// KeepCompacted writes the files anew when something was removed, until the
// context ends.
func (s *Server) KeepCompacted(ctx context.Context) {
	timer := time.NewTicker(compactLook)
	defer timer.Stop()
	for {
		due, err := s.compactDue(ctx)
		if err == nil && due {
			err = s.compact(ctx)
		}
		if err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "what was erased is still in files, trying again", slog.Any("error", err))
		}
		select {
		case <-timer.C:
		case <-ctx.Done():
			return
		}
	}
}

// compactDue reports whether something was erased long enough ago that some
// part still has to be written anew for.
func (s *Server) compactDue(ctx context.Context) (bool, error) {
	compacted, err := s.Control.ListCompactions(ctx, time.Time{})
	if err != nil {
		return false, err
	}
	projects, err := s.Control.ListProjects(ctx)
	if err != nil {
		return false, err
	}
	for i := range projects {
		if projects[i].Kept != (control.Kept{}) && !s.compactedSince(s.Now().Add(-compactKept), compacted) {
			return true, nil
		}
		erasures, err := s.Store.Erasures(ctx, projects[i].ID)
		if err != nil {
			return false, err
		}
		for _, e := range erasures {
			if s.Now().Sub(e.At) >= compactAfter && !s.compactedSince(e.At, compacted) {
				return true, nil
			}
		}
	}
	return false, nil
}

// compactedSince reports whether every part was written anew since a moment.
func (s *Server) compactedSince(at time.Time, compacted []control.Compaction) bool {
	return !slices.ContainsFunc(s.erasedFrom(at, compacted), func(f ErasedFrom) bool { return f.DoneAt == nil })
}

// compact writes every part anew, one after the other. A part that fails does
// not keep the others from it.
func (s *Server) compact(ctx context.Context) error {
	s.compacting.Lock()
	defer s.compacting.Unlock()
	if err := s.removeSamples(ctx); err != nil {
		return err
	}
	var all []error
	for _, part := range s.Compact {
		began := s.Now().UTC()
		err := part.From.Compact(ctx)
		if err == nil {
			err = s.Control.AddCompaction(ctx, control.Compaction{Part: part.Name, BeganAt: began, EndedAt: s.Now().UTC()})
		}
		if err != nil {
			all = append(all, fmt.Errorf("%s: %w", part.Name, err))
		}
	}
	return errors.Join(all...)
}

// removeSamples removes what Inbox health has kept of what was erased.
func (s *Server) removeSamples(ctx context.Context) error {
	if err := s.Inbox.Save(ctx); err != nil {
		return err
	}
	projects, err := s.Control.ListProjects(ctx)
	if err != nil {
		return err
	}
	for i := range projects {
		barred, err := s.Store.Barred(ctx, projects[i].ID)
		if err != nil {
			return err
		}
		if len(barred) == 0 {
			continue
		}
		if err = s.Control.RemoveSamples(ctx, projects[i].ID, namedBy(barred)); err != nil {
			return err
		}
	}
	return nil
}

type compactedBody struct {
	Erasures []Erasure `json:"erasures" nullable:"false" doc:"of the project, oldest first"`
}

// compactNow writes everything anew at once.
func (s *Server) compactNow(ctx context.Context, in *ProjectInput) (*compactedBody, error) {
	if _, err := s.project(ctx, in.Project); err != nil {
		return nil, err
	}
	if err := s.compact(ctx); err != nil {
		s.Log.WarnContext(ctx, "what was erased is still in files", slog.Any("error", err))
		return nil, problem("not_compacted", "Files could not be written anew: "+err.Error()+".")
	}
	list, err := s.listErasures(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	return &compactedBody{list}, nil
}
