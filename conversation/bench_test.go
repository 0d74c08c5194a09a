package conversation

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// BenchmarkBuild derives a conversation of four turns, with texts of usual
// length.
func BenchmarkBuild(b *testing.B) {
	texts := []string{
		"Hi there", "Hello, how can I help you today?",
		"Where can I see the invoice of last month? I need it for my accountant", "Invoices are under Settings, Billing, Invoices. Choose the month at the top right, then press Download. They are PDF files, and you can have them sent to another address by mail every month if you add it under Billing contacts.",
		"No, that's not what I asked. I said the one of last month, it is not in the list", "I'm sorry, I could not find an invoice of last month. Invoices are made on the third working day of a month, so it may not be there yet. Would you like me to create a ticket for our billing team, so that they look into it?",
		"ok thanks, bye", "You're welcome! Have a nice day.",
	}
	var events []event.Event
	for i, one := range texts {
		kind := event.Prompt
		if i%2 == 1 {
			kind = event.Response
		}
		events = append(events, told(i, kind, func(e *event.Event) { e.Text = one }))
	}
	now := start().Add(48 * time.Hour)
	for b.Loop() {
		Build(events, DefaultDefinitions(), Neighbours{}, now)
	}
	b.ReportMetric(float64(b.N*len(texts)/2)/b.Elapsed().Seconds(), "turns/s")
}
