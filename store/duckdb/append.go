package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/zeebo/xxh3"

	"github.com/debrief-dev/debrief/event"
)

// Append stores what is new of a batch. See store.Writer.
func (s *Store) Append(ctx context.Context, token string, events []event.Event) (int, error) {
	s.append.Lock()
	stored, err := s.appendOnce(ctx, token, events)
	s.append.Unlock()
	if err != nil {
		return 0, fmt.Errorf("cannot append batch %s: %w", token, err)
	}
	return stored, s.wrote(ctx, stored)
}

func (s *Store) appendOnce(ctx context.Context, token string, events []event.Event) (stored int, err error) {
	at := s.now().UTC().Truncate(time.Microsecond)
	if !at.After(s.lastStored) {
		at = s.lastStored.Add(time.Microsecond)
	}
	err = s.transact(ctx, func(c *connection) error {
		var done bool
		if failed := c.QueryRowContext(ctx, "SELECT count(*) > 0 FROM batches WHERE token = ?", token).Scan(&done); failed != nil || done {
			return failed
		}
		fresh, failed := s.unseen(ctx, c, events)
		if failed != nil {
			return failed
		}
		stored = len(fresh)
		if failed = c.fill("events", func(add func(...driver.Value) error) error { return addEvents(add, fresh, at) }); failed != nil {
			return failed
		}
		_, failed = c.ExecContext(ctx, "INSERT INTO batches VALUES (?, ?, ?)", token, stored, at)
		return failed
	})
	if err != nil {
		return 0, err
	}
	s.lastStored = at
	return stored, nil
}

// unseen leaves out the events that are stored already, repeats within the
// batch and what was erased.
func (s *Store) unseen(ctx context.Context, c *connection, events []event.Event) ([]*event.Event, error) {
	batch := newBatch(len(events))
	var near, anywhere lookup
	for i := range events {
		e := &events[i]
		if s.barred.Bars(e) || !batch.add(e) {
			continue
		}
		if dated(e) {
			near.add(e, batch.last())
		} else {
			anywhere.add(e, batch.last())
		}
	}
	for _, l := range []struct {
		lookup
		within string // the column that holds the sender's time; any time where it is empty
	}{{near, "occurred_at"}, {near, "claimed_at"}, {anywhere, ""}} {
		if err := l.mark(ctx, c, batch, l.within); err != nil {
			return nil, fmt.Errorf("cannot look for repeats: %w", err)
		}
	}
	return batch.unstored(), nil
}

// dated reports whether a repeat of the event carries the same time: its
// sender's own, as it was sent. If the repeat's clock was corrected, or this
// one's would have been, that time is what it claimed. A time that was
// inferred from a file changes with the file.
func dated(e *event.Event) bool {
	return !e.OccurredAt.Equal(e.ReceivedAt) && e.Marks&(event.ClockCorrected|event.TimeInferred) == 0
}

// lookup asks for ids that are stored already.
type lookup struct {
	hashes   []uint64
	from, to time.Time
}

func (l *lookup) add(e *event.Event, hash uint64) {
	if len(l.hashes) == 0 || e.OccurredAt.Before(l.from) {
		l.from = e.OccurredAt
	}
	if e.OccurredAt.After(l.to) {
		l.to = e.OccurredAt
	}
	l.hashes = append(l.hashes, hash)
}

func (l *lookup) mark(ctx context.Context, c *connection, among *batch, within string) error {
	if len(l.hashes) == 0 {
		return nil
	}
	var hashes []byte // as text: see listed
	for i, hash := range l.hashes {
		if i > 0 {
			hashes = append(hashes, ',')
		}
		hashes = strconv.AppendUint(hashes, hash, 10)
	}
	query := "SELECT project, event_id FROM events WHERE id_hash IN (SELECT unnest(string_split(?, ','))::UBIGINT)"
	args := []any{string(hashes)}
	if within != "" {
		query += " AND " + within + " BETWEEN ? AND ?"
		args = append(args, l.from, l.to)
	}
	rows, err := c.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	return each(rows, func(rows *sql.Rows) error {
		var project, id string
		if err := rows.Scan(&project, &id); err != nil {
			return err
		}
		if at := among.find(hashID(project, id), project, id); at >= 0 {
			among.stored[at] = true
		}
		return nil
	})
}

// hashID is a short stand-in for (project, id) that a column of numbers can
// hold; equal hashes are told apart by the text.
func hashID(project, id string) uint64 {
	const most = 256 // larger ids are rare, and may cost an allocation
	var buffer [most]byte
	return xxh3.Hash(append(append(append(buffer[:0], project...), 0), id...))
}

// LastToken is the latest token with a prefix. See store.Writer.
func (s *Store) LastToken(ctx context.Context, prefix string) (string, error) {
	var token string
	err := s.db.QueryRowContext(ctx, "SELECT token FROM batches WHERE starts_with(token, ?) ORDER BY stored_at DESC LIMIT 1", prefix).Scan(&token)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("cannot read the last token: %w", err)
	}
	return token, nil
}
