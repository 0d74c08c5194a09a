package server

import (
	"sync"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// arrivals remembers what came in since the start, for the install check.
type arrivals struct {
	mu sync.Mutex
	by map[string]Arrived
}

// Arrived is the latest that a project received.
type Arrived struct {
	Count  int64     `json:"count" doc:"accepted events since this server started"`
	At     time.Time `json:"last_received_at"`
	Source string    `json:"source"`
	Name   string    `json:"name" doc:"name of the last event"`
}

func newArrivals() *arrivals { return &arrivals{by: make(map[string]Arrived)} }

func (a *arrivals) note(at event.Arrival, name string, accepted int) {
	if accepted == 0 {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	last := a.by[at.Project]
	a.by[at.Project] = Arrived{Count: last.Count + int64(accepted), At: at.ReceivedAt, Source: at.Source, Name: name}
}

func (a *arrivals) last(project string) Arrived {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.by[project]
}
