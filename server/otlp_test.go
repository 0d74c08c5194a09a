package server_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/report"
)

// otlpSpan is a span of a trace in JSON, with attributes NAME=TEXT.
func otlpSpan(id, parent string, second int, attributes ...string) string {
	var list []string
	for _, a := range attributes {
		name, text, _ := strings.Cut(a, "=")
		list = append(list, fmt.Sprintf(`{"key":%q,"value":{"stringValue":%s}}`, name, event.TextValue(text)))
	}
	const start = 1_795_000_000_000_000_000
	return fmt.Sprintf(`{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":%q,"parentSpanId":%q,"name":"chat","startTimeUnixNano":"%d","endTimeUnixNano":"%d","attributes":[%s]}]}]}]}`,
		id, parent, start+second*1_000_000_000, start+(second+2)*1_000_000_000, strings.Join(list, ","))
}

// TestOTLP follows spans that come one by one, the innermost first, to the one
// turn on screen, and an erasure that takes all of them.
func TestOTLP(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	send := func(path, body string) {
		t.Helper()
		if got := h.send(http.MethodPost, path, basic(writeKey), body); got.status != 200 || string(got.body) != "{}" {
			t.Fatalf("sent: %d %s", got.status, got.body)
		}
		h.settle()
	}
	turns := func(conversation string) string {
		t.Helper()
		var detail report.ConversationDetail
		h.read("/api/v1/conversations/"+conversation, &detail)
		lines := []string{detail.UserID}
		for i := range detail.Turns {
			lines = append(lines, detail.Turns[i].Prompt+" > "+detail.Turns[i].Response+" "+detail.Turns[i].Model)
		}
		return strings.Join(lines, "\n")
	}
	const trace = "trace:0af7651916cd43dd8448eb211c80319c"
	model := otlpSpan("b7ad6b7169203331", "00f067aa0ba902b7", 1, "gen_ai.operation.name=chat", "gen_ai.response.model=m-1", `gen_ai.input.messages=[{"role":"user","parts":[{"type":"text","content":"How can I export?"}]}]`,
		`gen_ai.output.messages=[{"role":"assistant","parts":[{"type":"text","content":"Draft."}]}]`)
	send("/v1/traces", model)
	send("/v1/traces", model) // a repeat changes nothing
	if diff := cmp.Diff("Draft. m-1", turns(trace)[len(turns(trace))-len("Draft. m-1"):]); diff != "" {
		t.Errorf("before anyone said where: %s", diff)
	}
	send("/v1/traces", otlpSpan("00f067aa0ba902b7", "", 0, "gen_ai.operation.name=invoke_agent", "session.id=s1", "user.id=u1", "input.value=How can I export?", "output.value=From the Settings page."))
	if diff := cmp.Diff("u1\nHow can I export? > From the Settings page. m-1", turns("s1")); diff != "" {
		t.Errorf("of its session: %s", diff)
	}
	send("/v1/logs", `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"eventName":"gen_ai.evaluation.result","timeUnixNano":"1795000005000000000","traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331",
"attributes":[{"key":"gen_ai.evaluation.name","value":{"stringValue":"user_feedback"}},{"key":"gen_ai.evaluation.score.value","value":{"doubleValue":1}}]}]}]}]}`)
	var list report.Conversations
	h.read("/api/v1/conversations", &list)
	if list.Total != 1 || list.Conversations[0].ConversationID != "s1" || list.Conversations[0].Satisfaction.Explicit == nil || *list.Conversations[0].Satisfaction.Explicit != 1 {
		t.Errorf("%+v", list.Conversations)
	}
	exported := h.do(http.MethodGet, "/api/v1/export/events?format=jsonl", readKey, nil)
	if n := strings.Count(string(exported.body), `"conversation_id":"s1"`); n != 3 {
		t.Errorf("%d events are of the session: %s", n, exported.body)
	}
	var status struct{ Stored int }
	h.read("/api/v1/status", &status)
	if status.Stored != 3 {
		t.Errorf("%d are stored", status.Stored)
	}
}

