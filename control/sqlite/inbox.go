package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// AddToInbox adds to the tallies and keeps the samples.
func (s *Store) AddToInbox(ctx context.Context, tallies []control.Tally, samples []control.Sample) (err error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("cannot add to the inbox: %w", err)
	}
	defer func() {
		if undo := tx.Rollback(); !errors.Is(undo, sql.ErrTxDone) {
			err = errors.Join(err, undo)
		}
		if err != nil {
			err = fmt.Errorf("cannot add to the inbox: %w", err)
		}
	}()
	for i := range tallies {
		t := &tallies[i]
		if _, err = tx.ExecContext(ctx, `INSERT INTO tallies (project, hour, key, source, verdict, code, count, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET count = count + excluded.count, last_at = max(last_at, excluded.last_at)`,
			t.Project, t.Hour.UnixMicro(), t.Key, t.Source, t.Verdict, t.Code, t.Count, t.LastAt.UnixMicro()); err != nil {
			return fault(err)
		}
	}
	for i := range samples {
		if err = addSample(ctx, tx, &samples[i]); err != nil {
			return fault(err)
		}
	}
	return tx.Commit()
}

func addSample(ctx context.Context, tx *sql.Tx, x *control.Sample) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO samples (project, key, code, source, verdict, field, message, item, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		x.Project, x.Key, x.Code, x.Source, x.Verdict, x.Field, x.Message, x.Item, x.At.UnixMicro())
	if err == nil {
		_, err = tx.ExecContext(ctx, `DELETE FROM samples WHERE id IN
			(SELECT id FROM samples WHERE project = ? AND key = ? AND code = ? ORDER BY at DESC, id DESC LIMIT -1 OFFSET ?)`,
			x.Project, x.Key, x.Code, control.SamplesKept)
	}
	return err
}

const tallyColumns = "project, key, source, verdict, code, hour, count, last_at"

// Tallies returns those of some hours.
func (s *Store) Tallies(ctx context.Context, project string, from, to time.Time) ([]control.Tally, error) {
	return s.tallies(ctx, "project = ? AND hour >= ? AND hour < ? ORDER BY hour, key, source, verdict, code", project, from.UnixMicro(), to.UnixMicro())
}

// arrival is the condition under which a row says that something came.
const arrival = "verdict IN ('accepted', 'duplicate')"

// latest is the hour in which something came last by the key and source of a row.
const latest = "(SELECT max(hour) FROM tallies AS t WHERE t.project = tallies.project AND t.key = tallies.key AND t.source = tallies.source AND t." + arrival + ")"

// Arrivals returns when something came.
func (s *Store) Arrivals(ctx context.Context, project string, from time.Time) ([]control.Tally, error) {
	return s.tallies(ctx, "project = ? AND "+arrival+" AND (hour >= ? OR hour = "+latest+") ORDER BY hour, key, source, verdict", project, from.UnixMicro())
}

func (s *Store) tallies(ctx context.Context, which string, values ...any) ([]control.Tally, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT "+tallyColumns+" FROM tallies WHERE "+which, values...) //nolint:gosec // all parts are constants of this file
	if err != nil {
		return nil, fmt.Errorf("cannot read tallies: %w", err)
	}
	return list(rows, func(r row) (control.Tally, error) {
		var t control.Tally
		var hour, last moment
		err := r.Scan(&t.Project, &t.Key, &t.Source, &t.Verdict, &t.Code, &hour, &t.Count, &last)
		t.Hour, t.LastAt = hour.Time, last.Time
		return t, err
	})
}

// Samples returns those since a moment.
func (s *Store) Samples(ctx context.Context, project string, from time.Time) ([]control.Sample, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT project, key, source, verdict, code, field, message, item, at FROM samples
		WHERE project = ? AND at >= ? ORDER BY at DESC, id DESC`, project, from.UnixMicro())
	if err != nil {
		return nil, fmt.Errorf("cannot read samples: %w", err)
	}
	return list(rows, func(r row) (control.Sample, error) {
		var x control.Sample
		var at moment
		err := r.Scan(&x.Project, &x.Key, &x.Source, &x.Verdict, &x.Code, &x.Field, &x.Message, &x.Item, &at)
		x.At = at.Time
		return x, err
	})
}

// ForgetInbox removes what is older than a moment.
func (s *Store) ForgetInbox(ctx context.Context, before time.Time) error {
	_, err := s.db.ExecContext(ctx, "DELETE FROM samples WHERE at < ?", before.UnixMicro())
	if err == nil {
		_, err = s.db.ExecContext(ctx, "DELETE FROM tallies WHERE hour < ? AND NOT ("+arrival+" AND hour = "+latest+")", before.UnixMicro())
	}
	if err != nil {
		return fmt.Errorf("cannot forget what came in: %w", err)
	}
	return nil
}
