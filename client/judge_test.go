package client_test

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/client"
)

// shared is one row of event/testdata/items.json, which the tests of the
// server's package event and of the tag share.
type shared struct {
	Name       string
	Event      any
	Properties map[string]any
	User       any `json:"user_id"`
	Copilot    bool
	Code       string
	Field      string
}

// TestShared holds the judgement of a call to the server's.
func TestShared(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(filepath.Join("..", "event", "testdata", "items.json"))
	must(t, err)
	var items []shared
	must(t, json.Unmarshal(b, &items))
	c, _ := opened(t, &fake{}, nil)
	held := 0
	for _, i := range items {
		name, named := i.Event.(string)
		user, isText := i.User.(string)
		// A Go call cannot say these: short names, ids that are no text, and an id that is empty rather than absent.
		if !named && i.Event != nil || i.Copilot || i.User != nil && (!isText || user == "") {
			continue
		}
		held++
		// The server's alone, and where they are not the only fault the call finds the other.
		vocabulary := []string{"unknown_action", "unknown_rating_scale", "invalid_rating", "rating_out_of_range"}
		if slices.Contains(vocabulary, i.Code) {
			i.Code, i.Field = "", ""
		}
		if i.Name == "a rating comes before a property name" {
			i.Code, i.Field = "invalid_property_name", strings.Repeat("p", 128)
		}
		expect(t, i.Name, c.Track(client.About{User: user, Properties: i.Properties}, name), i.Code, i.Field)
	}
	if held < 80 {
		t.Errorf("only %d rows were held", held)
	}
}

// expect holds an error to a code and a field; no code is no error.
func expect(t *testing.T, name string, err error, code, field string) {
	t.Helper()
	var r *client.Rejection
	if code == "" {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return
	}
	if !errors.As(err, &r) || r.Code != code || r.Field != field || r.Message == "" {
		t.Errorf("%s: got %v, want %s of %q", name, err, code, field)
	}
}

// TestCalls holds what the typed calls refuse.
func TestCalls(t *testing.T) {
	t.Parallel()
	c, _ := opened(t, &fake{}, nil)
	long := strings.Repeat("x", 256)
	f := func(err error, code, field string) {
		t.Helper()
		expect(t, "call", err, code, field)
	}

	f(c.Prompt(about, "Hi"), "", "")
	f(c.Prompt(about, " "), "missing_field", "prompt")
	f(c.Prompt(client.About{}, "Hi"), "missing_field", "conversation_id")
	f(c.Prompt(about, strings.Repeat("x", 5<<20)), "too_large", "")
	f(c.Response(about, client.Response{}), "", "") // an empty answer is one
	f(c.Response(about, client.Response{Error: "timeout"}), "", "")
	f(c.Response(client.About{User: "u"}, client.Response{Text: "x"}), "missing_field", "conversation_id")
	f(c.Satisfaction(about, client.Satisfaction{Rating: "4", Scale: "5"}), "", "")
	f(c.Satisfaction(about, client.Satisfaction{Rating: "4"}), "missing_field", "rating_scale")
	f(c.Satisfaction(about, client.Satisfaction{}), "missing_field", "rating")
	f(c.Conversion(client.About{User: "u"}, client.Conversion{Value: 49, Currency: "EUR"}), "", "")
	f(c.Conversion(client.About{}, client.Conversion{}), "missing_field", "conversation_id")
	f(c.Action(about, client.Copied), "", "")
	f(c.Action(about, ""), "missing_field", "action")
	f(c.Tool(about, client.Tool{Name: "search", Duration: time.Second}), "", "")
	f(c.Tool(about, client.Tool{}), "missing_field", "tool")
	f(c.Track(about, ""), "missing_field", "event")
	f(c.Track(about, "naïve"), "invalid_event_name", "event")
	f(c.Identify(about), "", "")
	f(c.Identify(client.About{}), "missing_field", "user_id")
	f(c.Group(client.About{Account: "acme"}), "", "")
	f(c.Group(about), "missing_field", "account_id")

	f(c.Track(client.About{User: long}, "x"), "invalid_user_id", "user_id")
	f(c.Track(client.About{ID: long}, "x"), "id_too_long", "id")
	f(c.Track(client.About{Account: long}, "x"), "id_too_long", "account_id")
	f(c.Track(client.About{Message: long}, "x"), "id_too_long", "message_id")
	f(c.Track(client.About{At: time.Date(1969, 1, 1, 0, 0, 0, 0, time.UTC)}, "x"), "invalid_timestamp", "timestamp")
	f(c.Track(client.About{Properties: map[string]any{"odd": func() {}}}, "x"), "invalid_type", "odd")
	f(c.Track(client.About{Properties: map[string]any{"odd": math.NaN()}}, "x"), "invalid_type", "odd")
	many := map[string]any{}
	for i := range 1001 {
		many[strings.Repeat("p", 1+i%100)+string(rune('a'+i/100))] = i
	}
	f(c.Track(client.About{Properties: many}, "x"), "too_many_properties", "properties")
}
