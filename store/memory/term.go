package memory

import (
	"slices"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/where"
)

// value is one value of a field.
type value struct {
	text   *string
	number *float64
	flag   *bool
	at     time.Time
	sent   bool // a property: an empty text is a value
}

func texts[S ~string](list ...S) []value {
	values := make([]value, len(list))
	for i, s := range list {
		text := string(s)
		values[i].text = &text
	}
	return values
}

func numbers(list ...float64) []value {
	values := make([]value, len(list))
	for i := range list {
		values[i].number = &list[i]
	}
	return values
}

func optional(number *float64) []value {
	if number == nil {
		return nil
	}
	return numbers(*number)
}

// propertyValue is a property as text, as a number where it is one or is
// written as one, and as neither where it is an object or an array.
func propertyValue(v event.Value) []value {
	if v.Null() {
		return nil
	}
	one := value{sent: true}
	if s, ok := v.Scalar(); ok {
		one.text = &s
	}
	if n, ok := v.Figure(); ok {
		one.number = &n
	}
	return []value{one}
}

// satisfies reports whether one value of a field satisfies a term. A value of
// another type than the term's never does, whatever the operator.
func satisfies(v value, t where.Term, zone *time.Location) bool {
	if v.text != nil && *v.text == "" && !v.sent {
		return false // absent
	}
	if t.Op == where.OpExists {
		return true
	}
	want := t.Values[0]
	switch {
	case want.Kind == where.KindString && v.text != nil:
		return textSatisfies(*v.text, t)
	case want.Kind == where.KindNumber && v.number != nil:
		return numberSatisfies(*v.number, t)
	case want.Kind == where.KindBool && v.flag != nil:
		return (*v.flag == want.Bool) == (t.Op == where.OpEqual)
	case want.Kind == where.KindBool && v.text != nil:
		return *v.text == strconv.FormatBool(want.Bool == (t.Op == where.OpEqual))
	case !v.at.IsZero():
		return timeSatisfies(v.at, t.Op, want, zone)
	}
	return false
}

func textSatisfies(text string, t where.Term) bool {
	among := slices.ContainsFunc(t.Values, func(v where.Value) bool { return v.Text == text })
	switch t.Op {
	case where.OpEqual, where.OpIn:
		return among
	case where.OpNotEqual, where.OpNotIn:
		return !among
	case where.OpContains:
		return contains(text, t.Values[0].Text)
	default:
		return !contains(text, t.Values[0].Text)
	}
}

func numberSatisfies(n float64, t where.Term) bool {
	among := slices.ContainsFunc(t.Values, func(v where.Value) bool { return v.Number == n })
	want := t.Values[0].Number
	switch t.Op {
	case where.OpEqual, where.OpIn:
		return among
	case where.OpNotEqual, where.OpNotIn:
		return !among
	case where.OpLess:
		return n < want
	case where.OpLessEqual:
		return n <= want
	case where.OpGreater:
		return n > want
	default:
		return n >= want
	}
}

func timeSatisfies(at time.Time, op where.Op, v where.Value, zone *time.Location) bool {
	from, to := v.Span(zone)
	before, after := at.Before(from), !at.Before(to)
	switch op {
	case where.OpEqual:
		return !before && !after
	case where.OpNotEqual:
		return before || after
	case where.OpLess:
		return before
	case where.OpLessEqual:
		return !after
	case where.OpGreater:
		return after
	default:
		return !before
	}
}
