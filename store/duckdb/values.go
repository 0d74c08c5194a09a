package duckdb

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/internal/sqlgen"
)

// Values returns the values of a dimension. See store.Reader.
func (s *Store) Values(ctx context.Context, project string, by store.Dimension, limit int) ([]string, error) {
	statement, err := sqlgen.Values(sqlgen.DuckDB{}, project, by, limit)
	if err != nil {
		return nil, fmt.Errorf("cannot list values: %w", err)
	}
	return s.frequent(ctx, statement)
}

// PropertyNames returns the keys of a dimension. See store.Reader.
func (s *Store) PropertyNames(ctx context.Context, project string, of store.DimensionName, limit int) ([]string, error) {
	statement, err := sqlgen.PropertyNames(sqlgen.DuckDB{}, project, of, limit)
	if err != nil {
		return nil, fmt.Errorf("cannot list properties: %w", err)
	}
	return s.frequent(ctx, statement)
}

// EventNames returns the names of track events. See store.Namer.
func (s *Store) EventNames(ctx context.Context, project string, limit int) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT name, count(*) AS n FROM events
WHERE project = ? AND kind = 'track' GROUP BY name ORDER BY n DESC, name LIMIT ?`, project, limit)
	if err != nil {
		return nil, fmt.Errorf("cannot list names of events: %w", err)
	}
	return collect(rows, func(rows *sql.Rows, name *string) error {
		var times int64
		return rows.Scan(name, &times)
	})
}

func (s *Store) frequent(ctx context.Context, statement sqlgen.Statement) ([]string, error) {
	rows, err := s.query(ctx, statement)
	if err != nil {
		return nil, fmt.Errorf("cannot list values: %w", err)
	}
	return collect(rows, func(rows *sql.Rows, value *string) error {
		var times int64
		return rows.Scan(value, &times)
	})
}
