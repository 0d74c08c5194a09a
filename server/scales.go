package server

import (
	"context"
	"sync"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// scales knows on which scale each project takes ratings that come without
// one. A change elsewhere is known within keyCacheFor.
type scales struct {
	control control.Projects
	now     func() time.Time

	mu   sync.Mutex
	kept map[string]keptScale // by project
}

type keptScale struct {
	scale string
	until time.Time
}

func newScales(projects control.Projects, now func() time.Time) *scales {
	return &scales{control: projects, now: now, kept: make(map[string]keptScale)}
}

// of is the scale of a project, "" where it has none.
func (s *scales) of(ctx context.Context, project string) (string, error) {
	now := s.now()
	s.mu.Lock()
	kept, known := s.kept[project]
	s.mu.Unlock()
	if known && now.Before(kept.until) {
		return kept.scale, nil
	}
	p, err := s.control.Project(ctx, project)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[project] = keptScale{p.Scale, now.Add(keyCacheFor)}
	return p.Scale, nil
}

// forget drops everything, after settings were changed.
func (s *scales) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.kept)
}
