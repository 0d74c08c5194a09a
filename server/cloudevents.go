package server

import (
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/collect"
)

// cloudEvents is where CloudEvents are sent.
const cloudEvents = "/cloudevents"

// cloudEventAttributes are the attributes that stand in the headers.
func cloudEventAttributes(h http.Header) map[string]string {
	const prefix = "Ce-"
	attributes := make(map[string]string)
	for name, values := range h {
		if attribute, found := strings.CutPrefix(name, prefix); found && len(values) > 0 {
			attributes[strings.ToLower(attribute)] = values[0]
		}
	}
	return attributes
}

// cloudEvent is what the route takes, as the document shows it; package collect
// reads it.
type cloudEvent struct {
	_ struct{} `additionalProperties:"true"`

	Version string         `json:"specversion" example:"1.0"`
	ID      string         `json:"id" doc:"with source it makes a repeat harmless"`
	Source  string         `json:"source" example:"/copilot/web"`
	Type    string         `json:"type" example:"com.example.screeb_copilot_user_prompt" doc:"the name of an event, also with a domain before it"`
	Subject string         `json:"subject,omitempty" doc:"the user, where data names none"`
	Time    string         `json:"time,omitempty" doc:"RFC 3339; the time of arrival when it is missing"`
	Data    map[string]any `json:"data,omitempty" doc:"its properties" example:"{\"prompt\":\"How can I export my data?\",\"conversation_id\":\"c1\"}"`
}

// describeCloudEvents puts the route into the document.
func (s *Server) describeCloudEvents() []*huma.Operation {
	schemas := s.api.OpenAPI().Components.Schemas
	one := schemas.Schema(reflect.TypeFor[cloudEvent](), true, "CloudEvent")
	list := &huma.Schema{Type: "array", Items: one, MaxItems: new(collect.MaxItems)}
	answer := schemas.Schema(reflect.TypeFor[collect.Answer](), true, "Answer")
	return []*huma.Operation{{
		OperationID: "sendCloudEvents", Method: http.MethodPost, Path: cloudEvents, Summary: "Send CloudEvents 1.0", Tags: []string{tagSending},
		Description: judged + " Structured, batched and binary mode, told by the body and the headers ce-*, whatever the content type says.",
		RequestBody: takes("application/cloudevents+json", one, "application/cloudevents-batch+json", list, "application/json", nil),
		Security:    []map[string][]string{{"key": {}}},
		Responses: map[string]*huma.Response{
			"200": gives("What became of each item", "application/json", answer),
			"422": gives("Every item was rejected", "application/json", answer),
		},
		Errors: sendingErrors(),
	}}
}
