package collect

import (
	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// nativeItem reads one event of the native protocol.
func nativeItem(r *reader, v *fastjson.Value, shortNames bool) Entry {
	f, fault := r.item(v)
	f.keepRest(nativeMember)
	entry := Entry{Fault: fault, Item: event.Item{
		ID:         f.id("id"),
		Name:       f.get("event"),
		User:       f.get("user_id"),
		Anonymous:  f.get("anonymous_id"),
		Account:    f.get("account_id"),
		Timestamp:  f.get("timestamp"),
		ShortNames: shortNames || f.get("copilot") == "true",

		TimeInferred: f.get("time_inferred") == "true",
		Properties:   f.properties,
		Context:      f.context,
	}}
	if fault == nil {
		entry.Fault = nativeType(&entry.Item, &f)
	}
	return entry
}

// nativeMember reports whether a member of an item is the protocol's own; key
// and sent_at are those of an event alone, which is its own request.
func nativeMember(name string) bool {
	switch name {
	case "id", "event", "type", "user_id", "anonymous_id", "account_id", "timestamp", "time_inferred", "copilot", "key", "sent_at":
		return true
	default:
		return false
	}
}

// nativeType reads what an item without an event's name is.
func nativeType(item *event.Item, f *fields) *event.Rejection {
	given := f.get("type")
	name, ok := given.Text()
	if !ok && !given.Null() {
		return event.Reject(event.InvalidType, "type", "type must be text")
	}
	switch name {
	case "", "track":
	case "identify":
		item.Kind = event.Identify
	case "page":
		item.Kind = event.Page
	case "group":
		item.Kind = event.Group
		if f.blank("account_id") {
			return missing("account_id")
		}
	case "alias":
		item.Kind = event.Identify
		if item.Name.Null() {
			item.Name = `"alias"`
		}
		for _, field := range []string{"user_id", "anonymous_id"} {
			if f.blank(field) {
				return missing(field)
			}
		}
	default:
		return event.Reject(event.UnknownType, "type", "type %q is unknown; use track, identify, group, alias or page", clip(name))
	}
	return nil
}

func missing(field string) *event.Rejection {
	return event.Reject(event.MissingField, field, "%s is required", field)
}
