package collect

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/event"
)

// CloudEvents reads CloudEvents 1.0 over HTTP, in all of its modes. It may be
// used by many goroutines at once. A request is one of
//
//	ce-* headers and the data as its body   binary
//	{"specversion","type",…,"data":{…}}     structured
//	[…]                                     batched
//
// whatever the content type says. An event's source and id together make a repeat
// harmless. Its data are its properties, and user_id, anonymous_id and account_id
// among them who it is about; what they leave out the attributes conversationid,
// sessionid, agentid, messageid, userid, anonymousid and accountid say, and the
// subject, which is the user. Other attributes go to the context.
type CloudEvents struct{ readers readers }

// Decode reads one request.
func (c *CloudEvents) Decode(req Request) (Batch, error) {
	r := c.readers.get()
	defer c.readers.put(r, req.Body)
	batch := Batch{Key: req.Key, names: fieldNames{event: "type"}}
	if req.Attributes["type"] != "" || req.Attributes["specversion"] != "" {
		batch.Entries = []Entry{cloudEvent(binaryAttributes(req.Attributes), r.binaryData(req.Body))}
		return batch, nil
	}
	e, err := r.envelope(req, envelopeNames{})
	if err != nil {
		return Batch{}, err
	}
	if e.around != nil && e.around.Get("type") == nil && e.around.Get("specversion") == nil {
		return Batch{}, fmt.Errorf("%w: it is no CloudEvent: it has neither the headers ce-type and ce-id nor the members type and id", ErrUnreadable)
	}
	batch.Entries = make([]Entry, len(e.items))
	for i, item := range e.items {
		f, fault := r.itemOf(item, "")
		if fault != nil {
			batch.Entries[i].Fault = fault
			continue
		}
		attributes := event.Properties(slices.Clone(f.top)).Sorted()
		batch.Entries[i] = cloudEvent(without(attributes, "data", "data_base64"), r.structuredData(attributes))
	}
	return batch, nil
}

// Reply is the answer to CloudEvents: what became of each.
func (*CloudEvents) Reply(a *Answer) (status int, body any) { return a.Status(), a }

// binaryAttributes are the attributes of headers, which escape as addresses do
// what a header may not hold.
func binaryAttributes(headers map[string]string) event.Properties {
	attributes := make(event.Properties, 0, len(headers))
	for name, value := range headers {
		if plain, err := url.PathUnescape(value); err == nil {
			value = plain
		}
		attributes = append(attributes, event.Property{Name: name, Value: event.TextValue(value)})
	}
	return attributes.Sorted()
}

// binaryData reads data that is the whole body: JSON, or else text.
func (r *reader) binaryData(body []byte) event.Value {
	if body = trim(body); len(body) == 0 {
		return ""
	}
	v, err := r.parse(body)
	if err != nil {
		return event.TextValue(strings.ToValidUTF8(string(body), "\ufffd"))
	}
	r.fault = nil
	return event.Value(r.appendValue(nil, nil, v))
}

// structuredData reads data that stands among the attributes, as JSON or as
// bytes in base64.
func (r *reader) structuredData(attributes event.Properties) event.Value {
	if encoded, ok := attributes.Text("data_base64"); ok {
		if body, err := base64.StdEncoding.DecodeString(encoded); err == nil {
			return r.binaryData(body)
		}
	}
	data := attributes.Get("data")
	if text, ok := data.Text(); ok && strings.HasPrefix(strings.TrimSpace(text), "{") { // JSON in a text
		return r.binaryData([]byte(text))
	}
	return data
}

// cloudEvent reads one event.
func cloudEvent(attributes event.Properties, data event.Value) Entry {
	p := objectOf(data)
	if p == nil && !data.Null() {
		p = event.Properties{{Name: "data", Value: data}}
	}
	kind, _ := attributes.Text("type")
	item := event.Item{
		FreeName: true, Timestamp: attributes.Get("time"),
		User:      first(p.Get("user_id"), attributes.Get("userid"), attributes.Get("subject")),
		Anonymous: first(p.Get("anonymous_id"), attributes.Get("anonymousid")),
		Account:   first(p.Get("account_id"), attributes.Get("accountid")),
	}
	item.Name, item.Kind = cloudEventName(kind)
	for _, id := range []string{"conversation", "session", "agent", "message"} {
		if value := attributes.Get(id + "id"); !value.Null() {
			p = withDefault(p, id+"_id", value)
		}
	}
	item.Properties = without(p, "user_id", "anonymous_id", "account_id")
	item.Context = without(attributes, "id", "type", "time", "subject", "specversion", "datacontenttype",
		"userid", "anonymousid", "accountid", "conversationid", "sessionid", "agentid", "messageid")
	entry := Entry{Item: item}
	entry.Item.ID, entry.Fault = cloudEventID(attributes)
	if entry.Fault == nil && strings.TrimSpace(kind) == "" {
		entry.Fault = missing("type")
	}
	return entry
}

// cloudEventID is what tells an event from all others: a source has no space in
// it, so that no two pairs of source and id look alike.
func cloudEventID(attributes event.Properties) (event.Value, *event.Rejection) {
	var parts [2]string
	for i, name := range []string{"source", "id"} {
		text, _ := attributes.Get(name).Scalar()
		if parts[i] = strings.TrimSpace(text); parts[i] == "" {
			return "", missing(name)
		}
	}
	id := parts[0] + " " + parts[1]
	if len(id) > event.MaxIDLength {
		id = importID("cloudevents", parts[0], parts[1])
	}
	return event.TextValue(id), nil
}

// cloudEventName is the name of an event by its type: one of ours, also with a
// domain before it and, after "copilot.", in short; else the type itself.
func cloudEventName(kind string) (event.Value, event.Kind) {
	before, last := "", kind
	if dot := strings.LastIndexByte(kind, '.'); dot >= 0 {
		before, last = kind[:dot], kind[dot+1:]
	}
	own := before == "copilot" || strings.HasSuffix(before, ".copilot")
	switch {
	case event.KindOf(last, own) != event.Track:
		return event.TextValue(last), event.KindOf(last, own)
	case last == "identify" && (own || before == ""):
		return event.TextValue(last), event.Identify
	}
	return event.TextValue(kind), ""
}

// first is the first value that is there.
func first(values ...event.Value) event.Value {
	for i, value := range values {
		if value.Null() || value == `""` {
			values[i] = ""
		}
	}
	return cmp.Or(values...)
}
