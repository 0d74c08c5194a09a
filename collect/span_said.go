package collect

import (
	"slices"
	"strings"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// This file reads what was asked and answered out of the inputs and outputs of
// spans. Every library writes them in a way of its own: as text, as JSON, as
// JSON in a text; as a list of messages with roles, whose content is text or a
// list of parts; as an object that holds one of these under a usual name.

// deepest is how far inputs and outputs are looked into.
const deepest = 8

// spoken is one message of a list.
type spoken struct{ role, text string }

// parsed reads JSON that stands in a text; nil where it is none.
func parsed(text string) *fastjson.Value {
	text = strings.TrimSpace(text)
	if text == "" || (text[0] != '{' && text[0] != '[') || strings.Count(text, ",") > maxCommas {
		return nil
	}
	v, err := fastjson.Parse(text)
	if err != nil {
		return nil
	}
	return v
}

// questions are the user's messages of an input, in order; none where it is not
// written in a way that is known.
func questions(input event.Value) []string {
	if input.Null() {
		return nil
	}
	if text, ok := input.Text(); ok {
		return questionsOfText(text, deepest)
	}
	return questionsOf(parsed(string(input)), deepest)
}

func questionsOfText(text string, depth int) []string {
	if v := parsed(text); v != nil {
		return questionsOf(v, depth-1)
	}
	if text = bare(text); text == "" {
		return nil
	}
	return []string{text}
}

// bare is a text that is no object or list, without the quotes of JSON where it
// has them.
func bare(text string) string {
	trimmed := strings.TrimSpace(text)
	if unquoted, ok := event.Value(trimmed).Text(); ok {
		return unquoted
	}
	if trimmed == "" || trimmed == "null" {
		return ""
	}
	return text
}

func questionsOf(v *fastjson.Value, depth int) []string {
	if v == nil || depth <= 0 {
		return nil
	}
	if text, ok := textOf(v); ok {
		return questionsOfText(text, depth-1)
	}
	if o := v.GetObject(); o != nil {
		return questionsIn(v, depth)
	}
	list := v.GetArray()
	var asked []string
	roles := false
	for _, one := range list {
		m, ok := messageOf(one, depth)
		roles = roles || ok
		if ok && m.role == roleUser && m.text != "" {
			asked = append(asked, m.text)
		}
	}
	if roles || len(list) == 0 {
		return asked
	}
	for _, one := range list { // arguments of a function, batches of lists
		if asked = questionsOf(one, depth-1); len(asked) > 0 {
			return asked
		}
	}
	return nil
}

// questionsIn looks for the input under the names it usually has.
func questionsIn(v *fastjson.Value, depth int) []string {
	if m, ok := messageOf(v, depth); ok {
		if m.role == roleUser && m.text != "" {
			return []string{m.text}
		}
		return nil
	}
	for _, name := range []string{
		"messages", "input", "inputs", "prompt", "question", "query", "user_input", "user_message", "userMessage", "message", "chat_input", "text", "content",
		"args", "kwargs", "body",
	} {
		if asked := questionsOf(v.Get(name), depth-1); len(asked) > 0 {
			return asked
		}
	}
	return nil
}

// answerOf is the text of an output; what is written in no known way is its
// JSON, since an answer may be any object. Calls of tools alone are no answer.
func answerOf(output event.Value) string {
	if output.Null() {
		return ""
	}
	text, isText := output.Text()
	if !isText {
		text = string(output)
	}
	v := parsed(text)
	if v == nil {
		return bare(text)
	}
	answer, known := answerIn(v, deepest)
	if !known {
		return strings.TrimSpace(text)
	}
	return answer
}

// answerIn is the text of an output; false where it is written in no known way.
func answerIn(v *fastjson.Value, depth int) (answer string, known bool) {
	if v == nil || depth <= 0 {
		return "", false
	}
	if text, ok := textOf(v); ok {
		if inner := parsed(text); inner != nil {
			if answer, known = answerIn(inner, depth-1); known {
				return answer, true
			}
		}
		return text, true
	}
	if v.GetObject() != nil {
		return answerInObject(v, depth)
	}
	list := v.GetArray()
	for _, one := range slices.Backward(list) {
		m, ok := messageOf(one, depth)
		known = known || ok
		if ok && m.role == roleAssistant && m.text != "" {
			return m.text, true
		}
	}
	if known || len(list) == 0 {
		return "", true
	}
	if text, parts := partsOf(v); parts {
		return text, true
	}
	return answerIn(list[len(list)-1], depth-1)
}

func answerInObject(v *fastjson.Value, depth int) (answer string, known bool) {
	if m, ok := messageOf(v, depth); ok {
		if m.role == roleUser {
			return "", true
		}
		return m.text, true
	}
	for _, name := range []string{
		"choices", "message", "messages", "generations", "output", "outputs", "output_text", "response", "answer", "completion", "text", "content", "result", "kwargs",
	} {
		if answer, known = answerIn(v.Get(name), depth-1); known && answer != "" {
			return answer, true
		}
	}
	return "", v.Exists("tool_calls") || v.Exists("toolCalls") || v.Exists("tool_call_id")
}

// The roles that matter.
const (
	roleUser      = "user"
	roleAssistant = "assistant"
	roleOther     = "other"
)

// messageOf reads a message: an object with a role and a content. LangChain
// tells the role by its type.
func messageOf(v *fastjson.Value, depth int) (m spoken, ok bool) {
	if v.GetObject() == nil {
		return m, false
	}
	role := string(v.GetStringBytes("role"))
	if role == "" && v.Exists("content") {
		role = string(v.GetStringBytes("type"))
	}
	if role == "" {
		path := v.GetArray("id") // of a class: ["langchain","schema","messages","HumanMessage"]
		kwargs := v.Get("kwargs")
		if len(path) == 0 || kwargs == nil {
			if inner := v.Get("message"); inner != nil && depth > 0 { // OpenInference's and OpenAI's choices
				return messageOf(inner, depth-1)
			}
			return m, false
		}
		class := string(path[len(path)-1].GetStringBytes())
		role, v = strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(class, "Chunk"), "Message")), kwargs
	}
	m.role = roleOf(role)
	if m.role == "" {
		return m, false
	}
	for _, name := range []string{"content", "parts", "refusal"} {
		if m.text = contentOf(v.Get(name)); m.text != "" {
			break
		}
	}
	return m, true
}

