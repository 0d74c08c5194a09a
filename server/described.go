package server

import (
	"net/http"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/collect"
)

// describe puts the routes that are served outside the framework into the
// document: sending, health, and pages.
func (s *Server) describe() {
	document := s.api.OpenAPI()
	for _, op := range slices.Concat(s.describeSending(), s.describeSegment(), s.describePostHog(), s.describeAmplitude(), s.describeCloudEvents(), s.describeOTLP(), s.describePages()) {
		op.Extensions = map[string]any{"x-ignores-unknown-parameters": true} // a link from elsewhere brings its own
		document.AddOperation(op)
	}
}

// What routes outside /api/v1 are about.
const (
	tagSending = "sending"
	tagPages   = "pages"
)

// nativeEvent is what POST /t takes, as the document shows it; package collect
// reads it.
type nativeEvent struct {
	_ struct{} `additionalProperties:"true"`

	Event      string         `json:"event,omitempty" doc:"the name; needed unless type says what it is" example:"screeb_copilot_user_prompt"`
	Type       string         `json:"type,omitempty" enum:"track,identify,group,alias,page" doc:"what it is, where it is no named event"`
	ID         string         `json:"id,omitempty" maxLength:"255" doc:"makes a repeat harmless" example:"e1"`
	User       string         `json:"user_id,omitempty" maxLength:"255" example:"u1"`
	Anonymous  string         `json:"anonymous_id,omitempty" maxLength:"255"`
	Account    string         `json:"account_id,omitempty" maxLength:"255"`
	Timestamp  string         `json:"timestamp,omitempty" doc:"RFC 3339; the time of arrival when it is missing" example:"2026-11-23T10:00:00.123Z"`
	Properties map[string]any `json:"properties,omitempty" doc:"at most 1000; docs/events.md says which have a meaning" example:"{\"prompt\":\"How can I export my data?\",\"conversation_id\":\"c1\"}"`
	Context    map[string]any `json:"context,omitempty" doc:"what the sender's library adds: locale, page, …"`
}

type nativeBody struct {
	Key    string        `json:"key,omitempty" doc:"a write key or a server key, where it is not in ?k= or the header"`
	SentAt string        `json:"sent_at,omitempty" doc:"the sender's clock when it sends" example:"2026-11-23T10:00:01Z"`
	Events []nativeEvent `json:"events" maxItems:"10000" nullable:"false"`
}

// screebItem is what POST /1.0/event takes a list of.
type screebItem struct {
	_ struct{} `additionalProperties:"true"`

	Type       string         `json:"type" enum:"identify,track,group.assign,group.unassign,page,screen,copilot" example:"copilot"`
	User       string         `json:"user_alias,omitempty" maxLength:"255" example:"u1"`
	Event      string         `json:"event_name,omitempty" doc:"of track and copilot" example:"user_prompt"`
	Group      string         `json:"group_name,omitempty" doc:"of group.assign and group.unassign"`
	Properties map[string]any `json:"properties,omitempty" example:"{\"prompt\":\"How can I export my data?\",\"conversation_id\":\"c1\"}"`
}

const judged = "Every item is answered for: 200 says what became of each, 422 the same where every item was rejected. Events that were accepted are on disk."

