package collect

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

func decodeScreeb(tb testing.TB, body string) Batch {
	tb.Helper()
	var s Screeb
	batch, err := s.Decode(Request{Body: []byte(body), Key: "k"})
	if err != nil {
		tb.Fatalf("%s: %v", body, err)
	}
	return batch
}

func TestScreebTypes(t *testing.T) {
	f := func(item, want string) {
		t.Helper()
		if got := shown(decodeScreeb(t, "["+item+"]")); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", item, got, want)
		}
	}
	f(`{"type":"identify","user_alias":"u","properties":{"plan":"pro"}}`, `identify "identify" {"plan":"pro"}`)
	f(`{"type":"track","event_name":"Signed up","properties":{"n":1}}`, ` "Signed up" {"n":1}`)
	f(`{"type":"track","event_name":"a","message_id":"m","other":1}`, ` "a" {"message_id":"m","other":1}`)
	f(`{"type":"identify","user_alias":"u","plan":"pro"}`, `identify "identify" {"plan":"pro"}`)
	f(`{"type":"group.assign","group_name":"Acme","seats":3}`, `group "group.assign" {"seats":3}`)
	f(`{"type":"group.assign","group_name":"Acme","group_type":"company","properties":{"seats":3}}`, `group "group.assign" {"group_type":"company","seats":3}`)
	f(`{"type":"group.unassign","group_name":"Acme"}`, `group "group.unassign" {}`)
	f(`{"type":"page","url":"https://example.com"}`, `page "page" {"url":"https://example.com"}`)
	f(`{"type":"page","url":"/a","properties":{"url":"/b"}}`, `page "page" {"url":"/b"}`)
	f(`{"type":"screen","screen_name":"Home"}`, `page "screen" {"screen_name":"Home"}`)
	f(`{"type":"copilot","event_name":"user_prompt","properties":{"prompt":"x"}}`, ` "user_prompt" {"prompt":"x"}`)
	f(`{"type":"copilot","event_name":"user_prompt","user_alias":"u","id":"1","timestamp":1,"prompt":"x","conversation_id":"c","message_id":"m"}`,
		` "user_prompt" {"conversation_id":"c","message_id":"m","prompt":"x"}`)
	f(`{"type":"copilot","event_name":"user_prompt","prompt":"flat","properties":{"prompt":"nested"},"plan":"pro"}`, ` "user_prompt" {"plan":"pro","prompt":"nested"}`)
	f(`{"type":"group.assign"}`, `! missing_field "group_name"`)
	f(`{"type":"group.unassign","group_name":""}`, `! missing_field "group_name"`)
	f(`{"type":"page"}`, `! missing_field "url"`)
	f(`{"type":"page","url":{}}`, `! invalid_type "url"`)
	f(`{"type":"screen","screen_name":null}`, `! missing_field "screen_name"`)
	f(`{"event_name":"a"}`, `! missing_field "type"`)
	f(`{"type":""}`, `! missing_field "type"`)
	f(`{"type":["track"]}`, `! invalid_type "type"`)
	f(`{"type":"alias"}`, `! unknown_type "type"`)
	f(`"track"`, `! invalid_item ""`)
	f(`{"type":"track","event_name":"a","properties":"x"}`, `! invalid_type "properties"`)
}

func TestScreebItem(t *testing.T) {
	got := decodeScreeb(t, `[{"type":"copilot","event_name":"response","user_alias":7,"id":"e","timestamp":"2026-11-23","context":{"locale":"fr"}},
		{"type":"track","user_id":"u","anonymous_id":"a"}]`)
	want := []Entry{
		{Item: event.Item{
			ID: `"e"`, Name: `"response"`, User: "7", Timestamp: `"2026-11-23"`, ShortNames: true,
			Properties: nil, Context: event.Properties{{Name: "locale", Value: `"fr"`}},
		}},
		{Item: event.Item{User: `"u"`, Anonymous: `"a"`}},
	}
	if diff := cmp.Diff(want, got.Entries); diff != "" || got.Key != "k" {
		t.Error(diff)
	}
}

// Faults name the fields as the sender of this protocol knows them.
func TestScreebFaults(t *testing.T) {
	f := func(item, field, message string) {
		t.Helper()
		events, _, refused := decodeScreeb(t, "["+item+"]").Normalize(arrival())
		if len(events) != 0 || len(refused) != 1 || refused[0].Field != field || refused[0].Message != message {
			t.Errorf("%s: got %d events and %+v", item, len(events), refused)
		}
	}
	f(`{"type":"identify"}`, "user_alias", "user_alias is required")
	f(`{"type":"track"}`, "event_name", "event_name is required")
	f(`{"type":"track","event_name":[]}`, "event_name", "event_name must be text")
	f(`{"type":"track","event_name":"é"}`, "event_name", "event name must be 1–127 characters of A-Z a-z 0-9 - _ . / : and space")
	f(`{"type":"track","event_name":"a","user_alias":""}`, "user_alias", "user_alias is empty; leave it out for anonymous users")
	f(`{"type":"group.assign","group_name":"`+strings.Repeat("g", 256)+`"}`, "group_name", "group_name is longer than 255 characters")
	f(`{"type":"copilot","event_name":"user_prompt"}`, "prompt", "prompt is required")
	f(`{"type":"nope"}`, "type", `type "nope" is unknown; use identify, track, group.assign, group.unassign, page, screen or copilot`)
}

func TestScreebUnreadable(t *testing.T) {
	f := func(body string, want error, message string) {
		t.Helper()
		var s Screeb
		_, err := s.Decode(Request{Body: []byte(body)})
		if !errors.Is(err, want) || !strings.Contains(err.Error(), message) {
			t.Errorf("%.40s: got %v, want %v: %s", body, err, want, message)
		}
	}
	f("", ErrUnreadable, "empty")
	f("[", ErrUnreadable, "not JSON, at byte 1")
	f(`{"type":"track"}`, ErrUnreadable, "must be a JSON list")
	f("[]", ErrBatchSize, "0, send 1 to 100")
	f("["+strings.Repeat("{},", MaxScreebItems)+"{}]", ErrBatchSize, "101, send 1 to 100")
	if got := decodeScreeb(t, "["+strings.Repeat("{},", MaxScreebItems-1)+"{}]"); len(got.Entries) != MaxScreebItems {
		t.Errorf("got %d items", len(got.Entries))
	}
}
