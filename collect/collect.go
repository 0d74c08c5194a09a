// Package collect is how others say it: it turns the bytes of each protocol
// into items, one file per protocol.
//
// A protocol has a Decode, which reads its requests, and a Reply, which is what
// its senders expect to hear of a request whose items were judged.
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

	Attributes map[string]string // of CloudEvents, those of its headers that begin with ce-, without that and in lower case
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
			refused = append(refused, refusal(i, b.names.of(entry.Item.Kind, fault)))
			continue
		}
		events, places = append(events, e), append(places, i)
	}
	return events, places, refused
}

// fieldNames are what a protocol calls the fields of an item, where it does
// not use the names of the native protocol.
type fieldNames struct {
	event, id, user, anonymous, account, conversation, message string
	text                                                       string // of a prompt and a response whose kind the protocol itself knew
}

// theirs is the sender's name of a field of an item of that kind.
func (n fieldNames) theirs(kind event.Kind, field string) string {
	switch field {
	case "event":
		return n.event
	case "id":
		return n.id
	case "user_id":
		return n.user
	case "anonymous_id":
		return n.anonymous
	case "account_id":
		return n.account
	case "conversation_id":
		return n.conversation
	case "message_id":
		return n.message
	case "prompt", "response":
		if kind != "" {
			return n.text
		}
	}
	return ""
}

// of rewrites a rejection so that it speaks of the field the sender knows.
func (n fieldNames) of(kind event.Kind, fault *event.Rejection) *event.Rejection {
	name := n.theirs(kind, fault.Field)
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