func (s *Server) describeSending() []*huma.Operation {
	schemas := s.api.OpenAPI().Components.Schemas
	one := schemas.Schema(reflect.TypeFor[nativeEvent](), true, "Event")
	native := &huma.Operation{
		OperationID: "sendNative", Method: http.MethodPost, Path: "/t", Summary: "Send events", Description: judged +
			" The body may also be a list of events, or one alone; as application/x-ndjson it is one a line. It may be compressed with gzip. Unknown parameters are ignored.",
		Parameters:  []*huma.Param{{Name: "k", In: "query", Description: "the key, where a header cannot be set", Schema: &huma.Schema{Type: "string"}}},
		RequestBody: takes("application/json", schemas.Schema(reflect.TypeFor[nativeBody](), true, "NativeBody"), "text/plain", nil, "application/x-ndjson", one),
	}
	items := &huma.Schema{Type: "array", MinItems: new(1), MaxItems: new(collect.MaxScreebItems), Items: schemas.Schema(reflect.TypeFor[screebItem](), true, "Item")}
	screeb := &huma.Operation{
		OperationID: "sendScreeb", Method: http.MethodPost, Path: "/1.0/event", Summary: "Send events as Screeb's server API takes them", Description: judged,
		RequestBody: takes("application/json", items),
	}
	answer := schemas.Schema(reflect.TypeFor[collect.Answer](), true, "Answer")
	for _, op := range []*huma.Operation{native, screeb} {
		op.Tags, op.Security = []string{tagSending}, []map[string][]string{{"key": {}}}
		op.Responses = map[string]*huma.Response{
			"200": gives("What became of each item", "application/json", answer),
			"422": gives("Every item was rejected", "application/json", answer),
		}
		op.Responses["200"].Content["application/json"].Example = map[string]any{"accepted": 1, "duplicate": 0, "rejected": []any{map[string]any{
			"index": 1, "code": "missing_field", "field": "conversation_id", "message": "conversation_id is required",
		}}}
		op.Errors = sendingErrors()
	}
	return []*huma.Operation{native, screeb}
}

func (*Server) describePages() []*huma.Operation {
	get := func(id, path, summary, kind string) *huma.Operation {
		return &huma.Operation{
			OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Tags: []string{tagPages},
			Responses: map[string]*huma.Response{"200": gives(http.StatusText(http.StatusOK), kind, nil)},
		}
	}
	alive := get("isAlive", "/healthz", "Answers while the process lives", "text/plain")
	ready := get("isReady", "/readyz", "Answers once events can be accepted and figures asked", "text/plain")
	ready.Errors = []int{http.StatusServiceUnavailable}
	script := get("getTag", "/tag.js", "The browser tag", "text/javascript")
	script.Responses["200"].Headers = headers("ETag", "names this build and encoding")
	script.Responses["304"] = &huma.Response{Description: "The one that is known", Headers: script.Responses["200"].Headers}
	signIn := get("signInByLink", "/signin", "Sign in by a one-time link; answers by leading to the dashboard", "text/html")
	signIn.Parameters = []*huma.Param{{Name: "token", In: "query", Description: "of the link", Schema: &huma.Schema{Type: "string"}}}
	signIn.Responses = map[string]*huma.Response{"303": gives("Goes on at the dashboard", "text/html", nil)}
	signIn.Responses["303"].Headers = headers("Location", "a page of the dashboard", "Set-Cookie", "the session, where the link was good")
	return []*huma.Operation{
		alive, ready, script, signIn,
		get("getOpenAPI", openAPIPath, "This document", openAPIType), get("getDocs", "/docs/api", "This document, for people", "text/html"),
	}
}

// takes is a body of one of several media types, with their schemas.
func takes(kinds ...any) *huma.RequestBody {
	content := make(map[string]*huma.MediaType)
	for i := 0; i+1 < len(kinds); i += 2 {
		kind, _ := kinds[i].(string)
		schema, _ := kinds[i+1].(*huma.Schema)
		content[kind] = &huma.MediaType{Schema: schema}
	}
	return &huma.RequestBody{Required: true, Content: content}
}

func gives(description, kind string, schema *huma.Schema) *huma.Response {
	return &huma.Response{Description: description, Content: map[string]*huma.MediaType{kind: {Schema: schema}}}
}

// headers describes headers: name and meaning, in turn.
func headers(described ...string) map[string]*huma.Param {
	all := make(map[string]*huma.Param)
	for i := 0; i+1 < len(described); i += 2 {
		all[described[i]] = &huma.Param{Description: described[i+1], Schema: &huma.Schema{Type: "string"}}
	}
	return all
}
