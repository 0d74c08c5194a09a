package event

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 123456789, time.UTC)

func arrival() Arrival { return Arrival{Project: "p", Source: "test", ReceivedAt: noon} }

// props reads JSON into Properties.
func props(tb testing.TB, object string) Properties {
	tb.Helper()
	var p Properties
	if err := json.Unmarshal([]byte(object), &p); err != nil {
		tb.Fatalf("cannot read %s: %v", object, err)
	}
	return p
}

func named(tb testing.TB, name, object string) Item {
	tb.Helper()
	return Item{Name: TextValue(name), Properties: props(tb, object)}
}

func accepted(tb testing.TB, item Item, at Arrival) Event {
	tb.Helper()
	e, fault := Normalize(item, at)
	if fault != nil {
		tb.Fatalf("%s %s: %v", item.Name, item.Properties.AppendJSON(nil), fault)
	}
	if fault := e.Validate(); fault != nil {
		tb.Fatalf("a normalised event is not valid: %v", fault)
	}
	return e
}

// itemCase is one row of testdata/items.json, which the tag's tests share.
type itemCase struct {
	Name       string
	Event      json.RawMessage
	Properties Properties
	User       json.RawMessage `json:"user_id"`
	Copilot    bool
	Code       Code
	Field      string
	Kind       Kind
}

func TestItemsShared(t *testing.T) {
	for _, c := range readTestdata[itemCase](t, "items.json") {
		item := Item{Name: Value(c.Event), Properties: c.Properties, User: Value(c.User), ShortNames: c.Copilot}
		e, fault := Normalize(item, arrival())
		if fault != nil {
			if fault.Code != c.Code || fault.Field != c.Field {
				t.Errorf("%s: got %v in %q, want %q in %q", c.Name, fault, fault.Field, c.Code, c.Field)
			}
			continue
		}
		if c.Code != "" || e.Kind != c.Kind {
			t.Errorf("%s: got %s, want %s%s", c.Name, e.Kind, c.Kind, c.Code)
		}
		if invalid := e.Validate(); invalid != nil {
			t.Errorf("%s: accepted, but not valid: %v", c.Name, invalid)
		}
	}
}

