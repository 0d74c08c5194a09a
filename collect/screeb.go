package collect

import (
	"fmt"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// MaxScreebItems is how many items one Screeb request may hold, as its API
// documents it.
const MaxScreebItems = 100

// Screeb reads Screeb's server API, POST /1.0/event: a JSON list of 1–100
// items of the types identify, track, group.assign, group.unassign, page,
// screen and copilot. The zero value is ready and may be used by many
// goroutines at once.
//
// Every item may have user_alias, properties and context; id and timestamp,
// which Screeb does not document, make a repeat harmless and history true.
// Track and copilot need event_name, the groups group_name, page url and
// screen screen_name. A copilot item may name its event shortly. Properties may
// stand beside type as well as under properties.
type Screeb struct{ readers readers }

// Decode reads one request.
func (s *Screeb) Decode(req Request) (Batch, error) {
	body := trim(req.Body)
	if len(body) == 0 {
		return Batch{}, fmt.Errorf("%w: it is empty", ErrUnreadable)
	}
	r := s.readers.get()
	defer s.readers.put(r, body)
	v, err := r.parse(body)
	if err != nil {
		return Batch{}, err
	}
	if !isArray(v) {
		return Batch{}, fmt.Errorf("%w: it must be a JSON list of items", ErrUnreadable)
	}
	items := v.GetArray()
	if len(items) == 0 || len(items) > MaxScreebItems {
		return Batch{}, fmt.Errorf("%w: %d, send 1 to %d", ErrBatchSize, len(items), MaxScreebItems)
	}
	batch := Batch{
		Key: req.Key, Entries: make([]Entry, len(items)),
		names: fieldNames{event: "event_name", user: "user_alias", account: "group_name"},
	}
	for i, item := range items {
		batch.Entries[i] = screebItem(r, item)
	}
	return batch, nil
}

func screebItem(r *reader, v *fastjson.Value) Entry {
	f, fault := r.item(v)
	entry := Entry{Fault: fault, Item: event.Item{
		ID:        f.id("id"),
		User:      f.get("user_alias"),
		Anonymous: f.get("anonymous_id"),
		Timestamp: f.get("timestamp"),
	}}
	if entry.Item.User.Null() {
		entry.Item.User = f.get("user_id")
	}
	if fault == nil {
		entry.Fault = screebType(&entry.Item, &f)
		group := entry.Item.Kind == event.Group // whose name is its account
		f.keepRest(func(name string) bool { return screebMember(name) || group && name == "group_name" })
	}
	entry.Item.Properties, entry.Item.Context = f.properties, f.context
	return entry
}

// screebType reads what only items of one type have.
func screebType(item *event.Item, f *fields) *event.Rejection {
	given := f.get("type")
	name, ok := given.Text()
	if given.Null() || ok && name == "" {
		return missing("type")
	}
	if !ok {
		return event.Reject(event.InvalidType, "type", "type must be text")
	}
	switch name {
	case "identify":
		item.Kind, item.Name = event.Identify, `"identify"`
	case "track":
		item.Name = f.get("event_name")
	case "copilot":
		item.Name, item.ShortNames = f.get("event_name"), true
	case "group.assign", "group.unassign":
		item.Kind, item.Name, item.Account = event.Group, given, f.get("group_name")
		return needed(f, "group_name")
	case "page":
		item.Kind, item.Name = event.Page, given
		return needed(f, "url")
	case "screen":
		item.Kind, item.Name = event.Page, given
		return needed(f, "screen_name")
	default:
		return event.Reject(event.UnknownType, "type",
			"type %q is unknown; use identify, track, group.assign, group.unassign, page, screen or copilot", clip(name))
	}
	return nil
}

// needed looks for a member that an item of its type cannot do without.
func needed(f *fields, field string) *event.Rejection {
	if f.blank(field) {
		return missing(field)
	}
	if _, ok := f.get(field).Scalar(); !ok {
		return event.Reject(event.InvalidType, field, "%s must be text", field)
	}
	return nil
}

// screebMember reports whether a member of an item is the protocol's own.
func screebMember(name string) bool {
	switch name {
	case "type", "event_name", "user_alias", "user_id", "anonymous_id", "id", "timestamp":
		return true
	default:
		return false
	}
}
