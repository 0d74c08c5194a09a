package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// AddEntry keeps a line of the log.
func (s *Store) AddEntry(ctx context.Context, e control.Entry) error {
	err := s.change(ctx, "INSERT INTO log (at, who, act, about, note) VALUES (?, ?, ?, ?, ?)", e.At.UnixMicro(), e.Who, e.Act, e.About, e.Note)
	if err != nil {
		return fmt.Errorf("cannot log %q: %w", e.Act, err)
	}
	return nil
}

// ListEntries returns entries, newest first.
func (s *Store) ListEntries(ctx context.Context, before time.Time, limit int) ([]control.Entry, error) {
	last := int64(1<<63 - 1)
	if !before.IsZero() {
		last = before.UnixMicro()
	}
	rows, err := s.on.QueryContext(ctx, "SELECT at, who, act, about, note FROM log WHERE at < ? ORDER BY at DESC, id DESC LIMIT ?", last, limit)
	if err != nil {
		return nil, fmt.Errorf("cannot read the log: %w", err)
	}
	return list(rows, func(r row) (control.Entry, error) {
		var e control.Entry
		var at moment
		err := fault(r.Scan(&at, &e.Who, &e.Act, &e.About, &e.Note))
		e.At = at.Time
		return e, err
	})
}
