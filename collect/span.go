package collect

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// span is one step of a trace as a protocol tells of it: all of it, or what is
// known by now. What is empty is not told.
//
// Several protocols have spans; each makes one of these of its own, so that
// turns are built of them all alike.
type span struct {
	trace, id, parent string
	name, operation   string
	began, ended      time.Time

	conversation                string // that the span itself names; else it is its trace's
	session, agent, environment string
	model, version              string
	tool                        string // of a step that invokes one
	arguments, result           string // of the tool
	responseID                  string // a rating may name it
	user                        event.Value
	said                        said
	failed                      string
	input, output, cost         event.Value // tokens, and the cost in US dollars
	firstToken                  time.Duration

	copilots bool             // it tells of a copilot; else it belongs to no conversation
	rest     event.Properties // everything else
	context  event.Properties
}

// What a step does, by its operation, as far as it matters here.
type work int

const (
	workTalk  work = iota // it may have been asked by the user, and answer them
	workTool              // it invokes a tool
	workOther             // it looks something up, embeds or judges: its texts are nobody's words
)

// workOf reads an operation in lower case, in any of the conventions.
func workOf(operation string) work {
	switch operation {
	case "tool", "execute_tool", "ai.toolcall", "mcp.tool", "function":
		return workTool
	case "embedding", "embeddings", "retriever", "retrieval", "reranker", "rerank", "guardrail", "evaluator", "event", "ai.embed", "ai.embed.doembed", "ai.embedmany",
		"ai.embedmany.doembed", "ai.rerank", "ai.rerank.dorerank", "create_agent", "gen_ai.system.message", "gen_ai.assistant.message", "gen_ai.tool.message":
		return workOther
	default:
		return workTalk
	}
}

// said is what a span has of the talk.
type said struct {
	prompt   string // the user's last message
	asked    string // a mark of it
	before   string // a mark of the user's message before it, in the history that came along
	response string
}

// marked keeps the last of a user's messages, and marks of the last two.
func marked(messages []string) said {
	var s said
	if n := len(messages); n > 0 {
		s.prompt = messages[n-1]
		s.asked = mark(s.prompt)
		if n > 1 {
			s.before = mark(messages[n-2])
		}
	}
	return s
}

// mark tells a text from a few others of its trace, and nothing else of it.
func mark(text string) string {
	const few = 2 // bytes, so that nothing can be guessed back
	return hex.EncodeToString(digest(strings.TrimSpace(text))[:few])
}

// item is the event: its id is made of its content, since a span may be told
// several times over.
func (s *span) item() event.Item {
	name := eventName(s.name)
	item := event.Item{Kind: event.Span, Name: event.TextValue(name), User: s.user, Timestamp: stampOf(s.began), Context: s.context}
	p := propertyList(s.rest)
	if name != s.name {
		p.add("span_name", s.name)
	}
	for _, property := range []struct{ name, text string }{
		{"trace_id", s.trace},
		{"span_id", s.id},
		{"parent_id", s.parent},
		{"operation", s.operation},
		{"prompt", s.said.prompt},
		{"asked", s.said.asked},
		{"asked_before", s.said.before},
		{"response", s.said.response},
		{"conversation_id", s.place()},
		{"session_id", s.session},
		{"agent_id", s.agent},
		{"environment", s.environment},
		{"model", s.model},
		{"version", s.version},
		{"tool", s.tool},
		{"arguments", s.arguments},
		{"result", s.result},
		{"response_id", s.responseID},
		{"error", s.failed},
	} {
		p.add(property.name, property.text)
	}
	if s.said.response != "" {
		p.value("answered", "true") // which is known when the text is forgotten
	}
	p.value("input_tokens", s.input)
	p.value("output_tokens", s.output)
	p.value("cost_usd", s.cost)
	if s.ended.After(s.began) {
		p.value("latency_ms", milliseconds(s.ended.Sub(s.began)))
	}
	if s.firstToken > 0 {
		p.value("time_to_first_token_ms", milliseconds(s.firstToken))
	}
	item.Properties = event.Properties(p).Sorted()
	return item
}

// place is the conversation of a span: its own, else its trace's.
func (s *span) place() string {
	if s.conversation == "" && s.copilots && s.trace != "" {
		return event.TraceConversation(s.trace)
	}
	return s.conversation
}

// stampOf is a time as items carry it, empty where there is none.
func stampOf(t time.Time) event.Value {
	if t.IsZero() {
		return ""
	}
	return stamp(t)
}

// propertyList is filled with what is there. What is added last counts.
type propertyList event.Properties

func (p *propertyList) add(name, text string) {
	if text != "" {
		p.value(name, event.TextValue(text))
	}
}

func (p *propertyList) value(name string, v event.Value) {
	if !v.Null() {
		*p = append(*p, event.Property{Name: name, Value: v})
	}
}

// milliseconds writes a duration to the microsecond.
func milliseconds(d time.Duration) event.Value {
	ms := float64(d.Microseconds()) / float64(time.Millisecond/time.Microsecond)
	return event.Value(strconv.FormatFloat(ms, 'f', -1, 64))
}

// eventName is a name with what no event's name may have replaced.
func eventName(name string) string {
	clean := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.ContainsRune("-_. /:", c):
			return c
		default:
			return '_'
		}
	}, name)
	if clean == "" {
		return string(event.Span)
	}
	return clean[:min(len(clean), event.MaxNameLength)]
}
