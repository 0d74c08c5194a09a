package ingest

import (
	"context"
	"runtime"
	"sync/atomic"
	"time"
)

// way lets requests go first: what can wait gives way while they want more
// than the processors give.
type way struct {
	requests, events atomic.Int64 // inside now
	crowdedAt        atomic.Int64 // when more were inside than is little, in nanoseconds since 1970
	now              func() time.Time
}

const (
	// littleRequests and littleEvents are for each processor what requests may be
	// inside, most of which wait for the disk, before the way counts as crowded.
	littleRequests, littleEvents = 8, 2_000
	// stillCrowded is for how long it counts as crowded afterwards: a sync lets
	// everybody out at once, and they come again.
	stillCrowded = 20 * time.Millisecond
)

// enter counts a request in; leave must follow.
func (w *way) enter(events int) {
	processors := int64(runtime.GOMAXPROCS(0))
	requests, all := w.requests.Add(1), w.events.Add(int64(events))
	if requests >= littleRequests*processors || all >= littleEvents*processors {
		w.crowdedAt.Store(w.now().UnixNano())
	}
}

func (w *way) leave(events int) {
	w.requests.Add(-1)
	w.events.Add(-int64(events))
}

// crowded reports whether requests want more than the processors give.
func (w *way) crowded() bool {
	return w.now().Sub(time.Unix(0, w.crowdedAt.Load())) < stillCrowded
}

// lookAgain is how often who gives way looks whether it must.
const lookAgain = time.Millisecond

// give returns once it holds no more, or after about so long: what gives way
// becomes slow and never stands still.
func give(ctx context.Context, most time.Duration, holds func() bool) {
	for ; most > 0 && holds() && ctx.Err() == nil; most -= lookAgain {
		time.Sleep(lookAgain)
	}
}

// GiveWay holds up what is less urgent than acknowledging and storing events,
// for about so long: as long as requests crowd the door, or much waits to be
// stored.
func (d *Door) GiveWay(ctx context.Context, most time.Duration) {
	give(ctx, most, func() bool { return d.way.crowded() || d.waiting.size() > 2*d.FlushAt })
}

// storeLater is for how long a segment waits while requests crowd the door.
const storeLater = 2 * time.Second

// giveWayToRequests holds up the storing of a segment, unless half of what may
// wait does or somebody waits for it to be stored.
func (d *Door) giveWayToRequests(ctx context.Context) {
	give(ctx, storeLater, func() bool {
		return d.way.crowded() && d.waiting.size() < d.MaxWaiting/2 && !d.waiting.hurried() && !d.isClosing()
	})
}
