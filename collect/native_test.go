package collect

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

func decodeNative(tb testing.TB, req Request) Batch {
	tb.Helper()
	var n Native
	batch, err := n.Decode(req)
	if err != nil {
		tb.Fatalf("%s: %v", req.Body, err)
	}
	return batch
}

// shown is a batch as one line an item: its name or kind and properties, or
// its fault.
func shown(batch Batch) string {
	var lines []string
	for _, entry := range batch.Entries {
		lines = append(lines, shownEntry(entry))
	}
	return strings.Join(lines, "\n")
}

func shownEntry(entry Entry) string {
	if entry.Fault != nil {
		return fmt.Sprintf("! %s %q", entry.Fault.Code, entry.Fault.Field)
	}
	return fmt.Sprintf("%s %s %s", entry.Item.Kind, entry.Item.Name, entry.Item.Properties.AppendJSON(nil))
}

func TestNativeEnvelope(t *testing.T) {
	body := `{"key":"w_1","sent_at":"2026-11-23T10:00:01Z","lib":"tag/1","events":[
		{"id":"e1","event":"screeb_copilot_user_prompt","user_id":"u","anonymous_id":"a","account_id":"acme","timestamp":"2026-11-23T10:00:00.123Z",
		 "properties":{"prompt":"Hi \"you\"","conversation_id":"c","n":1.10},"context":{"locale":"fr"}},
		{"event":"user_prompt","copilot":true,"properties":{"prompt":"x"}},
		{"event":"conversion"}]}`
	want := Batch{
		Key: "w_1", SentAt: time.Date(2026, 11, 23, 10, 0, 1, 0, time.UTC),
		Entries: []Entry{
			{Item: event.Item{
				ID: `"e1"`, Name: `"screeb_copilot_user_prompt"`, User: `"u"`, Anonymous: `"a"`, Account: `"acme"`,
				Timestamp:  `"2026-11-23T10:00:00.123Z"`,
				Properties: event.Properties{{Name: "conversation_id", Value: `"c"`}, {Name: "n", Value: "1.10"}, {Name: "prompt", Value: `"Hi \"you\""`}},
				Context:    event.Properties{{Name: "locale", Value: `"fr"`}},
			}},
			{Item: event.Item{Name: `"user_prompt"`, ShortNames: true, Properties: event.Properties{{Name: "prompt", Value: `"x"`}}}},
			{Item: event.Item{Name: `"conversion"`}},
		},
	}
	for _, contentType := range []string{"", "text/plain;charset=UTF-8", "application/json", "application/x-ndjson", "image/png"} {
		got := decodeNative(t, Request{Body: []byte("\ufeff " + body), ContentType: contentType, Key: "query"})
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(Batch{}, fieldNames{})); diff != "" {
			t.Errorf("%q: %s", contentType, diff)
		}
	}
}

func TestNativeShapes(t *testing.T) {
	f := func(body, contentType, want string) {
		t.Helper()
		got := decodeNative(t, Request{Body: []byte(body), ContentType: contentType, Key: "k"})
		if diff := cmp.Diff(want, shown(got)); diff != "" || got.Key != "k" {
			t.Errorf("%s: key %q %s", body, got.Key, diff)
		}
	}
	f(`{"events":[]}`, "", "")
	f(`[]`, "", "")
	f(`{"key":"","events":[{"event":"a"}]}`, "", ` "a" {}`)
	f(`{"key":" ","events":[{"event":"a"}]}`, "", ` "a" {}`)
	f("{\"key\":\" k\\n\",\"events\":[{\"event\":\"a\"}]}", "", ` "a" {}`)
	f(`{"key":7,"events":[{"event":"a"}]}`, "", ` "a" {}`)
	f(`{"key":{},"sent_at":[1],"events":[{"event":"a"}]}`, "", ` "a" {}`)
	f(`{"events":[1],"events":[{"event":"a"}]}`, "", ` "a" {}`)
	f(`[{"event":"a"},{"event":"b"}]`, "", " \"a\" {}\n \"b\" {}")
	f(`{"event":"a","properties":{"b":[1, {"c":null}]}}`, "", ` "a" {"b":[1,{"c":null}]}`)
	f("{\"event\":\"a\"}\n\n  \r\n{\"event\":\"b\"}\r\n", "", " \"a\" {}\n \"b\" {}")
	f("{\"event\":\"a\"}\nnot json\n[1]\n42\n{\"event\":\"b\"", "", " \"a\" {}\n! invalid_item \"\"\n! invalid_item \"\"\n! invalid_item \"\"\n! invalid_item \"\"")
	f("not json\n{\"event\":\"b\"}", "application/x-ndjson", "! invalid_item \"\"\n \"b\" {}")
	f("not json", "Application/X-NDJSON; charset=utf-8", `! invalid_item ""`)
	f("42", "application/jsonl", `! invalid_item ""`)
	f(`{"prompt":"x"}`, "application/x-ndjson", `  {"prompt":"x"}`)
	f(`[null,1,"a",[],{},true]`, "", "! invalid_item \"\"\n! invalid_item \"\"\n! invalid_item \"\"\n! invalid_item \"\"\n  {}\n! invalid_item \"\"")
}

