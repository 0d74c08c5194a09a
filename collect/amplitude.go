package collect

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// Amplitude reads Amplitude's HTTP API as its SDKs speak it. It may be used by
// many goroutines at once. The body is one of
//
//	{"api_key","events":[…],"client_upload_time"}   items in an envelope
//	[…]                                             the items alone
//
// An item's insert_id makes a repeat harmless. Its device_id is an anonymous id,
// tied to the user_id beside it, and its session_id a session unless that is -1.
// What else stands beside its event's name is what the SDK knows of the device,
// and goes to the context, but for an address, which is not kept.
type Amplitude struct{ readers readers }

// SpeaksAmplitude reports whether a body is Amplitude's rather than PostHog's,
// which share a path: Amplitude's items stand in a list named events. It reads
// no further than the first of the two names.
func SpeaksAmplitude(body []byte) bool {
	d := json.NewDecoder(bytes.NewReader(trim(body)))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return false
	}
	for d.More() {
		name, err := d.Token()
		if err != nil || name == "batch" {
			return false
		}
		if name == "events" {
			return true
		}
		var skipped json.RawMessage
		if d.Decode(&skipped) != nil {
			return false
		}
	}
	return false
}

// Decode reads one request.
func (a *Amplitude) Decode(req Request) (Batch, error) {
	r := a.readers.get()
	defer a.readers.put(r, req.Body)
	e, err := r.envelope(req, envelopeNames{list: "events", key: []string{"api_key"}, sentAt: []string{"client_upload_time"}})
	if err != nil {
		return Batch{}, err
	}
	batch := Batch{Key: e.keyOr(req.Key), Entries: make([]Entry, len(e.items)), names: fieldNames{
		event: "event_type", id: "insert_id", user: "user_id", anonymous: "device_id", account: "groups",
		conversation: "[Agent] Session ID", message: "[Agent] Message ID", text: "$llm_message",
	}}
	batch.SentAt, _ = event.ParseTime(e.sentAt)
	for i, item := range e.items {
		batch.Entries[i] = amplitudeItem(r, item)
	}
	return batch, nil
}

// AmplitudeAnswer is the body of the answer to an Amplitude request, whose SDKs
// look for the status there.
type AmplitudeAnswer struct {
	Code     int       `json:"code"               doc:"200"`
	Ingested int       `json:"events_ingested"    doc:"Items that are on disk now, or were before"`
	Rejected []Refusal `json:"rejected,omitempty" nullable:"false" doc:"Items that were refused, in the order of the request"`
}

// Reply is the answer to an Amplitude request. Its status is 200 whatever became
// of the items: some SDKs would send the others again with those that were
// refused.
func (*Amplitude) Reply(a *Answer) (status int, body any) {
	return statusOK, AmplitudeAnswer{Code: statusOK, Ingested: a.Accepted + a.Duplicate, Rejected: a.Rejected}
}

// AmplitudeRefusal is the body of the answer to a request that was refused as a
// whole.
type AmplitudeRefusal struct {
	Code      int    `json:"code,omitempty"             doc:"the status; missing for a wrong key, so that SDKs try again for a while"`
	Error     string `json:"error"                      doc:"what went wrong and what to do"`
	Throttled []int  `json:"throttled_events,omitempty" nullable:"false" doc:"places of all items, which are to be sent again later"`
}

// Refuse is the answer to a refused request. Items that are listed as throttled
// wait half a minute; after another code the SDKs try again at once, and without
// one after a pause that grows.
func (*Amplitude) Refuse(r Refused) (status int, body any) {
	answer := AmplitudeRefusal{Code: r.Status, Error: r.Detail}
	switch {
	case r.Code == TooFast:
		answer.Code = statusTooMany
		for i := range r.Items {
			answer.Throttled = append(answer.Throttled, i)
		}
		return statusTooMany, answer
	case r.Status == statusUnauthorized, r.Status == statusForbidden:
		answer.Code = 0
	}
	return r.Status, answer
}

// amplitudeItem reads one item.
func amplitudeItem(r *reader, v *fastjson.Value) Entry {
	f, fault := r.itemOf(v, "event_properties")
	item := event.Item{
		ID: f.id("insert_id"), Name: f.get("event_type"), FreeName: true, User: f.named("user_id"), Anonymous: f.named("device_id"),
		Timestamp: f.named("time"), Properties: f.properties,
	}
	if number, _ := f.get("session_id").Number(); number > 0 {
		item.Properties = withDefault(item.Properties, "session_id", event.TextValue(string(f.get("session_id"))))
	}
	groups, traits := f.get("groups"), f.get("user_properties")
	item.Account = accountOf(objectOf(groups))
	for _, p := range f.top {
		if !amplitudeMember(p.Name) {
			item.Context = append(item.Context, p)
		}
	}
	if fault == nil {
		fault = amplitudeMeaning(&item, traits, f.get("group_properties"))
	}
	if item.Kind != event.Identify && len(objectOf(traits)) > 0 {
		item.Context = append(item.Context, event.Property{Name: "user_properties", Value: traits})
	}
	item.Context = item.Context.Sorted()
	return Entry{Item: item, Fault: fault}
}

// amplitudeMember reports whether a member of an item is the protocol's own.
func amplitudeMember(name string) bool {
	switch name {
	case "event_type", "insert_id", "user_id", "device_id", "time", "session_id", "groups", "user_properties", "group_properties",
		"event_id", "ip", "api_key", "partner_id":
		return true
	default:
		return strings.HasPrefix(name, "$")
	}
}
