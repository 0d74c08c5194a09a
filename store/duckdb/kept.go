package duckdb

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/debrief-dev/debrief/store/internal/sqlgen"
)

const (
	// keptFigures bounds what is kept: some 10 MB.
	keptFigures = 400_000
	// keptShare bounds one answer to a part of that.
	keptShare = 10
)

// kept are the answers to statements, each until something is written: a page
// that is asked again while nothing has changed costs nothing.
type kept struct {
	mu      sync.Mutex
	written uint64 // how often something was
	figures int
	answers map[string][]cellRow
}

// wrote forgets every answer. It is called after the commit: whoever reads
// between the two keeps the answer for the moment until then.
func (k *kept) wrote() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.written++
	k.figures, k.answers = 0, nil
}

// find gives an answer, which must not be changed, or else the moment for keep.
func (k *kept) find(question string) (answer []cellRow, found bool, moment uint64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	answer, found = k.answers[question]
	return answer, found, k.written
}

// keep keeps an answer that was read after the moment, unless something was
// written since. Where there is no room for it, those before make some.
func (k *kept) keep(question string, answer []cellRow, moment uint64) {
	size := 1
	for i := range answer {
		size += 1 + len(answer[i].group) + len(answer[i].figures)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if moment != k.written || size > keptFigures/keptShare {
		return
	}
	if k.answers == nil || k.figures+size > keptFigures {
		k.figures, k.answers = 0, make(map[string][]cellRow)
	}
	k.figures += size
	k.answers[question] = answer
}

// cells reads rows of some group columns, a number and some figures. A file
// that others write is read anew each time.
func (s *Store) cells(ctx context.Context, statement sqlgen.Statement, groups, figures int) ([]cellRow, error) {
	args, err := json.Marshal(statement.Args)
	if err != nil {
		return nil, fmt.Errorf("cannot write down what is bound: %w", err)
	}
	question := statement.Text + statement.Sought + "\x00" + string(args)
	answer, found, moment := s.kept.find(question)
	if found {
		return answer, nil
	}
	rows, err := s.query(ctx, statement)
	if err != nil {
		return nil, err
	}
	answer, err = collect(rows, func(rows *sql.Rows, r *cellRow) error { return r.scan(rows, groups, figures) })
	if err == nil && !s.readOnly {
		s.kept.keep(question, answer, moment)
	}
	return answer, err
}
