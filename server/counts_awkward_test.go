package server_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/demo"
)

// demoLines are two weeks of the simulated product as JSON lines.
func demoLines(t *testing.T, end time.Time) []byte {
	t.Helper()
	o := demo.Default(end)
	o.Days, o.Users = 14, 200
	var lines bytes.Buffer
	for item := range demo.Items(o) {
		line := map[string]any{"properties": item.Properties}
		for name, value := range map[string]string{
			"id": string(item.ID), "event": string(item.Name), "user_id": string(item.User), "anonymous_id": string(item.Anonymous),
			"account_id": string(item.Account), "timestamp": string(item.Timestamp),
		} {
			if value != "" {
				line[name] = json.RawMessage(value)
			}
		}
		if item.Kind != "" {
			line["type"] = item.Kind
		}
		if err := json.NewEncoder(&lines).Encode(line); err != nil {
			t.Fatal(err)
		}
	}
	return lines.Bytes()
}

// script writes events. Every conversation has a user of its own unless one is
// named, so that published intervals apply.
type script struct{ lines bytes.Buffer }

// say adds an event: who is "user", "~anonymous", "user~anonymous" or nobody,
// and the properties are pairs of names and values. A member beginning with @
// is one of the event itself.
func (s *script) say(name, conversation, who, at string, pairs ...any) {
	properties := map[string]any{}
	line := map[string]any{"properties": properties}
	if name != "" {
		line["event"] = name
	}
	if conversation != "" {
		properties["conversation_id"] = conversation
	}
	user, anonymous, _ := strings.Cut(who, "~")
	for name, value := range map[string]string{"user_id": user, "anonymous_id": anonymous, "timestamp": at} {
		if value != "" {
			line[name] = value
		}
	}
	for i := 0; i < len(pairs); i += 2 {
		if own, is := strings.CutPrefix(pairs[i].(string), "@"); is {
			line[own] = pairs[i+1]
			continue
		}
		properties[pairs[i].(string)] = pairs[i+1]
	}
	if err := json.NewEncoder(&s.lines).Encode(line); err != nil {
		panic(err) // not reached: texts and numbers only
	}
}

// talk adds a prompt and its answer ten seconds later.
func (s *script) talk(conversation, who, at string, pairs ...any) {
	asked, err := time.Parse(time.RFC3339, at)
	if err != nil {
		panic(err)
	}
	s.say("user_prompt", conversation, who, at, append([]any{"prompt", "Where is " + conversation + "?"}, pairs...)...)
	s.say("response", conversation, who, asked.Add(10*time.Second).Format(time.RFC3339), append([]any{"response", "Here is " + conversation}, pairs...)...)
}

// awkward are deliveries, one after the other, of everything that is easy to
// count wrongly.
func awkward() [][]byte {
	var first, second script
	first.ratings()
	first.conversions()
	first.turns()
	first.people()
	first.clocks()
	second.late()
	return [][]byte{first.lines.Bytes(), second.lines.Bytes()}
}

// ratings come on every scale, at both ends and in between.
func (s *script) ratings() {
	for i, r := range []struct{ rating, scale any }{
		{"1", "1-5"},
		{"2", "5"},
		{4, "1-5"},
		{"5", "csat"},
		{3, "csat"},
		{"4", "5"},
		{0, "0-10"},
		{"7", "10"},
		{10, "nps"},
		{"7.5", "0-10"},
		{2.5, "0-10"},
		{1, "1-7"},
		{"7", "ces"},
		{"6", "ces"},
		{"5.5", "1-7"},
		{1, "2"},
		{"2", "2"},
		{0, "1"},
		{"1", "1"},
		{"up", "thumbs"},
		{"down", "thumbs"},
		{"yes", "boolean"},
		{false, "boolean"},
		{true, "thumbs"},
		{-1, "thumbs"},
		{"👍", "thumbs"},
		{"👎", "boolean"},
		{"75", "0-100"},
		{"25", "0-100"},
		{"74.999", "0-100"},
	} {
		id := "rating-" + strconv.Itoa(i)
		plan := []string{"free", "pro", "team"}[i%3]
		s.talk(id, "of-"+id, "2026-10-10T09:00:00Z", "plan", plan)
		s.say("satisfaction", id, "of-"+id, "2026-10-11T09:00:00Z", "rating", r.rating, "rating_scale", r.scale, "agent_id", []string{"", "judge"}[i%2])
	}
	s.talk("rated-twice", "u-rated-twice", "2026-10-10T09:00:00Z", "agent_id", "support")
	s.say("satisfaction", "rated-twice", "u-rated-twice", "2026-10-10T09:01:00Z", "rating", "1", "rating_scale", "5")
	s.say("satisfaction", "rated-twice", "u-rated-twice", "2026-10-10T09:02:00Z", "rating", "5", "rating_scale", "5")
	s.talk("commented", "u-commented", "2026-10-10T09:00:00Z")
	s.say("satisfaction", "commented", "u-commented", "2026-10-10T09:01:00Z", "comment", "Not a rating")
	s.say("satisfaction", "rated-only", "u-rated-only", "2026-10-10T09:01:00Z", "rating", "up", "rating_scale", "thumbs")
	s.say("satisfaction", "unanswered-rated", "u-ur", "2026-10-10T09:01:00Z", "rating", "up", "rating_scale", "thumbs")
	s.say("user_prompt", "unanswered-rated", "u-ur", "2026-10-10T09:00:00Z", "prompt", "Anybody?")
	s.say("satisfaction", "rated-by-nobody", "", "2026-10-10T09:01:00Z", "rating", "up", "rating_scale", "thumbs")
	s.talk("rated-by-nobody", "u-rbn", "2026-10-10T09:00:00Z", "agent_id", "support")
}

