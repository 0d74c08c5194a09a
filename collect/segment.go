package collect

import (
	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// Segment reads Segment's HTTP Tracking API, as its own SDKs and RudderStack's
// speak it. It may be used by many goroutines at once. The body is one of
//
//	{"batch":[…],"writeKey","sentAt","context"}   whose context all items share
//	{"type","messageId","userId",…}               one item alone
//	[…]                                           the items alone
//
// whatever route and content type say. An item is of type identify, track,
// page, screen, group or alias; its messageId makes a repeat harmless, and its
// time is timestamp or RudderStack's originalTimestamp. Of traits of a user
// that stand in the context those are kept that the item itself has not.
//
// A track item that is an event of Segment's AI Copilot Spec, or has the name of
// one of ours, becomes that: see [segmentCopilot].
type Segment struct {
	Type    string // of an item that names none, as a route for one type implies
	readers readers
}

// Decode reads one request.
func (s *Segment) Decode(req Request) (Batch, error) {
	r := s.readers.get()
	defer s.readers.put(r, req.Body)
	e, err := r.envelope(req, envelopeNames{list: "batch", context: "context", key: []string{"writeKey"}, sentAt: []string{"sentAt"}})
	if err != nil {
		return Batch{}, err
	}
	batch := Batch{Key: e.keyOr(req.Key), Entries: make([]Entry, len(e.items)), names: fieldNames{
		id: "messageId", user: "userId", anonymous: "anonymousId", account: "groupId",
		conversation: "conversationId", message: "messageId", text: "message_body",
	}}
	for i, item := range e.items {
		var sentAt event.Value
		batch.Entries[i], sentAt = s.item(r, item, e.context)
		if e.sentAt == "" {
			e.sentAt = sentAt // RudderStack's Go SDK tells it in the items alone
		}
	}
	batch.SentAt, _ = event.ParseTime(e.sentAt)
	return batch, nil
}

// SegmentAnswer is the body of the answer to a Segment request: success alone,
// as Segment itself says it, unless something was rejected.
type SegmentAnswer struct {
	Success   bool      `json:"success"             doc:"Whether every item is on disk now; what became of each is said where not"`
	Accepted  *int      `json:"accepted,omitempty"  doc:"Items that are on disk now"`
	Duplicate *int      `json:"duplicate,omitempty" doc:"Items that were here before; nothing changed"`
	Rejected  []Refusal `json:"rejected,omitempty"  nullable:"false" doc:"Items that were refused, in the order of the request"`
}

// Reply is the answer to a Segment request. Its status is 200 whatever became
// of the items, as Segment's is: some SDKs send again and again what is refused.
func (*Segment) Reply(a *Answer) (status int, body any) {
	if len(a.Rejected) == 0 {
		return statusOK, SegmentAnswer{Success: true}
	}
	return statusOK, SegmentAnswer{Accepted: &a.Accepted, Duplicate: &a.Duplicate, Rejected: a.Rejected}
}

// item reads one item, and when it says that it was sent.
func (s *Segment) item(r *reader, v *fastjson.Value, common event.Properties) (Entry, event.Value) {
	kind, fault := s.typeOf(v)
	object := "properties"
	if kind == "identify" || kind == "group" {
		object = "traits"
	}
	f, unread := r.itemOf(v, object)
	if unread != nil {
		fault = unread
	}
	f.keepRest(segmentMember)
	entry := Entry{Fault: fault, Item: event.Item{
		ID: f.id("messageId"), User: f.named("userId"), Anonymous: f.named("anonymousId"), Timestamp: f.named("timestamp"),
		Properties: f.properties, Context: f.context,
	}}
	if entry.Item.Timestamp == "" {
		entry.Item.Timestamp = f.named("originalTimestamp")
	}
	entry.Item.Context = without(over(f.context, common), "ip") // addresses are not kept
	if fault == nil {
		entry.Fault = segmentType(&entry.Item, &f, kind)
	}
	return entry, f.named("sentAt")
}

// typeOf is what an item says that it is, which must be known before the rest
// of it can be read.
func (s *Segment) typeOf(v *fastjson.Value) (string, *event.Rejection) {
	var given *fastjson.Value
	if o := v.GetObject(); o != nil {
		given = lastMember(o, "type")
	}
	if given == nil {
		return s.Type, nil
	}
	written := scalar(given)
	name, ok := written.Text()
	switch {
	case written == "null", ok && name == "":
		return s.Type, nil
	case !ok:
		return "", event.Reject(event.InvalidType, "type", "type must be text")
	}
	return name, nil
}

// segmentType reads what only items of one type have.
func segmentType(item *event.Item, f *fields, kind string) *event.Rejection {
	switch kind {
	case "":
		return missing("type")
	case "track":
		item.Name, item.FreeName = f.get("event"), true
		segmentCopilot(item)
	case "identify":
		item.Kind, item.Name = event.Identify, `"identify"`
		item.Properties = withTraits(item)
	case "page", "screen":
		item.Kind, item.Name = event.Page, event.TextValue(kind)
		item.Properties = ownNames(item, false)
	case "group":
		item.Kind, item.Name, item.Account = event.Group, `"group"`, f.get("groupId")
		return needed(f, "groupId")
	case "alias":
		item.Kind, item.Name, item.Anonymous = event.Identify, `"alias"`, f.named("previousId")
		for _, field := range []string{"userId", "previousId"} {
			if f.blank(field) {
				return missing(field)
			}
		}
	default:
		return event.Reject(event.UnknownType, "type", "type %q is unknown; use identify, track, page, screen, group or alias", clip(kind))
	}
	return nil
}

// withTraits are an item's properties with the traits of its context:
// RudderStack's browser SDK has them nowhere else.
func withTraits(item *event.Item) event.Properties {
	return over(item.Properties, objectOf(item.Context.Get("traits")))
}

// segmentMember reports whether a member of an item is the protocol's own, or
// tells only what the SDK did. Whatever else stands there is a property.
func segmentMember(name string) bool {
	switch name {
	case "type", "event", "messageId", "userId", "anonymousId", "groupId", "previousId", "timestamp", "originalTimestamp", "sentAt", "receivedAt",
		"writeKey", "integrations", "channel", "_metadata":
		return true
	default:
		return false
	}
}
