package collect

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/debrief-dev/debrief/event"
)

// OTLP reads what OpenTelemetry's exporters send over HTTP, as protobuf or
// JSON; which of the two, the body says. It may be used by many goroutines at
// once.
//
// Every span becomes a span event, whatever it is of: what it says of a copilot
// by one of the conventions in otlp_names.go is understood, the rest kept.
// Ratings and evaluations, which are events of spans or log records, become
// events of their own behind it.
type OTLP struct {
	Signal  Signal
	readers readers
}

// Signal is what an exporter sends.
type Signal string

// The signals. Of metrics nothing is kept: they hold no word.
const (
	Traces  Signal = "traces"
	Logs    Signal = "logs"
	Metrics Signal = "metrics"
)

// otlpPart are the spans and log records that share a resource and a scope.
type otlpPart struct {
	resource, scope event.Properties
	spans           []otlpSpan
	logs            []otlpLog
}

// otlpSpan is a span as it was sent, whatever the encoding.
type otlpSpan struct {
	trace, id, parent, name string
	began, ended            uint64 // nanoseconds since 1970
	failed                  bool   // its status is an error
	message                 string // of the status
	attributes              event.Properties
	events                  []otlpLog
}

// otlpLog is a log record, or an event of a span, which is the same but for
// where it stands.
type otlpLog struct {
	trace, span, name string
	at                uint64
	body              event.Value
	attributes        event.Properties
}

// isJSON tells the two encodings apart. A message of protobuf begins with what
// is a line feed in a text, and may go on with a brace.
func isJSON(body []byte) bool {
	return len(body) > 0 && body[0] != '\n' && bytes.HasPrefix(trim(body), []byte("{"))
}

// Decode reads one request.
func (p *OTLP) Decode(req Request) (Batch, error) {
	if p.Signal == Metrics {
		return Batch{Key: req.Key}, nil
	}
	parts, err := p.parts(req.Body)
	if err != nil {
		return Batch{}, err
	}
	batch := Batch{Key: req.Key}
	named := 0
	for i := range parts {
		part := &parts[i]
		if len(batch.Entries)+len(part.spans)+len(part.logs) > MaxItems {
			return Batch{}, tooMany()
		}
		for j := range part.spans {
			if part.spans[j].trace != "" && part.spans[j].id != "" {
				named++
			}
			batch.Entries = append(batch.Entries, part.span(&part.spans[j])...)
		}
		for j := range part.logs {
			batch.Entries = append(batch.Entries, part.log(&part.logs[j]))
			named++
		}
	}
	if len(batch.Entries) > 0 && named == 0 {
		return Batch{}, fmt.Errorf("%w: no span in it has an id; are these logs, which belong to /v1/logs?", ErrUnreadable)
	}
	return batch, nil
}

func (p *OTLP) parts(body []byte) ([]otlpPart, error) {
	if !isJSON(body) {
		if p.Signal == Logs {
			return protoLogs(body)
		}
		return protoTraces(body)
	}
	r := p.readers.get()
	defer p.readers.put(r, body)
	v, err := r.parse(trim(body))
	if err != nil {
		return nil, err
	}
	return r.otlp(v)
}

// Reply is the answer to a request that was taken, in its own encoding: in
// protobuf an empty message where nothing is to be said.
func (p *OTLP) Reply(a *Answer) (status int, body any) {
	partial := p.partial(a)
	if inJSON(a.Request) {
		return statusOK, struct {
			Partial *otlpPartial `json:"partialSuccess,omitempty"`
		}{partial}
	}
	if partial == nil {
		return statusOK, Encoded{Type: typeProto}
	}
	message := protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), uint64(len(a.Rejected)))
	message = protowire.AppendString(protowire.AppendTag(message, 2, protowire.BytesType), partial.Message)
	return statusOK, Encoded{Type: typeProto, Body: protowire.AppendBytes(protowire.AppendTag(nil, 1, protowire.BytesType), message)}
}

// Refuse is what exporters are told of a request that was not taken: the Status
// of google.rpc, in the encoding of the request. What is our fault they shall
// send again, which they do after 503, and not after 500.
func (*OTLP) Refuse(r Refused) (status int, body any) {
	status = r.Status
	switch {
	case r.Code == TooFast:
		status = statusTooMany
	case r.Status == statusInternal:
		status = statusUnavailable
	}
	if inJSON(r.Request) {
		return status, struct {
			Message string `json:"message"`
		}{r.Detail}
	}
	return status, Encoded{Type: typeProto, Body: protowire.AppendString(protowire.AppendTag(nil, 2, protowire.BytesType), r.Detail)}
}

// typeProto is the content type of protobuf.
const typeProto = "application/x-protobuf"

// inJSON tells the encoding of a request, by its type where its body was not
// read.
func inJSON(req Request) bool {
	if len(req.Body) == 0 {
		return strings.Contains(strings.ToLower(req.ContentType), "json")
	}
	return isJSON(req.Body)
}

// otlpPartial says that not everything was kept, which an exporter logs and does
// not send again.
type otlpPartial struct {
	Spans   string `json:"rejectedSpans,omitempty"`
	Records string `json:"rejectedLogRecords,omitempty"`
	Message string `json:"errorMessage"`
}

// partial is nil where all is well. There is place for one text: it tells of the
// first fault.
func (p *OTLP) partial(a *Answer) *otlpPartial {
	if len(a.Rejected) == 0 {
		return nil
	}
	first, n := a.Rejected[0], strconv.Itoa(len(a.Rejected))
	out := &otlpPartial{Message: fmt.Sprintf("%s rejected; the first, item %d: %s (%s)", n, first.Index, first.Message, first.Code)}
	if p.Signal == Logs {
		out.Records = n
	} else {
		out.Spans = n
	}
	return out
}