// TestOTLPAnswers holds what exporters are told.
func TestOTLPAnswers(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	f := func(path string, header http.Header, body string, status int, contentType, want string) {
		t.Helper()
		got := h.send(http.MethodPost, path, header, body)
		if got.status != status || got.header.Get("Content-Type") != contentType || !strings.Contains(string(got.body), want) {
			t.Errorf("%s %.60q: got %d %s %q, want %d %s %q", path, body, got.status, got.header.Get("Content-Type"), got.body, status, contentType, want)
		}
	}
	const inJSON, inProto = "application/json", "application/x-protobuf"
	span := otlpSpan("b7ad6b7169203331", "", 0, "gen_ai.operation.name=chat")
	for _, path := range []string{"/v1/traces", "/api/public/otel/v1/traces", "/i/v0/ai/otel", "/v1/metrics"} {
		f(path, basic(writeKey), span, 200, inJSON, "{}")
		f(path, http.Header{"Authorization": {"Bearer " + serverKey}}, span, 200, inJSON, "{}")
		f(path, http.Header{"X-Api-Key": {writeKey}}, span, 200, inJSON, "{}")
		f(path, basic("wrong"), span, 401, inJSON, `{"message":"This key is unknown`)
		f(path, http.Header{}, span, 401, inJSON, `{"message":"Send a key`)
		f(path, basic(readKey), span, 401, inJSON, `{"message":"This key may only read`)
	}
	f("/v1/traces", basic(writeKey), "\x0a\x00", 200, inProto, "")
	f("/v1/traces", basic("wrong"), "\x0a\x00", 401, inProto, "\x12\x52This key is unknown")
	f("/v1/traces", basic(writeKey), "no", 400, inProto, "neither JSON nor")
	f("/v1/logs", basic(writeKey), `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"x"}}]}]}]}`, 200, inJSON, `{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"1 rejected; the first, item 0: event_name is required`)

	zip := func(text string) string {
		var zipped bytes.Buffer
		z := gzip.NewWriter(&zipped)
		_, err := io.WriteString(z, text)
		must(t, err)
		must(t, z.Close())
		return zipped.String()
	}
	long := otlpSpan("b7ad6b7169203331", "", 0, "note="+strings.Repeat("a", 12<<20))
	f("/v1/traces", basic(writeKey), zip(span), 200, inJSON, "{}")
	f("/v1/metrics", basic(writeKey), long, 200, inJSON, "{}")
	f("/v1/traces", basic(writeKey), zip(strings.Repeat(" ", 64<<20)), 413, inProto, "too large")
	f("/v1/traces", basic(writeKey), strings.Repeat(" ", 21<<20), 413, inProto, "too large")
}

// An exporter that is told to wait keeps what it has.
func TestOTLPWaits(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	_, err := h.control.AddKey(t.Context(), control.Key{Project: "default", Kind: control.ServerKey, Value: "slow-key", CreatedAt: h.now(), Limits: control.Limits{Rate: 1}})
	must(t, err)
	span := otlpSpan("b7ad6b7169203331", "", 0)
	for status := 0; status != 429; {
		got := h.send(http.MethodPost, "/v1/traces", basic("slow-key"), span)
		if status = got.status; status == 429 && got.header.Get("Retry-After") == "" || status != 200 && status != 429 {
			t.Fatalf("%d %v %s", got.status, got.header, got.body)
		}
	}
	must(t, h.door.Close())
	closed := h.send(http.MethodPost, "/v1/traces", basic(writeKey), otlpSpan("b7ad6b7169203332", "", 0))
	if closed.status != 503 || closed.header.Get("Retry-After") == "" || closed.header.Get("Content-Type") != "application/json" {
		t.Errorf("closed: %d %v %s", closed.status, closed.header, closed.body)
	}
}
