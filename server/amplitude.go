package server

import (
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/collect"
)

// amplitudePaths are Amplitude's sending routes that are its own; it shares
// sharedBatch. Its browser SDK asks nobody here before it sends.
func amplitudePaths() []string { return []string{"/2/httpapi", "/httpapi"} }

// amplitudeItem is what Amplitude's sending routes take, as the document shows
// it; package collect reads it.
type amplitudeItem struct {
	_ struct{} `additionalProperties:"true"`

	Type       string         `json:"event_type" example:"[Agent] User Message"`
	Insert     string         `json:"insert_id,omitempty" maxLength:"255" doc:"makes a repeat harmless"`
	User       string         `json:"user_id,omitempty" maxLength:"255" example:"u1"`
	Device     string         `json:"device_id,omitempty" maxLength:"255" doc:"an anonymous id; beside a user_id it becomes that user's"`
	Time       int64          `json:"time,omitempty" doc:"in milliseconds since 1970; the time of arrival when it is missing"`
	Session    int64          `json:"session_id,omitempty" doc:"-1 is none"`
	Properties map[string]any `json:"event_properties,omitempty" example:"{\"[Agent] Session ID\":\"c1\",\"$llm_message\":{\"text\":\"How can I export my data?\"}}"`
	Traits     map[string]any `json:"user_properties,omitempty" doc:"of $identify"`
	Groups     map[string]any `json:"groups,omitempty"`
}

type amplitudeBatch struct {
	_ struct{} `additionalProperties:"true"`

	Key    string          `json:"api_key,omitempty" doc:"a write key or a server key, where it is not in the header"`
	Events []amplitudeItem `json:"events" maxItems:"10000" nullable:"false"`
	SentAt string          `json:"client_upload_time,omitempty" doc:"the sender's clock when it sends"`
}

// describeAmplitude puts what Amplitude's SDKs call into the document.
func (s *Server) describeAmplitude() []*huma.Operation {
	schemas := s.api.OpenAPI().Components.Schemas
	batch := schemas.Schema(reflect.TypeFor[amplitudeBatch](), true, "AmplitudeBatch")
	answer := schemas.Schema(reflect.TypeFor[collect.AmplitudeAnswer](), true, "AmplitudeAnswer")
	refusal := schemas.Schema(reflect.TypeFor[collect.AmplitudeRefusal](), true, "AmplitudeRefusal")
	var all []*huma.Operation
	for _, path := range amplitudePaths() {
		all = append(all, &huma.Operation{
			OperationID: "sendAmplitude" + operationName(path), Method: http.MethodPost, Path: path, Summary: "Send as Amplitude's SDKs do", Tags: []string{tagSending},
			Description: "The key is `api_key`, or the bearer. 200 means that every item was judged; those that were refused are listed. " + sharedBatch + " takes the same.",
			RequestBody: takes("application/json", batch), Security: []map[string][]string{{"key": {}}},
			Responses: map[string]*huma.Response{
				"200":     gives("Every item was judged", "application/json", answer),
				"default": gives("Nothing was kept", "application/json", refusal),
			},
		})
		all[len(all)-1].Responses["default"].Headers = headers("Retry-After", "seconds to wait before the request is sent again")
	}
	return all
}

// describeShared adds to PostHog's operation what Amplitude's SDKs are answered
// on the same path.
func (s *Server) describeShared(op *huma.Operation) {
	schemas := s.api.OpenAPI().Components.Schemas
	op.Description += " A body whose items stand in `events` is Amplitude's, and answered as /2/httpapi does."
	taken := op.Responses["200"].Content["application/json"]
	taken.Schema = &huma.Schema{OneOf: []*huma.Schema{taken.Schema, schemas.Schema(reflect.TypeFor[collect.AmplitudeAnswer](), true, "AmplitudeAnswer")}}
	op.Errors = nil
	op.Responses["default"] = gives("Nothing was kept", problemType, schemas.Schema(reflect.TypeFor[Problem](), true, "Problem"))
	op.Responses["default"].Headers = headers("Retry-After", "seconds to wait before the request is sent again")
	op.Responses["default"].Content["application/json"] = &huma.MediaType{Schema: schemas.Schema(reflect.TypeFor[collect.AmplitudeRefusal](), true, "AmplitudeRefusal")}
}
