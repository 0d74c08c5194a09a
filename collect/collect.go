// Package collect is how others say it: it turns the bytes of each protocol
// into items, one file per protocol.
//
// The contract of every Decode: it is pure, and every item of the request
// appears in the [Batch], in order, either as an [event.Item] or as an
// [event.Rejection] that names the field at fault. An error means that the
// body as a whole could not be read, so that there is no item to answer for;
// it is one of [ErrUnreadable], [ErrBatchSize] or [ErrTooLarge], with a
// message that is safe to show: it never repeats what was sent.
//
// Nothing the sender gave in properties is lost, and numbers keep the digits
// they were sent with. Bytes that are not UTF-8 become U+FFFD. Where a name
// stands twice in an object the last one counts.
package collect

import (
	"errors"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// The reasons why a whole body is refused.
var (
	ErrUnreadable = errors.New("cannot read the body")          // status 400
	ErrBatchSize  = errors.New("wrong number of items")         // status 400
	ErrTooLarge   = errors.New("the body holds too many items") // status 413
)

// MaxItems is how many items one native request may hold.
const MaxItems = 10_000

// Request is what a protocol reads.
type Request struct {
	Body        []byte // decompressed; not kept, not changed
	ContentType string // a hint only: the body decides what it is
	Key         string // the key of the header or of ?k=, empty where there was none
}

// Batch is a request that could be read.
type Batch struct {
	Key     string    // the body's own key, else the request's
	SentAt  time.Time // the sender's clock when it sent the request; zero when not told
	Entries []Entry   // one for each item of the request, in order

	names fieldNames
}

// Entry is one item of a request. With a Fault, Item holds what could be read.
type Entry struct {
	Item  event.Item
	Fault *event.Rejection
}

// apart is the time between the arrivals of two items of a request: items
// without a time of their own, or with equal ones, stay in the order they were
// sent in. It is the resolution of times.
const apart = time.Microsecond

// Normalize judges every entry as [event.Normalize] does: each is either among
// the events, whose places in the request it tells, or among the refused, all in
// the order of the request. The batch's SentAt stands in for at's; the first item arrives at at's time and
// each further one a microsecond after the one before it.
func (b Batch) Normalize(at event.Arrival) (events []event.Event, places []int, refused []Refusal) {
	if !b.SentAt.IsZero() {
		at.SentAt = b.SentAt
	}
	received, sent := at.ReceivedAt, at.SentAt
	events, places = make([]event.Event, 0, len(b.Entries)), make([]int, 0, len(b.Entries))
	for i, entry := range b.Entries {
		if entry.Fault != nil {
			refused = append(refused, refusal(i, entry.Fault))
			continue
		}
		at.ReceivedAt = received.Add(time.Duration(i) * apart)
		if !sent.IsZero() {
			at.SentAt = sent.Add(time.Duration(i) * apart) // so that the difference of the clocks stays what it is
		}
		e, fault := event.Normalize(entry.Item, at)
		if fault != nil {
			refused = append(refused, refusal(i, b.names.of(fault)))
			continue
		}
		events, places = append(events, e), append(places, i)
	}
	return events, places, refused
}

// fieldNames are what a protocol calls the fields of an item, where it does
// not use the names of the native protocol.
type fieldNames struct{ event, user, account string }

// of rewrites a rejection so that it speaks of the field the sender knows.
func (n fieldNames) of(fault *event.Rejection) *event.Rejection {
	name := ""
	switch fault.Field {
	case "event":
		name = n.event
	case "user_id":
		name = n.user
	case "account_id":
		name = n.account
	}
	if name == "" {
		return fault
	}
	out := *fault
	out.Field = name
	if fault.Code != event.InvalidEventName {
		out.Message = strings.Replace(fault.Message, fault.Field, name, 1)
	}
	return &out
}