// What stands beside the event's name is a property too: it must not be lost.
func TestNativeFlat(t *testing.T) {
	f := func(item, want string) {
		t.Helper()
		got := shown(decodeNative(t, Request{Body: []byte(`{"events":[` + item + `]}`)}))
		if got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", item, got, want)
		}
	}
	f(`{"event":"signup","user_id":"u","plan":"pro","n":{"a":1}}`, ` "signup" {"n":{"a":1},"plan":"pro"}`)
	f(`{"event":"screeb_copilot_user_prompt","prompt":"hi","conversation_id":"c"}`, ` "screeb_copilot_user_prompt" {"conversation_id":"c","prompt":"hi"}`)
	f(`{"event":"a","plan":"beside","properties":{"plan":"within","x":1}}`, ` "a" {"plan":"within","x":1}`)
	f(`{"event":"a","plan":"first","plan":"last"}`, ` "a" {"plan":"last"}`)
	f(`{"id":"1","event":"a","type":"track","user_id":"u","anonymous_id":"x","account_id":"y","timestamp":1,"time_inferred":true,"copilot":true,"context":{"c":1}}`, ` "a" {}`)
	f(`{"type":"identify","user_id":"u","plan":"pro"}`, `identify  {"plan":"pro"}`)
}

// A sent_at that no clock says is no word about the clock: it must not move the
// events' times, nor make them unreadable.
func TestNativeSentAtUnbelievable(t *testing.T) {
	for _, sentAt := range []string{`"9999-12-31T00:00:00Z"`, `"1960-01-01T00:00:00Z"`, `"0001-01-01T00:00:00Z"`, `-5`, `1e400`, `"soon"`, `null`} {
		batch := decodeNative(t, Request{Body: []byte(`{"sent_at":` + sentAt + `,"events":[{"event":"a"}]}`)})
		if !batch.SentAt.IsZero() {
			t.Errorf("%s was taken for %v", sentAt, batch.SentAt)
		}
	}
}

func TestNativeShortNames(t *testing.T) {
	f := func(body string, want bool) {
		t.Helper()
		for i, entry := range decodeNative(t, Request{Body: []byte(body)}).Entries {
			if entry.Item.ShortNames != want {
				t.Errorf("%s, item %d: short names %v", body, i, entry.Item.ShortNames)
			}
		}
	}
	f(`{"events":[{"event":"conversion"},{"event":"conversion","copilot":false},{"event":"conversion","copilot":1}]}`, false)
	f(`{"events":[{"event":"conversion","copilot":true}]}`, true)
	f(`[{"event":"conversion"}]`, false)
	f(`{"event":"conversion"}`, true)
	f("{\"event\":\"conversion\"}\n{\"event\":\"prompt\"}", true)
}

func TestNativeUnreadable(t *testing.T) {
	f := func(body string, want error, message string) {
		t.Helper()
		var n Native
		batch, err := n.Decode(Request{Body: []byte(body)})
		if !errors.Is(err, want) || !strings.Contains(err.Error(), message) || len(batch.Entries) > 0 {
			t.Errorf("%.60s: got %v, want %v: %s", body, err, want, message)
		}
	}
	f("", ErrUnreadable, "empty")
	f(" \n\t", ErrUnreadable, "empty")
	f("not json", ErrUnreadable, "not JSON, at byte 2")
	f("not json\nnor this", ErrUnreadable, "not JSON")
	f(`{"events":[{"event":"my secret"}`, ErrUnreadable, "at byte 32: unexpected end of JSON input")
	f("{\"key\":\"k\",\"events\":[\n{\"event\":\"a\"},\n{\"event\":\"b\"}\n", ErrUnreadable, "not JSON")
	for _, wide := range []string{"\xff\xfe[\x00]\x00", "\xfe\xff\x00[\x00]", "[\x00]\x00", "\x00[\x00]", "\xff\xfe\x00\x00[\x00\x00\x00"} {
		f(wide, ErrUnreadable, "send UTF-8")
	}
	f(`42`, ErrUnreadable, "neither an object nor a list")
	f(`"events"`, ErrUnreadable, "neither an object nor a list")
	f(`null`, ErrUnreadable, "neither an object nor a list")
	f(`{}`, ErrUnreadable, "no list named events")
	f(`{"events":{}}`, ErrUnreadable, "no list named events")
	f(`{"events":null}`, ErrUnreadable, "no list named events")
	f(strings.Repeat("[", 1000)+strings.Repeat("]", 1000), ErrUnreadable, "nested deeper than 300")
	f(`[`+strings.Repeat(`{},`, MaxItems)+`{}]`, ErrTooLarge, "at most 10000 events")
	f(strings.Repeat("{\"event\":\"a\"}\n", MaxItems+1), ErrTooLarge, "at most 10000 events")
	f(`[`+strings.Repeat(`0,`, maxCommas+1)+`0]`, ErrTooLarge, "send fewer")
}

