package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"
	"time"

	engine "github.com/duckdb/duckdb-go/v2"
)

// errBusy says that queries went on for too long to change the file.
var errBusy = errors.New("queries are under way: the file was not changed")

// gate hands out the engine's connections to the pool and can wait until none
// is left, so that the file may be replaced under it, or opened again after the
// engine has given up on it: a checkpoint that meets a full disk is the end of
// every query until then. A path that is opened
// again before every connection is closed spins a core for ever.
type gate struct {
	dial func() (*engine.Connector, error)
	pool *sql.DB // set before the first connection

	mu     sync.Mutex
	to     *engine.Connector // nil until the first connection, and after a change
	out    int               // connections
	shut   chan struct{}     // not nil while no connection is made; closed when it opens again
	ended  chan struct{}     // told when a connection ends
	broken bool              // the engine has given up: it is opened again when no connection is left
	oldest int               // connections made until then are not used again
	made   int
}

func newGate(dial func() (*engine.Connector, error)) *gate {
	return &gate{dial: dial, ended: make(chan struct{}, 1)}
}

// pooled is a connection that the gate counts.
type pooled struct {
	*engine.Conn

	gate   *gate
	number int
}

// Connect makes a connection, once the gate is open.
func (g *gate) Connect(ctx context.Context) (driver.Conn, error) {
	if err := g.wait(ctx); err != nil {
		return nil, err
	}
	defer g.mu.Unlock()
	if g.to == nil {
		to, err := g.dial()
		if err != nil {
			return nil, err
		}
		g.to = to
	}
	made, err := g.to.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, ok := made.(*engine.Conn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("unexpected connection %T", made), made.Close())
	}
	g.out++
	g.made++
	return &pooled{conn, g, g.made}, nil
}

// wait returns with the lock held, once the gate is open and the engine can be
// used.
func (g *gate) wait(ctx context.Context) error {
	for {
		g.mu.Lock()
		shut, ends := g.shut, g.broken && g.out > 0
		if g.broken && g.out == 0 && shut == nil { // nobody is left who could see it close
			g.broken = false
			_ = g.closeLocked() // it has given up, and says so again
		}
		if shut == nil && !ends {
			return nil
		}
		g.mu.Unlock()
		var look <-chan time.Time
		if ends {
			g.endIdle()
			look = time.After(lookAgain)
		}
		select {
		case <-shut: // nil where it is open
		case <-look:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// lookAgain is how often it is looked whether the last connection to an engine
// that has given up has ended.
const lookAgain = 10 * time.Millisecond

// endIdle closes the connections that nobody uses.
func (g *gate) endIdle() {
	g.pool.SetMaxIdleConns(-1)
	g.pool.SetMaxIdleConns(poolIdle)
}

// seen notes an error after which the engine refuses everything.
func (g *gate) seen(err error) {
	var fault *engine.Error
	if !errors.As(err, &fault) || fault.Type != engine.ErrorTypeFatal {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.out > 0 && !g.broken {
		g.broken, g.oldest = true, g.made
	}
}

// ExecContext runs a statement.
func (p *pooled) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	result, err := p.Conn.ExecContext(ctx, query, args)
	p.gate.seen(err)
	return result, err
}

// QueryContext runs a query.
func (p *pooled) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	rows, err := p.Conn.QueryContext(ctx, query, args)
	p.gate.seen(err)
	return rows, err
}

// Driver is the engine's.
func (*gate) Driver() driver.Driver { return engine.Driver{} }

// Close ends the connection.
func (p *pooled) Close() error {
	err := p.Conn.Close()
	p.gate.mu.Lock()
	p.gate.out--
	p.gate.mu.Unlock()
	select {
	case p.gate.ended <- struct{}{}:
	default: // told already
	}
	return err
}

// IsValid tells the pool whether to keep the connection.
func (p *pooled) IsValid() bool {
	p.gate.mu.Lock()
	defer p.gate.mu.Unlock()
	return p.number > p.gate.oldest
}

// ResetSession has the pool make another connection for one that is not to be
// used again.
func (p *pooled) ResetSession(context.Context) error {
	if !p.IsValid() {
		return driver.ErrBadConn
	}
	return nil
}

// poolIdle is how many connections the pool keeps, as by its own default.
const poolIdle = 2

// alone runs fn while there is no connection and the engine is not open; the
// next query opens it again. Queries that are under way end first, those that
// come wait; after patience it gives up with errBusy.
func (g *gate) alone(ctx context.Context, db *sql.DB, patience time.Duration, fn func() error) error {
	shut := make(chan struct{})
	g.mu.Lock()
	g.shut, g.oldest = shut, g.made
	g.mu.Unlock()
	defer func() {
		g.mu.Lock()
		g.shut = nil
		g.mu.Unlock()
		close(shut)
		db.SetMaxIdleConns(poolIdle)
	}()
	db.SetMaxIdleConns(-1) // ends those that are idle
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		g.mu.Lock()
		out := g.out
		g.mu.Unlock()
		if out == 0 {
			return errors.Join(g.close(), fn())
		}
		select {
		case <-g.ended:
		case <-timer.C:
			return errBusy
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// close closes the engine; every connection has been closed.
func (g *gate) close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.closeLocked()
}

func (g *gate) closeLocked() error {
	if g.to == nil {
		return nil
	}
	to := g.to
	g.to = nil
	return to.Close()
}
