package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

const (
	batchSize  = 1_000
	burstConns = 8
	lastDay    = 24 * time.Hour
)

// deliver sends every body over some connections and returns how long each
// took.
func (s *server) deliver(ctx context.Context, bodies [][]byte, connections int) ([]time.Duration, error) {
	var next atomic.Int64
	var mu sync.Mutex
	var took []time.Duration
	var failed error
	var all sync.WaitGroup
	for range connections {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(bodies) {
					return
				}
				one, err := s.post(ctx, bodies[i], batchSize)
				mu.Lock()
				took = append(took, one)
				failed = errors.Join(failed, err)
				mu.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	all.Wait()
	return took, failed
}

// burst sends events as fast as they are taken.
func (b *bench) burst(ctx context.Context) error {
	batches := b.events / batchSize
	bodies := newGenerator(b.seed, time.Now().Add(-lastDay), lastDay).bodies(batches, batchSize)
	s, err := b.start(ctx, "burst")
	if err != nil {
		return err
	}
	began, before := time.Now(), s.cpu()
	took, err := s.deliver(ctx, bodies, burstConns)
	if err != nil {
		return err
	}
	acknowledged := time.Now()
	stored, err := s.settle(ctx, batches*batchSize, false)
	if err != nil {
		return err
	}
	used := s.cpu() - before
	analysed, err := s.settle(ctx, batches*batchSize, true)
	if err != nil {
		return err
	}
	n := float64(batches * batchSize)
	b.tell(figure{
		what: fmt.Sprintf("burst of %s events in batches of 1,000: acknowledged", number(n)), value: n / acknowledged.Sub(began).Seconds(), unit: "events/s", kind: rate, bar: 200_000,
		note: fmt.Sprintf("%d connections", burstConns),
	})
	b.tell(figure{what: "… acknowledgement p50 / p99", value: quantile(took, 0.99), unit: "ms", note: "p50 " + number(quantile(took, 0.5)) + " ms, at full speed; see the paced run for the bar"})
	b.tell(figure{what: "… all stored after the last acknowledgement", value: stored.Sub(acknowledged).Seconds(), unit: "s", kind: latency, bar: 10, note: "the server's own count was checked"})
	b.tell(figure{what: "… stored", value: n / stored.Sub(began).Seconds(), unit: "events/s"})
	b.tell(figure{what: "… analysed", value: n / analysed.Sub(began).Seconds(), unit: "events/s"})
	b.tell(figure{what: "… processor time of the server until stored", value: float64(used.Microseconds()) / n, unit: "µs/event", note: "analysis that ran by then is in it"})
	b.tell(figure{what: "… memory of the server at its highest", value: s.memory("VmHWM"), unit: "MB"})
	return b.afterKill(ctx, s, bodies)
}

// afterKill kills the server right after another burst and measures its start.
func (b *bench) afterKill(ctx context.Context, s *server, bodies [][]byte) error {
	fresh := newGenerator(b.seed+1, time.Now().Add(-lastDay), lastDay).bodies(min(len(bodies), 50), batchSize)
	if _, err := s.deliver(ctx, fresh, burstConns); err != nil {
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
	if _, err = s.settle(ctx, batches*batchSize, true); err != nil {
		return err
	}
	b.tell(figure{
		what: fmt.Sprintf("steady %s events/s in batches of 1,000: acknowledgement p99", number(float64(b.pace))), value: quantile(took, 0.99), unit: "ms", kind: latency, bar: 50,
		note: fmt.Sprintf("p50 %s ms; the bar is for 100,000 events/s, the first version's for 25,000; %s cores used", number(quantile(took, 0.5)), number(used.Seconds()/b.last.Seconds())),
	})
	return s.stop()
}

// atPace sends a body every so often, whether or not those before it were
// answered, and measures from when it should have been sent: a server that
// stalls is not spared the requests it kept waiting.
func (s *server) atPace(ctx context.Context, bodies [][]byte, size int, every time.Duration) ([]time.Duration, error) {
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
	const distinct = 200_000
	bodies := newGenerator(b.seed, time.Now().Add(-lastDay), lastDay).bodies(distinct, 1)
	s, err := b.start(ctx, "single")
	if err != nil {
		return err
	}
	var sent atomic.Int64
	var mu sync.Mutex
	var took []time.Duration
	var failed error
	var all sync.WaitGroup
	before, began := s.cpu(), time.Now()
	for range b.connections {
		all.Go(func() {
			var own []time.Duration
			var wrong error
			for wrong == nil && time.Since(began) < b.last {
				i := int(sent.Add(1)) - 1
				if i >= len(bodies) {
					sent.Add(-1)
					break
				}
				var one time.Duration
				one, wrong = s.post(ctx, bodies[i], 1)
				own = append(own, one)
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, own...)
			failed = errors.Join(failed, wrong)
		})
	}
	all.Wait()
	lasted, used := time.Since(began), s.cpu()-before
	if failed != nil {
		return failed
	}
	if _, err = s.settle(ctx, len(took), false); err != nil {
		return err
	}
	b.tell(figure{
		what: fmt.Sprintf("single events over %d connections", b.connections), value: float64(len(took)) / lasted.Seconds(), unit: "requests/s", kind: rate, bar: 20_000,
		note: number(float64(used.Microseconds())/float64(len(took))) + " µs of the server's processor each",
	})
	b.tell(figure{what: "… acknowledgement p99", value: quantile(took, 0.99), unit: "ms", kind: latency, bar: 25, note: "p50 " + number(quantile(took, 0.5)) + " ms"})
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
