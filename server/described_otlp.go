package server

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/collect"
)

// describeOTLP puts what OpenTelemetry's exporters call into the document.
func (*Server) describeOTLP() []*huma.Operation {
	names := map[string]string{"/v1/traces": "Traces", "/v1/logs": "Logs", "/v1/metrics": "Metrics", "/api/public/otel/v1/traces": "LangfuseTraces", "/i/v0/ai/otel": "PostHogTraces"}
	about := map[collect.Signal]string{
		collect.Traces:  "Every span is kept; those that speak of a copilot, by the GenAI conventions, OpenInference, OpenLLMetry, the AI SDK or Langfuse, become its turns.",
		collect.Logs:    "Named events of the GenAI conventions become parts of turns, and ratings; other named events are kept as they are. Records without a name are rejected.",
		collect.Metrics: "Nothing of it is kept: it holds no word.",
	}
	var all []*huma.Operation
	for _, path := range slices.Sorted(maps.Keys(names)) {
		answer := &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{"partialSuccess": {
			Type: "object", Description: "how many were rejected, and why the first", AdditionalProperties: true,
		}}}
		op := &huma.Operation{
			OperationID: "sendOTLP" + names[path], Method: http.MethodPost, Path: path, Summary: "Send " + string(otlpSignal(path)) + " as OpenTelemetry's exporters do", Tags: []string{tagSending},
			Description: "OTLP over HTTP, in protobuf or JSON, also compressed with gzip, up to 20 MiB. " + about[otlpSignal(path)] +
				" The key is the bearer, the user of Basic authentication, or `x-api-key`. The answer is in the encoding of the request.",
			RequestBody: takes("application/x-protobuf", nil, "application/json", &huma.Schema{Type: "object", AdditionalProperties: true}), Security: []map[string][]string{{"key": {}}},
			Responses: map[string]*huma.Response{"200": gives("Every item was judged", "application/json", answer)},
		}
		status := &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{"message": {Type: "string", Description: "what went wrong and what to do"}}}
		for _, code := range []int{
			http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType,
			http.StatusTooManyRequests, http.StatusServiceUnavailable,
		} {
			op.Responses[strconv.Itoa(code)] = gives(http.StatusText(code)+": google.rpc.Status", "application/json", status)
		}
		for _, code := range []string{"429", "503"} {
			op.Responses[code].Headers = headers("Retry-After", "seconds after which to send it again")
		}
		for _, response := range op.Responses {
			response.Content["application/x-protobuf"] = &huma.MediaType{}
		}
		all = append(all, op)
	}
	return all
}
