package ingest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/redact"
)

const (
	// inboxEvery is how often what was noted is kept: a crash loses no more.
	inboxEvery = time.Second
	// inboxDays is for how long it is kept.
	inboxDays = 30
)

// Inbox notes what became of what was sent, for whoever mends a sender: how
// often, by key, source, code and hour, and samples of what was wrong. It costs
// a request a look into a map or two; what was noted is redacted and kept once a
// second, behind the senders' backs.
type Inbox struct {
	store  control.Inbox
	rules  redact.Rules
	now    func() time.Time
	fail   func(error)
	owners *owners

	mu      sync.Mutex
	tallies map[tallyName]*control.Tally
	samples map[sampleName][]control.Sample // their items as they were sent
	latest  map[string]Latest               // by project

	saving sync.Mutex
	stop   chan struct{}
	done   chan struct{}
}

type tallyName struct {
	project, key, source string
	verdict              control.Verdict
	code                 string
	hour                 int64
}

type sampleName struct{ project, key, code string }

// OpenInbox opens an inbox; fail is told of what could not be kept yet.
func OpenInbox(store control.Inbox, rules redact.Rules, now func() time.Time, fail func(error)) *Inbox {
	i := &Inbox{
		store: store, rules: rules, now: now, fail: fail, owners: newOwners(ownersKept),
		tallies: make(map[tallyName]*control.Tally), samples: make(map[sampleName][]control.Sample), latest: make(map[string]Latest),
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	go i.run()
	return i
}

// Save keeps what was noted until now.
func (i *Inbox) Save(ctx context.Context) error {
	i.saving.Lock()
	defer i.saving.Unlock()
	tallies, samples := i.take()
	if len(tallies)+len(samples) == 0 {
		return nil
	}
	for at := range samples {
		samples[at].Item = shown(i.rules, samples[at].Item)
		samples[at].Message, _ = i.rules.Text(samples[at].Message)
	}
	if err := i.store.AddToInbox(ctx, tallies, samples); err != nil {
		i.putBack(tallies)
		return fmt.Errorf("cannot keep what senders did: %w", err)
	}
	return nil
}

func (i *Inbox) take() (tallies []control.Tally, samples []control.Sample) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, t := range i.tallies {
		tallies = append(tallies, *t)
	}
	for _, list := range i.samples {
		samples = append(samples, list...)
	}
	clear(i.tallies)
	clear(i.samples)
	return tallies, samples
}

// putBack counts again what could not be kept. Samples come again by
// themselves as long as something is wrong.
func (i *Inbox) putBack(tallies []control.Tally) {
	for at := range tallies {
		t := &tallies[at]
		n := i.Note(Sending{t.Project, t.Key, t.Source, t.LastAt})
		n.count(t.Verdict, t.Code, t.Count)
		n.Close()
	}
}

func (i *Inbox) run() {
	defer close(i.done)
	ctx := context.Background()
	pause := time.NewTicker(inboxEvery)
	defer pause.Stop()
	var forgotten time.Time
	for open := true; open; {
		select {
		case <-pause.C:
		case <-i.stop:
			open = false
		}
		err := i.Save(ctx)
		if now := i.now(); err == nil && now.Sub(forgotten) > time.Hour {
			err = i.store.ForgetInbox(ctx, now.UTC().Truncate(time.Hour).AddDate(0, 0, -inboxDays))
			forgotten = now
		}
		if err != nil {
			i.fail(err)
		}
	}
}

// Close keeps what was noted. Nothing may be noted afterwards.
func (i *Inbox) Close() {
	close(i.stop)
	<-i.done
}
