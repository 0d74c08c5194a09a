package collect

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

func FuzzNative(f *testing.F) {
	for _, seed := range []string{
		`{"key":"k","sent_at":"2026-11-23T10:00:01Z","events":[{"id":"1","event":"a","properties":{"b":[1,{"c":"\u00e9"}]},"context":{}}]}`,
		`[{"event":"a","properties":{"a":1,"a":2}},null,{"type":"alias"}]`,
		"{\"event\":\"a\"}\nnot json\n{\"event\":\"b\"}",
		`{"events":[{"properties":{"x":1.0e5,"y":"\ud83d"}}]}`, `[{"properties":{"a":NaN}}]`, "[\"\xff\"]",
	} {
		f.Add([]byte(seed), "")
	}
	f.Add([]byte("42"), "application/x-ndjson")
	var n Native
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		batch, err := n.Decode(Request{Body: body, ContentType: contentType})
		if err == nil {
			checkBatch(t, batch)
		} else {
			checkError(t, err)
		}
		items, readable := oracle(body)
		if !readable {
			return
		}
		if err != nil {
			t.Fatalf("encoding/json reads it: %v", err)
		}
		checkItems(t, batch, items)
	})
}

func FuzzScreeb(f *testing.F) {
	for _, seed := range []string{
		`[{"type":"copilot","event_name":"user_prompt","prompt":"x","conversation_id":"c"}]`,
		`[{"type":"page","url":"/","properties":{"a":{"b":1,"b":2}}},{"type":"group.assign","group_name":"g","group_type":"t"}]`,
		`[]`, `{}`, `[1,"\ud800"]`,
	} {
		f.Add([]byte(seed))
	}
	var s Screeb
	f.Fuzz(func(t *testing.T, body []byte) {
		batch, err := s.Decode(Request{Body: body})
		if err == nil {
			checkBatch(t, batch)
		} else {
			checkError(t, err)
		}
		var items []json.RawMessage
		if tooDeep(body) || json.Unmarshal(body, &items) != nil || items == nil {
			return
		}
		if wrong := len(items) == 0 || len(items) > MaxScreebItems; wrong || err != nil {
			if !wrong || !errors.Is(err, ErrBatchSize) {
				t.Fatalf("%d items: %v", len(items), err)
			}
			return
		}
		checkItems(t, batch, items)
	})
}

func FuzzOTLP(f *testing.F) {
	for _, sdk := range []string{"otlp-js-json", "otlp-js-proto", "otlp-go", "langfuse-v5", "vercel-ai-sdk5-tools", "traceloop-node"} {
		for _, req := range captured(f, "otlp", sdk) {
			f.Add(req.Body, false)
			f.Add(req.Body, true)
		}
	}
	traces, logs := OTLP{Signal: Traces}, OTLP{Signal: Logs}
	f.Fuzz(func(t *testing.T, body []byte, isLogs bool) {
		p := &traces
		if isLogs {
			p = &logs
		}
		batch, err := p.Decode(Request{Body: body})
		if err != nil {
			checkError(t, err)
			return
		}
		checkBatch(t, batch)
		events, places, refused := batch.Normalize(arrival())
		if len(events)+len(refused) != len(batch.Entries) || len(places) != len(events) {
			t.Fatalf("%d entries, %d events, %d refused", len(batch.Entries), len(events), len(refused))
		}
		for _, r := range refused {
			if r.Code == event.InvalidEventName || r.Code == event.InvalidPropertyName || r.Code == event.TooManyProperties {
				t.Errorf("a name that others chose is refused: %+v", r)
			}
		}
	})
}

// FuzzSaid looks for inputs that cannot be read in time, or at all.
func FuzzSaid(f *testing.F) {
	for _, seed := range []string{`"How?"`, `{"messages":[{"role":"user","content":[{"type":"text","text":"How?"}]}]}`, `{"args":[[[{"input":"\"{}\""}]]]}`, `{"choices":[{"message":{"role":"assistant"}}]}`, `7`, `[[`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		for _, v := range []event.Value{event.Value(input), event.TextValue(input)} {
			for _, text := range append(questions(v), answerOf(v)) {
				if !utf8.ValidString(text) && utf8.ValidString(input) {
					t.Errorf("%q is no text", text)
				}
			}
		}
	})
}

