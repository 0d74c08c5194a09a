package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/internal/sqlgen"
)

// Select aggregates facts. See store.Reader.
func (s *Store) Select(ctx context.Context, q store.Query) ([]store.Cell, error) {
	cells, err := s.cells(ctx, &q)
	if err != nil {
		return nil, fmt.Errorf("cannot select %s of %s: %w", q.Measure, q.Fact, err)
	}
	return cells, nil
}

func (s *Store) cells(ctx context.Context, q *store.Query) ([]store.Cell, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	statement, err := sqlgen.Select(sqlgen.DuckDB{}, *q)
	if err != nil {
		return nil, err
	}
	rows, err := s.query(ctx, statement)
	if err != nil {
		return nil, err
	}
	found, err := collect(rows, func(rows *sql.Rows, r *cellRow) error { return r.scan(rows, len(q.By)) })
	if err != nil {
		return nil, err
	}
	if q.Measure == store.Quantile && q.Ranks != nil {
		if err = s.bound(ctx, q, found); err != nil {
			return nil, err
		}
	}
	return finished(q, found), nil
}

func (s *Store) query(ctx context.Context, statement sqlgen.Statement) (*sql.Rows, error) {
	return s.db.QueryContext(ctx, statement.Text, statement.Args...)
}

// cellRow is a cell as sqlgen.Select gives it.
type cellRow struct {
	store.Cell

	group  []string
	bucket int64
}

func (r *cellRow) scan(rows *sql.Rows, by int) error {
	r.group = make([]string, by)
	targets := make([]any, 0, by+12)
	for i := range r.group {
		targets = append(targets, &r.group[i])
	}
	return rows.Scan(append(targets, &r.bucket, &r.N, &r.K, &r.Matches, &r.UserCount, &r.SumN2, &r.SumKN, &r.SumK2,
		&r.Total, &r.SumSquares, &r.Unsettled, &r.Value)...)
}

// finished gives cells their groups and times, and clears the sums that do not
// belong to the measure.
func finished(q *store.Query, found []cellRow) []store.Cell {
	var starts []time.Time
	if q.Interval != store.WholePeriod {
		starts = q.Interval.Starts(q.From, q.To, q.Zone)
	}
	cells := make([]store.Cell, len(found))
	for i := range found {
		row := &found[i]
		cells[i] = row.Cell
		if q.Measure == store.Users {
			cells[i].SumN2, cells[i].SumKN, cells[i].SumK2 = 0, 0, 0
		}
		if starts != nil {
			cells[i].At = starts[row.bucket]
		}
		for j := range row.group {
			var value *string
			if row.group[j] != "" {
				value = &row.group[j]
			}
			cells[i].Group = append(cells[i].Group, value)
		}
	}
	return cells
}

// bound fills in the ends of the intervals of quantiles.
func (s *Store) bound(ctx context.Context, q *store.Query, found []cellRow) error {
	var wanted sqlgen.Ranked
	var ends []**float64
	for i := range found {
		cell := &found[i]
		low, high, ok := q.Ranks(cell.Cell)
		if !ok {
			continue
		}
		wanted.Groups = append(wanted.Groups, cell.group, cell.group)
		wanted.Buckets = append(wanted.Buckets, cell.bucket, cell.bucket)
		wanted.Ranks = append(wanted.Ranks, low, high)
		ends = append(ends, &cell.Low, &cell.High)
	}
	if len(ends) == 0 {
		return nil
	}
	statement, err := sqlgen.Ranks(sqlgen.DuckDB{}, *q, wanted)
	if err != nil {
		return err
	}
	rows, err := s.query(ctx, statement)
	if err != nil {
		return err
	}
	return each(rows, func(rows *sql.Rows) error {
		var number int64
		var value float64
		if failed := rows.Scan(&number, &value); failed != nil {
			return failed
		}
		*ends[number] = &value
		return nil
	})
}
