package text_test

import (
	"testing"

	"github.com/debrief-dev/debrief/text"
)

func BenchmarkSketch(b *testing.B) {
	k := text.NewSketcher(text.General())
	for b.Loop() {
		k.Sketch(text.Words("How do I change the billing address on my account before the next invoice?"))
	}
}
