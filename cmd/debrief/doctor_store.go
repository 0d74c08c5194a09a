package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/ingest/journal"
	"github.com/debrief-dev/debrief/store"
)

// store reads the store and, knowing what it has, the journal.
func (x *examination) store(ctx context.Context) {
	if _, err := os.Stat(x.folder.file(eventsFile)); err != nil {
		x.journal(0) // files has said that it is not there
		return
	}
	s, err := inspectStore(ctx, x.folder, false)
	if err != nil {
		x.find(problem, eventsFile, "cannot be read: "+err.Error()+".", restoreBackup+" Without one, --repair moves it aside.")
		x.mend("move aside what the database cannot open of "+eventsFile, x.moveStoreAside)
		x.journal(0)
		return
	}
	first, err := x.progress(ctx, s)
	if err = errors.Join(err, s.Close()); err != nil {
		x.find(problem, eventsFile, "cannot be read: "+err.Error()+".", restoreBackup)
	}
	x.journal(first)
}

// progress tells how far storing and analysis have come. It returns the first
// journal segment that the store does not have.
func (x *examination) progress(ctx context.Context, s inspectedStore) (first uint64, err error) {
	if first, err = firstSegment(ctx, s); err != nil {
		return 0, err
	}
	stored, err := s.Count(ctx)
	if err != nil {
		return first, err
	}
	p, err := s.Progress(ctx)
	if err != nil {
		return first, err
	}
	x.find(fine, "events", grouped(stored)+" stored, "+grouped(p.Analysed)+" analysed.", "")
	if pending := stored - p.Analysed; pending > 0 {
		x.find(note, "analysis", count(pending, "event")+" wait; the next start analyses them.", "")
	}
	x.clock(p)
	return first, x.derived(ctx, s)
}

// derived tells by which rules derived rows were made.
func (x *examination) derived(ctx context.Context, s inspectedStore) error {
	generations, err := s.Generations(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(generations, func(g store.Generation) bool { return g.Rules != conversation.Version })
	switch {
	case len(generations) == 0:
		x.find(fine, "derived", "nothing yet.", "")
	case at < 0:
		x.find(fine, "derived", fmt.Sprintf("by the rules of this version (%d).", conversation.Version), "")
	default:
		x.find(note, "derived", fmt.Sprintf("by rules %d, this version has %d; the next start derives everything again.", generations[at].Rules, conversation.Version), "")
	}
	return nil
}

// clockSlack is how far a clock may be set back by its keeper.
const clockSlack = time.Minute

// clock compares the clock with what the store knows of the past.
func (x *examination) clock(p store.Progress) {
	last := p.Upto.StoredAt
	if last.Sub(x.now) <= clockSlack {
		x.find(fine, "clock", x.now.UTC().Format(time.RFC3339)+".", "")
		return
	}
	x.find(problem, "clock", fmt.Sprintf("the last event was stored at %s, which the clock has not reached: it says %s.",
		last.UTC().Format(time.RFC3339), x.now.UTC().Format(time.RFC3339)),
		"set the clock before starting a server: events without a time of their own are dated by it.")
}

// journal reads every segment that is left.
func (x *examination) journal(first uint64) {
	dir := x.folder.file("journal")
	x.aside(dir)
	segments, err := journal.List(dir)
	if err != nil {
		x.find(problem, "journal", "cannot be listed: "+err.Error()+".", "make it readable for the user that runs debrief.")
		return
	}
	waiting := int64(0)
	for _, segment := range segments {
		if segment.Number < first {
			x.storedSegment(dir, segment.Number)
			continue
		}
		waiting += x.segment(dir, segment.Number)
	}
	if waiting == 0 {
		x.find(fine, "journal", "nothing waits to be stored.", "")
		return
	}
	x.find(note, "journal", count(waiting, "accepted request")+" wait to be stored; the next start does.", "")
	x.mend("store "+count(waiting, "accepted request")+" that wait", x.storeWaiting)
}

// storedSegment explains a segment that the store has already: left by a crash
// in between, or kept because parts of it are damaged.
func (x *examination) storedSegment(dir string, number uint64) {
	about := fmt.Sprintf("journal segment %d", number)
	report, err := journal.Read(dir, number, func(int, []byte) error { return nil })
	if err == nil && len(report.Damaged) == 0 {
		x.find(note, "journal", fmt.Sprintf("segment %d is stored already; the next start removes it.", number), "")
		return
	}
	x.find(note, about, "what can be read of it is stored already; the file is kept because the rest is damaged.",
		"check the disk; remove the file when you no longer want to look at it.")
	x.mend(fmt.Sprintf("set journal segment %d aside", number), x.storeWaiting)
}

// segment reads one segment and returns how many requests it holds.
func (x *examination) segment(dir string, number uint64) (requests int64) {
	report, err := journal.Read(dir, number, func(int, []byte) error { return nil })
	requests = int64(report.Records)
	about := fmt.Sprintf("journal segment %d", number)
	if err != nil {
		x.find(problem, about, err.Error()+".", "copy "+dir+" before the next start, which stores what can be read.")
		return requests
	}
	if len(report.Torn) > 0 {
		x.find(note, about, "its end is torn ("+ranges(report.Torn)+"): a write that was cut off before it was acknowledged. Nothing that was accepted is lost.", "")
	}
	if len(report.Damaged) > 0 {
		x.find(problem, about, fmt.Sprintf("%s had been written safely and have changed since; %s cannot be read.",
			ranges(report.Damaged), count(int64(report.Lost()), "request")),
			"copy "+dir+" and check the disk. The next start stores the rest, and senders that repeat their events bring back what is missing.")
	}
	return requests
}

// ranges names parts of a file.
func ranges(all []journal.Range) string {
	const shown = 3
	parts := make([]string, 0, shown)
	for i, r := range all {
		if i == shown {
			return strings.Join(parts, ", ") + fmt.Sprintf(" and %d more parts", len(all)-shown)
		}
		parts = append(parts, fmt.Sprintf("bytes %s to %s", grouped(r.Offset), grouped(r.Offset+r.Bytes-1)))
	}
	return strings.Join(parts, ", ")
}
