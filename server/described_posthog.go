package server

import (
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/collect"
)

// posthogItem is what PostHog's sending routes take, as the document shows it;
// package collect reads it.
type posthogItem struct {
	_ struct{} `additionalProperties:"true"`

	Event      string         `json:"event" example:"$ai_generation"`
	UUID       string         `json:"uuid,omitempty" maxLength:"255" doc:"makes a repeat harmless"`
	Distinct   string         `json:"distinct_id,omitempty" maxLength:"255" doc:"the user; it may be among the properties too" example:"u1"`
	Timestamp  string         `json:"timestamp,omitempty" doc:"RFC 3339; the time of arrival when it is missing"`
	Properties map[string]any `json:"properties,omitempty" example:"{\"$ai_trace_id\":\"t1\",\"$ai_session_id\":\"c1\"}"`
	Key        string         `json:"api_key,omitempty" doc:"a write key or a server key, where the item is sent alone; it may be token too"`
}

type posthogBatch struct {
	_ struct{} `additionalProperties:"true"`

	Key    string        `json:"api_key,omitempty" doc:"a write key or a server key, where it is not in the header"`
	Batch  []posthogItem `json:"batch" maxItems:"10000" nullable:"false"`
	SentAt string        `json:"sent_at,omitempty" doc:"the sender's clock when it sends"`
}

// describePostHog puts what PostHog's SDKs call into the document.
func (s *Server) describePostHog() []*huma.Operation {
	schemas := s.api.OpenAPI().Components.Schemas
	batch := schemas.Schema(reflect.TypeFor[posthogBatch](), true, "PostHogBatch")
	answer := schemas.Schema(reflect.TypeFor[collect.PostHogAnswer](), true, "PostHogAnswer")
	results := schemas.Schema(reflect.TypeFor[collect.PostHogResults](), true, "PostHogResults")
	var all []*huma.Operation
	for _, path := range posthogPaths() {
		op := &huma.Operation{
			OperationID: "sendPostHog" + operationName(path), Method: http.MethodPost, Path: path, Summary: "Send as PostHog's SDKs do", Tags: []string{tagSending},
			Description: "The body is a batch, an item alone or a list of items, as JSON, compressed with gzip or in base64 as the field `data` of a form, whatever the route " +
				"and the content type. The key is the bearer, `api_key` or `token`. 200 means that every item was judged; those that were refused are listed.",
			RequestBody: takes("application/json", batch, "text/plain", nil, "application/x-www-form-urlencoded", nil), Security: []map[string][]string{{"key": {}}},
			Responses: map[string]*huma.Response{"200": gives("Every item was judged", "application/json", answer)}, Errors: sendingErrors(),
		}
		switch path {
		case posthogNewest:
			op.Responses["200"].Content["application/json"].Schema = results
		case sharedBatch:
			s.describeShared(op)
		}
		all = append(all, op)
	}
	config := schemas.Schema(reflect.TypeFor[PostHogConfig](), true, "")
	flags := schemas.Schema(reflect.TypeFor[PostHogFlags](), true, "")
	for _, path := range posthogFlags() {
		op := sdkStart("askPostHog"+operationName(path), path, "Whether there are feature flags: there are none", flags)
		op.Method = http.MethodPost
		all = append(all, op)
	}
	key := []*huma.Param{{Name: "key", In: "path", Required: true, Description: "a write key", Schema: &huma.Schema{Type: "string"}}}
	settings := sdkStart("getPostHogConfig", posthogConfig, "What PostHog's browser SDK asks before it sends", config)
	script := sdkStart("getPostHogScript", posthogScript, "The same as a script", nil)
	script.Responses["200"] = gives(http.StatusText(http.StatusOK), "text/javascript", nil)
	settings.Parameters, script.Parameters = key, key
	return append(all, settings, script)
}

// operationName is a path as a part of the name of an operation.
func operationName(path string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(path, func(c rune) bool { return c == '/' || c == '.' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// sendingErrors are the statuses with which a whole request is refused.
func sendingErrors() []int {
	return []int{
		http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType,
		http.StatusServiceUnavailable,
	}
}

// sdkStart describes a route that an SDK asks before it sends.
func sdkStart(id, path, summary string, answer *huma.Schema) *huma.Operation {
	return &huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Tags: []string{tagSending},
		Description: "The key is not looked at: what is sent with it is.",
		Responses:   map[string]*huma.Response{"200": gives(http.StatusText(http.StatusOK), "application/json", answer)},
	}
}
