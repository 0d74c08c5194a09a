package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	engine "github.com/duckdb/duckdb-go/v2"

	"github.com/debrief-dev/debrief/store/internal/sqlgen"
	"github.com/debrief-dev/debrief/text"
)

// sets are the sets of conversations that a statement knows by name, as codes.
// They come with its context: bound as a list, an element costs some 2 µs, fifty
// times as much as this way.
type sets map[string][]uint64

// setsKey is the context's key of sets.
type setsKey struct{}

// withSet makes a set known to the statements of a context.
func withSet(ctx context.Context, name string, codes []uint64) context.Context {
	known := sets{name: codes}
	if before, ok := ctx.Value(setsKey{}).(sets); ok {
		for other, has := range before {
			if other != name {
				known[other] = has
			}
		}
	}
	return context.WithValue(ctx, setsKey{}, known)
}

// dialer is a connector that does not close the engine with a pool.
type dialer struct{ to *engine.Connector }

// Connect makes a connection.
func (d dialer) Connect(ctx context.Context) (driver.Conn, error) { return d.to.Connect(ctx) }

// Driver is the engine's.
func (d dialer) Driver() driver.Driver { return d.to.Driver() }

// errNoSet says that a statement names a set that its context has not.
var errNoSet = errors.New("no such set of conversations")

// register makes the table function found(name) known to an engine that was
// opened: the codes of a set.
func register(ctx context.Context, to *engine.Connector) (err error) {
	pool := sql.OpenDB(dialer{to})
	defer func() { err = errors.Join(err, pool.Close()) }()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("cannot connect: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	name, err := engine.NewTypeInfo(engine.TYPE_VARCHAR)
	if err != nil {
		return err
	}
	code, err := engine.NewTypeInfo(engine.TYPE_UBIGINT)
	if err != nil {
		return err
	}
	return engine.RegisterTableUDF(conn, "found", engine.ChunkTableFunction{
		Config: engine.TableFunctionConfig{Arguments: []engine.TypeInfo{name}},
		BindArgumentsContext: func(ctx context.Context, _ map[string]any, arguments ...any) (engine.ChunkTableSource, error) {
			known, _ := ctx.Value(setsKey{}).(sets)
			set, _ := arguments[0].(string)
			codes, ok := known[set]
			if !ok {
				return nil, fmt.Errorf("%w: %s", errNoSet, set)
			}
			return &foundRows{codes: codes, column: code}, nil
		},
	})
}

// foundRows gives codes to the engine.
type foundRows struct {
	codes  []uint64
	column engine.TypeInfo
}

// ColumnInfos names the one column.
func (f *foundRows) ColumnInfos() []engine.ColumnInfo {
	return []engine.ColumnInfo{{Name: "code", T: f.column}}
}

// Cardinality tells the optimizer which side of a join is small.
func (f *foundRows) Cardinality() *engine.CardinalityInfo {
	return &engine.CardinalityInfo{Cardinality: uint(len(f.codes)), Exact: true}
}

// Init does nothing.
func (*foundRows) Init() {}

// FillChunk gives the next codes.
func (f *foundRows) FillChunk(chunk engine.DataChunk) error {
	n := min(len(f.codes), engine.GetDataChunkCapacity())
	for i, code := range f.codes[:n] {
		if err := engine.SetChunkValue(chunk, 0, i, code); err != nil {
			return err
		}
	}
	f.codes = f.codes[n:]
	return chunk.SetSize(n)
}

// seek asks the index of texts what a statement seeks.
func (s *Store) seek(ctx context.Context, statement *sqlgen.Statement) (context.Context, error) {
	if statement.Sought == "" {
		return ctx, nil
	}
	q, err := text.ParseQuery(statement.Sought)
	if err != nil {
		return ctx, err
	}
	project, _ := statement.Args[0].(string)
	if err = s.searchable(); err != nil {
		return ctx, err
	}
	codes, err := s.texts.Find(ctx, project, q)
	if err != nil {
		return ctx, err
	}
	return withSet(ctx, sqlgen.SoughtWords, codes), nil
}
