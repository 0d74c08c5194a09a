package ingest

import (
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/event"
)

// Sending is one request of one key, as far as it was understood.
type Sending struct {
	Project, Key, Source string
	At                   time.Time
}

// Fault is why an item, or a whole request, was not kept. Item gives what was
// sent, as JSON where it is; it is called only where a sample is wanted.
type Fault struct {
	Code, Field, Message string
	Item                 func() []byte
}

// Note gathers what there is to note of one sending. It is one goroutine's.
type Note struct {
	Sending
	inbox  *Inbox
	counts []counted // few: they are looked through
	last   string    // name of the last event that was accepted
}

// Latest is the last event of a project that was accepted since the inbox was
// opened, and how many were.
type Latest struct {
	Accepted     int64
	At           time.Time
	Source, Name string
}

// Latest is that of a project; false where there is none.
func (i *Inbox) Latest(project string) (Latest, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	latest, known := i.latest[project]
	return latest, known
}

type counted struct {
	verdict control.Verdict
	code    string
	n       int64
}

// Note begins the note of a sending. Close must follow.
func (i *Inbox) Note(s Sending) *Note { return &Note{Sending: s, inbox: i} }

// Judge notes an event that went through the door. One that was rejected there
// is noted with its fault.
func (n *Note) Judge(e *event.Event, status Status) {
	switch status {
	case Duplicate:
		n.count(control.Duplicate, "", 1)
	case Accepted:
		n.count(control.Accepted, "", 1)
		n.last = e.Name
		n.notice(e)
	case Rejected:
	}
}

// Reject notes an item that was rejected.
func (n *Note) Reject(f *Fault) { n.fault(control.Rejected, f) }

// Refuse notes that the whole request was refused.
func (n *Note) Refuse(f *Fault) { n.fault(control.Refused, f) }

// Close hands the note in.
func (n *Note) Close() {
	hour := n.At.UTC().Truncate(time.Hour)
	n.inbox.mu.Lock()
	defer n.inbox.mu.Unlock()
	for _, c := range n.counts {
		if c.verdict == control.Accepted && n.last != "" {
			accepted := n.inbox.latest[n.Project].Accepted + c.n
			n.inbox.latest[n.Project] = Latest{accepted, n.At.UTC(), n.Source, strings.Clone(n.last)} // else it would keep the whole item
		}
		name := tallyName{n.Project, n.Key, n.Source, c.verdict, c.code, hour.Unix()}
		t := n.inbox.tallies[name]
		if t == nil {
			t = &control.Tally{Project: n.Project, Key: n.Key, Source: n.Source, Verdict: c.verdict, Code: c.code, Hour: hour}
			n.inbox.tallies[name] = t
		}
		t.Count += c.n
		if n.At.After(t.LastAt) {
			t.LastAt = n.At.UTC()
		}
	}
}

// count counts, and returns how many this note has by now.
func (n *Note) count(verdict control.Verdict, code string, by int64) int64 {
	at := slices.IndexFunc(n.counts, func(c counted) bool { return c.verdict == verdict && c.code == code })
	if at < 0 {
		at = len(n.counts)
		n.counts = append(n.counts, counted{verdict: verdict, code: code})
	}
	n.counts[at].n += by
	return n.counts[at].n
}

// fault counts and, unless enough wait to be kept, takes a sample.
func (n *Note) fault(verdict control.Verdict, f *Fault) {
	if n.count(verdict, f.Code, 1) > control.SamplesKept {
		return
	}
	name := sampleName{n.Project, n.Key, f.Code}
	n.inbox.mu.Lock()
	defer n.inbox.mu.Unlock()
	if len(n.inbox.samples[name]) >= control.SamplesKept {
		return
	}
	x := control.Sample{
		Project: n.Project, Key: n.Key, Source: n.Source, Verdict: verdict, Code: f.Code, Field: f.Field, Message: f.Message, At: n.At.UTC(),
	}
	if f.Item != nil {
		x.Item = string(f.Item())
	}
	n.inbox.samples[name] = append(n.inbox.samples[name], x)
}
