package client_test

import (
	"net/http"
	"testing"

	"github.com/debrief-dev/debrief/client"
)

// swallows takes every request and answers what a client expects, as cheaply
// as can be, so that a benchmark measures the caller.
type swallows struct{}

func (swallows) RoundTrip(r *http.Request) (*http.Response, error) {
	_ = r.Body.Close()
	return canned{status: http.StatusBadRequest, kind: "application/problem+json", body: `{"code":"unreadable_body"}`}.response(), nil
}

// BenchmarkPrompt is what a call costs its caller, the sender at work beside it.
func BenchmarkPrompt(b *testing.B) {
	for _, c := range []struct {
		name  string
		about client.About
	}{
		{"plain", client.About{Conversation: "c1", Session: "s1", User: "u1"}},
		{"properties", client.About{Conversation: "c1", Session: "s1", User: "u1", Properties: map[string]any{
			"plan": "pro", "seats": 12, "trial": true, "page": "/settings/export", "locale": "fr",
		}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			sdk, err := client.New(client.Options{
				Endpoint: "https://debrief.example.com", Key: "k", HTTP: &http.Client{Transport: swallows{}},
				Queue: 1 << 20, QueueBytes: 1 << 30,
			})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err = sdk.Prompt(c.about, "How can I export my data to a spreadsheet?"); err != nil {
					b.Fatal(err)
				}
			}
			b.StopTimer()
			_ = sdk.Close(b.Context()) // they were lost, as the server said
		})
	}
}
