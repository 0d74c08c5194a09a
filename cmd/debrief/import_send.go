package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/collect"
	"github.com/debrief-dev/debrief/event"
)

// shownFaults is how many bad records are told one by one.
const shownFaults = 20

// importer sends the events of files and counts what became of them.
type importer struct {
	to       *connection
	request  request
	progress *progress
	began    time.Time
	took     time.Duration
	size     int64 // of all files, 0 where it is not known
	read     int64 // of the files before this one

	accepted, duplicate int64
	faults              faults
}

// file sends the events of a file.
func (i *importer) file(ctx context.Context, f *importFile) error {
	var refused error // by the server
	err := f.Portions(func(p collect.Portion) error {
		refused = i.send(ctx, f, p)
		return refused
	})
	i.read += f.read.Load()
	if err != nil && refused == nil {
		return f.unreadable(err)
	}
	return err
}

// send sends a part of a file and notes the answer. What could not even be
// read is refused here.
func (i *importer) send(ctx context.Context, f *importFile, p collect.Portion) error {
	i.request.body = i.request.body[:0]
	var refused []collect.Refusal // by place in the portion
	var sent []int
	for n := range p.Entries {
		if fault := p.Entries[n].Fault; fault != nil {
			refused = append(refused, collect.Refusal{Index: n, Code: fault.Code, Field: fault.Field, Message: fault.Message})
			continue
		}
		i.request.body = collect.AppendLine(i.request.body, &p.Entries[n].Item)
		sent = append(sent, n)
	}
	if len(sent) > 0 {
		answer, err := i.post(ctx)
		if err != nil {
			return fmt.Errorf("cannot import from %s of %s on: %w", p.Places[sent[0]], f.name, err)
		}
		i.accepted += int64(answer.Accepted)
		i.duplicate += int64(answer.Duplicate)
		for _, refusal := range answer.Rejected {
			refusal.Index = sent[refusal.Index]
			refused = append(refused, refusal)
		}
	}
	slices.SortStableFunc(refused, func(a, b collect.Refusal) int { return cmp.Compare(a.Index, b.Index) })
	for _, refusal := range refused {
		i.faults.note(f.at(p.Places[refusal.Index]), refusal)
	}
	i.show(f)
	return nil
}

// patience is how long an overloaded server is asked again.
const patience = 5 * time.Minute

// post sends the request, again and again while the server is overloaded:
// nothing of such a request was kept.
func (i *importer) post(ctx context.Context) (*collect.Answer, error) {
	until := time.Now().Add(patience)
	for {
		var answer collect.Answer
		err := i.to.call(ctx, i.request, &answer)
		var refused *failure
		if err == nil || !errors.As(err, &refused) || !refused.overloaded() || time.Now().After(until) {
			return &answer, err
		}
		i.progress.show(-1, "the server is overloaded; waiting "+seconds(refused.wait()))
		if err = sleep(ctx, refused.wait()); err != nil {
			return nil, err
		}
	}
}

// faults are the records that cannot be used.
type faults struct {
	progress *progress
	codes    map[event.Code]int64
	rejected int64
}

// note counts a fault and tells of the first ones.
func (b *faults) note(place string, r collect.Refusal) {
	b.rejected++
	b.codes[r.Code]++
	if b.rejected > shownFaults {
		return
	}
	field := ""
	if r.Field != "" {
		field = " " + r.Field
	}
	b.progress.line("%s: %s%s: %s", place, r.Code, field, r.Message)
	if b.rejected == shownFaults {
		b.progress.line("Further bad records are only counted.")
	}
}

func (i *importer) show(f *importFile) {
	share, left := -1.0, ""
	took := time.Since(i.began)
	if i.size > 0 && f.size > 0 {
		share = float64(i.read+f.read.Load()) / float64(i.size)
		if rest := time.Duration(float64(took) * (1/share - 1)); share < 1 && rest > time.Second {
			left = ", " + rest.Round(time.Second).String() + " left"
		}
	}
	text := fmt.Sprintf("%s, %s, %s/s", byteSize(i.read+f.read.Load()), count(i.events(), "event"), grouped(rate(i.events(), took)))
	if i.faults.rejected > 0 {
		text += ", " + grouped(i.faults.rejected) + " bad"
	}
	i.progress.show(share, text+left)
}

// settle counts as duplicates those accepted events that the store had before.
// The server tells a repeat at once only while it remembers the id; what it
// has forgotten it finds when it stores. Events that others send meanwhile can
// only make it find fewer.
func (i *importer) settle(added int64) {
	if repeated := i.accepted - added; added >= 0 && repeated > 0 {
		i.accepted -= repeated
		i.duplicate += repeated
	}
}

func (i *importer) events() int64 { return i.accepted + i.duplicate + i.faults.rejected }

// tell says what became of the events.
func (i *importer) tell(w io.Writer) {
	i.progress.clear()
	if i.took == 0 {
		i.took = time.Since(i.began)
	}
	if i.events() == 0 {
		fmt.Fprintln(w, "There was nothing to import.")
		return
	}
	fmt.Fprintf(w, "%s accepted, %s duplicate, %s rejected in %s (%s events/s).\n",
		grouped(i.accepted), grouped(i.duplicate), grouped(i.faults.rejected), seconds(i.took), grouped(rate(i.events(), i.took)))
	if i.faults.rejected <= shownFaults {
		return
	}
	codes := slices.SortedFunc(maps.Keys(i.faults.codes), func(a, b event.Code) int {
		return cmp.Or(cmp.Compare(i.faults.codes[b], i.faults.codes[a]), cmp.Compare(a, b))
	})
	parts := make([]string, len(codes))
	for n, code := range codes {
		parts[n] = string(code) + " " + grouped(i.faults.codes[code])
	}
	fmt.Fprintf(w, "Rejected by code: %s.\n", strings.Join(parts, ", "))
}

func rate(n int64, took time.Duration) int64 {
	return int64(float64(n) / max(took, time.Millisecond).Seconds())
}
