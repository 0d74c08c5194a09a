package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// errBusy says that somebody reads what would be removed.
var errBusy = errors.New("it is being read")

// AddCompaction keeps that a part was written anew.
func (s *Store) AddCompaction(ctx context.Context, c control.Compaction) error {
	err := s.change(ctx, "INSERT OR REPLACE INTO compactions (part, began_at, ended_at) VALUES (?, ?, ?)", c.Part, c.BeganAt.UnixMicro(), c.EndedAt.UnixMicro())
	if err != nil {
		return fmt.Errorf("cannot keep the compaction of %s: %w", c.Part, err)
	}
	return nil
}

// ListCompactions returns those that began at a moment or later.
func (s *Store) ListCompactions(ctx context.Context, from time.Time) ([]control.Compaction, error) {
	rows, err := s.on.QueryContext(ctx, "SELECT part, began_at, ended_at FROM compactions WHERE began_at >= ? ORDER BY began_at, part", from.UnixMicro())
	if err != nil {
		return nil, fmt.Errorf("cannot list compactions: %w", err)
	}
	return list(rows, func(r row) (control.Compaction, error) {
		var c control.Compaction
		var began, ended moment
		err := fault(r.Scan(&c.Part, &began, &ended))
		c.BeganAt, c.EndedAt = began.Time, ended.Time
		return c, err
	})
}

// RemoveSamples removes the samples that gone picks.
func (s *Store) RemoveSamples(ctx context.Context, project string, gone func(*control.Sample) bool) error {
	type kept struct {
		id int64
		control.Sample
	}
	rows, err := s.on.QueryContext(ctx, "SELECT id, item, message FROM samples WHERE project = ?", project)
	if err != nil {
		return fmt.Errorf("cannot read samples: %w", err)
	}
	all, err := list(rows, func(r row) (k kept, err error) { return k, fault(r.Scan(&k.id, &k.Item, &k.Message)) })
	for i := range all {
		if err == nil && gone(&all[i].Sample) {
			_, err = s.on.ExecContext(ctx, "DELETE FROM samples WHERE id = ?", all[i].id)
		}
	}
	if err != nil {
		return fmt.Errorf("cannot remove samples: %w", err)
	}
	return nil
}

// Compact writes the file anew: nothing that was removed before is in it, nor
// in its write-ahead log. Other writers wait meanwhile.
func (s *Store) Compact(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx, "VACUUM"); err != nil {
		return fmt.Errorf("cannot compact %s: %w", s.path, err)
	}
	var busy, log, moved int
	err := s.db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved)
	if err == nil && busy != 0 {
		err = errBusy
	}
	if err != nil {
		return fmt.Errorf("cannot compact %s: %w", s.path, err)
	}
	return nil
}
