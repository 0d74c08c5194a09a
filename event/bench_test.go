package event

import "testing"

func BenchmarkNormalize(b *testing.B) {
	item := named(b, NameResponse, `{"response":"You can export your data from the Settings page: open Settings, then Data, then choose \"Export\".\nIt takes a minute.",
		"conversation_id":"conv_123","session_id":"sess_456","agent_id":"agent_789","message_id":"m2","reply_to":"m1","model":"gpt-5","latency_ms":812,"plan":"pro"}`)
	item.ID, item.User, item.Timestamp = `"0193e7a2-7b7e-7c3c-8f00-0123456789ab"`, `"user-1"`, `"2026-11-23T11:59:59.123Z"`
	at := arrival()
	b.Run("with id", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, fault := Normalize(item, at); fault != nil {
				b.Fatal(fault)
			}
		}
	})
	item.ID = ""
	b.Run("deriving it", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, fault := Normalize(item, at); fault != nil {
				b.Fatal(fault)
			}
		}
	})
}
