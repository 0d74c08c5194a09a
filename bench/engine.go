package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// importByEngine has the engine alone read the same JSON lines into a table of
// its own: no redaction, no identities, no answer to anybody. It returns how
// long that took until it was durable, and the processor's time.
func (b *bench) importByEngine(ctx context.Context, bodies [][]byte) (lasted, used time.Duration, err error) {
	path := filepath.Join(b.dir, "lines.jsonl")
	if err = writeLines(path, bodies); err != nil {
		return 0, 0, err
	}
	engine, err := sql.Open("duckdb", filepath.Join(b.dir, "engine.duckdb"))
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, engine.Close(), os.Remove(path)) }()
	if _, err = engine.ExecContext(ctx, "SELECT 1"); err != nil {
		return 0, 0, err
	}
	began, before := time.Now(), processorTime()
	for _, statement := range []string{
		`CREATE TABLE lines AS SELECT * FROM read_json('` + path + `', format = 'newline_delimited', columns = {
id: 'VARCHAR', event: 'VARCHAR', user_id: 'VARCHAR', "timestamp": 'TIMESTAMP', properties: 'JSON'})`,
		"CHECKPOINT",
	} {
		if _, err = engine.ExecContext(ctx, statement); err != nil {
			return 0, 0, fmt.Errorf("cannot import by the engine alone: %w", err)
		}
	}
	lasted, used = time.Since(began), processorTime()-before
	var rows int
	if err = engine.QueryRowContext(ctx, "SELECT count(*) FROM lines").Scan(&rows); err == nil && rows != len(bodies)*batchSize {
		err = fmt.Errorf("the engine imported %d of %d lines", rows, len(bodies)*batchSize)
	}
	return lasted, used, err
}

func writeLines(path string, bodies [][]byte) error {
	f, err := os.Create(path) //nolint:gosec // in a folder of ours
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for _, body := range bodies {
		if _, err = w.Write(body); err != nil {
			break
		}
	}
	return errors.Join(err, w.Flush(), f.Close())
}

// besideEngine tells what a load costs beside the engine's own import of it.
func (b *bench) besideEngine(ctx context.Context, bodies [][]byte, acknowledged, stored, used time.Duration) error {
	lasted, alone, err := b.importByEngine(ctx, bodies)
	if err != nil {
		return err
	}
	n := float64(len(bodies) * batchSize)
	b.tell(figure{
		what: "… acknowledged, beside the engine's own import of the same lines", value: lasted.Seconds() / acknowledged.Seconds(), unit: "×",
		note: fmt.Sprintf("the engine alone, with every core and no sender: %s events/s, %s µs of processor each", number(n/lasted.Seconds()), number(float64(alone.Microseconds())/n)),
	})
	b.tell(figure{what: "… stored, beside it", value: lasted.Seconds() / stored.Seconds(), unit: "×"})
	b.tell(figure{what: "… processor time until stored, beside it", value: used.Seconds() / alone.Seconds(), unit: "×", note: "less is better"})
	return nil
}
