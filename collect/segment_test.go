package collect

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

func toldSegment(t *testing.T, req Request) string {
	t.Helper()
	return toldBy(t, &Segment{}, req)
}

func TestSegmentCaptures(t *testing.T) {
	f := func(sdk string, want ...string) {
		t.Helper()
		var got []string
		for _, req := range captured(t, "segment", sdk) {
			got = append(got, toldSegment(t, req))
		}
		if diff := cmp.Diff(strings.Join(want, "\n"), strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: %s", sdk, diff)
		}
	}
	f("segment-analytics-node",
		`identify "identify" user_42~anon-1 {"email":"jane@example.com","plan":"pro"}`,
		`track "Conversation Started" user_42~anon-1 conversation=conv_123`,
		`prompt "Message Sent" user_42~anon-1 conversation=conv_123 session=sess_456 message=msg1 text=How can I export my data? {"role":"customer"}`,
		`response "Message Received" user_42 conversation=conv_123 message=msg2 model=gpt-4o text=You can export your data from the Settings page. {"role":"agent"}`,
		`tool "Action Invoked" user_42 conversation=conv_123 message=msg2 {"tool":"export csv","type":"Data Export"}`,
		`satisfaction "Feedback Submitted" user_42 conversation=conv_123 message=msg2 rating=5 scale=1-5`,
		`conversion "Plan Upgraded" user_42 conversation=conv_123 message=msg2 value=49 {"plan":"team"}`,
		`track "Conversation Ended" user_42 conversation=conv_123 {"message_count":2}`)
	f("segment-analytics-go",
		`identify "identify" user_42 {"email":"jane@example.com"}`,
		`prompt "Message Sent" user_42 conversation=conv_123 message=m1 text=How can I export my data?`,
		`response "Message Received" user_42 conversation=conv_123 message=m2 text=Use the Settings page.`,
		`satisfaction "Feedback Submitted" ~anon-9 conversation=conv_123 message=m2 rating=1 scale=1-5`)
	f("rudder-sdk-node",
		`identify "identify" user_42 {"email":"jane@example.com"}`,
		`prompt "Message Sent" user_42 conversation=conv_123 message=m1 text=How can I export my data?`,
		`response "Message Received" user_42 conversation=conv_123 message=m2 text=Use Settings.`,
		`satisfaction "Feedback Submitted" user_42 conversation=conv_123 message=m2 rating=5 scale=1-5`)
	f("rudder-analytics-go",
		`prompt "Message Sent" user_42~dcb40211-ebf9-4136-8943-f692ad3f4b80 conversation=conv_123 message=m1 text=How can I export my data?`)
	f("browser-segment",
		`identify "identify" user_42~3abad88f-9e80-4cb5-aa8c-58a696263f9a {"email":"jane@example.com"}`,
		`prompt "Message Sent" user_42~3abad88f-9e80-4cb5-aa8c-58a696263f9a conversation=conv_123 message=m1 text=How can I export my data?`,
		`response "Message Received" user_42~3abad88f-9e80-4cb5-aa8c-58a696263f9a conversation=conv_123 message=m2 text=Use Settings.`,
		`satisfaction "Feedback Submitted" user_42~3abad88f-9e80-4cb5-aa8c-58a696263f9a conversation=conv_123 message=m2 rating=5 scale=1-5`)
	f("browser-segment-batch",
		`identify "identify" user_42~e148585e-edb7-42cb-9b19-966bb64403a1 {"email":"jane@example.com"}`,
		`prompt "Message Sent" user_42~e148585e-edb7-42cb-9b19-966bb64403a1 conversation=conv_123 message=m1 text=How can I export my data?`,
		`response "Message Received" user_42~e148585e-edb7-42cb-9b19-966bb64403a1 conversation=conv_123 message=m2 text=Use Settings.`,
		`satisfaction "Feedback Submitted" user_42~e148585e-edb7-42cb-9b19-966bb64403a1 conversation=conv_123 message=m2 rating=5 scale=1-5`)
	f("browser-rudder",
		`prompt "Message Sent" ~90f62917-ed88-4758-807d-7e9da38bb8d6 conversation=conv_123 session=1795411495853 text=How can I export my data?`)
}

