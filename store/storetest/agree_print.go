package storetest

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/where"
)

// printClaim writes a claim as a case of regressions.
func printClaim(one *claim) string {
	var b strings.Builder
	b.WriteString("\tf(\"what it is about\", claim{\n")
	printList(&b, "events", one.events)
	printList(&b, "queries", one.queries)
	printList(&b, "lists", one.lists)
	b.WriteString("\t})\n")
	return b.String()
}

func printList[T any](b *strings.Builder, name string, list []T) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "\t\t%s: %T{\n", name, list)
	for i := range list {
		b.WriteString("\t\t\t" + fieldsOf(reflect.ValueOf(list[i])) + ",\n")
	}
	b.WriteString("\t\t},\n")
}

// literal is a value as Go. What only this package has is written by the
// functions that regressions uses too.
func literal(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case time.Time:
		return "at(" + strconv.Quote(x.UTC().Format(time.RFC3339Nano)) + ")"
	case *time.Location:
		return "zone(" + strconv.Quote(x.String()) + ")"
	case where.Expr:
		return "parsed(t, " + quoted(x.String()) + ")"
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.Elem().Kind() == reflect.Struct {
			return "&" + v.Elem().Type().String() + fieldsOf(v.Elem())
		}
		return "new(" + v.Elem().Type().String() + "(" + literal(v.Elem()) + "))"
	case reflect.Func:
		return "ends"
	case reflect.String:
		return quoted(v.String())
	case reflect.Slice:
		return v.Type().String() + elementsOf(v)
	case reflect.Struct:
		return v.Type().String() + fieldsOf(v)
	default:
		return fmt.Sprint(v.Interface())
	}
}

// quoted is a text between the marks that need the fewest escapes.
func quoted(s string) string {
	if strings.ContainsAny(s, "\"\\") && strconv.CanBackquote(s) && utf8.ValidString(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}

func elementsOf(v reflect.Value) string {
	parts := make([]string, v.Len())
	for i := range parts {
		if parts[i] = literal(v.Index(i)); v.Index(i).Kind() == reflect.Struct {
			parts[i] = fieldsOf(v.Index(i))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// fieldsOf are the fields of a struct that are not zero.
func fieldsOf(v reflect.Value) string {
	var parts []string
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		field := v.Field(i)
		empty := field.IsZero() || (field.Kind() == reflect.Slice && field.Len() == 0)
		if !empty && name != "Project" && name != "StoredAt" {
			parts = append(parts, name+": "+literal(field))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
