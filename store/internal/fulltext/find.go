package fulltext

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/text"
)

// found is the answer to a question, kept for the next: a report asks for the
// same words in every of its queries.
type found struct {
	project, match string
	generation     int64
	codes          []uint64
}

// Find gives the codes of the conversations that hold all words of a query that
// are wanted and none that is not. Whether phrases stand as written is for the
// store to see, and whether unwanted ones do. The answer must not be changed.
func (x *Index) Find(ctx context.Context, project string, q text.Query) ([]uint64, error) {
	if err := x.load(ctx); err != nil {
		return nil, err
	}
	match := matchOf(q)
	x.mutex.RLock()
	number, last, generation := x.projects[project], x.last, x.generation
	x.mutex.RUnlock()
	if last.project == project && last.match == match && last.generation == generation {
		return last.codes, nil
	}
	var ordinals []int64
	if err := x.each(ctx, func(rows *sql.Rows) error {
		var ordinal int64
		failed := rows.Scan(&ordinal)
		ordinals = append(ordinals, ordinal)
		return failed
	}, "SELECT rowid FROM words WHERE words MATCH ?", match); err != nil {
		return nil, fmt.Errorf("cannot search the index of texts: %w", err)
	}
	x.mutex.Lock()
	defer x.mutex.Unlock()
	codes := make([]uint64, 0, len(ordinals))
	for _, ordinal := range ordinals {
		if ordinal < int64(len(x.codes)) && x.of[ordinal] == number && x.codes[ordinal] != 0 {
			codes = append(codes, x.codes[ordinal])
		}
	}
	x.last = found{project, match, generation, codes}
	return codes, nil
}

// matchOf writes a query as FTS5 reads it.
func matchOf(q text.Query) string {
	var wanted, unwanted []string
	for _, p := range q.Wanted {
		wanted = append(wanted, termsOf(p)...)
	}
	for _, p := range q.Unwanted {
		if p.Phrase == "" {
			unwanted = append(unwanted, "("+strings.Join(termsOf(p), " AND ")+")")
		}
	}
	match := strings.Join(wanted, " AND ")
	if len(unwanted) > 0 {
		match = "(" + match + ") NOT (" + strings.Join(unwanted, " OR ") + ")"
	}
	return match
}

func termsOf(p text.Part) []string {
	out := make([]string, len(p.Terms))
	for i, term := range p.Terms {
		out[i] = `"` + term + `"`
		if p.Prefix && i == len(p.Terms)-1 {
			out[i] += "*"
		}
	}
	return out
}

// Near is a turn that means something like what was asked for.
type Near struct {
	Code     uint64 // of its conversation
	Position int    // of the turn
	Distance int    // in bits
}

// Nearest gives up to limit turns of a project, closest first, those of
// conversations that began later before others; among, unless it is nil, has
// the only conversations they may be of.
func (x *Index) Nearest(ctx context.Context, project string, to text.Sketch, among map[uint64]bool, limit int) ([]Near, error) {
	if err := x.load(ctx); err != nil {
		return nil, err
	}
	x.mutex.RLock()
	defer x.mutex.RUnlock()
	number := x.projects[project]
	c := closest{limit: limit, cut: 64*text.SketchWords + 1}
	err := x.sketches.scan(x.sketches.slots, func(s slot) {
		distance := to.Distance(s.sketch)
		if distance >= c.cut || int(s.ordinal) >= len(x.codes) || x.of[s.ordinal] != number {
			return
		}
		if code := x.codes[s.ordinal]; code != 0 && (among == nil || among[code]) {
			c.add(distance, s)
		}
	})
	if err != nil {
		return nil, err
	}
	var near []Near
	for distance := range c.cut {
		for _, s := range slices.Backward(c.by[distance]) {
			near = append(near, Near{x.codes[s.ordinal], int(s.position), distance})
		}
	}
	return near[:min(limit, len(near))], ctx.Err()
}

// closest keeps at least the limit closest slots seen, by distance.
type closest struct {
	limit, count int
	cut          int // none that is as far or farther is needed
	by           [64*text.SketchWords + 1][]slot
}

func (c *closest) add(distance int, s slot) {
	c.by[distance] = append(c.by[distance], s)
	c.count++
	for c.cut > 0 && c.count-len(c.by[c.cut-1]) >= c.limit {
		c.count -= len(c.by[c.cut-1])
		c.by[c.cut-1] = nil
		c.cut--
	}
}

// Compact removes for good what was dropped: FTS5 and SQLite leave it where it
// was until it is written over. It reads and writes the whole index.
func (x *Index) Compact(ctx context.Context) error {
	x.write.Lock()
	defer x.write.Unlock()
	for _, statement := range []string{"INSERT INTO words (words) VALUES ('optimize')", "PRAGMA incremental_vacuum", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := x.db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("cannot compact the index of texts: %w", err)
		}
	}
	return nil
}