// conversions name a conversation, or its session, or only a user, or nothing
// that is known.
func (s *script) conversions() {
	buy := func(conversation, who, at string, pairs ...any) { s.say("conversion", conversation, who, at, pairs...) }
	s.talk("direct", "u-direct", "2026-10-12T09:00:00Z", "agent_id", "support", "plan", "pro")
	buy("direct", "u-direct", "2026-10-12T09:05:00Z", "value", 10.5, "currency", "eur")
	buy("direct", "u-direct", "2026-10-16T09:05:00Z", "value", 4) // late, but named; no currency
	s.talk("session-1", "u-session", "2026-10-12T09:00:00Z", "session_id", "shared")
	s.talk("session-2", "u-session", "2026-10-12T10:00:00Z", "session_id", "shared", "plan", "team")
	buy("", "u-session", "2026-10-12T09:30:00Z", "session_id", "shared", "value", 20, "currency", "EUR")
	buy("", "u-session", "2026-10-14T12:00:00Z", "session_id", "shared", "value", 30, "currency", "USD")
	buy("", "u-session", "2026-10-12T08:00:00Z", "session_id", "shared", "value", 999, "currency", "USD") // before it began
	buy("", "stranger", "2026-10-12T11:00:00Z", "session_id", "shared", "currency", "USD")                // no value
	s.talk("window-1", "u-window", "2026-10-12T09:00:00Z", "agent_id", "support")
	s.talk("window-2", "u-window", "2026-10-12T15:00:00Z", "agent_id", "sales")
	buy("", "u-window", "2026-10-12T14:00:00Z", "value", 1, "currency", "EUR")
	buy("", "u-window", "2026-10-13T15:00:10Z", "value", 2, "currency", "EUR") // 24 h to the second
	buy("", "u-window", "2026-10-13T15:00:11Z", "value", 4, "currency", "EUR") // one too late
	buy("", "u-nobody", "2026-10-12T09:00:00Z", "value", 8, "currency", "EUR")
	buy("", "u-nobody", "2026-10-12T09:30:00Z", "value", 8, "currency", "EUR", "environment", "staging")
	buy("only-a-conversion", "u-ooc", "2026-10-12T09:00:00Z", "value", 16, "currency", "EUR")
}

