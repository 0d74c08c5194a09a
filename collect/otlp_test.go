package collect

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

var update = flag.Bool("update", false, "write testdata/otlp/told.txt")

// toldOf are the events of a request, a line each.
func toldOf(t *testing.T, p *OTLP, req Request) []string {
	t.Helper()
	batch, err := p.Decode(req)
	if err != nil {
		t.Fatal(err)
	}
	events, _, refused := batch.Normalize(arrival())
	var lines []string
	for i := range events {
		lines = append(lines, toldEvent(&events[i]))
	}
	for _, r := range refused {
		lines = append(lines, "! "+string(r.Code)+" "+r.Field+": "+r.Message)
	}
	return lines
}

// signalOf is what a captured request was sent to; "" where to another protocol.
func signalOf(path string) Signal {
	switch {
	case strings.HasSuffix(path, "/v1/logs"):
		return Logs
	case strings.HasSuffix(path, "/v1/traces"), strings.HasSuffix(path, "/otel"):
		return Traces
	default:
		return ""
	}
}

// What the captured requests of every SDK say: testdata/otlp/told.txt, to read.
func TestOTLPCaptured(t *testing.T) {
	var all []string
	files, err := filepath.Glob("testdata/otlp/*.http")
	if err != nil || len(files) == 0 {
		t.Fatal("nothing was captured", err)
	}
	for _, file := range files {
		sdk := strings.TrimSuffix(filepath.Base(file), ".http")
		all = append(all, "# "+sdk)
		for _, c := range capturedBy(t, "otlp", sdk) {
			if signal := signalOf(c.path); signal != "" {
				all = append(all, toldOf(t, &OTLP{Signal: signal}, c.Request)...)
			}
		}
		all = append(all, "")
	}
	got := strings.Join(all, "\n")
	const golden = "testdata/otlp/told.txt"
	if *update {
		if err = os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got), -update writes it:\n%s", diff)
	}
}

// Both encodings of the same spans say the same, whatever their ids.
func TestOTLPEncodingsAgree(t *testing.T) {
	ids := regexp.MustCompile("[0-9a-f]{16,32}")
	said := func(sdk string) string {
		var lines []string
		for _, c := range capturedBy(t, "otlp", sdk) {
			if signalOf(c.path) == Traces {
				lines = append(lines, toldOf(t, &OTLP{Signal: Traces}, c.Request)...)
			}
		}
		return ids.ReplaceAllString(strings.Join(lines, "\n"), "ID")
	}
	if diff := cmp.Diff(said("otlp-js-json"), said("otlp-js-proto")); diff != "" {
		t.Errorf("(-json +proto):\n%s", diff)
	}
}

// spanWith is a request in JSON with one span of these attributes, name: JSON.
func spanWith(attributes ...string) Request {
	var list []string
	for i := 0; i+1 < len(attributes); i += 2 {
		list = append(list, `{"key":`+string(event.TextValue(attributes[i]))+`,"value":`+attributes[i+1]+`}`)
	}
	return Request{Body: []byte(`{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"s","startTimeUnixNano":1795410711790000000,"attributes":[` +
		strings.Join(list, ",") + `]}]}]}]}`)}
}

func text(s string) string { return `{"stringValue":` + string(event.TextValue(s)) + `}` }

