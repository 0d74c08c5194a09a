package collect

import (
	"strings"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// chatGPTChat reads a conversation of ChatGPT's data export. Its messages form
// a tree, mapping, since prompts can be edited and answers regenerated:
//
//	{"conversation_id":"…","title":"…","current_node":"n3","mapping":{
//	  "n2":{"parent":"n1","children":["n3"],"message":{"author":{"role":"user"},"create_time":1700000000.1,"content":{"parts":["…"]}}},…}}
//
// The branch that the user last saw is read, from current_node up. An answer
// on it that was regenerated brings the answers before it too, each with an
// action regenerated. Prompts that were edited, and what followed them, are
// left out, as are hidden messages, the system's, the results of tools and the
// model's thoughts. A message to a tool is a tool event.
func chatGPTChat(r *chatReader, o *fastjson.Object) (*chat, *event.Rejection) {
	mapping := o.Get("mapping")
	if mapping == nil || mapping.GetObject() == nil {
		return nil, event.Reject(event.MissingField, "mapping", "an object of messages is required")
	}
	c := &chat{}
	for _, id := range []string{"conversation_id", "id"} {
		if c.id == "" {
			c.id = r.text(o, id)
		}
	}
	if title := r.value("title", o.Get("title")); !title.Null() {
		c.shared = append(c.shared, event.Property{Name: "title", Value: title})
	}
	c.started = r.value("create_time", o.Get("create_time"))
	if model := r.text(o, "default_model_slug"); model != "" {
		c.answers = append(c.answers, event.Property{Name: "model", Value: event.TextValue(model)})
	}
	if gizmo := r.text(o, "gizmo_id"); gizmo != "" {
		c.about = append(c.about, event.Property{Name: "agent_id", Value: event.TextValue(gizmo)})
	}
	t := chatTree{r: r, nodes: mapping.GetObject()}
	branch, fault := t.branch(r.text(o, "current_node"))
	if fault != nil {
		return nil, fault
	}
	t.tell(c, branch)
	return c, nil
}

// chatTree is the messages of a conversation.
type chatTree struct {
	r     *chatReader
	nodes *fastjson.Object
}

// node is one message with its place in the tree.
type node struct {
	id       string
	o        *fastjson.Object
	message  message
	answer   bool // an answer of the assistant to the user
	children []string
}

// branch is the way from the root to the node that was current; without one,
// to the newest leaf.
func (t *chatTree) branch(current string) ([]node, *event.Rejection) {
	if t.object(current) == nil {
		current = t.lastLeaf()
	}
	var up []node
	passed := make(map[string]bool)
	for id := current; id != "" && t.object(id) != nil; {
		if passed[id] {
			return nil, event.Reject(event.InvalidItem, "mapping", "the messages form a circle")
		}
		passed[id] = true
		n := t.read(id)
		up = append(up, n)
		id = t.r.text(n.o, "parent")
	}
	down := make([]node, len(up))
	for i, n := range up {
		down[len(up)-1-i] = n
	}
	return down, nil
}

func (t *chatTree) object(id string) *fastjson.Object {
	if v := t.nodes.Get(id); v != nil && id != "" {
		return v.GetObject()
	}
	return nil
}

// lastLeaf is the last node of the export that has no children.
func (t *chatTree) lastLeaf() string {
	leaf := ""
	t.nodes.Visit(func(key []byte, v *fastjson.Value) {
		if o := v.GetObject(); o != nil && o.Get("message") != nil && len(childrenOf(o)) == 0 {
			leaf = string(key)
		}
	})
	return leaf
}

func childrenOf(o *fastjson.Object) []*fastjson.Value {
	if v := o.Get("children"); v != nil {
		return v.GetArray()
	}
	return nil
}

// tell writes down the branch, with the answers that were regenerated.
func (t *chatTree) tell(c *chat, branch []node) {
	prompt := ""
	for i, n := range branch {
		if n.message.kind == event.Prompt {
			prompt = n.id
		}
		if n.message.kind == "" {
			continue
		}
		if n.answer {
			if i > 0 && branch[i-1].message.kind == event.Prompt {
				t.replaced(c, branch[i-1], n)
			}
			n.message.replyTo = prompt
		}
		c.messages = append(c.messages, n.message)
	}
}

// replaced adds the answers to a prompt that were regenerated until the one
// that stayed.
func (t *chatTree) replaced(c *chat, prompt, stayed node) {
	for _, id := range prompt.children {
		if id == stayed.id || t.object(id) == nil {
			continue
		}
		n := t.read(id)
		if !n.answer {
			continue
		}
		n.message.replyTo = prompt.id
		again := message{
			kind: event.Action, id: n.id, at: stayed.message.at,
			own: []event.Property{{Name: "action", Value: event.TextValue(string(event.Regenerated))}},
		}
		c.messages = append(c.messages, n.message, again)
	}
}

// read reads one node; its message has no kind where it is left out.
func (t *chatTree) read(id string) node {
	n := node{id: id, o: t.object(id)}
	for _, child := range childrenOf(n.o) {
		if name, ok := t.r.value("children", child).Text(); ok {
			n.children = append(n.children, name)
		}
	}
	v := n.o.Get("message")
	if v == nil || v.GetObject() == nil {
		return n
	}
	m := v.GetObject()
	n.message.id = id
	if at := t.r.value("create_time", m.Get("create_time")); !at.Null() {
		n.message.at = at
	}
	metadata := member(m, "metadata")
	if t.r.text(metadata, "is_visually_hidden_from_conversation") == "true" {
		return n
	}
	t.words(&n, m, metadata)
	return n
}

// words reads what a message says and to whom.
func (t *chatTree) words(n *node, m, metadata *fastjson.Object) {
	kind, _ := kindOfRole(t.r.text(member(m, "author"), "role"))
	text, attached := t.content(member(m, "content"))
	to := t.r.text(m, "recipient")
	switch {
	case kind == event.Response && to != "" && to != "all":
		n.message.kind, n.message.tool = event.Tool, to
		n.message.own = []event.Property{{Name: "arguments", Value: event.TextValue(text)}}
		return
	case text == "", kind != event.Prompt && kind != event.Response:
		return
	case kind == event.Response:
		n.answer = true
		if model := t.r.text(metadata, "model_slug"); model != "" {
			n.message.own = append(n.message.own, event.Property{Name: "model", Value: event.TextValue(model)})
		}
	}
	n.message.kind, n.message.text = kind, text
	if len(attached) > 0 {
		n.message.own = append(n.message.own, event.Property{Name: "attachments", Value: event.TextValue(strings.Join(attached, ", "))})
	}
}

// content is the text of a message that people read, and the kinds of its
// parts that are none.
func (t *chatTree) content(o *fastjson.Object) (text string, attached []string) {
	switch t.r.text(o, "content_type") {
	case "thoughts", "reasoning_recap", "user_editable_context", "model_editable_context":
		return "", nil
	}
	if code := t.r.text(o, "text"); code != "" {
		return code, nil
	}
	parts := get(o, "parts")
	if parts == nil {
		return "", nil
	}
	var texts []string
	for _, part := range parts.GetArray() {
		if p := part.GetObject(); p != nil {
			if said := t.r.text(p, "text"); said != "" { // a transcription
				texts = append(texts, said)
				continue
			}
			attached = append(attached, t.r.text(p, "content_type"))
			continue
		}
		if s, ok := t.r.value("parts", part).Text(); ok && strings.TrimSpace(s) != "" {
			texts = append(texts, s)
		}
	}
	if text = strings.Join(texts, "\n"); text == "" && len(attached) > 0 {
		text = "[" + strings.Join(attached, ", ") + "]"
	}
	return text, attached
}

// member is an object within an object, empty where there is none.
func member(o *fastjson.Object, name string) *fastjson.Object {
	if v := get(o, name); v != nil {
		if inner := v.GetObject(); inner != nil {
			return inner
		}
	}
	return &fastjson.Object{}
}

func get(o *fastjson.Object, name string) *fastjson.Value {
	if o == nil {
		return nil
	}
	return o.Get(name)
}