func FuzzSegment(f *testing.F) {
	for _, sdk := range []string{"segment-analytics-node", "segment-analytics-go", "rudder-sdk-node", "browser-rudder"} {
		for _, req := range captured(f, "segment", sdk) {
			f.Add(req.Body, "")
		}
	}
	f.Add([]byte(`{"batch":[{"event":"Feedback Submitted","properties":{"conversationId":1,"conversation_id":null,"rating":""}}],"context":{"sessionId":[],"traits":{"a":1,"a":2}}}`), "track")
	f.Add([]byte(`[{"type":"alias","previousId":7},{"type":["a"]},null]`), "identify")
	f.Fuzz(func(t *testing.T, body []byte, implied string) {
		s := Segment{Type: implied}
		batch, err := s.Decode(Request{Body: body})
		if err != nil {
			checkError(t, err)
			return
		}
		checkBatch(t, batch)
		if items, readable := segmentOracle(body); readable && len(batch.Entries) != len(items) {
			t.Fatalf("%d entries of %d items", len(batch.Entries), len(items))
		}
	})
}

func FuzzPostHog(f *testing.F) {
	for _, sdk := range []string{"posthog-node", "posthog-go", "browser-posthog-404", "browser-posthog-1.275"} {
		for _, req := range captured(f, "posthog", sdk) {
			f.Add(req.Body)
		}
	}
	f.Add([]byte(`[{"event":"survey sent","properties":{"$survey_response":[1],"$ai_trace_id":{},"$groups":{"a":null}}},{"event":"$create_alias","properties":{"alias":{}}}]`))
	f.Add([]byte(`{"batch":[{"event":"$groupidentify","properties":{"$group_key":[],"$group_set":1}},{"event":"$identify","properties":{"$set":{"a":1,"a":2}}}]}`))
	var p PostHog
	f.Fuzz(func(t *testing.T, body []byte) {
		batch, err := p.Decode(Request{Body: body})
		if err != nil {
			checkError(t, err)
			return
		}
		checkBatch(t, batch)
		if items, readable := segmentOracle(unform(body)); readable && len(batch.Entries) != len(items) {
			t.Fatalf("%d entries of %d items", len(batch.Entries), len(items))
		}
	})
}

func FuzzAmplitude(f *testing.F) {
	for _, req := range captured(f, "amplitude", "amplitude-node") {
		f.Add(req.Body)
	}
	f.Add([]byte(`{"events":[{"event_type":"revenue_amount","event_properties":{"$price":"x","$quantity":[]},"groups":{"a":[]}},{"event_type":"$identify","user_properties":[1]}]}`))
	f.Add([]byte(`{"events":[{"event_type":"[Agent] Score","session_id":1e400,"event_properties":{"[Agent] Score Name":"csat","[Agent] Target ID":{}}}]}`))
	var a Amplitude
	f.Fuzz(func(t *testing.T, body []byte) {
		_ = SpeaksAmplitude(body)
		batch, err := a.Decode(Request{Body: body})
		if err != nil {
			checkError(t, err)
			return
		}
		checkBatch(t, batch)
	})
}

func FuzzCloudEvents(f *testing.F) {
	for _, req := range captured(f, "cloudevents", "cloudevents-js") {
		f.Add(req.Body, req.Attributes["type"], req.Attributes["subject"])
	}
	f.Add([]byte(`{"specversion":"1.0","type":".","source":"s","id":1,"data_base64":"!"}`), "", "")
	f.Add([]byte("{\"a\":NaN}"), "copilot.user_prompt", "%")
	var c CloudEvents
	f.Fuzz(func(t *testing.T, body []byte, kind, subject string) {
		batch, err := c.Decode(Request{Body: body, Attributes: map[string]string{"type": kind, "subject": subject, "id": "1", "source": "s"}})
		if err != nil {
			checkError(t, err)
			return
		}
		checkBatch(t, batch)
	})
}