// Every item has the id of its own, and the time at which it happened.
func TestSegmentIdentity(t *testing.T) {
	var s Segment
	for _, sdk := range []string{
		"segment-analytics-node", "segment-analytics-go", "rudder-sdk-node", "rudder-analytics-go", "browser-segment", "browser-segment-batch", "browser-rudder",
	} {
		for _, req := range captured(t, "segment", sdk) {
			batch, err := s.Decode(req)
			if err != nil {
				t.Fatal(err)
			}
			var sent struct {
				Batch     []struct{ MessageID string }
				MessageID string
				SentAt    time.Time
			}
			if err = json.Unmarshal(req.Body, &sent); err != nil {
				t.Fatal(err)
			}
			if len(sent.Batch) == 0 {
				sent.Batch = append(sent.Batch, struct{ MessageID string }{sent.MessageID})
			}
			events, _, _ := batch.Normalize(arrival())
			if len(events) != len(sent.Batch) || batch.SentAt.IsZero() {
				t.Errorf("%s: %d events of %d, sent at %v", sdk, len(events), len(sent.Batch), batch.SentAt)
				continue
			}
			for i := range events {
				e := &events[i]
				if claimed := e.ClaimedAt; e.ID != sent.Batch[i].MessageID || claimed.IsZero() || batch.SentAt.Sub(claimed) > 2*time.Hour {
					t.Errorf("%s: item %d has id %s, claimed at %v", sdk, i, e.ID, claimed)
				}
				if e.Context.Get("library") == "" {
					t.Errorf("%s: item %d has no context", sdk, i)
				}
			}
		}
	}
}

func TestSegmentItems(t *testing.T) {
	f := func(item, want string) {
		t.Helper()
		if got := toldSegment(t, Request{Body: []byte(item)}); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", item, got, want)
		}
	}
	const about = `"type":"track","userId":"u"`
	f(`{`+about+`,"event":"Signed Up","properties":{"plan":"pro","messageId":"m"}}`, `track "Signed Up" u {"messageId":"m","plan":"pro"}`)
	f(`{`+about+`,"event":"Signed Up","plan":"pro","integrations":{"All":true},"_metadata":{},"channel":"web"}`, `track "Signed Up" u {"plan":"pro"}`)
	f(`{`+about+`,"event":"Opened","properties":{"conversationId":"c","messageId":"m"}}`, `track "Opened" u conversation=c message=m`)
	f(`{`+about+`,"event":"Opened","properties":{"sessionId":7}}`, `track "Opened" u session=7`)
	f(`{`+about+`,"event":"Opened","context":{"sessionId":7}}`, `track "Opened" u session=7`)
	f(`{"type":"track","userId":"","anonymousId":"a","event":"Opened"}`, `track "Opened" ~a`)
	f(`{"type":"track","userId":null,"anonymousId":"a","event":"Opened"}`, `track "Opened" ~a`)
	f(`{`+about+`}`, `! missing_field event: event is required`)
	f("{\"type\":\"track\",\"event\":\"a\\u0007\"}", `! invalid_event_name event: event name must be 1–255 characters, none of them a control character`)
	f(`{"type":"track","event":"Prix demandé (€)!"}`, `track "Prix demandé (€)!" `)

	f(`{"type":"identify","userId":"u","anonymousId":"a","traits":{"plan":"pro"},"context":{"traits":{"plan":"free","n":1.50}}}`, `identify "identify" u~a {"n":1.50,"plan":"pro"}`)
	f(`{"type":"identify","userId":"u","properties":{"plan":"pro"}}`, `identify "identify" u {"properties":{"plan":"pro"}}`)
	f(`{"type":"identify","traits":{"plan":"pro"}}`, `! missing_field userId: userId is required`)
	f(`{"type":"identify","userId":"u","traits":"pro"}`, `! invalid_type traits: traits must be an object`)
	f(`{"type":"alias","userId":"u","previousId":"a"}`, `identify "alias" u~a`)
	f(`{"type":"alias","userId":"u"}`, `! missing_field previousId: previousId is required`)
	f(`{"type":"group","userId":"u","groupId":"acme","traits":{"seats":3}}`, `group "group" u account=acme {"seats":3}`)
	f(`{"type":"group","userId":"u"}`, `! missing_field groupId: groupId is required`)
	f(`{"type":"page","userId":"u","name":"Home","category":"Docs","properties":{"url":"https://example.com"}}`,
		`page "page" u {"category":"Docs","name":"Home","url":"https://example.com"}`)
	f(`{"type":"screen","anonymousId":"a","name":"Home"}`, `page "screen" ~a {"name":"Home"}`)
	f(`{"userId":"u"}`, `! missing_field type: type is required`)
	f(`{"type":7}`, `! invalid_type type: type must be text`)
	f(`{"type":"erase"}`, `! unknown_type type: type "erase" is unknown; use identify, track, page, screen, group or alias`)
	f(`{"batch":[1,null]}`, "! invalid_item : an item must be a JSON object\n! invalid_item : an item must be a JSON object")
	f(`{"batch":[{"type":"track","event":"a","context":{"app":"own"}}],"context":{"app":"shared","sessionId":"s"}}`, `track "a"  session=s`)
}

