package server

import (
	"context"
	"sync"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

const (
	// tailEvery is how often the store is asked for what is new while anyone
	// listens. With the flush of the door (300 ms) an event is seen well within
	// the two seconds that are promised.
	tailEvery = 500 * time.Millisecond
	// tailBatch is how many events are read at a time.
	tailBatch = 2_000
	// tailEarly is how much before the clock a reading begins: what is being
	// stored just then has an earlier time than the moment at which it can be
	// read, by as much as the storing takes.
	tailEarly = 5 * time.Second
	// tailBehind is how many batches a listener may be behind before it is
	// dropped: its reader is slower than events come in.
	tailBehind = 32
)

// tail reads what arrives and tells all who listen: one reading of the store,
// however many they are, and none while nobody listens.
type tail struct {
	store store.Tail
	now   func() time.Time
	fail  func(error) // told of readings that failed; they are tried again

	mu        sync.Mutex
	ended     bool
	stop      context.CancelFunc // of the reading that runs
	at        store.Position     // everything up to here was told
	listeners map[*listener]bool
}

// listener is one who is told.
type listener struct {
	from    store.Position     // all that was stored after this is told
	batches chan []event.Event // closed when it is dropped or the tail ends; the events are shared, not to be changed
}

func newTail(s store.Tail, now func() time.Time, fail func(error)) *tail {
	return &tail{store: s, now: now, fail: fail, listeners: make(map[*listener]bool)}
}

// listen adds a listener, or answers false once the tail has ended or so many
// listen already. leave must follow.
func (t *tail) listen(most int) (*listener, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended || len(t.listeners) >= most {
		return nil, false
	}
	if len(t.listeners) == 0 {
		var ctx context.Context
		ctx, t.stop = context.WithCancel(context.Background())
		t.at = store.Position{StoredAt: t.now().Add(-tailEarly)}
		go t.read(ctx, t.at)
	}
	l := &listener{from: t.at, batches: make(chan []event.Event, tailBehind)}
	t.listeners[l] = true
	return l, true
}

// leave removes a listener; the last one ends the reading.
func (t *tail) leave(l *listener) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.drop(l)
}

func (t *tail) drop(l *listener) {
	if !t.listeners[l] {
		return
	}
	delete(t.listeners, l)
	close(l.batches)
	if len(t.listeners) == 0 {
		t.stop()
	}
}

// end drops everyone, for good.
func (t *tail) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
	for l := range t.listeners {
		t.drop(l)
	}
}

func (t *tail) read(ctx context.Context, at store.Position) {
	pause := time.NewTicker(tailEvery)
	defer pause.Stop()
	for {
		events, err := t.store.Scan(ctx, at, tailBatch)
		if len(events) > 0 {
			at = store.PositionOf(&events[len(events)-1])
			t.tell(ctx, events, at)
		}
		if err != nil && ctx.Err() == nil {
			t.fail(err)
		}
		if err == nil && len(events) == tailBatch {
			continue
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
			return
		}
	}
}

// tell gives a batch to all who listen, and waits for nobody.
func (t *tail) tell(ctx context.Context, events []event.Event, at store.Position) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if ctx.Err() != nil {
		return // the last listener left meanwhile
	}
	t.at = at
	for l := range t.listeners {
		select {
		case l.batches <- events:
		default:
			t.drop(l)
		}
	}
}
