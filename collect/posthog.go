package collect

import (
	"cmp"
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// PostHog reads PostHog's capture API, in the forms in which its SDKs of today
// and of some years ago speak it. It may be used by many goroutines at once. The
// body is one of
//
//	{"api_key","batch":[…],"sent_at"}   with its key also in token, in an item or in the header
//	{"event","distinct_id",…}           one item alone
//	[…]                                 the items alone
//	data=…                              one of these as a form has it, in base64
//
// whatever route and content type say. An item's uuid makes a repeat harmless;
// an empty one is none. What a name with $ before it says is the SDK's and goes
// to the context, but for what [posthogMeaning] understands.
type PostHog struct {
	Results bool // the answer says what became of each item by its uuid, as PostHog's newest route does
	readers readers
}

// Decode reads one request.
func (p *PostHog) Decode(req Request) (Batch, error) {
	req.Body = unform(req.Body)
	r := p.readers.get()
	defer p.readers.put(r, req.Body)
	e, err := r.envelope(req, envelopeNames{list: "batch", key: []string{"api_key", "token"}, sentAt: []string{"sent_at", "created_at"}})
	if err != nil {
		return Batch{}, err
	}
	batch := Batch{Key: e.keyOr(req.Key), Entries: make([]Entry, len(e.items)), names: fieldNames{
		id: "uuid", user: "distinct_id", account: "$group_key", conversation: "$ai_session_id",
	}}
	batch.SentAt, _ = event.ParseTime(e.sentAt)
	for i, item := range e.items {
		var key event.Value
		batch.Entries[i], key = posthogItem(r, item)
		if batch.Key == "" {
			own := envelope{key: key}
			batch.Key = own.keyOr("")
		}
	}
	return batch, nil
}

// unform takes the body out of a form, where it is in base64; any other is
// itself.
func unform(body []byte) []byte {
	form, found := strings.CutPrefix(string(trim(body[:min(len(body), formBegins)])), "data=")
	if !found {
		return body
	}
	whole := form + string(body[min(len(body), formBegins):])
	data, _, _ := strings.Cut(whole, "&")
	if plain, err := url.QueryUnescape(data); err == nil {
		data = strings.ReplaceAll(strings.TrimSpace(plain), " ", "+") // which some SDKs leave as it is, and a form then means a space by it
	}
	if decoded, err := base64.StdEncoding.DecodeString(data); err == nil {
		return decoded
	}
	return []byte(data)
}

// formBegins is how far a form is looked for.
const formBegins = 16

// PostHogAnswer is the body of the answer to a PostHog request.
type PostHogAnswer struct {
	Status   int       `json:"status"             doc:"1: every item was judged"`
	Rejected []Refusal `json:"rejected,omitempty" nullable:"false" doc:"Items that were refused, in the order of the request; the others are on disk"`
}

// PostHogResults is the body of the answer of PostHog's newest route, on which
// whatever it does not name was taken.
type PostHogResults struct {
	Results  map[string]struct{} `json:"results"            doc:"always empty: nothing is to be sent again"`
	Rejected []Refusal           `json:"rejected,omitempty" nullable:"false" doc:"Items that were refused, in the order of the request; the others are on disk"`
}

// Reply is the answer to a PostHog request. Its status is 200 whatever became of
// the items: posthog-js sends again whatever is answered otherwise.
func (p *PostHog) Reply(a *Answer) (status int, body any) {
	if p.Results {
		return statusOK, PostHogResults{Results: map[string]struct{}{}, Rejected: a.Rejected}
	}
	return statusOK, PostHogAnswer{Status: 1, Rejected: a.Rejected}
}

// posthogItem reads one item, and the key that it may tell.
func posthogItem(r *reader, v *fastjson.Value) (Entry, event.Value) {
	f, fault := r.itemOf(v, "properties")
	f.keepRest(posthogMember)
	p := f.properties
	item := event.Item{
		ID: f.id("uuid"), Name: f.get("event"), FreeName: true, User: f.named("distinct_id"), Timestamp: f.named("timestamp"), Context: f.context,
	}
	if item.User == "" {
		item.User = p.Get("distinct_id")
	}
	if item.Timestamp == "" {
		item.Timestamp = p.Get("$time") // in seconds
	}
	if session := f.named("session_id"); session != "" {
		p = withDefault(p, "$session_id", session)
	}
	key := cmp.Or(f.named("api_key"), f.named("token"), p.Get("token"))
	item.Properties = without(p, "distinct_id", "token", "$ip") // addresses are not kept
	if fault == nil {
		fault = posthogMeaning(&item)
	}
	item.Properties, item.Context = posthogContext(item.Properties, item.Context)
	return Entry{Item: item, Fault: fault}, key
}

// posthogContext moves to the context what the SDK says by itself.
func posthogContext(p, context event.Properties) (own, around event.Properties) {
	own = make(event.Properties, 0, len(p))
	for _, property := range p {
		if strings.HasPrefix(property.Name, "$") {
			context = append(context, property)
		} else {
			own = append(own, property)
		}
	}
	return own, context.Sorted()
}

// posthogMember reports whether a member of an item is the protocol's own.
// Whatever else stands there is a property.
func posthogMember(name string) bool {
	switch name {
	case "event", "uuid", "distinct_id", "timestamp", "offset", "api_key", "token", "type", "library", "library_version",
		"send_feature_flags", "options", "session_id", "window_id", "sent_at", "created_at":
		return true
	default:
		return false
	}
}
