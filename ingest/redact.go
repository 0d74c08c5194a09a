package ingest

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/redact"
)

// redact replaces personal data and secrets in texts, errors, string
// properties and what the sender's library added, never in ids and traits:
// many user ids are e-mail addresses.
func (d *Door) redact(events []event.Event, outcomes []Outcome) {
	for i := range events {
		e := &events[i]
		if outcomes[i].Status != Accepted || e.Kind == event.Identify || e.Kind == event.Group {
			continue
		}
		m, around, release := masker{rules: d.Rules}, masker{rules: d.around}, masker{rules: d.release}
		m.text(&e.Text)
		m.text(&e.Error)
		m.properties(e.Properties)
		around.properties(e.Context)
		release.text(&e.Model)
		release.text(&e.Version)
		if m.found+around.found+release.found > 0 {
			e.Marks |= event.Redacted
		}
	}
}

// releaseRules are the rules for the names of models and versions, of which
// many look like an IP address or a phone number: 10.2.0.17, 2026-11-23-0612.
func releaseRules(rules redact.Rules) redact.Rules {
	kinds := slices.DeleteFunc(redact.Kinds(), func(k redact.Kind) bool {
		return (k != redact.Email && k != redact.Secret) || !rules.Has(k)
	})
	return redact.NewRules(kinds...)
}

// aroundRules are the rules for what the sender's library added: there an IP
// address is the page's own, as on localhost.
func aroundRules(rules redact.Rules) redact.Rules {
	kinds := slices.DeleteFunc(redact.Kinds(), func(k redact.Kind) bool { return k == redact.IP || !rules.Has(k) })
	return redact.NewRules(kinds...)
}

// masker counts what it replaces.
type masker struct {
	rules redact.Rules
	found int
}

func (m *masker) text(s *string) {
	masked, n := m.rules.Text(*s)
	*s = masked
	m.found += n
}

func (m *masker) properties(all event.Properties) {
	for i := range all {
		if p := &all[i]; !isID(p.Name) {
			p.Value = m.value(p.Value)
		}
	}
}

// isID reports whether a property names something rather than saying
// something.
func isID(name string) bool {
	return name == "id" || name == "reply_to" || strings.HasSuffix(name, "_id")
}

func (m *masker) value(v event.Value) event.Value {
	if s, ok := v.Text(); ok {
		before := m.found
		m.text(&s)
		if m.found == before {
			return v
		}
		return event.TextValue(s)
	}
	if v == "" || (v[0] != '{' && v[0] != '[') {
		return v
	}
	return m.nested(v)
}

// nested walks the strings of an object or array. What holds nothing to
// replace stays exactly as it was sent.
func (m *masker) nested(v event.Value) event.Value {
	decoder := json.NewDecoder(strings.NewReader(string(v)))
	decoder.UseNumber()
	var tree any
	if decoder.Decode(&tree) != nil {
		return v // not reached: values are valid JSON
	}
	before := m.found
	tree = m.walk(tree)
	if m.found == before {
		return v
	}
	out, err := json.Marshal(tree)
	if err != nil {
		return v // not reached: tree came out of a JSON reader
	}
	return event.Value(out)
}

func (m *masker) walk(tree any) any {
	switch node := tree.(type) {
	case string:
		m.text(&node)
		return node
	case []any:
		for i := range node {
			node[i] = m.walk(node[i])
		}
	case map[string]any:
		for name, child := range node {
			if !isID(name) {
				node[name] = m.walk(child)
			}
		}
	}
	return tree
}
