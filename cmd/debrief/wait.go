package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

// sleep waits, or returns why the context ended.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// derivedStatus is what is read of /api/v1/status.
type derivedStatus struct {
	Version  string `json:"version"`
	Stored   int64  `json:"stored"`
	Analysed int64  `json:"analysed"`
	Pending  int64  `json:"pending"`
}

// stored is how many events the server has stored; false where it does not say.
func (c *connection) stored(ctx context.Context) (int64, bool) {
	var status derivedStatus
	err := c.get(ctx, "/api/v1/status", &status)
	return status.Stored, err == nil
}

// waitDerived returns once everything that the server has acknowledged by now
// is analysed. Meanwhile it tells how many events are left to analyse.
func (c *connection) waitDerived(ctx context.Context, tell func(pending int64)) error {
	done := make(chan error, 1)
	go func() { done <- c.askDerived(ctx) }()
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-ticker.C:
			var status derivedStatus
			if c.get(ctx, "/api/v1/status", &status) == nil {
				tell(status.Pending)
			}
		}
	}
}

// askDerived asks until the answer is that everything is analysed: the server
// answers 503 after a minute.
func (c *connection) askDerived(ctx context.Context) error {
	for {
		var answer json.RawMessage
		err := c.get(ctx, "/api/v1/status?wait=derived", &answer)
		var refused *failure
		if err == nil || !errors.As(err, &refused) || !refused.overloaded() {
			return err
		}
		if err = sleep(ctx, refused.wait()); err != nil {
			return err
		}
	}
}