func TestOTLPConventions(t *testing.T) {
	f := func(want string, attributes ...string) {
		t.Helper()
		got := strings.Join(toldOf(t, &OTLP{Signal: Traces}, spanWith(attributes...)), "\n")
		for _, noise := range []string{`,"span_id":"b7ad6b7169203331"`, `"span_id":"b7ad6b7169203331"`, `,"trace_id":"0af7651916cd43dd8448eb211c80319c"`} {
			got = strings.ReplaceAll(got, noise, "")
		}
		if got = strings.ReplaceAll(got, " {}", ""); got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", attributes, got, want)
		}
	}
	const trace = "conversation=trace:0af7651916cd43dd8448eb211c80319c"
	anon := "~" + event.ConversationUser("p", "trace:0af7651916cd43dd8448eb211c80319c")
	question, answer := `"answered":true,"asked":"`+mark("How?")+`"`, `"response":"So."`
	both := question + "," + answer
	said := func(input, output string) { // the texts, as they are named in a convention
		t.Helper()
		f(`span "s" `+anon+" "+trace+" text=How? {"+both+"}", input, text("How?"), output, text("So."))
	}
	said("gen_ai.input.messages", "gen_ai.output.messages")
	said("langfuse.observation.input", "langfuse.observation.output")
	said("ai.prompt", "ai.response.text")
	said("ai.prompt.messages", "ai.result.text")
	said("input.value", "output.value")
	said("traceloop.entity.input", "traceloop.entity.output")
	said("prompt", "response")
	f(`span "s" `+anon+" "+trace+" text=Two? {"+`"answered":true,"asked":"`+mark("Two?")+`","asked_before":"`+mark("One?")+`","response":"So."}`,
		"gen_ai.prompt.0.role", text("system"), "gen_ai.prompt.0.content", text("Be kind"), "gen_ai.prompt.1.role", text("user"), "gen_ai.prompt.1.content", text("One?"),
		"gen_ai.prompt.10.role", text("user"), "gen_ai.prompt.10.content", text("Two?"), "gen_ai.prompt.2.role", text("assistant"),
		"gen_ai.completion.0.content", text("So."), "gen_ai.completion.0.role", text("assistant"))
	f(`span "s" u1 `+trace+" session=s1 model=m-1 text=How? tokens=3+4 {"+question+`,"operation":"llm","response":"So."}`,
		"openinference.span.kind", text("LLM"), "llm.input_messages.0.message.role", text("user"), "llm.input_messages.0.message.contents.0.message_content.type", text("text"),
		"llm.input_messages.0.message.contents.0.message_content.text", text("How?"), "llm.output_messages.0.message.role", text("assistant"), "llm.output_messages.0.message.content", text("So."),
		"llm.model_name", text("m-1"), "llm.token_count.prompt", `{"intValue":"3"}`, "llm.token_count.completion", `{"intValue":4}`, "session.id", text("s1"), "user.id", text("u1"))
	f(`span "s" `+anon+" "+trace+` {"arguments":"{\"q\":1}","operation":"tool","result":"3 hits","tool":"search"}`,
		"openinference.span.kind", text("TOOL"), "tool.name", text("search"), "input.value", text(`{"q":1}`), "output.value", text("3 hits"))
	f(`span "s" `+anon+" "+trace+` {"operation":"retriever"}`, "openinference.span.kind", text("RETRIEVER"), "input.value", text("How?"), "output.value", text("a document"))
	f(`span "s" u1 conversation=c1 session=s1 agent=helper version=v2 {"environment":"staging","plan":"pro"}`,
		"gen_ai.conversation.id", text("c1"), "session.id", text("s1"), "enduser.id", text("u1"), "gen_ai.agent.name", text("helper"), "langfuse.release", text("v2"),
		"deployment.environment.name", text("staging"), "langfuse.trace.metadata.plan", text("pro"))
	f(`span "s" `+anon+" "+trace+` error=rate limited {"operation":"chat"}`, "gen_ai.operation.name", text("chat"), "langfuse.observation.level", text("ERROR"), "langfuse.observation.status_message", text("rate limited"))
	f(`span "s" `+anon+" "+trace+` tokens=12+9 {"cost_usd":0.002,"time_to_first_token_ms":250}`,
		"langfuse.observation.usage_details", text(`{"input":12,"output":9}`), "langfuse.observation.cost_details", text(`{"total":0.002}`), "gen_ai.response.time_to_first_chunk", `{"doubleValue":0.25}`)
	f(`span "s"  {"http.route":"/chat"}`, "http.route", text("/chat"))
	f(`span "s" ~`+event.ConversationUser("p", "c9")+" conversation=c9", "traceloop.association.properties.thread_id", text("c9"), "deployment.environment", text("prod"))
}

