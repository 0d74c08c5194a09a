package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// Failures is how many there were in the window that is running.
func (s *Store) Failures(ctx context.Context, of string, now time.Time) (n int, until time.Time, err error) {
	var end moment
	err = fault(s.on.QueryRowContext(ctx, "SELECT failures, until FROM attempts WHERE hash = ? AND until > ?",
		control.Hash(of), now.UnixMicro()).Scan(&n, &end))
	if errors.Is(err, control.ErrNotFound) {
		return 0, time.Time{}, nil
	}
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("cannot count attempts: %w", err)
	}
	return n, end.Time, nil
}

// AddFailure counts one, and removes windows that have ended, which includes
// the one that would be counted in.
func (s *Store) AddFailure(ctx context.Context, of string, now time.Time, window time.Duration) error {
	_, err := s.on.ExecContext(ctx, "DELETE FROM attempts WHERE until <= ?", now.UnixMicro())
	if err == nil {
		_, err = s.on.ExecContext(ctx, `INSERT INTO attempts (hash, failures, until) VALUES (?, 1, ?)
			ON CONFLICT (hash) DO UPDATE SET failures = failures + 1`, control.Hash(of), now.Add(window).UnixMicro())
	}
	if err != nil {
		return fmt.Errorf("cannot count an attempt: %w", err)
	}
	return nil
}

// ForgetFailures begins anew.
func (s *Store) ForgetFailures(ctx context.Context, of string) error {
	if _, err := s.on.ExecContext(ctx, "DELETE FROM attempts WHERE hash = ?", control.Hash(of)); err != nil {
		return fmt.Errorf("cannot forget attempts: %w", err)
	}
	return nil
}
