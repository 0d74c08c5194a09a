package event

import "fmt"

// Code is the closed list of reasons why an item is refused. Codes are part
// of the API: they are never renamed.
type Code string

// The codes.
const (
	InvalidItem         Code = "invalid_item"
	MissingField        Code = "missing_field"
	InvalidType         Code = "invalid_type"
	UnknownType         Code = "unknown_type"
	UnknownAction       Code = "unknown_action"
	UnknownRatingScale  Code = "unknown_rating_scale"
	InvalidRating       Code = "invalid_rating"
	RatingOutOfRange    Code = "rating_out_of_range"
	InvalidEventName    Code = "invalid_event_name"
	InvalidPropertyName Code = "invalid_property_name"
	TooManyProperties   Code = "too_many_properties"
	InvalidUserID       Code = "invalid_user_id"
	IDTooLong           Code = "id_too_long"
	InvalidTimestamp    Code = "invalid_timestamp"
)

// CodeMeaning is one row of the documentation of codes.
type CodeMeaning struct {
	Code    Code
	Meaning string
	Mend    string // what the sender should do
}

// Codes documents every code, in the order in which faults are looked for.
func Codes() []CodeMeaning {
	return []CodeMeaning{
		{InvalidItem, "the item is not a JSON object, or the line is not JSON", "send one JSON object per event"},
		{MissingField, "a property this event cannot do without is absent, null or blank", "send the property named in `field`"},
		{InvalidType, "a value has a type that cannot be read", "send text where text is expected, an object for `properties`"},
		{UnknownType, "`type` is none of the item types of this route, or a message of an imported file has a role that is not known", "use one of those the message lists"},
		{UnknownAction, "`action` is none of the actions Debrief knows", "use one of the actions the message lists, or a `track` event"},
		{UnknownRatingScale, "`rating_scale` is not a scale Debrief knows", "send `1-5`, `0-10`, `5`, `csat`, `ces`, `nps`, `thumbs` or `boolean`"},
		{InvalidRating, "`rating` is neither a number nor a word of its scale", "send the number the user chose"},
		{RatingOutOfRange, "`rating` lies outside its `rating_scale`", "send the scale the message says would fit"},
		{InvalidEventName, "the name is not 1–127 characters of `A-Z a-z 0-9 - _ . / :` and space", "rename the event"},
		{InvalidPropertyName, "a property name is empty or longer than 128 characters", "shorten the name"},
		{TooManyProperties, "more than 1000 properties", "send fewer, or nest them"},
		{InvalidUserID, "the user id is not 1–255 characters", "leave it out for anonymous users; never send an empty one"},
		{IDTooLong, "an id is longer than 255 characters", "send a shorter id"},
		{InvalidTimestamp, "the time cannot be read", "send RFC 3339, as in `2026-11-23T10:00:00.123Z`"},
	}
}

// Rejection says why one item was refused and which of its fields is at
// fault. It is an error so that decoders can return it.
type Rejection struct { //nolint:errname // it is a word of the API first, and an error only where one is passed on
	Code    Code
	Field   string // the property's own name; empty when no one field is at fault
	Message string // safe to show: it repeats names and short values, never texts
}

// Error is the message with its code.
func (r *Rejection) Error() string { return string(r.Code) + ": " + r.Message }

// Reject makes a rejection.
func Reject(code Code, field, format string, args ...any) *Rejection {
	return &Rejection{Code: code, Field: field, Message: fmt.Sprintf(format, args...)}
}

func missing(field string) *Rejection {
	return Reject(MissingField, field, "%s is required", field)
}