func TestNativeTypes(t *testing.T) {
	f := func(item, want string) {
		t.Helper()
		got := shown(decodeNative(t, Request{Body: []byte("[" + item + "]")}))
		if got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", item, got, want)
		}
	}
	f(`{"type":"track","event":"a"}`, ` "a" {}`)
	f(`{"type":null,"event":"a"}`, ` "a" {}`)
	f(`{"type":"identify","user_id":"u","properties":{"plan":"pro","gone":null}}`, `identify  {"gone":null,"plan":"pro"}`)
	f(`{"type":"group","account_id":"acme","properties":{"group_type":"company"}}`, `group  {"group_type":"company"}`)
	f(`{"type":"group","user_id":"u"}`, `! missing_field "account_id"`)
	f(`{"type":"group","account_id":" "}`, `! missing_field "account_id"`)
	f(`{"type":"alias","user_id":"u","anonymous_id":"a"}`, `identify "alias" {}`)
	f(`{"type":"alias","user_id":"u"}`, `! missing_field "anonymous_id"`)
	f(`{"type":"alias","anonymous_id":"a"}`, `! missing_field "user_id"`)
	f(`{"type":"page","properties":{"url":"/"}}`, `page  {"url":"/"}`)
	f(`{"type":"survey"}`, `! unknown_type "type"`)
	f(`{"type":3}`, `! invalid_type "type"`)
	f(`{"event":"a","properties":5}`, `! invalid_type "properties"`)
	f(`{"event":"a","properties":"x"}`, `! invalid_type "properties"`)
	f(`{"event":"a","properties":[1]}`, `! invalid_type "properties"`)
	f(`{"event":"a","properties":[],"context":[]}`, ` "a" {}`)
	f(`{"event":"a","properties":null,"context":null}`, ` "a" {}`)
	f(`{"event":"a","context":"x"}`, `! invalid_type "context"`)
}

func TestNativeValues(t *testing.T) {
	f := func(object, want string) {
		t.Helper()
		got := shown(decodeNative(t, Request{Body: []byte(`[{"event":"a","properties":` + object + `}]`)}))
		if got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", object, got, want)
		}
	}
	f(`{"b": 1 , "a": [ ] , "c": { } }`, ` "a" {"a":[],"b":1,"c":{}}`)
	f(`{"a":12345678901234567890,"b":1.10,"c":1E+5,"d":-0.0,"e":0.1e-7}`, ` "a" {"a":12345678901234567890,"b":1.10,"c":1E+5,"d":-0.0,"e":0.1e-7}`)
	f(`{"a":1,"a":2,"b":{"x":1,"y":2,"x":3}}`, ` "a" {"a":2,"b":{"y":2,"x":3}}`)
	f(`{"a":"\u00e9\/\u0041\ud83d\ude00","b":"\ud83d"}`, ` "a" {"a":"é/A😀","b":"`+"\ufffd"+`"}`)
	f(`{"a":"`+"\xff\xfe"+`","`+"k\xff"+`":1}`, ` "a" {"a":"`+"\ufffd\ufffd"+`","k`+"\ufffd"+`":1}`)
	f(`{"a":"x`+"\n"+`y"}`, ` "a" {"a":"x\ny"}`)
	f(`{"\u0061\n":1}`, ` "a" {"a\n":1}`)
	f(`{"a":{"\"":["\\",[[]]]}}`, ` "a" {"a":{"\"":["\\",[[]]]}}`)
	f(`{"a":NaN}`, `! invalid_item "a"`)
	f(`{"a":[1,{"b":01}]}`, `! invalid_item "a"`)
	f(`{"a":1.}`, `! invalid_item "a"`)
	f(`{"a":-inf}`, `! invalid_item "a"`)
	f(`{"a":1e}`, `! invalid_item "a"`)
	f(`{"a":"\q"}`, `! invalid_item "a"`)
}

func TestDecodeLine(t *testing.T) {
	var n Native
	f := func(line, want string) {
		t.Helper()
		if got := shownEntry(n.DecodeLine([]byte(line))); got != want {
			t.Errorf("%s: got %s, want %s", line, got, want)
		}
	}
	f(`{"event":"user_prompt","properties":{"prompt":"x"}}`+"\r\n", ` "user_prompt" {"prompt":"x"}`)
	f(`{"event":`, `! invalid_item ""`)
	f(``, `! invalid_item ""`)
	f(`{"event":"a"} {"event":"b"}`, `! invalid_item ""`)
}

// A decoder is shared: what one request gave is not changed by the next.
func TestNativeKeepsNothing(t *testing.T) {
	var n Native
	first, err := n.Decode(Request{Body: []byte(`{"key":"k1","events":[{"id":"1","event":"aaaa","properties":{"pppp":"vvvv"}}]}`)})
	if err != nil {
		t.Fatal(err)
	}
	want := shown(first)
	for range 10 {
		if _, err := n.Decode(Request{Body: []byte(`{"key":"k2","events":[{"id":"2","event":"bbbb","properties":{"qqqq":"wwww"}}]}`)}); err != nil {
			t.Fatal(err)
		}
	}
	if got := shown(first); got != want || first.Key != "k1" {
		t.Errorf("got %s, want %s", got, want)
	}
}
