package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	batchSize  = 1_000
	burstConns = 8
	lastDay    = 24 * time.Hour
)

// deliver sends every body, over burstConns connections, and returns how long each
// took.
func (s *sender) deliver(ctx context.Context, bodies [][]byte) ([]time.Duration, error) {
	var next atomic.Int64
	took := make([][]time.Duration, burstConns)
	failed := make([]error, burstConns)
	var all sync.WaitGroup
	for c := range burstConns {
		all.Go(func() {
			for failed[c] == nil {
				i := int(next.Add(1)) - 1
				if i >= len(bodies) {
					return
				}
				var one time.Duration
				one, failed[c] = s.post(ctx, bodies[i], batchSize)
				took[c] = append(took[c], one)
			}
		})
	}
	all.Wait()
	loop, err := gathered(looped{}, took, failed)
	return loop.took, err
}

// gathered puts together what each connection saw.
func gathered(l looped, took [][]time.Duration, failed []error) (looped, error) {
	l.took = slices.Concat(took...)
	return l, errors.Join(failed...)
}

// burst sends events as fast as they are taken.
func (b *bench) burst(ctx context.Context) error {
	batches := b.events / batchSize
	bodies := newGenerator(b.seed, time.Now().Add(-lastDay), lastDay).bodies(batches, batchSize)
	s, err := b.start(ctx, "burst")
	if err != nil {
		return err
	}
	began, before, own := time.Now(), s.cpu(), processorTime()
	took, err := s.deliver(ctx, bodies)
	if err != nil {
		return err
	}
	acknowledged, own := time.Now(), processorTime()-own
	stored, err := s.settle(ctx, batches*batchSize, false)
	if err != nil {
		return err
	}
	used := s.cpu() - before
	n := float64(batches * batchSize)
	b.tell(figure{
		what: fmt.Sprintf("burst of %s events in batches of 1,000: acknowledged", number(n)), value: n / acknowledged.Sub(began).Seconds(), unit: "events/s", kind: rate, bar: 200_000,
		note: fmt.Sprintf("%d connections; the load generator took %s µs of processor an event", burstConns, number(float64(own.Microseconds())/n)),
	})
	b.tell(figure{what: "… acknowledgement p99", value: quantile(took, 0.99), unit: "ms", note: "p50 " + number(quantile(took, 0.5)) + " ms, at full speed; see the paced run for the bar"})
	b.tell(figure{what: "… all stored after the last acknowledgement", value: stored.Sub(acknowledged).Seconds(), unit: "s", kind: latency, bar: 10, note: "the server's own count was checked"})
	b.tell(figure{what: "… stored", value: n / stored.Sub(began).Seconds(), unit: "events/s"})
	b.tell(figure{what: "… processor time of the server until stored", value: float64(used.Microseconds()) / n, unit: "µs/event", note: "analysis that ran by then is in it"})
	b.tell(figure{what: "… memory of the server at its highest", value: s.memory("VmHWM"), unit: "MB"})
	if err = b.afterKill(ctx, s, bodies); err != nil {
		return err
	}
	return b.besideEngine(ctx, bodies, acknowledged.Sub(began), stored.Sub(began), used)
}

// afterKill kills the server right after another burst and measures its start.
func (b *bench) afterKill(ctx context.Context, s *server, bodies [][]byte) error {
	fresh := newGenerator(b.seed+1, time.Now().Add(-lastDay), lastDay).bodies(min(len(bodies), 50), batchSize)
	if _, err := s.deliver(ctx, fresh); err != nil {
		return err
	}
	if err := s.kill(); err != nil {
		return err
	}
	s, err := b.start(ctx, "burst")
	if err != nil {
		return err
	}
	b.tell(figure{what: "start to ready after a kill under load", value: s.ready.Seconds(), unit: "s", kind: latency, bar: 3, note: "every acknowledged event was there afterwards"})
	if _, err = s.settle(ctx, (len(bodies)+len(fresh))*batchSize, false); err != nil {
		return err
	}
	return s.stop()
}

// paced sends batches at a steady rate and looks at the acknowledgements.
func (b *bench) paced(ctx context.Context) error {
	batches := int(float64(b.pace) / batchSize * b.last.Seconds())
	bodies := newGenerator(b.seed, time.Now().Add(-lastDay), lastDay).bodies(batches, batchSize)
	s, err := b.start(ctx, "paced")
	if err != nil {
		return err
	}
	before := s.cpu()
	took, err := s.atPace(ctx, bodies, batchSize, time.Duration(float64(time.Second)*batchSize/float64(b.pace)))
	if err != nil {
		return err
	}
	used := s.cpu() - before
	if _, err = s.settle(ctx, batches*batchSize, false); err != nil {
		return err
	}
	b.tell(figure{
		what: fmt.Sprintf("steady %s events/s in batches of 1,000: acknowledgement p99", number(float64(b.pace))), value: quantile(took, 0.99), unit: "ms", kind: latency, bar: 50,
		note: fmt.Sprintf("p50 %s ms; the bar is for 100,000 events/s; %s cores used", number(quantile(took, 0.5)), number(used.Seconds()/b.last.Seconds())),
	})
	b.tell(figure{what: "… the worst pause", value: quantile(took, 1), unit: "ms", note: "the longest that a batch waited, checkpoints of the store included"})
	return s.stop()
}

