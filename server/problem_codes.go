package server

import (
	"net/http"
	"slices"
)

// ProblemCode is one row of the closed list of codes that problems carry.
// Codes are part of the API: they are never renamed.
type ProblemCode struct {
	Code    string
	Status  int // that usually comes with it
	Meaning string
	Mend    string // what the caller should do
}

// statusGone is nginx's status for a caller that went away; nobody sees it but
// the log.
const statusGone = 499

// Problems lists every code, by status.
func Problems() []ProblemCode {
	return []ProblemCode{
		{"invalid_batch", http.StatusBadRequest, "The request holds no item, or more than its route takes.", "Split the batch, or send at least one item."},
		{"invalid_filter", http.StatusBadRequest, "`where` cannot be read. `position` is the byte at which its mistake is.", "Mend the filter as the detail says; [filters.md](filters.md) has the language."},
		{"invalid_search", http.StatusBadRequest, "`q` cannot be read. `position` is the byte at which its mistake is.", "Close the quote, or name a word to find, as the detail says."},
		{"invalid_parameter", http.StatusBadRequest, "A parameter, named by `field`, is unknown or has a value that means nothing.", "Send what the detail says."},
		{
			"invalid_query", http.StatusBadRequest, "The figure cannot be asked for in this way, as by a breakdown that it does not have.",
			"Choose what the detail offers; [metrics.md](metrics.md) has the metrics.",
		},
		{
			"unknown_format", http.StatusBadRequest, "The file to import fits none of the formats that are understood; the detail says what was seen in it.",
			"Name the format, map its columns, or see [import.md](import.md).",
		},
		{"unreadable_body", http.StatusBadRequest, "The body as a whole cannot be read, so no item of it was looked at.", "Send JSON in one of the shapes that the route takes."},
		{
			"unauthorized", http.StatusUnauthorized, "There is no key or session, or it is unknown, revoked, ended or of the wrong kind.",
			"Send a key that works: `debrief keys list`; or sign in: `debrief user link EMAIL`.",
		},
		{"forbidden", http.StatusForbidden, "The key or the person is known but may not do this.", "Use a key or a role that may; the detail says which."},
		{
			"origin_not_allowed", http.StatusForbidden, "The write key is limited to pages of certain sites, and the request's `Origin` is none of them, or it has none.",
			"Add the site in Settings → Keys or by `debrief keys limit`; from a backend, send with a server key.",
		},
		{"not_found", http.StatusNotFound, "There is no such route, conversation, key, person or project.", "Check the name."},
		{"unknown_metric", http.StatusNotFound, "No metric has this id.", "Choose one of `GET /api/v1/metrics`."},
		{"method_not_allowed", http.StatusMethodNotAllowed, "The route takes another method, named by `Allow`.", "Send the request with that method."},
		{"last_owner", http.StatusConflict, "It would leave nobody who may manage people and keys.", "Make another person an owner first."},
		{"exists", http.StatusConflict, "There is one by that name already.", "Use another name, or the one that is there."},
		{"expired", http.StatusGone, "A sign-in link or an invitation was used or is too old.", "Make a new one: `debrief user link EMAIL` or `debrief user invite EMAIL`."},
		{"too_large", http.StatusRequestEntityTooLarge, "The body is larger than 8 MiB or holds too many items.", "Send fewer items in a request."},
		{"unsupported_encoding", http.StatusUnsupportedMediaType, "The body is compressed in a way that is not understood.", "Use gzip or none."},
		{"unsupported_type", http.StatusUnsupportedMediaType, "The body is of a media type that the route does not take.", "Send `Content-Type: application/json`."},
		{"invalid_request", http.StatusUnprocessableEntity, "The body does not fit the route's description; `field` is what is at fault.", "Compare it with `/docs/api`."},
		{"unfit_password", http.StatusUnprocessableEntity, "The password that was chosen cannot be used; the detail says why.", "Choose another: 12 characters or more, at most 72 bytes."},
		{
			"too_many_attempts", http.StatusTooManyRequests, "There were too many wrong passwords for this account or from this address.",
			"Wait `Retry-After` seconds, or sign in by a link: `debrief user link EMAIL`.",
		},
		{"cancelled", statusGone, "The caller went away before the answer.", "Nothing."},
		{"internal", http.StatusInternalServerError, "Something went wrong on the server, whose log says what.", "Report it, with what the log says."},
		{
			"not_ready", http.StatusServiceUnavailable, "It takes longer than a request may wait, as when much is still to be analysed.",
			"Send it again after `Retry-After` seconds.",
		},
		{
			"not_compacted", http.StatusServiceUnavailable, "Files could not be written anew, as while a backup is made or the disk has no room for a copy of the events.",
			"Make room where the detail says so, and ask again; it is tried again by itself.",
		},
		{"too_many_streams", http.StatusServiceUnavailable, "As many live streams are open as one process serves.", "Close some, or try again later."},
		{
			"rate_exceeded", http.StatusServiceUnavailable, "The key sends more events than its rate allows. Nothing of the request was kept. The status is 429 where Segment's SDKs and OpenTelemetry's exporters send, which wait then.",
			"Send the whole request again after `Retry-After` seconds; raise the rate in Settings → Keys or by `debrief keys limit`.",
		},
		{
			"overloaded", http.StatusServiceUnavailable, "The server cannot keep more events now. Nothing of the request was kept.",
			"Send the whole request again after `Retry-After` seconds.",
		},
	}
}

// problem makes a problem of the list; another code is our mistake.
func problem(code, detail string) *Problem {
	all := Problems()
	i := slices.IndexFunc(all, func(p ProblemCode) bool { return p.Code == code })
	if i < 0 {
		return problem("internal", detail)
	}
	return &Problem{Title: titleOf(all[i].Status), Status: all[i].Status, Code: code, Detail: detail}
}

func titleOf(status int) string {
	if status == statusGone {
		return "Client Closed Request"
	}
	return http.StatusText(status)
}