func TestOTLPFeedback(t *testing.T) {
	f := func(want string, attributes ...string) {
		t.Helper()
		lines := toldOf(t, &OTLP{Signal: Traces}, spanWith(append(attributes, "gen_ai.conversation.id", text("c1"), "user.id", text("u1"))...))
		if got := strings.Join(lines[1:], "\n"); got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", attributes, got, want)
		}
	}
	const rated = `satisfaction "screeb_copilot_satisfaction" u1 conversation=c1 message=b7ad6b7169203331 `
	const trace = `"trace_id":"0af7651916cd43dd8448eb211c80319c"}`
	one := func(name, score string, more ...string) []string {
		return append([]string{"annotations.0.annotation.name", text(name), "annotations.0.annotation.score", score}, more...)
	}
	human := []string{"annotations.0.annotation.annotator_kind", text("HUMAN")}
	f(rated+`rating=1 scale=thumbs {"name":"user_feedback",`+trace, one("user_feedback", `{"intValue":"1"}`)...)
	f(rated+`rating=-1 scale=thumbs {"name":"thumbs",`+trace, one("thumbs", `{"intValue":"-1"}`)...)
	f(rated+`rating=4 scale=1-5 {"name":"user-feedback",`+trace, one("user-feedback", `{"doubleValue":4}`)...)
	f(rated+`rating=1 scale=1-5 {"name":"stars",`+trace, one("stars", `{"intValue":"1"}`)...)
	f(rated+`rating=9 scale=nps {"name":"NPS",`+trace, one("NPS", `{"intValue":"9"}`)...)
	f(rated+`rating=0.25 scale=thumbs text=Wrong page {"name":"tone",`+trace, one("tone", `{"doubleValue":0.25}`, append(human, "annotations.0.annotation.explanation", text("Wrong page"))...)...)
	f(rated+`rating=down scale=thumbs {"label":"Negative","name":"tone",`+trace, append(human, "annotations.0.annotation.name", text("tone"), "annotations.0.annotation.label", text("Negative"))...)
	f(`track "gen_ai.evaluation.result" u1 conversation=c1 message=b7ad6b7169203331 {"name":"toxicity","score":0.1,`+trace, one("toxicity", `{"doubleValue":0.1}`)...)
}

func TestOTLPLogs(t *testing.T) {
	f := func(record, want string) {
		t.Helper()
		body := `{"resourceLogs":[{"scopeLogs":[{"logRecords":[` + record + `]}]}]}`
		if got := strings.Join(toldOf(t, &OTLP{Signal: Logs}, Request{Body: []byte(body)}), "\n"); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", record, got, want)
		}
	}
	f(`{"body":{"stringValue":"connected"},"severityText":"INFO"}`,
		"! missing_field event_name: event_name is required: of logs only named events are kept, such as those of the GenAI conventions")
	f(`{"eventName":"checkout.done","timeUnixNano":"1795410711790000000","attributes":[{"key":"plan","value":{"stringValue":"pro"}},{"key":"user.id","value":{"stringValue":"u1"}}]}`,
		`track "checkout.done" u1 {"plan":"pro"}`)
	f(`{"attributes":[{"key":"event.name","value":{"stringValue":"gen_ai.user.message"}}],"traceId":"0AF7651916CD43DD8448EB211C80319C","spanId":"b7ad6b7169203331","body":{"kvlistValue":{"values":[{"key":"content","value":{"stringValue":"How?"}}]}}}`,
		`span "gen_ai.user.message" ~`+event.ConversationUser("p", "trace:0af7651916cd43dd8448eb211c80319c")+` conversation=trace:0af7651916cd43dd8448eb211c80319c text=How? {"asked":"`+mark("How?")+
			`","operation":"gen_ai.user.message","span_id":"b7ad6b7169203331","trace_id":"0af7651916cd43dd8448eb211c80319c"}`)
}

