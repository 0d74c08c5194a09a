package redact

import (
	"strings"
	"testing"
)

// The texts benchmarks and the allocation test read: some 250 characters, the
// second with dates, amounts and order numbers all over.
const (
	plainText = "How can I change the delivery address of an order that has already been paid but not sent yet? " +
		"I looked in the settings and in the help pages: they say it is possible, yet the button stays grey, and " +
		"the assistant told me to wait until tomorrow."
	digitText = "Order 4521-88731 of 2026-03-14 09:15:22 cost 1,249.90 EUR (qty 3 x 416.63), invoice INV-2026-004417, " +
		"tracking 00340434161094042557, shipped 15/03/2026 in 2 parcels of 12.5 kg; build 2.14.0, ticket #88214, " +
		"batch 20260314101530 and 1700000000123 ok"
)

func hitText() string {
	return strings.Replace(plainText, "the assistant", "ann@example.com or 06 12 34 56 78", 1)
}

func BenchmarkText(b *testing.B) {
	run := func(name, text string) {
		b.Run(name+"/matchers", func(b *testing.B) {
			rules := DefaultRules()
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				rules.Text(text)
			}
		})
		b.Run(name+"/regexps", func(b *testing.B) {
			o := newOracle()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				o.find(text)
			}
		})
	}
	run("plain", plainText)
	run("digits", digitText)
	run("hits", hitText())
}
