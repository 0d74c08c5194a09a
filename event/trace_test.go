package event

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTraceConversation(t *testing.T) {
	f := func(trace, want string) {
		t.Helper()
		if got := TraceConversation(trace); got != want || !NamesTrace(got) || longer(got, MaxIDLength) {
			t.Errorf("%q: got %q, want %q", trace, got, want)
		}
	}
	f("99bcacbf237395d0146cc55d1261c84a", "trace:99bcacbf237395d0146cc55d1261c84a")
	f(strings.Repeat("é", longestTrace), "trace:"+strings.Repeat("é", longestTrace))
	f(strings.Repeat("a", longestTrace+1), "trace:"+hash([]string{strings.Repeat("a", longestTrace+1)}))
	if NamesTrace("conv_1") {
		t.Error("conv_1 is named for no trace")
	}
}

// What a span says of a conversation is what it would say had it named it
// itself.
func TestMoveTo(t *testing.T) {
	f := func(properties Properties, user Value) {
		t.Helper()
		span := func(conversation string) Event {
			item := Item{Kind: Span, User: user, Timestamp: "1795410711.79", Properties: append(properties, Property{"conversation_id", TextValue(conversation)}).Sorted()}
			item.ID = `"s1"`
			e, fault := Normalize(item, Arrival{Project: "p"})
			if fault != nil {
				t.Fatal(fault)
			}
			return e
		}
		moved := span(TraceConversation("t"))
		moved.MoveTo("c")
		if diff := cmp.Diff(span("c"), moved); diff != "" {
			t.Errorf("(-named +moved):\n%s", diff)
		}
	}
	f(nil, "")
	f(nil, `"u"`)
	f(Properties{{"session_id", `"s"`}}, "")
}

// The fields of a span are those of a prompt and those of its answer.
func TestSpanFields(t *testing.T) {
	long := strings.Repeat("a", MaxText+1)
	e, fault := Normalize(Item{Kind: Span, Timestamp: "1795410711", Properties: Properties{
		{"error", `"timed out"`}, {"input_tokens", `12`}, {"latency_ms", `3.5`}, {"output_tokens", `"9"`}, {"prompt", `"How?"`}, {"response", TextValue(long)}, {"trace_id", `"t"`},
	}}, Arrival{Project: "p"})
	if fault != nil {
		t.Fatal(fault)
	}
	answer, _ := e.Properties.Text("response")
	if e.Text != "How?" || e.Error != "timed out" || *e.InputTokens != 12 || *e.OutputTokens != 9 || *e.LatencyMS != 3.5 || e.Trace() != "t" {
		t.Errorf("%+v", e)
	}
	if len(answer) != MaxText || e.Marks&Truncated == 0 || e.Conversation != "" {
		t.Errorf("answer of %d bytes, marks %v, conversation %q", len(answer), e.Marks.Names(), e.Conversation)
	}
}
