package where

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// Kind says which of a value's fields holds it.
type Kind string

// The kinds. A day is a date whose time zone the question decides; an instant
// is a point in time.
const (
	KindString  Kind = "string"
	KindNumber  Kind = "number"
	KindBool    Kind = "bool"
	KindDay     Kind = "day"
	KindInstant Kind = "instant"
)

// Value is a literal. Only the field of its kind is set; both [KindDay] (its
// midnight) and [KindInstant] use Time, in UTC.
type Value struct {
	Kind   Kind
	Text   string
	Number float64
	Bool   bool
	Time   time.Time
}

// String is a text or a word. Bytes that are not UTF-8 become U+FFFD.
func String(text string) Value {
	return Value{Kind: KindString, Text: strings.ToValidUTF8(text, "\uFFFD")}
}

// Number is a number; a term takes only finite ones.
func Number(n float64) Value {
	if n == 0 {
		n = 0 // A negative zero would not survive its own text.
	}
	return Value{Kind: KindNumber, Number: n}
}

// Bool is true or false.
func Bool(b bool) Value { return Value{Kind: KindBool, Bool: b} }

// Day is a date; a time zone is chosen when the filter is evaluated.
func Day(year int, month time.Month, day int) Value {
	return Value{Kind: KindDay, Time: time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// Instant is a point in time, kept to the microsecond.
func Instant(t time.Time) Value {
	return Value{Kind: KindInstant, Time: t.UTC().Truncate(time.Microsecond)}
}

// Span gives the half-open time [from, to) that a day in loc, or an instant,
// stands for; both are zero for other kinds. With it = means from ≤ t < to,
// != the opposite, < means t < from, <= means t < to, > means t ≥ to, and >=
// means t ≥ from. So started <= 2026-11-01 includes that whole day. An instant
// spans the microsecond that stores keep.
func (v Value) Span(loc *time.Location) (from, to time.Time) {
	switch v.Kind {
	case KindDay:
		year, month, day := v.Time.Date()
		return startOfDay(year, month, day, loc), startOfDay(year, month, day+1, loc)
	case KindInstant:
		return v.Time, v.Time.Add(time.Microsecond)
	default:
		return time.Time{}, time.Time{}
	}
}

// startOfDay is the first instant of a day. Where clocks change around
// midnight, 00:00 may not exist or come twice, and time.Date does not promise
// which instant it then gives; the offset in force just before it does.
func startOfDay(year int, month time.Month, day int, loc *time.Location) time.Time {
	midnight := time.Date(year, month, day, 0, 0, 0, 0, loc)
	_, offset := midnight.Add(-time.Minute).Zone()
	first := time.Date(year, month, day, 0, 0, 0, 0, time.FixedZone("", offset)).In(loc)
	if noon := time.Date(year, month, day, 12, 0, 0, 0, loc); first.Day() == noon.Day() {
		return first
	}
	return midnight
}

// parseTime reads a date or an RFC 3339 time.
func parseTime(text string) (Value, error) {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return Value{Kind: KindDay, Time: day}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return Value{}, errors.New(`not a date like 2026-11-01 or a time like "2026-11-01T10:00:00Z"`)
	}
	if t.Nanosecond()%int(time.Microsecond) != 0 {
		return Value{}, errors.New("finer than a microsecond, which no time is kept to")
	}
	return Instant(t), nil
}

// normal makes the value one whose text reads back as itself.
func (v Value) normal() (Value, error) {
	switch v.Kind {
	case KindString:
		return String(v.Text), nil
	case KindBool:
		return Bool(v.Bool), nil
	case KindNumber:
		if math.IsNaN(v.Number) || math.IsInf(v.Number, 0) {
			return Value{}, errors.New("a number must be finite")
		}
		return Number(v.Number), nil
	case KindDay, KindInstant:
		if year := v.Time.UTC().Year(); year < 1 || year > 9999 {
			return Value{}, errors.New("a year must be between 1 and 9999")
		}
		if v.Kind == KindDay {
			return Day(v.Time.Date()), nil
		}
		return Instant(v.Time), nil
	default:
		return Value{}, fmt.Errorf("a value has no kind %q", v.Kind)
	}
}
