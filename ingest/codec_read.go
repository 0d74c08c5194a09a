package ingest

import (
	"encoding/binary"
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/debrief-dev/debrief/event"
)

// recordReader reads the fields of a record or an event. What it reads are
// parts of one text, so that an event costs no copies.
type recordReader struct {
	rest   string
	failed bool
}

// propertiesRoom is how many properties room is made for at a time.
const propertiesRoom = 512

// next reads a field: the text of one that holds a text or an event, the
// number of one that holds a whole number or the bits of a fraction.
func (r *recordReader) next() (field protowire.Number, value string, number int64) {
	field, kind := protowire.DecodeTag(r.varint())
	switch {
	case r.failed || field < 1:
		r.failed = true
	case kind == protowire.VarintType:
		number = protowire.DecodeZigZag(r.varint())
	case kind == protowire.BytesType:
		value = r.text()
	case kind == protowire.Fixed64Type && len(r.rest) >= 8:
		number = int64(binary.LittleEndian.Uint64([]byte(r.rest[:8]))) //nolint:gosec // its bits
		r.rest = r.rest[8:]
	default:
		r.failed = true
	}
	return field, value, number
}

func (r *recordReader) varint() uint64 {
	const seven, most = 7, 10
	var n uint64
	for i := 0; i < len(r.rest) && i < most; i++ {
		c := r.rest[i]
		n |= uint64(c&0x7f) << (seven * i)
		if c < 0x80 {
			r.rest = r.rest[i+1:]
			return n
		}
	}
	r.failed = true
	return 0
}

func (r *recordReader) text() string {
	n := r.varint()
	if r.failed || n > uint64(len(r.rest)) {
		r.failed = true
		return ""
	}
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}

// event reads the fields of an event into e, and reports whether they are
// whole. Its properties stand behind those in the list.
func (r *recordReader) event(e *event.Event, list *event.Properties) bool {
	e.OccurredAt, e.ReceivedAt = moment(0), moment(0)
	start := len(*list)
	for r.rest != "" {
		field, value, number := r.next()
		if r.failed {
			return false
		}
		switch field {
		case fieldProperty:
			*list, start = room(*list, start)
			*list = append(*list, r.property(value))
		case fieldContext:
			e.Context = append(e.Context, r.property(value))
		default:
			if to := textOf(e, field); to != nil {
				*to = value
			} else {
				setNumber(e, field, number)
			}
		}
	}
	if len(*list) > start {
		e.Properties = (*list)[start:len(*list):len(*list)]
	}
	return !r.failed
}

// room makes room for one more in a list of which the part from start on must
// stay together.
func room(list event.Properties, start int) (roomy event.Properties, begins int) {
	if len(list) < cap(list) {
		return list, start
	}
	own := list[start:]
	return append(make(event.Properties, 0, max(propertiesRoom, 2*len(own))), own...), 0
}

func (r *recordReader) property(text string) event.Property {
	p := recordReader{rest: text}
	name := p.text()
	r.failed = r.failed || p.failed
	return event.Property{Name: name, Value: event.Value(p.rest)}
}

// textOf is where an event keeps the text of a field; nil where it is none.
func textOf(e *event.Event, field protowire.Number) *string {
	switch field {
	case fieldID:
		return &e.ID
	case fieldProject:
		return &e.Project
	case fieldKind:
		return (*string)(&e.Kind)
	case fieldName:
		return &e.Name
	case fieldSource:
		return &e.Source
	case fieldAgent:
		return &e.Agent
	case fieldConversation:
		return &e.Conversation
	case fieldSession:
		return &e.Session
	case fieldUser:
		return &e.User
	case fieldAnonymous:
		return &e.Anonymous
	case fieldAccount:
		return &e.Account
	case fieldMessage:
		return &e.Message
	default:
		return wordsOf(e, field)
	}
}

// wordsOf is where an event keeps a text that names nothing.
func wordsOf(e *event.Event, field protowire.Number) *string {
	switch field {
	case fieldText:
		return &e.Text
	case fieldRatingRaw:
		return &e.RatingRaw
	case fieldRatingScale:
		return &e.RatingScale
	case fieldCurrency:
		return &e.Currency
	case fieldModel:
		return &e.Model
	case fieldRelease:
		return &e.Version
	case fieldError:
		return &e.Error
	default:
		return nil
	}
}

// setNumber sets the field of an event that is a number or a time.
func setNumber(e *event.Event, field protowire.Number, n int64) {
	switch field {
	case fieldOccurredAt:
		e.OccurredAt = moment(n)
	case fieldClaimedAt:
		e.ClaimedAt = moment(n)
	case fieldReceivedAt:
		e.ReceivedAt = moment(n)
	case fieldRating:
		e.Rating = fraction(n)
	case fieldValue:
		e.Value = fraction(n)
	case fieldLatencyMS:
		e.LatencyMS = fraction(n)
	case fieldInputTokens:
		e.InputTokens = new(n)
	case fieldOutputTokens:
		e.OutputTokens = new(n)
	case fieldMarks:
		e.Marks = event.Marks(n) //nolint:gosec // it was written from marks
	default: // of a later version
	}
}

func fraction(bits int64) *float64 {
	return new(math.Float64frombits(uint64(bits))) //nolint:gosec // its bits
}
