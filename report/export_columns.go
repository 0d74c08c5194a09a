package report

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// kind is what a column holds.
type kind int

const (
	kindText kind = iota
	kindNumber
	kindInteger
	kindBoolean
	kindTime
	kindJSON // lists and objects
)

// column is one field of a row, by the name that its JSON has.
type column struct {
	name      string
	kind      kind
	index     []int // where reflect finds it
	omitEmpty bool  // an empty value is an absent one, as in the row's JSON
}

// columnsOf lists the columns of a row type in the order of its fields. The
// fields of an embedded struct are the row's own, those of a named one get its
// name before theirs: satisfaction.explicit. What writes its own JSON is one
// column.
func columnsOf(row reflect.Type) []column {
	var all []column
	for field := range row.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" || (!field.IsExported() && !field.Anonymous) {
			continue
		}
		own := column{name: name, kind: kindOf(field.Type), index: field.Index, omitEmpty: strings.Contains(options, "omit")}
		if own.name == "" {
			own.name = field.Name
		}
		if !isGroup(field.Type) {
			all = append(all, own)
			continue
		}
		for _, inner := range columnsOf(field.Type) {
			if !field.Anonymous || name != "" {
				inner.name = own.name + "." + inner.name
			}
			inner.index = append(slices.Clone(own.index), inner.index...)
			all = append(all, inner)
		}
	}
	return all
}

// isGroup reports whether the fields of such a value are columns of their own.
func isGroup(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]() && !t.Implements(reflect.TypeFor[json.Marshaler]())
}

func kindOf(t reflect.Type) kind {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.String:
		return kindText
	case reflect.Float64, reflect.Float32:
		return kindNumber
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return kindInteger
	case reflect.Bool:
		return kindBoolean
	default:
		if t == reflect.TypeFor[time.Time]() {
			return kindTime
		}
		return kindJSON
	}
}

// value is the column's value in the row, false where it is absent.
func (c *column) value(row reflect.Value) (reflect.Value, bool) {
	v := row.FieldByIndex(c.index)
	if c.omitEmpty && isEmpty(v) {
		return v, false
	}
	if v.Kind() == reflect.Pointer {
		return v.Elem(), !v.IsNil()
	}
	return v, true
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	default:
		return v.IsZero()
	}
}

// timeOf is the time of a kindTime column, in UTC.
func timeOf(v reflect.Value) (time.Time, error) {
	t, ok := reflect.TypeAssert[time.Time](v)
	if !ok {
		return time.Time{}, fmt.Errorf("cannot read a time from a %s", v.Type())
	}
	return t.UTC(), nil
}

// jsonOf is the compact JSON of a kindJSON column.
func jsonOf(v reflect.Value) ([]byte, error) {
	var b strings.Builder
	if err := newJSONRows(&b).write(v.Interface()); err != nil {
		return nil, err
	}
	return []byte(strings.TrimSuffix(b.String(), "\n")), nil
}