// segmentOracle is what encoding/json finds in a Segment body; false where it
// reads none.
func segmentOracle(body []byte) ([]json.RawMessage, bool) {
	if tooDeep(body) {
		return nil, false
	}
	var items []json.RawMessage
	if json.Unmarshal(body, &items) == nil && items != nil {
		return items, true
	}
	var envelope map[string]json.RawMessage
	if json.Unmarshal(body, &envelope) != nil || envelope == nil {
		return nil, false
	}
	list, found := envelope["batch"]
	if !found {
		return []json.RawMessage{body}, true
	}
	return items, json.Unmarshal(list, &items) == nil && items != nil
}

func checkError(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, ErrUnreadable) && !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrBatchSize) {
		t.Fatalf("unknown error %v", err)
	}
}

// checkBatch holds that every value is JSON and every entry is answered once.
func checkBatch(t *testing.T, batch Batch) {
	t.Helper()
	for _, entry := range batch.Entries {
		for _, p := range []event.Properties{entry.Item.Properties, entry.Item.Context} {
			if b := p.AppendJSON(nil); !json.Valid(b) {
				t.Fatalf("no JSON: %q", b)
			}
		}
		for _, v := range []event.Value{entry.Item.ID, entry.Item.Name, entry.Item.User, entry.Item.Account, entry.Item.Timestamp} {
			if v != "" && !json.Valid([]byte(v)) {
				t.Fatalf("no JSON: %q", v)
			}
		}
	}
	events, _, refused := batch.Normalize(arrival())
	if len(events)+len(refused) != len(batch.Entries) {
		t.Fatalf("%d entries, %d events, %d refused", len(batch.Entries), len(events), len(refused))
	}
	for i := range events {
		if fault := events[i].Validate(); fault != nil {
			t.Fatalf("accepted, but not valid: %v", fault)
		}
	}
}

// tooDeep reports whether a body may be nested deeper than our parser goes.
func tooDeep(body []byte) bool {
	return bytes.Count(body, []byte{'['})+bytes.Count(body, []byte{'{'}) >= fastjson.MaxDepth || bytes.Count(body, []byte{','}) > MaxItems
}

// oracle is what encoding/json finds in a native body; false where it reads
// none, or the body is one we refuse for its shape.
func oracle(body []byte) ([]json.RawMessage, bool) {
	if tooDeep(body) {
		return nil, false
	}
	var items []json.RawMessage
	if json.Unmarshal(body, &items) == nil && items != nil {
		return items, true
	}
	var envelope map[string]json.RawMessage
	if json.Unmarshal(body, &envelope) != nil || envelope == nil {
		return nil, false
	}
	list, found := envelope["events"]
	if found {
		return items, json.Unmarshal(list, &items) == nil && items != nil
	}
	return []json.RawMessage{body}, envelope["event"] != nil || envelope["type"] != nil
}

func checkItems(t *testing.T, batch Batch, items []json.RawMessage) {
	t.Helper()
	if len(batch.Entries) != len(items) {
		t.Fatalf("%d entries of %d items", len(batch.Entries), len(items))
	}
	for i, item := range items {
		if bytes.Contains(bytes.ToLower(item), []byte(`\ud`)) {
			continue // half a surrogate pair in a name is kept as text, encoding/json makes it U+FFFD
		}
		var want struct{ Properties, Context map[string]any }
		members := map[string]json.RawMessage{}
		isObject := json.Unmarshal(item, &members) == nil && members != nil
		if isObject != (batch.Entries[i].Fault == nil || batch.Entries[i].Fault.Code != event.InvalidItem) {
			t.Fatalf("item %s: %v", item, batch.Entries[i].Fault)
		}
		if json.Unmarshal(members["properties"], &want.Properties) == nil {
			checkValues(t, want.Properties, batch.Entries[i].Item.Properties)
		}
		if json.Unmarshal(members["context"], &want.Context) == nil {
			checkValues(t, want.Context, batch.Entries[i].Item.Context)
		}
	}
}

// checkValues holds that nothing of an object is lost; Screeb's decoder may
// add to it.
func checkValues(t *testing.T, want map[string]any, got event.Properties) {
	t.Helper()
	for name, value := range want {
		var again any
		if err := json.Unmarshal([]byte(got.Get(name)), &again); err != nil {
			t.Fatalf("property %q is %q: %v", name, got.Get(name), err)
		}
		if diff := cmp.Diff(value, again); diff != "" {
			t.Fatalf("property %q: %s", name, diff)
		}
	}
}