// roleOf is one of the roles that matter; "" for a word that is no role.
func roleOf(role string) string {
	kind, known := kindOfRole(role)
	switch {
	case kind == event.Prompt:
		return roleUser
	case kind == event.Response:
		return roleAssistant
	case known:
		return roleOther
	default:
		return ""
	}
}

// contentOf is the text of a message.
func contentOf(v *fastjson.Value) string {
	if v == nil {
		return ""
	}
	if text, ok := textOf(v); ok {
		return text
	}
	if v.GetObject() != nil {
		text, _ := partOf(v)
		return text
	}
	text, _ := partsOf(v)
	return text
}

// partsOf is the text of a list of parts; false where it is none. What the
// model thought to itself is no part of what it said.
func partsOf(v *fastjson.Value) (text string, ok bool) {
	var texts []string
	for _, part := range v.GetArray() {
		if s, isText := textOf(part); isText {
			texts, ok = append(texts, s), true
			continue
		}
		s, isPart := partOf(part)
		ok = ok || isPart
		if s != "" {
			texts = append(texts, s)
		}
	}
	return strings.Join(texts, "\n"), ok
}

func partOf(v *fastjson.Value) (text string, ok bool) {
	kind := string(v.GetStringBytes("type"))
	switch kind {
	case "":
		if text, ok = textOf(v.Get("text")); ok { // Google's parts have no type
			return text, true
		}
		return textOf(v.Get("message_content", "text"))
	case "text", "input_text", "output_text", "refusal":
		for _, name := range []string{"text", "content", "refusal"} {
			if text, ok = textOf(v.Get(name)); ok {
				return text, true
			}
		}
		return "", true
	case "image", "image_url", "input_image", "file", "input_file", "input_audio", "blob", "uri":
		return "[" + kind + "]", true // an image alone is a prompt too
	default:
		return "", true
	}
}

// textOf is the value of a JSON string.
func textOf(v *fastjson.Value) (string, bool) {
	if v == nil || v.Type() != fastjson.TypeString {
		return "", false
	}
	return validText(string(v.GetStringBytes())), true
}

func validText(s string) string { return strings.ToValidUTF8(s, "\ufffd") }