// turns are where responses and prompts do not take turns.
func (s *script) turns() {
	ask := func(c, at string, pairs ...any) { s.say("user_prompt", c, "u-"+c, at, pairs...) }
	answer := func(c, at string, pairs ...any) { s.say("response", c, "u-"+c, at, pairs...) }
	act := func(c, at string, pairs ...any) { s.say("action", c, "u-"+c, at, pairs...) }
	ask("out-of-order", "2026-10-13T09:01:00Z", "prompt", "Second?", "message_id", "p2")
	answer("out-of-order", "2026-10-13T09:01:09Z", "response", "To the first", "reply_to", "p1", "latency_ms", 69000)
	answer("out-of-order", "2026-10-13T09:01:05Z", "response", "To the second", "latency_ms", 5000)
	ask("out-of-order", "2026-10-13T09:00:00Z", "prompt", "First?", "message_id", "p1")
	for i, words := range []string{"It", "It is", "It is there"} {
		answer("streamed", "2026-10-13T09:00:0"+strconv.Itoa(2+i)+"Z", "response", words, "message_id", "stream", "version", "v"+strconv.Itoa(i))
	}
	ask("streamed", "2026-10-13T09:00:00Z", "prompt", "Where?")
	for i, pairs := range [][]any{{"response", " "}, {"error", "overloaded"}, {"error", true, "response", "Sorry"}, {"response", "ok", "error", false}, {"response", ""}} {
		id := "empty-" + strconv.Itoa(i)
		ask(id, "2026-10-13T09:00:00Z", "prompt", "Well?", "agent_id", "support", "plan", "pro")
		answer(id, "2026-10-13T09:00:07Z", pairs...)
	}
	ask("made-up-for", "2026-10-13T09:00:00Z", "prompt", "Well?")
	answer("made-up-for", "2026-10-13T09:00:01Z", "error", "overloaded", "latency_ms", 900)
	answer("made-up-for", "2026-10-13T09:00:09Z", "response", "Now then")
	answer("nobody-asked", "2026-10-13T09:00:00Z", "response", "Welcome!", "latency_ms", 12)
	answer("welcomed", "2026-10-13T09:00:00Z", "response", "Welcome!", "agent_id", "greeter")
	ask("welcomed", "2026-10-13T09:00:30Z", "prompt", "Where?", "agent_id", "support")
	answer("welcomed", "2026-10-13T09:00:40Z", "response", "There")
	ask("forgotten", "2026-10-13T09:00:00Z", "prompt", "Anybody?")
	ask("forgotten", "2026-10-13T09:10:00Z", "prompt", "Hello?")
	answer("forgotten", "2026-10-13T09:10:08Z", "response", "Yes")
	answer("early", "2026-10-13T08:59:57Z", "response", "From a late clock")
	ask("early", "2026-10-13T09:00:00Z", "prompt", "Who?")
	for _, second := range []string{"00", "20", "40"} { // a clock that is late throughout
		answer("always-early", "2026-10-13T09:00:"+second+"Z", "response", "Answer "+second)
		ask("always-early", "2026-10-13T09:00:"+second[:1]+"2Z", "prompt", "Question "+second+"?")
	}
	ask("too-early", "2026-10-13T09:00:00Z", "prompt", "Who?")
	answer("too-early", "2026-10-13T08:59:54Z", "response", "From a very late clock")
	answer("same-time", "2026-10-13T09:00:00Z", "response", "At once", "@id", "a")
	ask("same-time", "2026-10-13T09:00:00Z", "prompt", "When?", "@id", "b")
	ask("more", "2026-10-13T09:00:00Z", "prompt", "Which?")
	answer("more", "2026-10-13T09:00:10Z", "response", "This")
	answer("more", "2026-10-13T09:00:20Z", "response", "And that", "agent_id", "support")
	for i, what := range []string{"copied", "regenerated", "stopped", "edited", "suggestion_used", "handed_off"} {
		id := "did-" + what
		ask(id, "2026-10-13T09:00:00Z", "prompt", "Which?", "message_id", "p"+strconv.Itoa(i))
		answer(id, "2026-10-13T09:00:10Z", "response", "This", "message_id", "r"+strconv.Itoa(i))
		act(id, "2026-10-13T09:00:20Z", "action", what, "message_id", "r"+strconv.Itoa(i))
	}
	s.citations()
	ask("stopped-before", "2026-10-13T09:00:00Z", "prompt", "Which?")
	act("stopped-before", "2026-10-13T09:00:05Z", "action", "stopped")
	ask("stopped-before", "2026-10-13T09:01:00Z", "prompt", "This?")
	answer("stopped-before", "2026-10-13T09:01:10Z", "response", "Yes")
	s.say("user_prompt", "", "u-number", "2026-10-13T09:00:00Z", "prompt", "An id that is a number?", "conversation_id", 4711)
	s.say("response", "", "u-number", "2026-10-13T09:00:05Z", "response", "Yes", "conversation_id", "4711")
	s.say("user_prompt", "timeless", "u-timeless", "", "prompt", "When?", "@id", "timeless-1")
	s.say("user_prompt", "timeless", "u-timeless", "", "prompt", "When?", "@id", "timeless-1") // a repeat
	s.say("checkout_seen", "did-copied", "u-did-copied", "2026-10-15T09:00:00Z", "step", 3)
}

// citations name their sources in every way, and answers what they took.
func (s *script) citations() {
	for i, sources := range []any{
		[]any{"/manual", "/faq"},
		"/manual",
		[]any{map[string]any{"id": "d1", "url": "/faq"}, map[string]any{"url": "/faq"}},
		[]any{},
		nil,
		[]any{map[string]any{"title": "Prices", "page": 3}, 7, "", "/manual"},
		[]any{map[string]any{"page": 3}},
	} {
		id := "cites-" + strconv.Itoa(i)
		s.talk(id, "u-"+id, "2026-10-13T09:00:00Z", "sources", sources, "input_tokens", 100*i, "output_tokens", i, "cost_usd", float64(i)/8, "time_to_first_token_ms", 40+i)
		if i%2 == 0 {
			s.say("satisfaction", id, "u-"+id, "2026-10-13T09:01:00Z", "rating", "down", "rating_scale", "thumbs")
		}
	}
}

