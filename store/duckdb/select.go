package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/internal/sqlgen"
)

// atOnce is how many statements answer queries at the same time: the engine
// uses one core for up to a row group, 122,880 rows.
const atOnce = 4

// SelectAll aggregates facts. See store.Reader.
func (s *Store) SelectAll(ctx context.Context, queries []store.Query) ([][]store.Cell, error) {
	for i := range queries {
		if err := queries[i].Validate(); err != nil {
			return nil, fmt.Errorf("cannot select %s of %s: %w", queries[i].Measure, queries[i].Fact, err)
		}
	}
	answers := make([][]store.Cell, len(queries))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(atOnce)
	for _, batch := range sqlgen.Batches(queries) {
		work.Go(func() error {
			if err := s.answer(ctx, &batch, queries, answers); err != nil {
				return fmt.Errorf("cannot select from %s: %w", batch.Fact, err)
			}
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	return answers, nil
}

func (s *Store) query(ctx context.Context, statement sqlgen.Statement) (*sql.Rows, error) {
	ctx, err := s.seek(ctx, &statement)
	if err != nil {
		return nil, err
	}
	return s.db.QueryContext(ctx, statement.Text, statement.Args...)
}

// answer answers the queries of a batch.
func (s *Store) answer(ctx context.Context, batch *sqlgen.Batch, queries []store.Query, answers [][]store.Cell) error {
	selection, err := sqlgen.Select(sqlgen.DuckDB{}, *batch)
	if err != nil {
		return err
	}
	found, err := s.cells(ctx, selection.Statement, len(batch.By), selection.Width)
	if err != nil {
		return err
	}
	hull := batch.Hull()
	layout := layout{starts: batch.Interval.Starts(hull.From, hull.To, batch.Zone), buckets: selection.Buckets, found: found}
	bounds := make(map[sqlgen.Ask]*bounds)
	for _, place := range batch.Places {
		cells, of := layout.cells(place.Span, selection.Answers[place.Ask])
		answers[place.Query] = cells
		if q := &queries[place.Query]; q.Measure == store.Quantile && q.Ranks != nil {
			series := batch.Asks[place.Ask]
			series.Quantile = 0 // the same values in the same order
			if bounds[series] == nil {
				bounds[series] = newBounds()
			}
			bounds[series].want(q, cells, of)
		}
	}
	for series, wanted := range bounds {
		if err = s.bound(ctx, batch, series, wanted); err != nil {
			return err
		}
	}
	return nil
}

// cellRow is a row as sqlgen.Select gives it, or, with the number as its part,
// sqlgen.Ranks.
type cellRow struct {
	group   []string
	part    int64
	figures []sql.NullFloat64
}

func (r *cellRow) scan(rows *sql.Rows, by, width int) error {
	r.group, r.figures = make([]string, by), make([]sql.NullFloat64, width)
	targets := make([]any, 0, by+1+width)
	for i := range r.group {
		targets = append(targets, &r.group[i])
	}
	targets = append(targets, &r.part)
	for i := range r.figures {
		targets = append(targets, &r.figures[i])
	}
	return rows.Scan(targets...)
}

// figure is zero where there is none.
func (r *cellRow) figure(at int) float64 {
	if at == sqlgen.None {
		return 0
	}
	return r.figures[at].Float64
}

func (r *cellRow) count(at int) int64 { return int64(r.figure(at)) }

// layout makes cells of rows.
type layout struct {
	starts  []time.Time // of the buckets
	buckets int64
	found   []cellRow
}

// cells are those of one query, with the rows they come from.
func (l *layout) cells(span int, f sqlgen.Figures) (cells []store.Cell, of []*cellRow) {
	for i := range l.found {
		row := &l.found[i]
		if row.part/l.buckets != int64(span) || row.figure(f.Rows)+row.figure(f.Waiting) == 0 {
			continue
		}
		cell := store.Cell{
			N: row.count(f.N), K: row.count(f.K), Matches: row.count(f.Matches), Unsettled: row.count(f.Unsettled),
			UserCount: row.count(f.Users), SumN2: row.figure(f.N2), SumKN: row.figure(f.KN), SumK2: row.figure(f.K2),
			Total: row.figure(f.Total), SumSquares: row.figure(f.Squares),
		}
		if f.Value != sqlgen.None && row.figures[f.Value].Valid {
			cell.Value = &row.figures[f.Value].Float64
		}
		if l.starts != nil {
			cell.At = l.starts[row.part%l.buckets]
		}
		for j := range row.group {
			var value *string
			if row.group[j] != "" {
				value = &row.group[j]
			}
			cell.Group = append(cell.Group, value)
		}
		cells, of = append(cells, cell), append(of, row)
	}
	return cells, of
}

// bounds are the ends of the intervals of quantiles.
type bounds struct {
	wanted sqlgen.Ranked
	ends   []**float64
}

func newBounds() *bounds { return &bounds{} }

// want asks for the ends that belong to the cells of a query.
func (b *bounds) want(q *store.Query, cells []store.Cell, of []*cellRow) {
	for i := range cells {
		low, high, ok := q.Ranks(cells[i])
		if !ok {
			continue
		}
		row := of[i]
		b.wanted.Groups = append(b.wanted.Groups, row.group, row.group)
		b.wanted.Parts = append(b.wanted.Parts, row.part, row.part)
		b.wanted.Ranks = append(b.wanted.Ranks, low, high)
		b.ends = append(b.ends, &cells[i].Low, &cells[i].High)
	}
}

// bound fills in the ends.
func (s *Store) bound(ctx context.Context, batch *sqlgen.Batch, series sqlgen.Ask, b *bounds) error {
	if len(b.ends) == 0 {
		return nil
	}
	statement, err := sqlgen.Ranks(sqlgen.DuckDB{}, *batch, series, b.wanted)
	if err != nil {
		return err
	}
	found, err := s.cells(ctx, statement, 0, 1)
	if err != nil {
		return err
	}
	for i := range found {
		*b.ends[found[i].part] = &found[i].figures[0].Float64
	}
	return nil
}
