package client_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/debrief-dev/debrief/client"
)

// A backend records a conversation: the prompt, the answer, a rating, and what
// came of it.
func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // stands for Debrief
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"accepted":4,"duplicate":0,"rejected":[]}`)
	}))
	defer server.Close()

	debrief, err := client.New(client.Options{
		Endpoint:   server.URL, // https://debrief.example.com
		Key:        "server-key",
		Properties: map[string]any{"environment": "production", "version": "v12"},
		OnReject:   func(r *client.Rejection) { fmt.Println("rejected:", r) },
		OnLost:     func(l client.Loss) { fmt.Println("lost:", l.Events, l.Err) },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	about := client.About{Conversation: "c1", User: "u1", Account: "acme", Properties: map[string]any{"plan": "pro"}}
	if err = debrief.Prompt(about, ""); err != nil {
		fmt.Println(err) // a mistake is told at once
	}
	_ = debrief.Prompt(about, "How can I export my data?")
	_ = debrief.Response(about, client.Response{Text: "From the Settings page.", Model: "m-1", Latency: 812 * time.Millisecond})
	_ = debrief.Satisfaction(about, client.Satisfaction{Rating: "up", Scale: "thumbs"})
	_ = debrief.Conversion(about, client.Conversion{Name: "upgrade", Value: 49, Currency: "EUR"})

	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err = debrief.Close(ctx); err != nil { // sends what waits
		fmt.Println(err)
	}
	fmt.Println(debrief.Stats().Accepted, "accepted")
	// Output:
	// client: screeb_copilot_user_prompt: prompt is required (missing_field)
	// 4 accepted
}
