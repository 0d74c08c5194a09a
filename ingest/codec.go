package ingest

import (
	"errors"
	"fmt"
	"math"
	"time"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/debrief-dev/debrief/event"
)

var (
	// errRecordVersion is returned for a record that a newer Debrief wrote.
	errRecordVersion = errors.New("the record was written by a newer version")
	errRecord        = errors.New("the record is not what was written")
)

// The versions of the encoding. Fields may be added without a new one: old
// readers pass over numbers they do not know.
const (
	oldVersion    = 1 // CBOR, see codec_old.go
	recordVersion = 2
)

// A record is one request in the journal, as a protocol buffer: its version,
// then its events. Fields that are empty are left out.
const (
	fieldVersion protowire.Number = 1 // a number; comes first
	fieldEvent   protowire.Number = 2 // an event
)

// The fields of an event. Numbers are never given a new meaning. Times are
// microseconds since 1970; they and whole numbers are zigzag varints.
const (
	fieldID protowire.Number = iota + 1
	fieldProject
	fieldKind
	fieldName
	fieldSource
	fieldAgent
	fieldConversation
	fieldSession
	fieldUser
	fieldAnonymous
	fieldAccount
	fieldMessage
	fieldOccurredAt
	fieldClaimedAt
	fieldReceivedAt
	fieldText
	fieldRating
	fieldRatingRaw
	fieldRatingScale
	fieldValue
	fieldCurrency
	fieldModel
	fieldRelease
	fieldLatencyMS
	fieldInputTokens
	fieldOutputTokens
	fieldError
	fieldProperty // its name's length, its name, its value
	fieldContext  // the same
	fieldMarks
)

// lengthBytes holds the length of an event, which is known only behind it: a
// varint that is padded to four bytes, enough for 256 MiB.
const lengthBytes = 4

// encode appends the record of one request, which holds the events that were
// accepted; all of them where there are no outcomes.
func encode(b []byte, events []event.Event, outcomes []Outcome) []byte {
	b = appendNumber(b, fieldVersion, recordVersion)
	for i := range events {
		if outcomes != nil && outcomes[i].Status != Accepted {
			continue
		}
		b = protowire.AppendTag(b, fieldEvent, protowire.BytesType)
		start := len(b) + lengthBytes
		b = appendEvent(append(b, make([]byte, lengthBytes)...), &events[i])
		putLength(b[start-lengthBytes:start], len(b)-start)
	}
	return b
}

func putLength(b []byte, n int) {
	const seven, more, low = 7, 0x80, 0x7f
	for i := range b {
		b[i] = byte(n>>(seven*i)&low | more) //nolint:gosec // seven bits and one
	}
	b[len(b)-1] &= low
}

func appendEvent(b []byte, e *event.Event) []byte {
	b = appendText(b, fieldID, e.ID)
	b = appendText(b, fieldProject, e.Project)
	b = appendText(b, fieldKind, string(e.Kind))
	b = appendText(b, fieldName, e.Name)
	b = appendText(b, fieldSource, e.Source)
	b = appendText(b, fieldAgent, e.Agent)
	b = appendText(b, fieldConversation, e.Conversation)
	b = appendText(b, fieldSession, e.Session)
	b = appendText(b, fieldUser, e.User)
	b = appendText(b, fieldAnonymous, e.Anonymous)
	b = appendText(b, fieldAccount, e.Account)
	b = appendText(b, fieldMessage, e.Message)
	b = appendNumber(b, fieldOccurredAt, e.OccurredAt.UnixMicro())
	if !e.ClaimedAt.IsZero() {
		b = appendNumber(b, fieldClaimedAt, e.ClaimedAt.UnixMicro())
	}
	b = appendNumber(b, fieldReceivedAt, e.ReceivedAt.UnixMicro())
	b = appendText(b, fieldText, e.Text)
	b = appendFigure(b, fieldRating, e.Rating)
	b = appendText(b, fieldRatingRaw, e.RatingRaw)
	b = appendText(b, fieldRatingScale, e.RatingScale)
	b = appendFigure(b, fieldValue, e.Value)
	b = appendText(b, fieldCurrency, e.Currency)
	b = appendText(b, fieldModel, e.Model)
	b = appendText(b, fieldRelease, e.Version)
	b = appendFigure(b, fieldLatencyMS, e.LatencyMS)
	b = appendCount(b, fieldInputTokens, e.InputTokens)
	b = appendCount(b, fieldOutputTokens, e.OutputTokens)
	b = appendText(b, fieldError, e.Error)
	b = appendProperties(b, fieldProperty, e.Properties)
	b = appendProperties(b, fieldContext, e.Context)
	if e.Marks != 0 {
		b = appendNumber(b, fieldMarks, int64(e.Marks))
	}
	return b
}

func appendText(b []byte, field protowire.Number, s string) []byte {
	if s == "" {
		return b
	}
	return protowire.AppendString(protowire.AppendTag(b, field, protowire.BytesType), s)
}

func appendNumber(b []byte, field protowire.Number, n int64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, field, protowire.VarintType), protowire.EncodeZigZag(n))
}

func appendCount(b []byte, field protowire.Number, n *int64) []byte {
	if n == nil {
		return b
	}
	return appendNumber(b, field, *n)
}

func appendFigure(b []byte, field protowire.Number, f *float64) []byte {
	if f == nil {
		return b
	}
	return protowire.AppendFixed64(protowire.AppendTag(b, field, protowire.Fixed64Type), math.Float64bits(*f))
}

func appendProperties(b []byte, field protowire.Number, all event.Properties) []byte {
	for _, p := range all {
		b = protowire.AppendTag(b, field, protowire.BytesType)
		b = protowire.AppendVarint(b, uint64(protowire.SizeBytes(len(p.Name))+len(p.Value))) //nolint:gosec // lengths are not negative
		b = protowire.AppendString(b, p.Name)
		b = append(b, p.Value...)
	}
	return b
}

func moment(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

// decoder reads the records of a segment into one list of events.
type decoder struct {
	events     []event.Event
	properties event.Properties // room for those of the events to come
}

// record reads a record, of which its events share one copy. Of one that
// cannot be read there is nothing in the list.
func (d *decoder) record(b []byte) error {
	before := len(d.events)
	err := d.read(b)
	if err != nil {
		d.events = d.events[:before]
	}
	return err
}

func (d *decoder) read(b []byte) error {
	if len(b) == 0 || uint64(b[0]) != protowire.EncodeTag(fieldVersion, protowire.VarintType) {
		old, err := decodeOld(b)
		d.events = append(d.events, old...)
		return err
	}
	for r := (recordReader{rest: string(b)}); r.rest != ""; {
		switch field, value, number := r.next(); {
		case r.failed:
			return errRecord
		case field == fieldVersion && number > recordVersion:
			return fmt.Errorf("%w (%d)", errRecordVersion, number)
		case field == fieldEvent:
			d.events = append(d.events, event.Event{})
			one := recordReader{rest: value}
			if !one.event(&d.events[len(d.events)-1], &d.properties) {
				return errRecord
			}
		}
	}
	return nil
}