func TestOTLPUnreadable(t *testing.T) {
	f := func(signal Signal, body, message string) {
		t.Helper()
		_, err := (&OTLP{Signal: signal}).Decode(Request{Body: []byte(body)})
		if !errors.Is(err, ErrUnreadable) || !strings.Contains(err.Error(), message) {
			t.Errorf("%.40s: got %v, want %s", body, err, message)
		}
	}
	f(Traces, "no", "neither JSON nor OTLP's protobuf")
	f(Traces, "{", "not JSON")
	f(Traces, `{"events":[]}`, "neither resourceSpans nor resourceLogs")
	logs := capturedBy(t, "otlp", "otlp-go")[0]
	if logs.path != "/v1/logs" {
		t.Fatal("the first request has no logs")
	}
	f(Traces, string(logs.Body), "/v1/logs")
	for _, empty := range []string{"", "{}", `{"resourceSpans":[]}`} {
		batch, err := (&OTLP{Signal: Traces}).Decode(Request{Body: []byte(empty)})
		if err != nil || len(batch.Entries) != 0 {
			t.Errorf("%q: %v, %d entries", empty, err, len(batch.Entries))
		}
	}
}

func TestOTLPAnswer(t *testing.T) {
	f := func(signal Signal, body, contentType string, rejected int, want any) {
		t.Helper()
		a := NewAnswer(nil)
		for i := range rejected {
			a.Refuse(i, event.Reject(event.MissingField, "x", "x is required"))
		}
		a.Request = Request{Body: []byte(body), ContentType: contentType}
		status, got := (&OTLP{Signal: signal}).Reply(a)
		if text, isJSON := want.(string); isJSON {
			if b, err := json.Marshal(got); err != nil || string(b) != text || status != statusOK {
				t.Errorf("%q: got %d %s %v, want %s", body, status, b, err, text)
			}
			return
		}
		if diff := cmp.Diff(want, got); diff != "" || status != statusOK {
			t.Errorf("%q: %s", body, diff)
		}
	}
	f(Traces, "{}", "text/plain", 0, "{}")
	f(Traces, "", "application/json", 0, "{}")
	f(Traces, "\x0a\x00", "application/json", 0, Encoded{Type: typeProto})
	f(Traces, "\n{\"", "", 0, Encoded{Type: typeProto})
	f(Traces, "{}", "", 2, `{"partialSuccess":{"rejectedSpans":"2","errorMessage":"2 rejected; the first, item 0: x is required (missing_field)"}}`)
	f(Logs, "{}", "", 1, `{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"1 rejected; the first, item 0: x is required (missing_field)"}}`)
	f(Logs, "\x0a", "", 1, Encoded{Type: typeProto, Body: []byte("\x0a\x40\x08\x01\x12\x3c1 rejected; the first, item 0: x is required (missing_field)")})
}

func TestOTLPRefuse(t *testing.T) {
	f := func(r Refused, wantStatus int, want any) {
		t.Helper()
		status, got := (&OTLP{}).Refuse(r)
		if text, isJSON := want.(string); isJSON {
			b, err := json.Marshal(got)
			if got = string(b); err != nil {
				t.Error(err)
			}
			want = text
		}
		if diff := cmp.Diff(want, got); diff != "" || status != wantStatus {
			t.Errorf("%+v: %d %s", r, status, diff)
		}
	}
	inJSON, inProto := Request{ContentType: "application/json"}, Request{Body: []byte{0x0a}}
	f(Refused{Status: 401, Detail: `a "key"`, Request: inJSON}, 401, `{"message":"a \"key\""}`)
	f(Refused{Status: 503, Code: TooFast, Detail: "no", Request: inProto}, 429, Encoded{Type: typeProto, Body: []byte("\x12\x02no")})
	f(Refused{Status: 500, Detail: "no", Request: inProto}, 503, Encoded{Type: typeProto, Body: []byte("\x12\x02no")})
}
