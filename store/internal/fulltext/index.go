// Package fulltext is an index of what was said in conversations, beside an
// engine that has none: words in SQLite's FTS5, and what prompts mean as
// sketches in a flat file that is read from one end to the other. It holds no
// text, and nothing that cannot be made again from the store.
//
// A conversation is one document: its words in no order, once each, which is a
// third of what a word's places would take (docs/decisions/search.md).
package fulltext

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver

	"github.com/debrief-dev/debrief/text"
)

// version changes with what is indexed. An index of another is made anew.
const version = 1

const tables = `
CREATE TABLE about (version INTEGER NOT NULL, sketches INTEGER NOT NULL, complete INTEGER NOT NULL, slots INTEGER NOT NULL);
CREATE TABLE projects (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
-- ordinal is the rowid of words, in order of first arrival; code stands for the
-- conversation; mark changes with its texts; slots are where its sketches lie.
CREATE TABLE conversations (ordinal INTEGER PRIMARY KEY, project INTEGER NOT NULL, code INTEGER NOT NULL, mark INTEGER NOT NULL, slots BLOB NOT NULL);
CREATE UNIQUE INDEX conversations_by_code ON conversations (code, project);
CREATE VIRTUAL TABLE words USING fts5(said, content='', contentless_delete=1, detail=none, tokenize='ascii');
`

// Index is an index of texts. Open makes one. It may be used by several
// goroutines.
type Index struct {
	path     string
	db       *sql.DB
	sketches *sketchFile
	sketcher func() *text.Sketcher

	write    sync.Mutex // one Put at a time
	complete bool       // guarded by write

	mutex      sync.RWMutex
	loaded     bool
	codes      []uint64 // of conversations, by ordinal; 0 where one is gone
	of         []uint16 // their projects' numbers
	projects   map[string]uint16
	generation int64
	last       found // what was asked for last
}

// Open opens the index at a path, beside which its sketches lie, and makes it
// anew where it is missing, damaged or of another version. An empty path keeps
// it in memory.
func Open(ctx context.Context, path string) (*Index, error) {
	x, err := open(ctx, path)
	if err != nil && path != "" {
		if err = remove(path); err == nil {
			x, err = open(ctx, path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("cannot open the index of texts %s: %w", path, err)
	}
	return x, nil
}

// remove removes an index.
func remove(path string) error {
	for _, name := range []string{path, path + "-wal", path + "-shm", sketchPath(path)} {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// private makes the file if there is none: SQLite itself would let everyone
// read it. Its journal files take over the mode.
func private(path string) error {
	const mode = 0o600
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, mode) // #nosec G304 -- the operator says where the data is
	if err != nil {
		return err
	}
	return f.Close()
}

func open(ctx context.Context, path string) (_ *Index, err error) {
	if path != "" {
		if err = private(path); err != nil {
			return nil, err
		}
	}
	x := &Index{path: path, projects: make(map[string]uint16), sketcher: sync.OnceValue(func() *text.Sketcher { return text.NewSketcher(text.General()) })}
	if x.db, err = sql.Open("sqlite", source(path)); err != nil {
		return nil, err
	}
	if path == "" {
		x.db.SetMaxOpenConns(1) // another would be another database
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, x.db.Close())
		}
	}()
	var slots int64
	if slots, err = x.prepare(ctx); err != nil {
		return nil, err
	}
	x.sketches, err = openSketches(path, slots)
	return x, err
}

// source is the name by which the driver opens a path. What is committed last
// may be lost with the machine's power: the store's queue of changes is cut only
// after a commit, and Open notices a file that is damaged.
func source(path string) string {
	if path == "" {
		return ":memory:"
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		absolute = path
	}
	settings := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "cache_size(-16000)", "secure_delete(1)", "auto_vacuum(2)",
	}}
	name := url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(absolute), "/"), RawQuery: settings.Encode()}
	return name.String()
}

// errVersion says that an index is of another version.
var errVersion = errors.New("made by another version")

// prepare makes the tables of a new index and checks those of another.
func (x *Index) prepare(ctx context.Context) (slots int64, err error) {
	var made bool
	if err = x.db.QueryRowContext(ctx, "SELECT count(*) > 0 FROM sqlite_schema WHERE name = 'about'").Scan(&made); err != nil {
		return 0, err
	}
	if !made {
		_, err = x.db.ExecContext(ctx, tables+"INSERT INTO about VALUES (?, ?, 0, 0)", version, text.SketchVersion)
		return 0, err
	}
	var of, sketched int
	if err = x.db.QueryRowContext(ctx, "SELECT version, sketches, complete, slots FROM about").Scan(&of, &sketched, &x.complete, &slots); err != nil {
		return 0, err
	}
	if of != version || sketched != text.SketchVersion {
		return 0, errVersion
	}
	return slots, nil
}

// Complete tells whether everything was put into it once.
func (x *Index) Complete() bool {
	x.write.Lock()
	defer x.write.Unlock()
	return x.complete
}

// SetComplete says that everything was put into it.
func (x *Index) SetComplete(ctx context.Context) error {
	x.write.Lock()
	defer x.write.Unlock()
	_, err := x.db.ExecContext(ctx, "UPDATE about SET complete = 1")
	x.complete = x.complete || err == nil
	return err
}

// Close closes its files.
func (x *Index) Close() error { return errors.Join(x.db.Close(), x.sketches.close()) }

// load reads which conversation each ordinal stands for.
func (x *Index) load(ctx context.Context) error {
	x.mutex.Lock()
	defer x.mutex.Unlock()
	if x.loaded {
		return nil
	}
	err := x.each(ctx, func(rows *sql.Rows) error {
		var id string
		var number uint16
		failed := rows.Scan(&id, &number)
		x.projects[id] = number
		return failed
	}, "SELECT id, number FROM projects")
	if err != nil {
		return err
	}
	err = x.each(ctx, func(rows *sql.Rows) error {
		var ordinal, code int64
		var number uint16
		failed := rows.Scan(&ordinal, &number, &code)
		x.note(ordinal, number, uint64(code)) //nolint:gosec // the same bits
		return failed
	}, "SELECT ordinal, project, code FROM conversations ORDER BY ordinal")
	x.loaded = err == nil
	return err
}

// note remembers which conversation an ordinal stands for. The caller holds
// mutex.
func (x *Index) note(ordinal int64, project uint16, code uint64) {
	for int64(len(x.codes)) <= ordinal {
		x.codes, x.of = append(x.codes, 0), append(x.of, 0)
	}
	x.codes[ordinal], x.of[ordinal] = code, project
}

// each asks, and calls fn for every row.
func (x *Index) each(ctx context.Context, fn func(*sql.Rows) error, query string, values ...any) (err error) {
	rows, err := x.db.QueryContext(ctx, query, values...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err = fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