// people are anonymous, or two, or testers.
func (s *script) people() {
	s.talk("anonymous", "~a-1", "2026-10-14T09:00:00Z")
	s.talk("known-later", "~a-2", "2026-10-14T09:00:00Z", "agent_id", "support", "plan", "team")
	s.talk("known-at-last", "~a-2", "2026-10-14T11:00:00Z")
	s.say("conversion", "", "~a-2", "2026-10-14T12:00:00Z", "value", 64, "currency", "EUR")
	s.talk("nobody", "", "2026-10-14T09:00:00Z")
	s.talk("nobody-else", "", "2026-10-14T09:00:00Z")
	s.talk("two-users", "u-one", "2026-10-14T09:00:00Z")
	s.talk("two-users", "u-two", "2026-10-14T09:05:00Z")
	s.talk("tested", "u-tester", "2026-10-14T09:00:00Z", "environment", "staging", "plan", "pro", "agent_id", "support")
	s.say("satisfaction", "tested", "u-tester", "2026-10-14T09:01:00Z", "environment", "staging", "rating", "down", "rating_scale", "thumbs")
	s.say("conversion", "tested", "u-tester", "2026-10-14T09:02:00Z", "environment", "staging", "value", 512, "currency", "EUR")
	s.say("", "", "u-seen~a-seen", "2026-10-14T09:00:00Z", "@type", "identify", "plan", "pro")
	s.say("", "", "u-tester", "2026-10-14T08:00:00Z", "@type", "identify", "environment", "staging")
	s.say("", "", "~a-passer", "2026-10-14T09:00:00Z", "@type", "page", "url", "https://example.com/")
	s.say("opened", "", "u-visitor", "2026-10-14T09:00:00Z")
	s.say("user_prompt", "again-1", "u-again", "2026-10-14T09:00:00Z", "prompt", "How do I do it?")
	s.say("response", "again-1", "u-again", "2026-10-14T09:00:05Z", "response", "So")
	s.say("user_prompt", "again-2", "u-again", "2026-10-14T19:00:00Z", "prompt", "how do I  do it")
	s.say("response", "again-2", "u-again", "2026-10-14T19:00:05Z", "response", "So")
	s.say("user_prompt", "again-3", "u-again", "2026-10-15T19:30:00Z", "prompt", "How do I do it?") // after the other settled
	s.say("response", "again-3", "u-again", "2026-10-15T19:30:05Z", "response", "So")
}

// clocks are put back and forward in Paris; days there have 25 and 23 hours.
func (s *script) clocks() {
	for i, at := range []string{
		"2026-10-24T21:59:59Z", "2026-10-24T22:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z",
		"2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z",
		"2026-09-30T23:59:59Z", "2026-10-01T00:00:00Z", // the edge of a period
	} {
		id := "clock-" + strconv.Itoa(i)
		s.talk(id, "u-"+id, at, "agent_id", "support", "plan", "team", "latency_ms", 100*i)
		s.say("satisfaction", id, "u-"+id, at, "rating", 1+i%5, "rating_scale", "5")
		s.say("conversion", id, "u-"+id, at, "value", i, "currency", "EUR")
	}
	s.talk("valueless", "u-valueless", "2026-03-31T09:00:00Z") // the only one of its day
	s.say("conversion", "valueless", "u-valueless", "2026-03-31T09:01:00Z")
}

// late is what arrives after everything was analysed and changes it.
func (s *script) late() {
	s.say("", "", "u-known~a-2", "2026-10-14T13:00:00Z", "@type", "identify")
	s.say("", "", "u-second~a-2", "2026-10-14T14:00:00Z", "@type", "identify") // the first wins
	s.say("user_prompt", "early", "u-early", "2026-10-13T09:05:00Z", "prompt", "One more?")
	s.say("conversion", "", "u-window", "2026-10-12T14:30:00Z", "value", 32, "currency", "EUR")
	s.talk("window-0", "u-window", "2026-10-12T14:15:00Z") // takes that conversion over
	s.say("user_prompt", "timeless", "u-timeless", "", "prompt", "When?", "@id", "timeless-1")
	s.say("response", "forgotten", "u-forgotten", "2026-10-13T09:00:20Z", "response", "To the first, late on its way")
	s.say("satisfaction", "did-edited", "u-did-edited", "2026-10-13T10:00:00Z", "rating", "down", "rating_scale", "thumbs")
	s.say("user_prompt", "again-0", "u-again", "2026-10-14T09:30:00Z", "prompt", "How do I do it")
	s.talk("session-0", "u-session", "2026-10-12T07:00:00Z", "session_id", "shared") // began before all of its session
}
