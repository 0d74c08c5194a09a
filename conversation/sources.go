package conversation

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/debrief-dev/debrief/event"
)

// sources lists what the answers of the conversation cite.
func (b *builder) sources() []string {
	var all []string
	for i := range b.parts {
		for _, a := range b.parts[i].answers {
			for _, name := range cited(a.response.Properties.Get("sources")) {
				if !slices.Contains(all, name) {
					all = append(all, name)
				}
			}
		}
	}
	return all
}

// cited names the sources in the property of a response: a list of texts or
// of objects, which are called by their id, else their URL, else their title.
// One alone need not be in a list. What has none of these is no source.
func cited(property event.Value) []string {
	var list []json.RawMessage
	if err := json.Unmarshal([]byte(property), &list); err != nil {
		list = []json.RawMessage{json.RawMessage(property)}
	}
	var names []string
	for _, raw := range list {
		one := event.Value(raw)
		name, isScalar := one.Scalar()
		if !isScalar {
			name = nameOf(one)
		}
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// nameOf is the name of a source that is an object; empty where it has none.
func nameOf(object event.Value) string {
	var members event.Properties
	if err := json.Unmarshal([]byte(object), &members); err != nil {
		return ""
	}
	text := func(member string) string {
		scalar, _ := members.Get(member).Scalar()
		return scalar
	}
	return cmp.Or(text("id"), text("url"), text("title"))
}
