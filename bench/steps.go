package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
	"time"

	"github.com/debrief-dev/debrief/collect"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest"
	"github.com/debrief-dev/debrief/ingest/journal"
	"github.com/debrief-dev/debrief/redact"
	"github.com/debrief-dev/debrief/store/duckdb"
)

// stepEvents is how many events the steps are measured over.
const stepEvents = 400_000

// steps measures what each step of the way in costs by itself, in this
// process, one request at a time: the processor's time, which does not depend
// on what else the machine does, garbage collection included.
func (b *bench) steps(ctx context.Context) (err error) {
	bodies := newGenerator(b.seed, time.Now().Add(-lastDay), lastDay).bodies(stepEvents/batchSize, batchSize)
	step := func(what string, do func() error) error {
		before := processorTime()
		failed := do()
		b.tell(figure{what: "step: " + what, value: float64((processorTime() - before).Nanoseconds()) / stepEvents / 1_000, unit: "µs/event"})
		return failed
	}
	native, decoded := &collect.Native{}, make([]collect.Batch, len(bodies))
	if err = step("decode", func() (failed error) {
		for i, body := range bodies {
			if decoded[i], failed = native.Decode(collect.Request{Body: body, ContentType: "application/x-ndjson"}); failed != nil {
				return failed
			}
		}
		return nil
	}); err != nil {
		return err
	}
	requests := make([][]event.Event, len(bodies))
	_ = step("normalise", func() error {
		for i, batch := range decoded {
			requests[i], _, _ = batch.Normalize(event.Arrival{Project: "default", Source: "bench", ReceivedAt: time.Now()})
		}
		return nil
	})
	rules := redact.DefaultRules()
	_ = step("redact texts", func() error {
		for _, events := range requests {
			for i := range events {
				_, _ = rules.Text(events[i].Text)
			}
		}
		return nil
	})
	return b.stepsOfStoring(ctx, step, requests)
}

func (b *bench) stepsOfStoring(ctx context.Context, step func(string, func() error) error, requests [][]event.Event) (err error) {
	kept, err := journal.Open(filepath.Join(b.dir, "steps-journal"), journal.Options{})
	if err != nil {
		return err
	}
	door := ingest.Open(ingest.Options{Journal: kept, Store: dropped{}, Rules: redact.DefaultRules(), Now: time.Now, FlushEvery: time.Hour, FlushAt: 2 * stepEvents}) //nolint:contextcheck // it works until it is closed
	err = step("judge, redact, dedupe, journal", func() error {
		for _, events := range requests {
			if _, failed := door.Add(ctx, "default", events); failed != nil {
				return failed
			}
		}
		return nil
	})
	err = errors.Join(err, step("flush without storing", func() error { return door.Flush(ctx) }), door.Close())
	if err != nil {
		return err
	}
	events, err := duckdb.Open(ctx, duckdb.Options{Path: filepath.Join(b.dir, "steps.duckdb"), Now: time.Now, MemoryLimit: "1GB"})
	if err != nil {
		return err
	}
	const flushed = 100
	if err = step("store", func() error {
		for i := 0; i < len(requests); i += flushed {
			var together []event.Event
			for _, one := range requests[i:min(i+flushed, len(requests))] {
				together = append(together, one...)
			}
			if _, failed := events.Append(ctx, fmt.Sprintf("steps-%d", i), together); failed != nil {
				return failed
			}
		}
		return nil
	}); err != nil {
		return errors.Join(err, events.Close()) //nolint:contextcheck // a store is closed whatever ended the run
	}
	return step("last checkpoint", events.Close)
}

// dropped stores nothing.
type dropped struct{}

func (dropped) Append(_ context.Context, _ string, events []event.Event) (int, error) {
	return len(events), nil
}
func (dropped) LastToken(context.Context, string) (string, error) { return "", nil }

// processorTime is what this process has used of the processors.
func processorTime() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
