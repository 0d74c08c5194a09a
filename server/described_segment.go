package server

import (
	"maps"
	"net/http"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/collect"
)

// segmentItem is what Segment's sending routes take, as the document shows it;
// package collect reads it.
type segmentItem struct {
	_ struct{} `additionalProperties:"true"`

	Type       string         `json:"type,omitempty" doc:"identify, track, page, screen, group or alias; that of the route where it is missing" example:"track"`
	Message    string         `json:"messageId,omitempty" maxLength:"255" doc:"makes a repeat harmless"`
	User       *string        `json:"userId,omitempty" maxLength:"255" example:"u1"`
	Anonymous  *string        `json:"anonymousId,omitempty" maxLength:"255"`
	Event      string         `json:"event,omitempty" doc:"of track" example:"Message Sent"`
	Group      string         `json:"groupId,omitempty" doc:"of group"`
	Previous   string         `json:"previousId,omitempty" doc:"of alias"`
	Timestamp  string         `json:"timestamp,omitempty" doc:"RFC 3339; the time of arrival when it is missing"`
	Properties map[string]any `json:"properties,omitempty" example:"{\"conversationId\":\"c1\",\"message_body\":\"How can I export my data?\"}"`
	Traits     map[string]any `json:"traits,omitempty" doc:"of identify and group"`
	Context    map[string]any `json:"context,omitempty"`
	Key        string         `json:"writeKey,omitempty" doc:"where it is not in the header"`
	SentAt     string         `json:"sentAt,omitempty" doc:"the sender's clock when it sends"`
}

type segmentBatch struct {
	_ struct{} `additionalProperties:"true"`

	Batch   []segmentItem  `json:"batch" maxItems:"10000" nullable:"false"`
	Context map[string]any `json:"context,omitempty" doc:"of every item that has none of its own"`
	Key     string         `json:"writeKey,omitempty" doc:"a write key or a server key, where it is not in the header"`
	SentAt  string         `json:"sentAt,omitempty" doc:"the sender's clock when it sends"`
}

// describeSegment puts what Segment's and RudderStack's SDKs call into the
// document.
func (s *Server) describeSegment() []*huma.Operation {
	schemas := s.api.OpenAPI().Components.Schemas
	batch := schemas.Schema(reflect.TypeFor[segmentBatch](), true, "SegmentBatch")
	item := schemas.Schema(reflect.TypeFor[segmentItem](), true, "SegmentItem")
	answer := schemas.Schema(reflect.TypeFor[collect.SegmentAnswer](), true, "SegmentAnswer")
	paths := segmentPaths()
	all := make([]*huma.Operation, 0, len(paths))
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		op := &huma.Operation{
			OperationID: "sendSegment" + operationName(path[len("/v1"):]), Method: http.MethodPost, Path: path, Summary: "Send as Segment's SDKs do",
			Description: "The body is a batch, an item alone or a list of items, whatever the route; what the route says is the type of an item that names none. " +
				"The key is the user of Basic authentication, the bearer, or `writeKey`. 200 means that every item was judged: `success` that all are on disk.",
			RequestBody: takes("application/json", item), Security: []map[string][]string{{"key": {}}},
		}
		if paths[path] == "" {
			op.RequestBody = takes("application/json", batch)
		}
		op.Errors = append(sendingErrors(), http.StatusTooManyRequests)
		all = append(all, op)
	}
	metrics := &huma.Operation{
		OperationID: "sendSegmentMetrics", Method: http.MethodPost, Path: segmentMetrics,
		Summary: "Take what Segment's browser SDK tells of itself", Description: "Nothing of it is kept.",
	}
	all = append(all, metrics)
	for _, op := range all {
		op.Tags, op.Responses = []string{tagSending}, map[string]*huma.Response{"200": gives("What became of the items", "application/json", answer)}
	}
	settings := sdkStart("getSegmentSettings", segmentSettings, "What Segment's browser SDK asks before it sends", schemas.Schema(reflect.TypeFor[SegmentSettings](), true, ""))
	settings.Parameters = []*huma.Param{{Name: "key", In: "path", Required: true, Description: "a write key", Schema: &huma.Schema{Type: "string"}}}
	source := sdkStart("getRudderSource", rudderSource, "What RudderStack's browser SDK asks before it sends", schemas.Schema(reflect.TypeFor[RudderSource](), true, ""))
	source.Parameters = []*huma.Param{{Name: "writeKey", In: "query", Description: "a write key, where it is not in the header", Schema: &huma.Schema{Type: "string"}}}
	return append(all, settings, source)
}
