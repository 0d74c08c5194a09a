package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/duckdb"
)

// handWritten is the shortest SQL we know for the value of a metric. It gives
// neither the interval, nor the coverage, nor how many conversations are
// behind the value, which the report gives as well.
type handWritten struct {
	metric   string
	by       []store.Dimension
	interval store.Interval
	sql      string // $1 is the project, $2 and $3 the period
}

func handWrittens() []handWritten {
	const turns = " FROM turns WHERE project = $1 AND started_at >= $2 AND started_at < $3 AND asked"
	const conversations = " FROM conversations WHERE project = $1 AND started_at >= $2 AND started_at < $3"
	agents := []store.Dimension{{Name: store.ByAgent}}
	return []handWritten{
		{metric: "conversations", sql: "SELECT count(*)" + conversations + " AND prompts > 0"},
		{metric: "success_rate", sql: "SELECT avg((outcome IN ('confirmed', 'assumed'))::INT)" + conversations + " AND settled AND outcome <> 'unknown'"},
		{metric: "success_rate", by: agents, sql: "SELECT avg((outcome IN ('confirmed', 'assumed'))::INT)" + conversations + " AND settled AND outcome <> 'unknown' GROUP BY agent"},
		{metric: "active_users", sql: "SELECT count(DISTINCT user_id)" + turns},
		{metric: "prompts", interval: store.Day, sql: "SELECT count(*)" + turns + " GROUP BY date_trunc('day', started_at)"},
		{metric: "prompts", by: agents, sql: "SELECT count(*)" + turns + " GROUP BY agent"},
		{metric: "latency_p90", sql: "SELECT quantile_disc(latency_ms, 0.9) FROM turns WHERE project = $1 AND started_at >= $2 AND started_at < $3"},
		{metric: "latency_p50", sql: "SELECT quantile_disc(latency_ms, 0.5) FROM turns WHERE project = $1 AND started_at >= $2 AND started_at < $3"},
		{metric: "unanswered_rate", sql: "SELECT avg(list_contains(signals, 'unanswered')::INT)" + turns},
		{metric: "error_rate", sql: "SELECT avg((error <> '')::INT)" + turns + " AND responded"},
		{metric: "prompts_per_user", sql: "SELECT count(*) / count(DISTINCT user_id)" + turns},
		{metric: "turns_per_conversation", sql: "SELECT avg(prompts)" + conversations + " AND prompts > 0"},
		{metric: "conversation_duration", sql: "SELECT quantile_disc(epoch_us(ended_at) - epoch_us(started_at), 0.5) / 1e6" + conversations + " AND prompts > 0"},
		{metric: "response_rate", sql: "SELECT avg((explicit IS NOT NULL)::INT)" + conversations + " AND responses > 0"},
		{metric: "conversion_rate", sql: "SELECT avg((conversions > 0)::INT)" + conversations},
		{metric: "conversions", sql: "SELECT count(*) FROM conversions WHERE project = $1 AND dated_at >= $2 AND dated_at < $3 AND conversation_id <> ''"},
		{metric: "mean_rating", sql: "SELECT avg(value) FROM ratings WHERE project = $1 AND dated_at >= $2 AND dated_at < $3"},
		{metric: "positive_rate", sql: "SELECT avg((value >= 0.75)::INT) FROM ratings WHERE project = $1 AND dated_at >= $2 AND dated_at < $3"},
	}
}

// beside measures reports beside hand-written SQL on the same engine and file,
// in this process, once the server has left the file.
func (b *bench) beside(ctx context.Context, dir string) (err error) {
	path := filepath.Join(dir, "events.duckdb")
	reader, err := duckdb.Open(ctx, duckdb.Options{Path: path, ReadOnly: true, Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }() //nolint:contextcheck // a store is closed whatever ended the run
	engine, err := sql.Open("duckdb", path+"?access_mode=READ_ONLY")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	to := time.Now().UTC().Truncate(lastDay).Add(lastDay)
	for _, one := range handWrittens() {
		q := metric.Question{Metric: one.metric, Project: "default", From: to.Add(-29 * lastDay), To: to, By: one.by, Interval: one.interval}
		if err = b.compare(ctx, reader, engine, &one, q); err != nil {
			return fmt.Errorf("%s: %w", one.metric, err)
		}
	}
	return b.tables(ctx, engine)
}

// tables measures what the tables of the file hold.
func (b *bench) tables(ctx context.Context, engine *sql.DB) error {
	var bytes, events float64
	err := engine.QueryRowContext(ctx, `SELECT count(DISTINCT block_id) * (SELECT block_size FROM pragma_database_size()), (SELECT count(*) FROM events)
FROM pragma_storage_info('events') WHERE block_id >= 0`).Scan(&bytes, &events)
	if err != nil {
		return fmt.Errorf("cannot measure the events table: %w", err)
	}
	b.tell(figure{what: "event table", value: bytes / events, unit: "bytes/event", kind: size, bar: 120, note: "whole blocks that hold a part of it"})
	return nil
}

func (b *bench) compare(ctx context.Context, reader store.Reader, engine *sql.DB, one *handWritten, q metric.Question) error {
	var ours, theirs float64
	report, err := b.median(func() (failed error) {
		ours, failed = reported(ctx, reader, q)
		return failed
	})
	if err != nil {
		return err
	}
	byHand, err := b.median(func() (failed error) {
		theirs, failed = queried(ctx, engine, one.sql, q)
		return failed
	})
	if err != nil {
		return err
	}
	const rounding = 1e-9
	if math.Abs(ours-theirs) > rounding*math.Abs(theirs) {
		return fmt.Errorf("the report says %v and hand-written SQL %v", ours, theirs)
	}
	what := one.metric
	switch {
	case one.by != nil:
		what += " by " + string(one.by[0].Name)
	case one.interval != "":
		what += " by " + string(one.interval)
	}
	b.tell(figure{
		what: what + ", beside hand-written SQL", value: report.Seconds() / byHand.Seconds(), unit: "×", kind: latency, bar: 2,
		note: fmt.Sprintf("%s against %s ms", number(report.Seconds()*1_000), number(byHand.Seconds()*1_000)),
	})
	return nil
}

// median does something as often as reports are asked, after once to warm, and
// returns how long it took in the middle.
func (b *bench) median(do func() error) (time.Duration, error) {
	took := make([]time.Duration, 0, b.repeats)
	for i := range b.repeats + 1 {
		began := time.Now()
		if err := do(); err != nil {
			return 0, err
		}
		if i > 0 {
			took = append(took, time.Since(began))
		}
	}
	slices.Sort(took)
	return took[len(took)/2], nil
}

// reported is the sum of the values of a metric's rows.
func reported(ctx context.Context, reader store.Reader, q metric.Question) (sum float64, err error) {
	answer, err := metric.Ask(ctx, reader, q)
	if err != nil {
		return 0, err
	}
	for i := range answer.Rows {
		if value := answer.Rows[i].Value; value != nil {
			sum += *value
		}
	}
	return sum, nil
}

// queried is the sum of the values that SQL gives.
func queried(ctx context.Context, engine *sql.DB, query string, q metric.Question) (sum float64, err error) {
	rows, err := engine.QueryContext(ctx, query, q.Project, q.From, q.To)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var value float64
		if err = rows.Scan(&value); err != nil {
			return 0, err
		}
		sum += value
	}
	return sum, rows.Err()
}
