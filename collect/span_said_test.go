package collect

import (
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/event"
)

func TestQuestions(t *testing.T) {
	f := func(input, want string) {
		t.Helper()
		for _, v := range []event.Value{event.Value(input), event.TextValue(input)} { // as it is, and as JSON in a text
			if got := strings.Join(questions(v), "|"); got != want {
				t.Errorf("%s: got %q, want %q", v, got, want)
			}
		}
	}
	f(`[{"role":"user","parts":[{"type":"text","content":"How?"}]}]`, "How?")
	f(`[{"role":"system","content":"Be kind"},{"role":"user","content":"One?"},{"role":"assistant","content":"So."},{"role":"user","content":[{"type":"text","text":"Two?"},{"type":"image_url"}]}]`, "One?|Two?\n[image_url]")
	f(`[{"role":"user","content":"How?"},{"role":"assistant","content":null,"tool_calls":[]},{"role":"tool","content":"{}"},{"role":"user","parts":[{"type":"tool_call_response","result":"x"}]}]`, "How?")
	f(`{"system":"Be kind","messages":[{"role":"user","content":"How?"}]}`, "How?")
	f(`{"args":["How?"],"kwargs":{}}`, "How?")
	f(`{"args":[],"kwargs":{"question":"How?"}}`, "How?")
	f(`{"args":[{"messages":[{"role":"user","content":"How?"}]}]}`, "How?")
	f(`{"role":"user","content":"How?"}`, "How?")
	f(`{"role":"assistant","content":"So."}`, "")
	f(`[[{"lc":1,"type":"constructor","id":["langchain","schema","messages","SystemMessage"],"kwargs":{"content":"s"}},{"type":"constructor","id":["langchain","schema","messages","HumanMessage"],"kwargs":{"content":"How?"}}]]`, "How?")
	f(`{"messages":[{"type":"human","content":"How?"},{"type":"ai","content":"So."}]}`, "How?")
	f(`{"input":"How?"}`, "How?")
	f(`{"contents":[]}`, "")
	f(`{"q":"export"}`, "")
	f(`[]`, "")
	f(`null`, "")
	f(strings.Repeat("[", 30)+`"How?"`+strings.Repeat("]", 30), "")
	if got := questions(`" How? "`); len(got) != 1 || got[0] != " How? " {
		t.Errorf("a text is itself, got %q", got)
	}
	if got := questions(`7`); got != nil {
		t.Errorf("a number is no question, got %q", got)
	}
	if got := questions(`"{broken"`); len(got) != 1 {
		t.Errorf("a text that is no JSON is a text, got %q", got)
	}
}

func TestAnswerOf(t *testing.T) {
	f := func(output, want string) {
		t.Helper()
		for _, v := range []event.Value{event.Value(output), event.TextValue(output)} {
			if got := answerOf(v); got != want {
				t.Errorf("%s: got %q, want %q", v, got, want)
			}
		}
	}
	f(`[{"role":"assistant","parts":[{"type":"reasoning","content":"Hm"},{"type":"text","content":"So."}],"finish_reason":"stop"}]`, "So.")
	f(`[{"role":"assistant","parts":[{"type":"tool_call","name":"search"}]}]`, "")
	f(`{"role":"assistant","content":"So."}`, "So.")
	f(`{"role":"assistant","content":null,"tool_calls":[{"id":"1"}]}`, "")
	f(`{"choices":[{"index":0,"message":{"role":"assistant","content":"So."}}]}`, "So.")
	f(`{"generations":[[{"text":"So.","message":{}}]]}`, "So.")
	f(`{"messages":[{"type":"human","content":"How?"},{"type":"ai","content":"So."}]}`, "So.")
	f(`[{"type":"text","text":"So."},{"type":"text","text":"Then."}]`, "So.\nThen.")
	f(`{"answer":"So.","score":1}`, "So.")
	f(`{"hits":3}`, `{"hits":3}`)
	f(`{"output":{"text":"So."}}`, "So.")
	f(`"So."`, "So.")
	f(`[]`, "")
	f(`null`, "")
	if got := answerOf(`"So it is."`); got != "So it is." {
		t.Errorf("got %q", got)
	}
	if got := answerOf(`42`); got != "42" {
		t.Errorf("got %q", got)
	}
}

func TestMarked(t *testing.T) {
	s, other := marked([]string{"One?", "Two?"}), marked([]string{"One?"})
	if s.prompt != "Two?" || s.before != other.asked || s.asked == other.asked || other.before != "" || len(s.asked) != 4 {
		t.Errorf("%+v %+v", s, other)
	}
	if marked(nil) != (said{}) {
		t.Error("nothing was asked")
	}
}
