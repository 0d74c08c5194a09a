package collect

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/event"
)

// posthogMeaning reads what an item means. Whatever is not understood stays an
// event of its own name, to be a goal where the project says so.
func posthogMeaning(item *event.Item) *event.Rejection {
	posthogWho(item)
	name, _ := item.Name.Text()
	switch name {
	case "$identify", "$set":
		item.Kind = event.Identify
		item.Properties = posthogTraits(item.Properties, "$set", "$set_once")
		return nil
	case "$create_alias", "$merge_dangerously":
		return posthogAlias(item)
	case "$groupidentify":
		return posthogGroup(item)
	}
	posthogWhere(item)
	switch name {
	case "$pageview", "$screen":
		item.Kind = event.Page
	case "$ai_trace", "$ai_span", "$ai_generation", "$ai_embedding":
		posthogSpan(item, name)
	case "survey sent":
		posthogSurvey(item)
	case "$ai_feedback":
		posthogFeedback(item)
	case "$ai_metric":
		posthogMetric(item)
	default:
		item.Properties = ownNames(item, event.KindOf(name, false) != event.Track)
		earned(item)
	}
	return nil
}

// posthogWho says whether the id of an item is a user's: a browser's SDK says
// whether it was identified, a backend's where it is not to make a person of it.
func posthogWho(item *event.Item) {
	p := item.Properties
	anonymous := p.Get("$process_person_profile") == "false"
	if said := p.Get("$is_identified"); !said.Null() {
		anonymous = said == "false"
	}
	if anonymous {
		item.User, item.Anonymous = "", item.User
	}
	if before := p.Get("$anon_distinct_id"); !before.Null() && before != item.User {
		item.Anonymous = before
	}
	item.Account = accountOf(objectOf(p.Get("$groups")))
}

// posthogWhere names the conversation, the session and the trace as they are
// named here.
func posthogWhere(item *event.Item) {
	p := item.Properties
	if session := p.Get("$session_id"); !session.Null() {
		p = withDefault(p, "session_id", session)
	}
	if conversation := p.Get("$ai_session_id"); !conversation.Null() {
		p = withDefault(p, "conversation_id", conversation)
	}
	item.Properties = without(p, "$session_id", "$ai_session_id")
}

// posthogTraits are the traits in properties of these names, of which the
// first counts most. A browser's SDK tells by $ how a user first came; that is
// about the visit.
func posthogTraits(p event.Properties, names ...string) event.Properties {
	var traits event.Properties
	for _, name := range slices.Backward(names) {
		for _, trait := range objectOf(p.Get(name)) {
			if !strings.HasPrefix(trait.Name, "$") && !trait.Value.Null() {
				traits = append(traits, trait)
			}
		}
	}
	return append(without(p, names...), traits...).Sorted()
}

// posthogAlias ties two ids. A backend tells the user and another id of them;
// a browser that has not identified anybody tells its own id and the user.
func posthogAlias(item *event.Item) *event.Rejection {
	other := item.Properties.Get("alias")
	item.Kind = event.Identify
	item.Properties = without(item.Properties, "alias")
	switch {
	case other.Null() || other == `""`:
		return missing("alias")
	case item.User.Null() && !item.Anonymous.Null():
		item.User = other
	default:
		item.Anonymous = other
	}
	if item.User.Null() {
		return missing("distinct_id")
	}
	return nil
}

// posthogGroup reads the traits of a group. A backend that names no user has
// made one up, of the type of the group and its key.
func posthogGroup(item *event.Item) *event.Rejection {
	p := item.Properties
	kind, _ := p.Get("$group_type").Scalar()
	key, _ := p.Get("$group_key").Scalar()
	if strings.TrimSpace(key) == "" {
		return missing("$group_key")
	}
	item.Kind, item.Account = event.Group, event.TextValue(key)
	if user, _ := item.User.Scalar(); user == "$"+kind+"_"+key {
		item.User = ""
	}
	item.Properties = withDefault(posthogTraits(p, "$group_set"), "group_type", event.TextValue(kind))
	return nil
}
