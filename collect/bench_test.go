package collect

import (
	"bytes"
	"fmt"
	"testing"
)

const benchEvents = 100

// benchEvent is about 390 bytes: a response with its usual properties.
func benchEvent(i int) string {
	return fmt.Sprintf(`{"id":"0193e7a2-7b7e-7c3c-8f00-%012d","event":"screeb_copilot_response","user_id":"user-%d",`+
		`"timestamp":"2026-11-23T11:59:59.123Z","properties":{"response":"You can export your data from the Settings page:\nopen Settings, `+
		`then Data, and choose \"Export\".","conversation_id":"conv_%d","session_id":"sess_456","agent_id":"agent_789","model":"gpt-5","latency_ms":812,"plan":"pro"}}`, i, i, i)
}

func benchBody(open, between, closing string) []byte {
	var b bytes.Buffer
	b.WriteString(open)
	for i := range benchEvents {
		if i > 0 {
			b.WriteString(between)
		}
		b.WriteString(benchEvent(i))
	}
	b.WriteString(closing)
	return b.Bytes()
}

func BenchmarkNative(b *testing.B) {
	run := func(name string, body []byte, normalize bool) {
		b.Run(name, func(b *testing.B) {
			var n Native
			at := arrival()
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				batch, err := n.Decode(Request{Body: body})
				if err != nil {
					b.Fatal(err)
				}
				if !normalize {
					continue
				}
				if events, _, _ := batch.Normalize(at); len(events) != benchEvents {
					b.Fatalf("%d events", len(events))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*benchEvents), "µs/event")
		})
	}
	envelope := benchBody(`{"key":"k","sent_at":"2026-11-23T12:00:00Z","events":[`, ",", "]}")
	run("decode", envelope, false)
	run("decode and normalize", envelope, true)
	run("lines, decode and normalize", benchBody("", "\n", ""), true)
}

func BenchmarkScreeb(b *testing.B) {
	body := bytes.ReplaceAll(benchBody("[", ",", "]"), []byte(`"event":`), []byte(`"type":"copilot","event_name":`))
	var s Screeb
	at := arrival()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		batch, err := s.Decode(Request{Body: body})
		if err != nil {
			b.Fatal(err)
		}
		if events, _, _ := batch.Normalize(at); len(events) != benchEvents {
			b.Fatalf("%d events", len(events))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*benchEvents), "µs/event")
}
