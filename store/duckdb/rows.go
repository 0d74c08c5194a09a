package duckdb

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// each calls fn for every row and closes the rows.
func each(rows *sql.Rows, fn func(*sql.Rows) error) error {
	for rows.Next() {
		if err := fn(rows); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// collect scans every row into a T.
func collect[T any](rows *sql.Rows, scan func(*sql.Rows, *T) error) ([]T, error) {
	var all []T
	err := each(rows, func(rows *sql.Rows) error {
		var one T
		if err := scan(rows, &one); err != nil {
			return err
		}
		all = append(all, one)
		return nil
	})
	return all, err
}

// eventColumns are the columns that scanEvent reads, in its order.
const eventColumns = `stored_at, project, event_id, kind, name, source, agent_id, conversation_id, session_id, user_id,
anonymous_id, account_id, message_id, occurred_at, claimed_at, received_at, text, rating, rating_raw, rating_scale, value,
currency, model, version, latency_ms, input_tokens, output_tokens, error, properties, context, marks, forgotten, reading`

// addEvents adds rows in the order of the table's columns.
func addEvents(add func(...driver.Value) error, events []*event.Event, at time.Time) error {
	var row []driver.Value
	for _, e := range events {
		row = append(row[:0], at, e.Project, e.ID, hashID(e.Project, e.ID), string(e.Kind), e.Name, e.Source, e.Agent, e.Conversation, e.Session, e.User,
			e.Anonymous, e.Account, e.Message, e.OccurredAt, optionalTime(e.ClaimedAt), e.ReceivedAt, e.Text, optional(e.Rating),
			e.RatingRaw, e.RatingScale, optional(e.Value), e.Currency, e.Model, e.Version, e.Environment(), optional(e.LatencyMS),
			optional(e.InputTokens), optional(e.OutputTokens), e.Error, string(e.Properties.AppendJSON(nil)),
			string(e.Context.AppendJSON(nil)), uint8(e.Marks), uint8(e.Forgotten), e.Reading)
		if err := add(row...); err != nil {
			return err
		}
	}
	return nil
}

func scanEvent(rows *sql.Rows, e *event.Event) error { return scanEventAnd(rows, e) }

// scanEventAnd reads further columns behind those of the event.
func scanEventAnd(rows *sql.Rows, e *event.Event, more ...any) error {
	var claimed sql.NullTime
	var properties, context string
	var marks, forgotten uint8
	targets := []any{
		&e.StoredAt, &e.Project, &e.ID, &e.Kind, &e.Name, &e.Source, &e.Agent, &e.Conversation, &e.Session, &e.User,
		&e.Anonymous, &e.Account, &e.Message, &e.OccurredAt, &claimed, &e.ReceivedAt, &e.Text, &e.Rating, &e.RatingRaw, &e.RatingScale, &e.Value,
		&e.Currency, &e.Model, &e.Version, &e.LatencyMS, &e.InputTokens, &e.OutputTokens, &e.Error, &properties, &context, &marks, &forgotten, &e.Reading,
	}
	if err := rows.Scan(append(targets, more...)...); err != nil {
		return err
	}
	e.ClaimedAt, e.Marks, e.Forgotten = claimed.Time, event.Marks(marks), event.Fields(forgotten)
	if err := readProperties(&e.Properties, properties); err != nil {
		return fmt.Errorf("cannot read the properties of %s: %w", e.ID, err)
	}
	if err := readProperties(&e.Context, context); err != nil {
		return fmt.Errorf("cannot read the context of %s: %w", e.ID, err)
	}
	return nil
}

// optional is the value or NULL.
func optional[T any](p *T) driver.Value {
	if p == nil {
		return nil
	}
	return *p
}

func optionalTime(t time.Time) driver.Value {
	if t.IsZero() {
		return nil
	}
	return t
}
