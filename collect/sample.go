package collect

import (
	"cmp"

	"github.com/debrief-dev/debrief/event"
)

// Sample is an item as its sender wrote it, as far as it could be read: JSON
// under the protocol's own names but for properties that have a name here, not
// redacted. It is empty where nothing could be read.
func (b Batch) Sample(index int) []byte {
	item := &b.Entries[index].Item
	var all event.Properties
	for _, field := range []event.Property{
		{Name: cmp.Or(b.names.id, "id"), Value: item.ID},
		{Name: cmp.Or(b.names.event, "event"), Value: item.Name},
		{Name: cmp.Or(b.names.user, "user_id"), Value: item.User},
		{Name: cmp.Or(b.names.anonymous, "anonymous_id"), Value: item.Anonymous},
		{Name: cmp.Or(b.names.account, "account_id"), Value: item.Account},
		{Name: "timestamp", Value: item.Timestamp},
		{Name: "properties", Value: object(item.Properties)},
		{Name: "context", Value: object(item.Context)},
	} {
		if field.Value != "" {
			all = append(all, field)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all.AppendJSON(nil)
}

func object(p event.Properties) event.Value {
	if len(p) == 0 {
		return ""
	}
	return event.Value(p.AppendJSON(nil))
}
