package sqlgen

import (
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/where"
)

// operand is how the values of a field are reached.
type operand struct {
	text   string // SQL of one value as text, or ""
	number string // SQL of one value as a number, or ""
	flag   string // SQL of a condition, for a field that is true or false
	at     string // SQL of a time
	exists string // condition that there is a value
	blank  bool   // an empty text is a value
	list   string // the list column that the values stand in, or ""

	several, alone string // whether the list has several values, and the column with its only one, or ""

	// among makes of a condition on one value one on the row; nil when the row
	// has one value that is never NULL.
	among func(condition string) string
}

func (b *builder) term(t where.Term, in scope) (string, error) {
	field, err := in(t.Field)
	if err != nil {
		return "", err
	}
	if field.alone != "" {
		return b.fewTerm(t, &field)
	}
	if t.Op == where.OpEqual && field.list != "" && field.text != "" && t.Values[0].Text != "" {
		return b.Has(field.list, b.arg(t.Values[0].Text)), nil
	}
	condition, err := b.compare(t, &field)
	if err != nil {
		return "", err
	}
	if field.among != nil {
		condition = field.among(condition)
	}
	return condition, nil
}

// fewTerm is the condition on a list that rarely has more than one value.
func (b *builder) fewTerm(t where.Term, field *operand) (string, error) {
	alone := single(field.alone)
	one, err := b.compare(t, &alone)
	if err != nil {
		return "", err
	}
	some, err := b.compare(t, field)
	return "CASE WHEN " + field.several + " THEN " + field.among(some) + " ELSE " + one + " END", err
}

// compare is the condition that one value of the field satisfies the term.
func (b *builder) compare(t where.Term, field *operand) (string, error) {
	if t.Op == where.OpExists {
		return field.exists, nil
	}
	if len(t.Values) == 0 {
		return "", invalid("%s has nothing to compare with", t.Field)
	}
	switch kind := t.Values[0].Kind; {
	case kind == where.KindString && field.text != "":
		return b.compareText(field, t.Op, t.Values), nil
	case kind == where.KindNumber && field.number != "":
		return b.compareNumber(field.number, t.Op, t.Values), nil
	case kind == where.KindBool && field.flag != "":
		return equalFlag(field.flag, t.Op, t.Values[0].Bool), nil
	case kind == where.KindBool && field.text != "":
		return b.equalBool(field.text, t.Op, t.Values[0].Bool), nil
	case (kind == where.KindDay || kind == where.KindInstant) && field.at != "":
		return b.compareTime(field.at, t.Op, t.Values[0]), nil
	default:
		return "", invalid("%s cannot be compared with a %s", t.Field, kind)
	}
}

func (b *builder) compareText(field *operand, op where.Op, values []where.Value) string {
	x := field.text
	var condition string
	switch op {
	case where.OpContains:
		condition = b.Contains(x, b.arg(values[0].Text))
	case where.OpNotContains:
		condition = "NOT " + b.Contains(x, b.arg(values[0].Text))
	case where.OpIn, where.OpNotIn:
		condition = x + sqlOp(op) + b.list(values, func(v where.Value) any { return v.Text })
	default:
		condition = x + sqlOp(op) + b.arg(values[0].Text)
	}
	if field.blank || (op == where.OpEqual && values[0].Text != "") {
		return condition
	}
	return "(" + x + " <> '' AND " + condition + ")"
}

func (b *builder) compareNumber(x string, op where.Op, values []where.Value) string {
	if op == where.OpIn || op == where.OpNotIn {
		return x + sqlOp(op) + b.list(values, func(v where.Value) any { return v.Number })
	}
	return x + sqlOp(op) + b.arg(values[0].Number)
}

func (b *builder) list(values []where.Value, of func(where.Value) any) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = b.arg(of(v))
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

func equalFlag(flag string, op where.Op, want bool) string {
	if want == (op == where.OpEqual) {
		return flag
	}
	return "NOT " + flag
}

// equalBool compares a property: true and false, or the strings of these names.
func (b *builder) equalBool(text string, op where.Op, want bool) string {
	return text + " = " + b.arg(strconv.FormatBool(want == (op == where.OpEqual)))
}

func (b *builder) compareTime(at string, op where.Op, v where.Value) string {
	from, to := v.Span(b.zone)
	switch op {
	case where.OpLess:
		return at + " < " + b.arg(from)
	case where.OpLessEqual:
		return at + " < " + b.arg(to)
	case where.OpGreater:
		return at + " >= " + b.arg(to)
	case where.OpGreaterEqual:
		return at + " >= " + b.arg(from)
	case where.OpNotEqual:
		return "(" + at + " < " + b.arg(from) + " OR " + at + " >= " + b.arg(to) + ")"
	default:
		return "(" + at + " >= " + b.arg(from) + " AND " + at + " < " + b.arg(to) + ")"
	}
}

func sqlOp(op where.Op) string {
	switch op {
	case where.OpNotEqual:
		return " <> "
	case where.OpIn:
		return " IN "
	case where.OpNotIn:
		return " NOT IN "
	default:
		return " " + string(op) + " "
	}
}
