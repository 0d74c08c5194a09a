package store_test

import (
	"slices"
	"testing"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/where"
)

// TestVocabulary holds the words of the filter language to what conversations
// are said to be: package where imports nothing, so it lists them itself.
func TestVocabulary(t *testing.T) {
	words := func(name where.Name) []string {
		fields := where.Fields()
		return fields[slices.IndexFunc(fields, func(f where.FieldInfo) bool { return f.Name == name })].Values
	}
	for _, signal := range conversation.Signals() {
		if !slices.Contains(words(where.FieldSignal), string(signal)) {
			t.Errorf("a conversation can show %s, and no filter can ask for it: add it to where/fields.go", signal)
		}
	}
	for _, outcome := range conversation.Outcomes() {
		if !slices.Contains(words(where.FieldOutcome), string(outcome)) {
			t.Errorf("a conversation can end %s, and no filter can ask for it: add it to where/fields.go", outcome)
		}
	}
}
