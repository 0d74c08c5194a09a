package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// sustainedRun is measured only when it is named: it takes minutes.
const sustainedRun = "sustained"

// memoryEvery is how often the server's memory is looked at.
const memoryEvery = time.Second

// sustained sends batches at a steady rate for minutes and looks at whether
// the server keeps up and its memory stays what it was.
func (b *bench) sustained(ctx context.Context) error {
	s, err := b.start(ctx, sustainedRun)
	if err != nil {
		return err
	}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	memory := make(chan []float64, 1)
	go func() { memory <- s.watch(watching) }()

	second := b.seconds(watching)
	every := time.Duration(float64(time.Second) * batchSize / float64(b.pace))
	sent, behind := 0, time.Duration(0)
	var took []time.Duration
	before, began := s.cpu(), time.Now()
	for time.Since(began) < b.sustain {
		due := began.Add(time.Duration(sent) * every)
		behind = max(behind, time.Since(due))
		bodies := <-second
		time.Sleep(time.Until(due))
		one, failed := s.atPace(ctx, bodies, batchSize, every)
		if failed != nil {
			return errors.Join(failed, s.kill())
		}
		took, sent = append(took, one...), sent+len(bodies)
	}
	lasted, used := time.Since(began), s.cpu()-before
	stop()
	seen := <-memory
	ended := time.Now()
	stored, err := s.settle(ctx, sent*batchSize, false)
	if err != nil {
		return err
	}
	n := float64(sent * batchSize)
	b.tell(figure{
		what: fmt.Sprintf("sustained over %s: acknowledged", lasted.Round(time.Second)), value: n / lasted.Seconds(), unit: "events/s", kind: rate, bar: 80_000,
		note: fmt.Sprintf("asked for %s events/s, at most %s s behind; %s cores used", number(float64(b.pace)), number(behind.Seconds()), number(used.Seconds()/lasted.Seconds())),
	})
	b.tell(figure{what: "… acknowledgement p99", value: quantile(took, 0.99), unit: "ms", note: "p50 " + number(quantile(took, 0.5)) + " ms"})
	b.tell(figure{what: "… all stored after the last acknowledgement", value: stored.Sub(ended).Seconds(), unit: "s", kind: latency, bar: 10})
	third := len(seen) / 3
	early, late := mean(seen[third:2*third]), mean(seen[2*third:])
	b.tell(figure{
		what: "… memory of the last third against that of the second", value: late / early, unit: "×",
		note: fmt.Sprintf("%s against %s MB, %s MB at its highest", number(late), number(early), number(s.memory("VmHWM"))),
	})
	return s.stop()
}

// seconds makes the bodies of a second at a time, while those before are sent:
// minutes of them do not fit.
func (b *bench) seconds(ctx context.Context) <-chan [][]byte {
	made := make(chan [][]byte)
	go func() {
		for g := newGenerator(b.seed, time.Now().Add(-lastDay), lastDay); ; {
			select {
			case made <- g.bodies(max(1, b.pace/batchSize), batchSize):
			case <-ctx.Done():
				return
			}
		}
	}()
	return made
}

// watch is the server's memory, again and again, in megabytes.
func (s *server) watch(ctx context.Context) (seen []float64) {
	tick := time.NewTicker(memoryEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return seen
		case <-tick.C:
			seen = append(seen, s.memory("VmRSS"))
		}
	}
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, value := range values {
		sum += value
	}
	return sum / float64(max(1, len(values)))
}