func TestSegmentCopilot(t *testing.T) {
	f := func(name, properties, want string) {
		t.Helper()
		body := `{"type":"track","userId":"u","event":` + string(event.TextValue(name)) + `,"properties":{` + properties + `}}`
		if got := toldSegment(t, Request{Body: []byte(body)}); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", body, got, want)
		}
	}
	const c = `"conversationId":"c",`
	f("Message Sent", c+`"messageId":"m","message_body":"Hi"`, `prompt "Message Sent" u conversation=c message=m text=Hi`)
	f("message_sent", `"conversation_id":"c","message_body":"Hi","session_id":"s"`, `prompt "message_sent" u conversation=c session=s text=Hi`)
	f("Message Sent", c+`"message_body":"Hi","role":"agent"`, `response "Message Sent" u conversation=c text=Hi {"role":"agent"}`)
	f("Message Sent", c+`"role":"customer"`, `! missing_field message_body: message_body is required`)
	f("Message Sent", `"message_body":"Hi"`, `track "Message Sent" u {"message_body":"Hi"}`)
	f("Message Received", c+`"message_body":"Yes","model":"m-1","latencyMs":12`, `response "Message Received" u conversation=c model=m-1 text=Yes`)
	f("Message Received", c+`"message_body":"Yes","role":"human_agent"`, `response "Message Received" u conversation=c text=Yes {"author":"human","role":"human_agent"}`)
	f("Message Received", c+`"message_body":"Yes","role":"customer"`, `prompt "Message Received" u conversation=c text=Yes {"role":"customer"}`)
	f("Message Received", c+`"error":"timeout"`, `response "Message Received" u conversation=c`)
	f("Message Received", c+`"n":1`, `! missing_field message_body: message_body is required, or error`)
	f("Feedback Submitted", c+`"messageId":"m","rating":4`, `satisfaction "Feedback Submitted" u conversation=c message=m rating=4 scale=1-5`)
	f("Feedback Submitted", c+`"rating":1,"ratingScale":"thumbs"`, `satisfaction "Feedback Submitted" u conversation=c rating=1 scale=thumbs`)
	f("Feedback Submitted", c+`"rating":true`, `satisfaction "Feedback Submitted" u conversation=c rating=true scale=thumbs`)
	f("Feedback Submitted", c+`"rating":"down","comment":"No"`, `satisfaction "Feedback Submitted" u conversation=c rating=down scale=thumbs text=No`)
	f("Feedback Submitted", c+`"message_body":"No"`, `satisfaction "Feedback Submitted" u conversation=c text=No`)
	f("Feedback Submitted", c+`"rating":0`, `! missing_field rating_scale: rating_scale is required`)
	f("Feedback Submitted", c+`"rating":-1`, `! missing_field rating_scale: rating_scale is required`)
	f("Feedback Submitted", c+`"rating":"great"`, `! missing_field rating_scale: rating_scale is required`)
	f("Feedback Submitted", c+`"rating":9,"comment":"No"`, `satisfaction "Feedback Submitted" u conversation=c rating=9 text=No`)
	f("Feedback Submitted", c+`"rating":9,"rating_scale":"5"`, `! rating_out_of_range rating: rating 9 is outside rating_scale "5"; rating_scale "0-10" would fit`)
	f("Feedback Submitted", c+`"n":1`, `! missing_field rating: rating is required, or comment`)
	f("Feedback Submitted", `"rating":1`, `track "Feedback Submitted" u {"rating":1}`)
	f("Action Invoked", c+`"type":"Data Export","action":"export csv"`, `tool "Action Invoked" u conversation=c {"tool":"export csv","type":"Data Export"}`)
	f("Tool Invoked", c+`"type":"search"`, `tool "Tool Invoked" u conversation=c {"tool":"search"}`)
	f("Tool Invoked", c+`"n":1`, `track "Tool Invoked" u conversation=c {"n":1}`)
	f("Conversation Started", c+`"n":1`, `track "Conversation Started" u conversation=c {"n":1}`)
	f("Media Generated", c+`"type":"image"`, `track "Media Generated" u conversation=c {"type":"image"}`)
	f("Plan Upgraded", c+`"plan":"team","revenue":49,"currency":"eur"`, `conversion "Plan Upgraded" u conversation=c currency=EUR value=49 {"plan":"team"}`)
	f("Plan Upgraded", c+`"revenue":"much"`, `track "Plan Upgraded" u conversation=c {"revenue":"much"}`)
	f("Plan Upgraded", `"revenue":49`, `track "Plan Upgraded" u {"revenue":49}`)
	f("screeb_copilot_user_prompt", c+`"prompt":"Hi","sessionId":"s"`, `prompt "screeb_copilot_user_prompt" u conversation=c session=s text=Hi`)
	f("screeb_copilot_user_prompt", c+`"n":1`, `! missing_field prompt: prompt is required`)
	f("screeb_copilot_user_prompt", `"prompt":"Hi"`, `! missing_field conversationId: conversationId is required`)
	f("screeb_copilot_satisfaction", c+`"rating":4`, `! missing_field rating_scale: rating_scale is required`)
	f("user_prompt", c+`"prompt":"Hi"`, `track "user_prompt" u conversation=c {"prompt":"Hi"}`)
}

