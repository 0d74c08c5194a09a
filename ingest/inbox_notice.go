package ingest

import (
	"encoding/json"
	"hash/maphash"
	"strings"
	"sync"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/event"
)

// Notice is something to mend in an event that is kept all the same.
type Notice struct {
	Code    string
	Meaning string
	Mend    string // what the sender should do
}

// The notices that are no marks of the event.
const (
	noticeReused      = "conversation_reused"
	noticeEnvironment = "other_environment"
)

// Notices lists every notice, the worst first.
func Notices() []Notice {
	return []Notice{
		{Code: noticeReused, Meaning: "a second identified user wrote under a conversation's id, which ties two people's questions together; noticed once a conversation, among the latest 200,000", Mend: "make up a new `conversation_id` for each user and conversation"},
		{Code: noticeMisnamed, Meaning: "the name begins as those of copilot events do and is none of them, so that it is kept as `track` and no conversation has it", Mend: "send one of the six names, in small letters and without spaces"},
		{Code: noticeUnread, Meaning: "`value`, `latency_ms`, `input_tokens` or `output_tokens` is no number that can be read, or a rating beside a comment has no scale: it is kept as it is and no figure counts it", Mend: "send a number, as 49.90, and not below 0 but for `value`; send `rating_scale`"},
		{Code: "clock_corrected", Meaning: "the sender's clock was more than 30 s off; the time was corrected, the raw one is kept", Mend: "set the clock of the sender, or send `sent_at` and `timestamp` by the same clock"},
		{Code: "session_missing", Meaning: "there is no `session_id`; the conversation stands for it, so that conversions of the same visit are not found by session", Mend: "send `session_id`, the same for a visit's events"},
		{Code: "truncated", Meaning: "a text was longer than 64 KiB and was cut", Mend: "send the part that the user saw"},
		{Code: "time_inferred", Meaning: "there was no time; it was made up so that it keeps the order", Mend: "send `timestamp`, or name the column that has it"},
		{Code: "scale_assumed", Meaning: "a rating came without `rating_scale` and was taken on the scale that is usual where it came from, such as 1 to 5", Mend: "send `rating_scale`: a thumb that is sent as 1 is the worst of 1 to 5"},
		{Code: noticeEnvironment, Meaning: "`environment` is not production, so that no figure counts it unless asked to", Mend: "nothing, if it is a test; else leave `environment` out"},
	}
}

type noticedMark struct {
	mark event.Marks
	code string
}

// noticedMarks are the marks that are notices, by their names.
func noticedMarks() [5]noticedMark {
	return [...]noticedMark{
		{event.ClockCorrected, "clock_corrected"},
		{event.SessionMissing, "session_missing"},
		{event.Truncated, "truncated"},
		{event.TimeInferred, "time_inferred"},
		{event.ScaleAssumed, "scale_assumed"},
	}
}

// notice looks for what is to mend in an accepted event. A sample is taken only
// where the count alone does not say what to look for.
func (n *Note) notice(e *event.Event) {
	for _, known := range noticedMarks() {
		if e.Marks&known.mark != 0 {
			n.count(control.Noticed, known.code, 1)
		}
	}
	n.unread(e)
	if !e.Kind.Copilot() {
		return
	}
	if e.Environment() != event.DefaultEnvironment {
		n.count(control.Noticed, noticeEnvironment, 1)
	}
	if first, reused := n.inbox.owners.reuses(e); reused {
		n.fault(control.Noticed, &Fault{
			Code: noticeReused, Field: "conversation_id", Message: "conversation " + e.Conversation + " began with another user",
			Item: func() []byte { return reusedItem(e, first) },
		})
	}
}

func reusedItem(e *event.Event, first string) []byte {
	b, err := json.Marshal(map[string]string{"event": e.Name, "conversation_id": e.Conversation, "user_id": e.User, "first_user_id": first})
	if err != nil {
		return nil // not reached: texts can be written
	}
	return b
}

// ownersKept is how many conversations' users are remembered, at least.
const ownersKept = 100_000

// owners remembers who began a conversation, of the latest ones. It costs some
// 100 bytes each and begins anew with the process.
type owners struct {
	size int
	seed maphash.Seed

	mu       sync.Mutex
	new, old map[uint64]string // the user; empty once a second one was noticed
}

func newOwners(size int) *owners {
	return &owners{size: size, seed: maphash.MakeSeed(), new: make(map[uint64]string)}
}

// reuses reports, once a conversation, that an event is of another identified
// user than the first, and who that was.
func (o *owners) reuses(e *event.Event) (first string, reused bool) {
	if e.Conversation == "" || e.User == "" {
		return "", false
	}
	name := maphash.Comparable(o.seed, [2]string{e.Project, e.Conversation})
	o.mu.Lock()
	defer o.mu.Unlock()
	first, known := o.new[name]
	if !known {
		first, known = o.old[name]
	}
	if known && (first == "" || first == e.User) {
		return "", false
	}
	if len(o.new) >= o.size {
		o.old, o.new = o.new, make(map[uint64]string)
	}
	if known {
		o.new[name] = ""
	} else {
		o.new[name] = strings.Clone(e.User) // else it would keep the whole item
	}
	return first, known
}
