package collect

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"

	common "go.opentelemetry.io/proto/otlp/common/v1"
	logs "go.opentelemetry.io/proto/otlp/logs/v1"
	traces "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/debrief-dev/debrief/event"
)

// deepestProto bounds the nesting of values, as that of JSON is.
const deepestProto = 300

func unmarshal(body []byte, into proto.Message) error {
	options := proto.UnmarshalOptions{DiscardUnknown: true, RecursionLimit: deepestProto}
	if err := options.Unmarshal(body, into); err != nil {
		return fmt.Errorf("%w: it is neither JSON nor OTLP's protobuf", ErrUnreadable)
	}
	return nil
}

func protoTraces(body []byte) ([]otlpPart, error) {
	var data traces.TracesData // the same on the wire as the request
	if err := unmarshal(body, &data); err != nil {
		return nil, err
	}
	var parts []otlpPart
	for _, of := range data.GetResourceSpans() {
		for _, in := range of.GetScopeSpans() {
			part := otlpPart{resource: protoAttributes(of.GetResource().GetAttributes()), scope: protoScope(in.GetScope())}
			for _, s := range in.GetSpans() {
				part.spans = append(part.spans, protoSpan(s))
			}
			parts = append(parts, part)
		}
	}
	return parts, nil
}

func protoSpan(s *traces.Span) otlpSpan {
	out := otlpSpan{
		trace: protoID(s.GetTraceId()), id: protoID(s.GetSpanId()), parent: protoID(s.GetParentSpanId()), name: validText(s.GetName()),
		began: s.GetStartTimeUnixNano(), ended: s.GetEndTimeUnixNano(),
		failed: s.GetStatus().GetCode() == traces.Status_STATUS_CODE_ERROR, message: validText(s.GetStatus().GetMessage()),
		attributes: protoAttributes(s.GetAttributes()),
	}
	for _, e := range s.GetEvents() {
		out.events = append(out.events, otlpLog{name: validText(e.GetName()), at: e.GetTimeUnixNano(), attributes: protoAttributes(e.GetAttributes())})
	}
	return out
}

func protoLogs(body []byte) ([]otlpPart, error) {
	var data logs.LogsData
	if err := unmarshal(body, &data); err != nil {
		return nil, err
	}
	var parts []otlpPart
	for _, of := range data.GetResourceLogs() {
		for _, in := range of.GetScopeLogs() {
			part := otlpPart{resource: protoAttributes(of.GetResource().GetAttributes()), scope: protoScope(in.GetScope())}
			for _, l := range in.GetLogRecords() {
				one := otlpLog{
					trace: protoID(l.GetTraceId()), span: protoID(l.GetSpanId()), name: validText(l.GetEventName()), at: l.GetTimeUnixNano(),
					attributes: protoAttributes(l.GetAttributes()), body: protoValue(l.GetBody()),
				}
				if one.at == 0 {
					one.at = l.GetObservedTimeUnixNano()
				}
				part.logs = append(part.logs, one)
			}
			parts = append(parts, part)
		}
	}
	return parts, nil
}

func protoScope(scope *common.InstrumentationScope) event.Properties {
	var p propertyList
	p.add("scope.name", validText(scope.GetName()))
	p.add("scope.version", validText(scope.GetVersion()))
	return event.Properties(p)
}

// protoID is an id in hexadecimal; "" where it is of zeros, which stands for
// none.
func protoID(id []byte) string {
	for _, b := range id {
		if b != 0 {
			return hex.EncodeToString(id)
		}
	}
	return ""
}

func protoAttributes(all []*common.KeyValue) event.Properties {
	out := make(event.Properties, 0, len(all))
	for _, one := range all {
		out = append(out, event.Property{Name: validText(one.GetKey()), Value: protoValue(one.GetValue())})
	}
	return out.Sorted()
}

func protoValue(v *common.AnyValue) event.Value { return event.Value(appendProto(nil, v)) }

// appendProto writes a value as JSON.
func appendProto(b []byte, v *common.AnyValue) []byte {
	switch v := v.GetValue().(type) {
	case *common.AnyValue_StringValue:
		return event.AppendText(b, validText(v.StringValue))
	case *common.AnyValue_BoolValue:
		return strconv.AppendBool(b, v.BoolValue)
	case *common.AnyValue_IntValue:
		return strconv.AppendInt(b, v.IntValue, 10)
	case *common.AnyValue_DoubleValue:
		if math.IsNaN(v.DoubleValue) || math.IsInf(v.DoubleValue, 0) {
			return append(b, "null"...)
		}
		return strconv.AppendFloat(b, v.DoubleValue, 'g', -1, 64)
	case *common.AnyValue_BytesValue:
		return event.AppendText(b, base64.StdEncoding.EncodeToString(v.BytesValue))
	case *common.AnyValue_ArrayValue:
		b = append(b, '[')
		for i, one := range v.ArrayValue.GetValues() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendProto(b, one)
		}
		return append(b, ']')
	case *common.AnyValue_KvlistValue:
		return protoAttributes(v.KvlistValue.GetValues()).AppendJSON(b)
	default:
		return append(b, "null"...)
	}
}
