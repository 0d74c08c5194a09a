package collect

import (
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// timekeeper reads a file's times and infers those it does not have. Inferred
// times keep the order of the file and are marked; they say nothing of when.
//
// In a file of conversations the n-th begins n milliseconds after Start, and
// its messages are chatStep apart. In a table every row is rowStep after the
// one before. A message without a time after one with a time follows it by
// afterStep.
type timekeeper struct {
	zone    *time.Location
	start   time.Time
	counted int64 // conversations or rows so far
}

// The steps. Messages of a chat are further apart than the clocks of two
// senders may be, so that which answer belongs to which prompt is not in
// doubt.
const (
	conversationStep = time.Millisecond
	chatStep         = 10 * time.Second
	rowStep          = 4 * time.Millisecond
	afterStep        = time.Millisecond
)

// next is where the next conversation or row begins that has no time.
func (k *timekeeper) next(step time.Duration) time.Time {
	at := k.start.Add(time.Duration(k.counted) * step)
	k.counted++
	return at
}

// read is a time as the file has it; false where there is none. One that
// cannot be read is passed on as it is, to be refused by name.
func (k *timekeeper) read(v event.Value) (event.Value, bool) {
	if v.Null() {
		return "", false
	}
	s, ok := v.Text()
	if !ok {
		return v, true
	}
	if s = strings.TrimSpace(s); s == "" {
		return "", false
	}
	if number(s) {
		return event.Value(s), true
	}
	for _, layout := range []string{
		"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04",
		"2006/01/02 15:04:05", "2006/01/02 15:04", "2006/01/02", time.DateOnly,
	} {
		if t, err := time.ParseInLocation(layout, s, k.zone); err == nil {
			return stamp(t), true
		}
	}
	return event.TextValue(s), true
}

// stamp writes a time as items carry it.
func stamp(t time.Time) event.Value {
	return event.TextValue(t.UTC().Format(time.RFC3339Nano))
}

// after is a little later than a time of the file; false where that cannot be
// read.
func after(v event.Value, step time.Duration) (event.Value, bool) {
	t, ok := event.ParseTime(v)
	if !ok {
		return "", false
	}
	return stamp(t.Add(step)), true
}