func TestNormalizeResponse(t *testing.T) {
	item := named(t, NameResponse, `{"response":"From the \"Settings\" page.","conversation_id":"c","session_id":"s","agent_id":"a",
		"message_id":7,"reply_to":"m1","model":"gpt-5","version":12,"latency_ms":"812.5","input_tokens":900,"output_tokens":"45",
		"error":"slow tool","cost_usd":0.10,"sources":["a", "b"],"plan":null}`)
	item.ID, item.User, item.Anonymous, item.Account = `"e1"`, `"u1"`, `"anon"`, `"acme"`
	item.Timestamp, item.Context = `"2026-11-23T11:59:59.5+01:00"`, props(t, `{"locale":"fr"}`)
	got := accepted(t, item, arrival())
	latency, in, out := 812.5, int64(900), int64(45)
	want := Event{
		ID: "e1", Project: "p", Kind: Response, Name: NameResponse, Source: "test",
		Agent: "a", Conversation: "c", Session: "s", User: "u1", Anonymous: "anon", Account: "acme", Message: "7",
		OccurredAt: time.Date(2026, 11, 23, 10, 59, 59, 500e6, time.UTC), ReceivedAt: noon.Truncate(time.Microsecond),
		Text: `From the "Settings" page.`, Model: "gpt-5", Version: "12", LatencyMS: &latency, InputTokens: &in, OutputTokens: &out,
		Error: "slow tool", Context: Properties{{"locale", `"fr"`}},
		Properties: Properties{{"cost_usd", "0.10"}, {"plan", "null"}, {"reply_to", `"m1"`}, {"sources", `["a","b"]`}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got.ReplyTo() != "m1" || got.Environment() != DefaultEnvironment || got.UserKey() != "u1" {
		t.Errorf("reply to %q in %q by %q", got.ReplyTo(), got.Environment(), got.UserKey())
	}
}

func TestNormalizeFields(t *testing.T) {
	f := func(item Item, check func(Event) bool) {
		t.Helper()
		if e := accepted(t, item, arrival()); !check(e) {
			t.Errorf("got %+v", e)
		}
	}
	conversion := named(t, NameConversion, `{"conversation_id":"c","value":"49.90","currency":" eur ","name":"Sold"}`)
	f(conversion, func(e Event) bool {
		name, _ := e.Properties.Text("name")
		return *e.Value == 49.9 && e.Currency == "EUR" && name == "Sold"
	})
	f(named(t, NameConversion, `{"conversation_id":"c","value":"a lot"}`), func(e Event) bool {
		return e.Value == nil && e.Properties.Get("value") == `"a lot"`
	})
	f(named(t, NameResponse, `{"response":"x","conversation_id":"c","latency_ms":-1,"input_tokens":1.5,"output_tokens":1e300}`), func(e Event) bool {
		return e.LatencyMS == nil && e.InputTokens == nil && e.OutputTokens == nil && len(e.Properties) == 3
	})
	f(named(t, NameResponse, `{"error":true,"conversation_id":"c"}`), func(e Event) bool { return e.Error == "error" && e.Text == "" })
	f(named(t, NameResponse, `{"error":{"status":500},"conversation_id":"c"}`), func(e Event) bool { return e.Error == `{"status":500}` })
	f(named(t, NameResponse, `{"response":"x","error":false,"conversation_id":"c"}`), func(e Event) bool {
		return e.Error == "" && e.Properties.Get("error") == "false"
	})
	f(named(t, NameAction, `{"action":" Copied","conversation_id":"c"}`), func(e Event) bool { return e.Act() == Copied })
	f(named(t, NameTool, `{"tool":"search","error":"down","conversation_id":"c"}`), func(e Event) bool {
		return e.Error == "down" && e.Properties.Get("tool") == `"search"`
	})
	f(named(t, NamePrompt, `{"prompt":"x","conversation_id":"c","environment":"staging","rating":5,"value":1}`), func(e Event) bool {
		return e.Environment() == "staging" && e.Rating == nil && e.Value == nil && len(e.Properties) == 3
	})
	f(named(t, NameSatisfaction, `{"rating":"4","rating_scale":5,"conversation_id":"c"}`), func(e Event) bool {
		return *e.Rating == 0.75 && e.RatingRaw == "4" && e.RatingScale == "5" && len(e.Properties) == 0
	})
	f(named(t, NameSatisfaction, `{"comment":"Great","rating":4,"conversation_id":"c"}`), func(e Event) bool {
		return e.Rating == nil && e.RatingRaw == "4" && e.Text == "Great"
	})
}

func TestNormalizeWhoAndWhere(t *testing.T) {
	e := accepted(t, named(t, NamePrompt, `{"prompt":"x","conversation_id":"c"}`), arrival())
	if e.Agent != DefaultAgent || e.Session != "c" || e.Marks != SessionMissing || e.UserKey() != ConversationUser("p", "c") {
		t.Errorf("bare prompt: %+v", e)
	}
	e = accepted(t, named(t, "checkout", `{"amount":1}`), arrival())
	if e.Agent != "" || e.Session != "" || e.UserKey() != "" || e.Marks != 0 {
		t.Errorf("a page's own event: %+v", e)
	}
	e = accepted(t, named(t, "checkout", `{"session_id":"s","agent_id":"a"}`), arrival())
	if e.Session != "s" || e.Agent != "a" || len(e.Properties) != 0 {
		t.Errorf("a page's own event in a session: %+v", e)
	}
	e = accepted(t, named(t, "checkout", `{"conversation_id":{"a":1}}`), arrival())
	if e.Conversation != "" || len(e.Properties) != 1 {
		t.Errorf("a page's own event whose conversation_id means something else: %+v", e)
	}
	traits := named(t, "", `{"conversation_id":"mine","plan":"pro"}`)
	traits.Kind, traits.User = Identify, `"u"`
	e = accepted(t, traits, arrival())
	if e.Name != "identify" || e.Conversation != "" || len(e.Properties) != 2 {
		t.Errorf("traits: %+v", e)
	}
}

func TestNormalizeKindsOfProtocols(t *testing.T) {
	f := func(kind Kind, item Item, code Code, field string) {
		t.Helper()
		item.Kind = kind
		_, fault := Normalize(item, arrival())
		if fault == nil {
			fault = &Rejection{}
		}
		if fault.Code != code || fault.Field != field {
			t.Errorf("%s: got %v, want %s in %q", kind, fault, code, field)
		}
	}
	f(Identify, Item{}, MissingField, "user_id")
	f(Identify, Item{User: `"u"`}, "", "")
	f(Identify, Item{Anonymous: `"a"`}, "", "")
	f(Group, Item{User: `"u"`}, MissingField, "account_id")
	f(Group, Item{Account: `["acme"]`}, InvalidType, "account_id")
	f(Group, Item{Account: `"acme"`}, "", "")
	f(Page, Item{}, "", "")
	f(Span, Item{}, "", "")
	f("click", Item{}, UnknownType, "kind")
	f(Conversion, Item{}, MissingField, "conversation_id")
	f(Conversion, Item{User: `"u"`}, "", "")
	f(Conversion, Item{Anonymous: `"a"`}, "", "")
	f(Track, Item{Name: `"x"`, ID: TextValue(strings.Repeat("i", MaxIDLength+1))}, IDTooLong, "id")
	f(Track, Item{Name: `"x"`, Anonymous: TextValue(strings.Repeat("i", MaxIDLength+1))}, IDTooLong, "anonymous_id")
	f(Track, Item{Name: `"x"`, ID: `{}`}, InvalidType, "id")
}

func TestNormalizeTime(t *testing.T) {
	f := func(timestamp Value, sent time.Time, want string, marks Marks) {
		t.Helper()
		item := Item{Name: `"x"`, Timestamp: timestamp}
		at := arrival()
		at.SentAt = sent
		e := accepted(t, item, at)
		if got := e.OccurredAt.Format(time.RFC3339Nano); got != want || e.Marks != marks {
			t.Errorf("%s sent at %v: got %s %v, want %s %v", timestamp, sent, got, e.Marks.Names(), want, marks.Names())
		}
		if e.OccurredAt.Location() != time.UTC || (marks == 0) != e.ClaimedAt.IsZero() {
			t.Errorf("%s: %v, claimed %v", timestamp, e.OccurredAt, e.ClaimedAt)
		}
	}
	var untold time.Time
	const stamp, arrived = `"2026-11-23T11:00:00Z"`, "2026-11-23T12:00:00.123456Z"
	f("", untold, arrived, 0)
	f("null", untold, arrived, 0)
	f("", noon.Add(-time.Hour), arrived, 0)
	f(stamp, untold, "2026-11-23T11:00:00Z", 0)
	f(stamp, noon.Add(-30*time.Second), "2026-11-23T11:00:00Z", 0)
	f(stamp, noon.Add(30*time.Second), "2026-11-23T11:00:00Z", 0)
	f(stamp, noon.Add(-31*time.Second), "2026-11-23T11:00:31Z", ClockCorrected)
	f(stamp, noon.Add(31*time.Second), "2026-11-23T10:59:29Z", ClockCorrected)
	f(stamp, noon.Add(-30*time.Second-time.Microsecond), "2026-11-23T11:00:30.000001Z", ClockCorrected)
	f(`"2026-11-23T11:00:00.1234567+02:00"`, untold, "2026-11-23T09:00:00.123456Z", 0)
	f(`"2026-11-23T11:00:00+0200"`, untold, "2026-11-23T09:00:00Z", 0)
	f(`"2026-11-23T11:00:00.5"`, untold, "2026-11-23T11:00:00.5Z", 0)
	f(`"2026-11-23 11:00:00"`, untold, "2026-11-23T11:00:00Z", 0)
	f(`"2026-11-23 11:00:00+02:00"`, untold, "2026-11-23T09:00:00Z", 0)
	f(`" 2026-11-23t11:00:00z "`, untold, "2026-11-23T11:00:00Z", 0)
	f(`"2026-11-23"`, untold, "2026-11-23T00:00:00Z", 0)
	f("1795431600", untold, "2026-11-23T11:00:00Z", 0)
	f("1795431600.25", untold, "2026-11-23T11:00:00.25Z", 0)
	f("1795431600123", untold, "2026-11-23T11:00:00.123Z", 0)
	f("1795431600007", untold, "2026-11-23T11:00:00.007Z", 0)
	f("0", untold, "1970-01-01T00:00:00Z", 0)
}

func TestNormalizeTimeRefused(t *testing.T) {
	f := func(timestamp Value, sent time.Time) {
		t.Helper()
		at := arrival()
		at.SentAt = sent
		_, fault := Normalize(Item{Name: `"x"`, Timestamp: timestamp}, at)
		if fault == nil || fault.Code != InvalidTimestamp || fault.Field != "timestamp" || !strings.Contains(fault.Message, clip(string(timestamp))) {
			t.Errorf("%s: got %v", timestamp, fault)
		}
	}
	for _, timestamp := range []Value{
		`"yesterday"`, `""`, `"1795431600"`, "-1", "1e300", "true", "{}", `"1969-12-31T23:59:59Z"`, `"2200-01-01T00:00:00Z"`, `"2026-13-01"`, "9e12",
	} {
		f(timestamp, time.Time{})
	}
	f(`"2199-12-31T00:00:00Z"`, noon.AddDate(-50, 0, 0))
}

// A time that could be read is not told to be unreadable.
func TestNormalizeTimeMessages(t *testing.T) {
	f := func(timestamp Value, sent time.Time, want string) {
		t.Helper()
		at := arrival()
		at.SentAt = sent
		if _, fault := Normalize(Item{Name: `"x"`, Timestamp: timestamp}, at); fault == nil || fault.Message != want {
			t.Errorf("%s:\ngot  %v\nwant %s", timestamp, fault, want)
		}
	}
	f(`"11/12/2026"`, time.Time{}, `timestamp "11/12/2026" cannot be read; send RFC 3339, as in 2026-11-23T10:00:00.123Z`)
	f(`"9999-12-31T00:00:00Z"`, time.Time{}, `timestamp "9999-12-31T00:00:00Z" lies outside the years 1970 to 2199; leave it out for the time of arrival`)
	f(`"0001-01-01T00:00:00Z"`, time.Time{}, `timestamp "0001-01-01T00:00:00Z" lies outside the years 1970 to 2199; leave it out for the time of arrival`)
	f(`"2199-12-31T00:00:00Z"`, noon.AddDate(-50, 0, 0),
		`timestamp "2199-12-31T00:00:00Z", corrected by sent_at, lies outside the years 1970 to 2199; leave it out for the time of arrival`)
}

// What is missing is told with what would do in its place.
func TestMissingMessages(t *testing.T) {
	f := func(name, object, want string) {
		t.Helper()
		if _, fault := Normalize(named(t, name, object), arrival()); fault == nil || fault.Code != MissingField || fault.Message != want {
			t.Errorf("%s %s: got %v, want %s", name, object, fault, want)
		}
	}
	f(NameConversion, `{"value":1}`, "conversation_id or a user is required")
	f(NameResponse, `{"conversation_id":"c"}`, "response is required, or error")
	f(NameResponse, `{"conversation_id":"c","error":{}}`, "response is required, or error")
	f(NameSatisfaction, `{"conversation_id":"c"}`, "rating is required, or comment")
	f(NameSatisfaction, `{"conversation_id":"c","rating":4}`, "rating_scale is required")
	f(NamePrompt, `{"conversation_id":"c"}`, "prompt is required")
}

func TestNormalizeTruncates(t *testing.T) {
	f := func(text string, want int, marked bool) {
		t.Helper()
		e := accepted(t, Item{Name: TextValue(NamePrompt), Properties: Properties{
			{"conversation_id", `"c"`}, {"prompt", TextValue(text)}, {"session_id", `"s"`},
		}}, arrival())
		if len(e.Text) != want || !strings.HasPrefix(text, e.Text) || (e.Marks == Truncated) != marked || !utf8.ValidString(e.Text) {
			t.Errorf("%d bytes: kept %d, marks %v", len(text), len(e.Text), e.Marks.Names())
		}
	}
	f(strings.Repeat("a", MaxText), MaxText, false)
	f(strings.Repeat("a", MaxText+1), MaxText, true)
	f(strings.Repeat("a", MaxText-1)+"é", MaxText-1, true)
	f(strings.Repeat("a", MaxText-2)+"é", MaxText, false)
	f(strings.Repeat("a", MaxText-3)+"👍", MaxText-3, true)
	f(strings.Repeat("a", MaxText-4)+"👍b", MaxText, true)
}

func TestNormalizeLimits(t *testing.T) {
	many := func(n int) Properties {
		p := make(Properties, 0, n)
		for i := range n {
			p = append(p, Property{"p" + string(rune('a'+i/676)) + string(rune('a'+i/26%26)) + string(rune('a'+i%26)), "1"})
		}
		return p.Sorted()
	}
	if e := accepted(t, Item{Name: `"x"`, Properties: many(MaxProperties)}, arrival()); len(e.Properties) != MaxProperties {
		t.Errorf("kept %d properties", len(e.Properties))
	}
	_, fault := Normalize(Item{Name: `"x"`, Properties: many(MaxProperties + 1)}, arrival())
	if fault == nil || fault.Code != TooManyProperties || fault.Message != "1001 properties are more than 1000" {
		t.Errorf("got %v", fault)
	}
}
