package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// killing is what happened to a server that was killed again and again.
type killing struct {
	binary, dir string
	here        *address
	random      *rand.Rand
	starting    int // kills before it listened
	working     int // kills under load
	ready       []time.Duration
	compactions atomic.Int64
	interrupted atomic.Int64 // compactions
	senders     []*torturer
	stop        chan struct{}
	sending     sync.WaitGroup
}

// Every acknowledged event is there once after any number of kills, nothing is
// there twice, and nothing that was refused is there. Meanwhile the files are
// written anew over and over, so that some kills cut that off.
func tortureByKilling(t *testing.T, binary string) {
	t.Helper()
	kills := int(fromEnv(t, "DEBRIEF_TORTURE_KILLS", 10))
	seed := fromEnv(t, "DEBRIEF_TORTURE_SEED", time.Now().UnixNano())
	t.Logf("DEBRIEF_TORTURE_SEED=%d DEBRIEF_TORTURE_KILLS=%d", seed, kills)
	k := &killing{binary: binary, dir: t.TempDir(), here: &address{}, random: rand.New(rand.NewPCG(uint64(seed), 0)), stop: make(chan struct{})}
	k.send(uint64(seed))
	ctx, cancel := context.WithCancel(t.Context())
	k.sending.Go(func() { k.compact(ctx) })
	for range kills {
		k.kill(t)
	}
	cancel()
	p := k.launch(t)
	close(k.stop)
	k.sending.Wait()
	want := newLedger()
	for _, s := range k.senders {
		if s.failed != nil {
			t.Fatal(s.failed)
		}
		want.merge(s.ledger)
	}
	want.check(t, k.here.get())
	p.stop(t)
	debrief(t, "doctor", "--data", k.dir)
	t.Log(k.table(want))
	if len(want.acknowledged) < 1_000 || len(want.refused) < 10 {
		t.Error("too little happened to mean anything")
	}
}

func (k *killing) send(seed uint64) {
	const senders = 4
	for i := range senders {
		s := newTorturer(i, seed, k.here)
		k.senders = append(k.senders, s)
		k.sending.Go(func() { s.run(k.stop) })
	}
}

// kill starts a server and kills it at a random moment, half the time before it
// listens first.
func (k *killing) kill(t *testing.T) {
	t.Helper()
	if k.random.IntN(2) == 0 {
		p := launch(t, k.binary, k.dir)
		time.Sleep(time.Duration(k.random.IntN(150)) * time.Millisecond)
		p.kill(t)
		k.starting++
	}
	const enough = 200 // items of each life that are answered, however slow the machine is
	before := k.here.answered.Load()
	p := k.launch(t)
	time.Sleep(time.Duration(50+k.random.IntN(700)) * time.Millisecond)
	for began := time.Now(); k.here.answered.Load() < before+enough && time.Since(began) < time.Minute; {
		time.Sleep(5 * time.Millisecond)
	}
	p.kill(t)
	k.working++
}

// launch starts a server and notes how long it took to listen.
func (k *killing) launch(t *testing.T) *process {
	t.Helper()
	began := time.Now()
	p := launch(t, k.binary, k.dir)
	k.here.set(p.listening(t))
	k.ready = append(k.ready, time.Since(began))
	return p
}

// compact has the files written anew until the context ends.
func (k *killing) compact(ctx context.Context) {
	for ctx.Err() == nil {
		to, err := (&target{data: k.dir}).connectRunning(ctx)
		if err == nil {
			if err = to.call(ctx, request{method: http.MethodPost, path: "/api/v1/erasures/compact"}, nil); err == nil {
				k.compactions.Add(1)
			} else {
				k.interrupted.Add(1)
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (k *killing) table(l *ledger) string {
	slices.Sort(k.ready)
	var w strings.Builder
	w.WriteString("\n| what | count |\n|---|---|\n")
	for _, row := range []struct {
		what string
		n    any
	}{
		{"kills under load", k.working},
		{"kills while it started", k.starting},
		{"events acknowledged", len(l.acknowledged)},
		{"events refused", len(l.refused)},
		{"events without an answer, sent once", len(l.unknown)},
		{"acknowledged and missing", l.missing},
		{"there twice", l.doubled},
		{"there and never accepted", l.unexpected},
		{"files written anew meanwhile", k.compactions.Load()},
		{"of these cut off or put off", k.interrupted.Load()},
		{"ready after a crash, median", k.ready[len(k.ready)/2].Round(time.Millisecond)},
		{"ready after a crash, slowest", k.ready[len(k.ready)-1].Round(time.Millisecond)},
	} {
		fmt.Fprintf(&w, "| %s | %v |\n", row.what, row.n)
	}
	return w.String()
}
