package collect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// envelope is what stands around the items of a request.
type envelope struct {
	key, sentAt event.Value
	context     event.Properties
	items       []*fastjson.Value
	around      *fastjson.Value // the object the items stand in; nil where they are alone
}

// envelopeNames are what a protocol calls the members of its envelope; the
// first of several that is there counts.
type envelopeNames struct {
	list, context string
	key, sentAt   []string
}

// envelope reads a body that is one of
//
//	{"LIST":[…], …}   items in an envelope
//	{…}               one item alone, which tells the key and the time itself
//	[…]               the items alone
func (r *reader) envelope(req Request, names envelopeNames) (envelope, error) {
	body := trim(req.Body)
	if len(body) == 0 {
		return envelope{}, fmt.Errorf("%w: it is empty", ErrUnreadable)
	}
	v, err := r.parse(body)
	if err != nil {
		return envelope{}, err
	}
	e, err := r.unfold(v, names)
	if err == nil && len(e.items) > MaxItems {
		err = tooMany()
	}
	return e, err
}

func (r *reader) unfold(v *fastjson.Value, names envelopeNames) (envelope, error) {
	if isArray(v) {
		return envelope{items: v.GetArray()}, nil
	}
	o := v.GetObject()
	if o == nil {
		return envelope{}, fmt.Errorf("%w: it is neither an object nor a list of items", ErrUnreadable)
	}
	e := envelope{around: v, key: firstScalar(o, names.key), sentAt: firstScalar(o, names.sentAt)}
	switch list := lastMember(o, names.list); {
	case list == nil:
		e.items = []*fastjson.Value{v}
	case isArray(list):
		e.items, e.context = list.GetArray(), r.object(lastMember(o, names.context))
	default:
		return e, fmt.Errorf("%w: its %s is no list of items", ErrUnreadable, names.list)
	}
	return e, nil
}

// keyOr is the envelope's own key, else the other.
func (e *envelope) keyOr(other string) string {
	if key, ok := e.key.Text(); ok && strings.TrimSpace(key) != "" {
		return strings.TrimSpace(key)
	}
	return other
}

// lastMember is the member of that name, of several the last; nil where there
// is none.
func lastMember(o *fastjson.Object, name string) *fastjson.Value {
	var found *fastjson.Value
	if name == "" {
		return nil
	}
	o.Visit(func(key []byte, member *fastjson.Value) {
		if string(key) == name {
			found = member
		}
	})
	return found
}

// firstScalar is the first of the named members that is there with a value.
func firstScalar(o *fastjson.Object, names []string) event.Value {
	for _, name := range names {
		if member := lastMember(o, name); member != nil {
			if value := scalar(member); !value.Null() && value != `""` {
				return value
			}
		}
	}
	return ""
}

// objectOf reads a property that is an object; nil for any other.
func objectOf(v event.Value) event.Properties {
	var members event.Properties
	if v.Null() || v[0] != '{' || members.UnmarshalJSON([]byte(v)) != nil {
		return nil
	}
	return members
}

// over are properties with others beneath, of which those count that it has
// not itself.
func over(top, beneath event.Properties) event.Properties {
	if len(beneath) == 0 {
		return top
	}
	return slices.Concat(beneath, top).Sorted()
}

// without are the properties that are not of these names.
func without(p event.Properties, names ...string) event.Properties {
	kept := make(event.Properties, 0, len(p))
	for _, property := range p {
		if !slices.Contains(names, property.Name) {
			kept = append(kept, property)
		}
	}
	return kept
}
