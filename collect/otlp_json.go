package collect

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// otlp reads OTLP's JSON. Its ids are hexadecimal, which readers of protobuf's
// own JSON take for base64; its 64-bit numbers are texts or numbers; names that
// are not known are passed over.
func (r *reader) otlp(v *fastjson.Value) ([]otlpPart, error) {
	var parts []otlpPart
	read := false
	for _, signal := range []struct{ of, in, each string }{{"resourceSpans", "scopeSpans", "spans"}, {"resourceLogs", "scopeLogs", "logRecords"}} {
		read = read || v.Exists(signal.of)
		for _, of := range v.GetArray(signal.of) {
			resource := r.attributes(of.Get("resource", "attributes"))
			for _, in := range of.GetArray(signal.in) {
				part := otlpPart{resource: resource, scope: r.otlpScope(in.Get("scope"))}
				for _, one := range in.GetArray(signal.each) {
					if signal.each == "spans" {
						part.spans = append(part.spans, r.otlpSpan(one))
					} else {
						part.logs = append(part.logs, r.otlpLog(one))
					}
				}
				parts = append(parts, part)
			}
		}
	}
	if !read && v.GetObject().Len() > 0 {
		return nil, fmt.Errorf("%w: it has neither resourceSpans nor resourceLogs", ErrUnreadable)
	}
	return parts, nil
}

func (r *reader) otlpScope(scope *fastjson.Value) event.Properties {
	var p propertyList
	p.add("scope.name", otlpText(scope, "name"))
	p.add("scope.version", otlpText(scope, "version"))
	return event.Properties(p)
}

func (r *reader) otlpSpan(v *fastjson.Value) otlpSpan {
	s := otlpSpan{
		trace: otlpID(v, "traceId"), id: otlpID(v, "spanId"), parent: otlpID(v, "parentSpanId"), name: otlpText(v, "name"),
		began: otlpNano(v, "startTimeUnixNano"), ended: otlpNano(v, "endTimeUnixNano"), attributes: r.attributes(v.Get("attributes")),
		message: otlpText(v.Get("status"), "message"),
	}
	code, _ := r.value(v.Get("status", "code")).Scalar()
	s.failed = code == "2" || code == "STATUS_CODE_ERROR"
	for _, e := range v.GetArray("events") {
		s.events = append(s.events, otlpLog{name: otlpText(e, "name"), at: otlpNano(e, "timeUnixNano"), attributes: r.attributes(e.Get("attributes"))})
	}
	return s
}

func (r *reader) otlpLog(v *fastjson.Value) otlpLog {
	l := otlpLog{
		trace: otlpID(v, "traceId"), span: otlpID(v, "spanId"), name: otlpText(v, "eventName"), at: otlpNano(v, "timeUnixNano"),
		attributes: r.attributes(v.Get("attributes")), body: r.anyValue(v.Get("body")),
	}
	if l.at == 0 {
		l.at = otlpNano(v, "observedTimeUnixNano")
	}
	return l
}

// value is JSON as items carry it.
func (r *reader) value(v *fastjson.Value) event.Value {
	if v == nil {
		return ""
	}
	return event.Value(r.appendValue(nil, nil, v))
}

func otlpText(v *fastjson.Value, name string) string {
	if v == nil {
		return ""
	}
	text, _ := textOf(v.Get(name))
	return text
}

// otlpID is an id; "" where it is of zeros.
func otlpID(v *fastjson.Value, name string) string {
	id := strings.ToLower(otlpText(v, name))
	if strings.Trim(id, "0") == "" {
		return ""
	}
	return id
}

func otlpNano(v *fastjson.Value, name string) uint64 {
	at := v.Get(name)
	if text, ok := textOf(at); ok {
		n, _ := strconv.ParseUint(text, 10, 64) // 0 stands for none
		return n
	}
	if at == nil || at.Type() != fastjson.TypeNumber {
		return 0
	}
	return at.GetUint64()
}

func (r *reader) attributes(list *fastjson.Value) event.Properties {
	all := list.GetArray()
	out := make(event.Properties, 0, len(all))
	for _, one := range all {
		out = append(out, event.Property{Name: otlpText(one, "key"), Value: r.anyValue(one.Get("value"))})
	}
	return out.Sorted()
}

// anyValue writes a value of OTLP as plain JSON.
func (r *reader) anyValue(v *fastjson.Value) event.Value { return event.Value(r.appendAny(nil, v)) }

func (r *reader) appendAny(b []byte, v *fastjson.Value) []byte {
	o := v.GetObject()
	if o == nil || o.Len() == 0 {
		return append(b, "null"...)
	}
	for _, name := range []string{"stringValue", "boolValue", "doubleValue", "bytesValue"} {
		if one := v.Get(name); one != nil {
			return r.appendValue(b, nil, one)
		}
	}
	if one := v.Get("intValue"); one != nil {
		text, _ := r.value(one).Scalar()
		if !number(text) {
			return append(b, "null"...)
		}
		return append(b, text...)
	}
	if list := v.Get("arrayValue"); list != nil {
		b = append(b, '[')
		for i, one := range list.GetArray("values") {
			if i > 0 {
				b = append(b, ',')
			}
			b = r.appendAny(b, one)
		}
		return append(b, ']')
	}
	if list := v.Get("kvlistValue"); list != nil {
		return r.attributes(list.Get("values")).AppendJSON(b)
	}
	return append(b, "null"...)
}
