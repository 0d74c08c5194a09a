package ingest

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/redact"
)

const (
	sampleMost   = 2 << 10  // bytes of a sample
	sampleText   = 240      // bytes of a text in it
	sampleLooked = 64 << 10 // bytes of an item that are looked at as JSON; of more, and of what is none, the first few
	sampleRaw    = 4 << 10
	sampleHalf   = 512 // bytes that may belong to a secret that was cut through
)

// shown is an item as people may look at it: redacted, with its texts cut, and
// at most sampleMost bytes. Redaction comes first, since half of a secret is
// not found.
func shown(rules redact.Rules, item string) string {
	if len(item) <= sampleLooked {
		if text, ok := shownJSON(rules, item); ok {
			return cut(text, sampleMost)
		}
	}
	masked, _ := rules.Text(cut(item, sampleRaw))
	if len(item) > sampleRaw { // its end may be half of a secret
		masked = cut(masked, max(len(masked)-sampleHalf, len("…")))
	}
	return cut(masked, sampleMost)
}

func shownJSON(rules redact.Rules, item string) (string, bool) {
	decoder := json.NewDecoder(strings.NewReader(item))
	decoder.UseNumber()
	var tree any
	if decoder.Decode(&tree) != nil {
		return "", false
	}
	m := masker{rules: rules}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if encoder.Encode(shorten(m.walk(tree))) != nil {
		return "", false
	}
	return strings.TrimSpace(b.String()), true
}

// shorten cuts the texts of a tree.
func shorten(tree any) any {
	switch node := tree.(type) {
	case string:
		return cut(node, sampleText)
	case []any:
		for i := range node {
			node[i] = shorten(node[i])
		}
	case map[string]any:
		for name, child := range node {
			node[name] = shorten(child)
		}
	}
	return tree
}

// cut ends a text with … where it is longer, at a character boundary.
func cut(text string, most int) string {
	const more = "…"
	text = strings.ToValidUTF8(text, "\ufffd")
	if len(text) <= most {
		return text
	}
	end := most - len(more)
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + more
}