// atPace sends a body every so often, whether or not those before it were
// answered, and measures from when it should have been sent: a server that
// stalls is not spared the requests it kept waiting.
func (s *sender) atPace(ctx context.Context, bodies [][]byte, size int, every time.Duration) ([]time.Duration, error) {
	var mu sync.Mutex
	var took []time.Duration
	var failed error
	var all sync.WaitGroup
	began := time.Now()
	for i, body := range bodies {
		due := began.Add(time.Duration(i) * every)
		time.Sleep(time.Until(due))
		all.Go(func() {
			_, err := s.post(ctx, body, size)
			mu.Lock()
			defer mu.Unlock()
			took = append(took, time.Since(due))
			failed = errors.Join(failed, err)
		})
	}
	all.Wait()
	return took, failed
}

// single posts events one at a time, as browsers do.
func (b *bench) single(ctx context.Context) error {
	bodies := newGenerator(b.seed, time.Now().Add(-lastDay), lastDay).bodies(distinct, 1)
	s, err := b.start(ctx, "single")
	if err != nil {
		return err
	}
	before := s.cpu()
	loop, err := s.loop(ctx, bodies, b.connections, b.last)
	if err != nil {
		return err
	}
	used, n := s.cpu()-before, float64(len(loop.took))
	if _, err = s.settle(ctx, len(loop.took), false); err != nil {
		return err
	}
	b.tell(figure{
		what: fmt.Sprintf("single events over %d connections", b.connections), value: n / loop.lasted.Seconds(), unit: "requests/s", kind: rate, bar: 20_000,
		note: fmt.Sprintf("%s µs of processor each, storing and analysis by then included; the load generator took %s µs", number(float64(used.Microseconds())/n), number(float64(loop.own.Microseconds())/n)),
	})
	b.tell(figure{what: "… acknowledgement p99", value: quantile(loop.took, 0.99), unit: "ms", kind: latency, bar: 25, note: "p50 " + number(quantile(loop.took, 0.5)) + " ms"})
	return s.stop()
}

// fresh measures how long an acknowledged event takes to be seen in the list
// of conversations while others come in.
func (b *bench) fresh(ctx context.Context) error {
	const pace, size = 5_000, 100 // the bar is for up to 20,000, the first version's for a quarter
	bodies := newGenerator(b.seed, time.Now().Add(-lastDay), lastDay).bodies(int(pace/size*b.last.Seconds()), size)
	s, err := b.start(ctx, "fresh")
	if err != nil {
		return err
	}
	loaded := make(chan error, 1)
	go func() {
		_, failed := s.atPace(ctx, bodies, size, time.Second*size/pace)
		loaded <- failed
	}()
	var seen []time.Duration
	for i := 0; ; i++ {
		select {
		case err = <-loaded:
			if err != nil {
				return err
			}
			b.tell(figure{
				what: "freshness at 5,000 events/s: acknowledged → listed, p95", value: quantile(seen, 0.95) / 1_000, unit: "s", kind: latency, bar: 2,
				note: fmt.Sprintf("p50 %s s over %d probes", number(quantile(seen, 0.5)/1_000), len(seen)),
			})
			return s.stop()
		default:
		}
		var one time.Duration
		if one, err = s.probe(ctx, i); err != nil {
			return err
		}
		seen = append(seen, one)
	}
}

// probe sends a prompt and returns how long after its acknowledgement it was
// listed.
func (s *server) probe(ctx context.Context, i int) (time.Duration, error) {
	body := fmt.Appendf(nil, `{"id":"probe-%d","event":"screeb_copilot_user_prompt","user_id":"probe-%d","properties":{"conversation_id":"probe-%d","prompt":"is anybody there"}}`, i, i, i)
	if _, err := s.post(ctx, body, 1); err != nil {
		return 0, err
	}
	acknowledged := time.Now()
	for time.Since(acknowledged) < time.Minute {
		var page struct{ Total int }
		if _, err := s.get(ctx, fmt.Sprintf(`/api/v1/conversations?limit=1&where=user%%20=%%20%%22probe-%d%%22`, i), &page); err != nil {
			return 0, err
		}
		if page.Total > 0 {
			return time.Since(acknowledged), nil
		}
		time.Sleep(25 * time.Millisecond)
	}
	return 0, fmt.Errorf("probe %d is not listed after a minute", i)
}
