// Package duckdb keeps events and derived rows in one DuckDB file: the
// embedded store.
//
// Writes are few and large: Append and PutDerived each run one transaction.
// Checkpoints are our own (facts measured in docs/decisions/duckdb.md): the
// engine's default compresses the open row group again and again and stalls
// appends.
package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	engine "github.com/duckdb/duckdb-go/v2"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/internal/fulltext"
)

// Options configure a store.
type Options struct {
	Path        string           // of the file; empty keeps everything in memory
	MemoryLimit string           // of the engine, as in "1GB"; empty leaves it to the engine
	Threads     int              // 0 leaves it to the engine
	Now         func() time.Time // dates what is stored
	// ReadOnly opens a file that is there and changes nothing: no schema is
	// brought up to date, so reading may fail on an older file, and every
	// write fails.
	ReadOnly bool
	Texts    string // file of the index of texts; empty keeps it in memory, where opening the store makes it anew
}

// Store is a DuckDB file. Open makes one, Close must be called: a path opened
// again before that spins a core for ever.
type Store struct {
	path      string
	db        *sql.DB
	gate      *gate
	now       func() time.Time
	readOnly  bool
	sliceRows int64 // of an export, read at once
	kept      kept

	append     sync.Mutex   // one Append at a time, so that StoredAt never goes back
	lastStored time.Time    // guarded by append
	barred     store.Barred // guarded by append
	quiet      sync.RWMutex // writers hold it for reading, a checkpoint for writing
	pending    counter      // rows written since the last checkpoint
	file       *os.File     // for snapshots, from the first one on; guarded by quiet

	names    sync.Mutex
	named    os.FileInfo        // the write-ahead log whose name is durable; guarded by names
	syncPath func(string) error // of files and folders

	texts    *fulltext.Index
	change   atomic.Int64 // number of the last change that the index may lack
	indexing sync.Mutex   // one Index at a time
	listed   bool         // every conversation is on the list for a new index; guarded by indexing

	limits sync.Mutex
	copies int // snapshots that are open; guarded by limits
}

// Open opens or makes the file and brings its schema up to date. The context
// is that of opening: the store works on when it ends, until it is closed.
func Open(ctx context.Context, o Options) (*Store, error) {
	name := o.Path
	if o.ReadOnly {
		name += "?access_mode=READ_ONLY"
	}
	lasting := context.WithoutCancel(ctx) // connections are made later, too: to store what waits at a stop
	s := &Store{path: o.Path, now: o.Now, readOnly: o.ReadOnly, sliceRows: sliceRows, syncPath: syncPath}
	s.gate = newGate(func() (*engine.Connector, error) {
		to, err := engine.NewConnector(name, func(conn driver.ExecerContext) error { return s.configure(lasting, conn, o) })
		if err == nil {
			err = register(lasting, to)
		}
		return to, err
	})
	s.db = sql.OpenDB(s.gate)
	s.gate.pool = s.db
	if err := s.db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot open %s: %w", o.Path, err), s.closeAll())
	}
	if o.ReadOnly {
		return s, nil
	}
	err := s.prepare(ctx)
	if err == nil && o.Path != "" {
		err = removeStore(o.Path + compactSuffix) // of a compaction that was cut off
	}
	if err == nil {
		err = s.openTexts(ctx, o.Texts)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("cannot prepare %s: %w", o.Path, err), s.closeAll())
	}
	return s, nil
}

// checkpointLimit is the size of the write-ahead log at which the engine
// would checkpoint by itself; ours come first.
const checkpointLimit = "256MB"

func (s *Store) configure(ctx context.Context, conn driver.ExecerContext, o Options) error {
	s.limits.Lock()
	defer s.limits.Unlock()
	settings := []string{setLimit(s.copies), "SET TimeZone = 'UTC'"}
	if o.MemoryLimit != "" {
		settings = append(settings, fmt.Sprintf("SET memory_limit = '%s'", o.MemoryLimit))
	}
	if o.Threads > 0 {
		settings = append(settings, fmt.Sprintf("SET threads = %d", o.Threads))
	}
	for _, setting := range settings {
		if _, err := conn.ExecContext(ctx, setting, nil); err != nil {
			return fmt.Errorf("cannot run %q: %w", setting, err)
		}
	}
	return nil
}

func (s *Store) prepare(ctx context.Context) error {
	if err := s.migrate(ctx); err != nil {
		return err
	}
	var last sql.NullTime
	if err := s.db.QueryRowContext(ctx, "SELECT max(stored_at) FROM batches").Scan(&last); err != nil {
		return fmt.Errorf("cannot read the last batch: %w", err)
	}
	s.lastStored = last.Time
	return s.readBarred(ctx)
}

// Close checkpoints and closes every connection.
func (s *Store) Close() error {
	s.quiet.Lock()
	defer s.quiet.Unlock()
	if s.readOnly {
		return s.closeAll()
	}
	_, err := s.db.ExecContext(context.Background(), "CHECKPOINT")
	return errors.Join(err, s.closeAll())
}

func (s *Store) closeAll() error {
	err := errors.Join(s.closeTexts(), s.db.Close(), s.gate.close())
	if s.file != nil {
		err = errors.Join(err, s.file.Close())
	}
	return err
}
