package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// targetRun is measured only when --target names a server.
const targetRun = "target"

// elsewhere sends the same loads to another server that takes JSON lines over
// HTTP. A status of success counts as an acknowledgement; what it means there,
// and whether what was acknowledged was stored, nobody asked.
func (b *bench) elsewhere(ctx context.Context) error {
	s, err := newSender(b.target, b.headers...)
	if err != nil {
		return err
	}
	const unchecked = "by its own word: what it stored was not checked"
	bodies := newGenerator(b.seed, time.Now().Add(-lastDay), lastDay).bodies(b.events/batchSize, batchSize)
	began := time.Now()
	took, err := s.deliver(ctx, bodies)
	if err != nil {
		return err
	}
	n := float64(len(bodies) * batchSize)
	b.tell(figure{
		what: fmt.Sprintf("%s: burst of %s events in batches of 1,000: acknowledged", b.target, number(n)), value: n / time.Since(began).Seconds(), unit: "events/s",
		note: fmt.Sprintf("%s; p50 %s ms, p99 %s ms", unchecked, number(quantile(took, 0.5)), number(quantile(took, 0.99))),
	})
	loop, err := s.loop(ctx, newGenerator(b.seed+1, time.Now().Add(-lastDay), lastDay).bodies(distinct, 1), b.connections, b.last)
	if err != nil {
		return err
	}
	b.tell(figure{
		what: fmt.Sprintf("… single events over %d connections", b.connections), value: float64(len(loop.took)) / loop.lasted.Seconds(), unit: "requests/s",
		note: fmt.Sprintf("p50 %s ms, p99 %s ms", number(quantile(loop.took, 0.5)), number(quantile(loop.took, 0.99))),
	})
	return nil
}

// distinct is how many single events are made for a loop.
const distinct = 400_000

// looped is what a loop of single events took.
type looped struct {
	took   []time.Duration
	lasted time.Duration
	own    time.Duration // processor time of the load generator
}

// loop posts each body once, over so many connections, each of which sends
// when the one before was answered, until all are sent or so long has passed.
func (s *sender) loop(ctx context.Context, bodies [][]byte, connections int, last time.Duration) (looped, error) {
	var sent atomic.Int64
	took := make([][]time.Duration, connections)
	failed := make([]error, connections)
	var all sync.WaitGroup
	began, before := time.Now(), processorTime()
	for c := range connections {
		all.Go(func() {
			for failed[c] == nil && time.Since(began) < last {
				i := int(sent.Add(1)) - 1
				if i >= len(bodies) {
					return
				}
				var one time.Duration
				one, failed[c] = s.post(ctx, bodies[i], 1)
				took[c] = append(took[c], one)
			}
		})
	}
	all.Wait()
	return gathered(looped{lasted: time.Since(began), own: processorTime() - before}, took, failed)
}