func TestSegmentRequest(t *testing.T) {
	f := func(s *Segment, body, key string, want ...string) {
		t.Helper()
		batch, err := s.Decode(Request{Body: []byte(body), Key: "k"})
		if err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		if diff := cmp.Diff(strings.Join(want, "\n"), shown(batch)); diff != "" || batch.Key != key {
			t.Errorf("%s: key %q %s", body, batch.Key, diff)
		}
	}
	f(&Segment{}, `{"batch":[]}`, "k")
	f(&Segment{}, `[]`, "k")
	f(&Segment{}, `{"batch":[{"type":"track","event":"a"}],"writeKey":" w "}`, "w", ` "a" {}`)
	f(&Segment{}, `{"batch":[1],"batch":[{"type":"track","event":"a"}],"writeKey":""}`, "k", ` "a" {}`)
	f(&Segment{Type: "track"}, `{"event":"a","writeKey":"w","type":null}`, "w", ` "a" {}`)
	f(&Segment{Type: "page"}, `[{"name":"Home"},{"type":"","name":"Two"}]`, "k", `page "page" {"name":"Home"}`, `page "page" {"name":"Two"}`)
	f(&Segment{Type: "track"}, `{"type":"page","name":"Home"}`, "k", `page "page" {"name":"Home"}`)
	f(&Segment{Type: "track"}, `{"type":"track","type":"screen"}`, "k", `page "screen" {}`)
}

func TestSegmentUnreadable(t *testing.T) {
	f := func(body string, want error, message string) {
		t.Helper()
		var s Segment
		_, err := s.Decode(Request{Body: []byte(body)})
		if !errors.Is(err, want) || !strings.Contains(err.Error(), message) {
			t.Errorf("%.40s: got %v, want %v: %s", body, err, want, message)
		}
	}
	f("", ErrUnreadable, "empty")
	f("7", ErrUnreadable, "neither an object nor a list")
	f(`{"batch":{}}`, ErrUnreadable, "no list")
	f("data=eyJ9", ErrUnreadable, "not JSON, at byte 1")
	f("["+strings.Repeat("{},", MaxItems)+"{}]", ErrTooLarge, "at most 10000")
}

// What a person is shown of a refused item has the sender's names.
func TestSegmentSample(t *testing.T) {
	var s Segment
	batch, err := s.Decode(Request{Body: []byte(`{"type":"group","messageId":"m","userId":"u","anonymousId":"a","traits":{"n":1}}`)})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(batch.Sample(0)), `{"messageId":"m","event":"group","userId":"u","anonymousId":"a","properties":{"n":1}}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestSegmentAddress: what the SDK knows of where a user sits is not kept.
func TestSegmentAddress(t *testing.T) {
	batch, err := (&Segment{}).Decode(Request{Body: []byte(`{"context":{"ip":"1.2.3.4","locale":"fr"},"batch":[
{"type":"track","event":"a","userId":"u","context":{"ip":"5.6.7.8","page":{"path":"/"}}},{"type":"track","event":"b","userId":"u"}]}`)})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"locale page", "locale"} {
		var names []string
		for _, property := range batch.Entries[i].Item.Context {
			names = append(names, property.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("item %d has %q in its context, want %q", i, got, want)
		}
	}
}
