package where_test

import (
	"testing"

	"github.com/debrief-dev/debrief/where"
)

func BenchmarkParse(b *testing.B) {
	const text = `agent = "support" and rating < 0.5 and prop.plan in ("pro", "team") and signal = rephrased and text ~ "export"`
	for b.Loop() {
		if _, err := where.Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}
