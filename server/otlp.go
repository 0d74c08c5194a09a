package server

import (
	"github.com/debrief-dev/debrief/collect"
)

// maxOTLP is how large a body of OpenTelemetry's may be: as much as its own
// Collector takes. Spans repeat the whole talk, most of which is not kept.
const maxOTLP = 20 << 20

// otlpSources are the routes to which OpenTelemetry's exporters send, with the
// source of what comes there.
func otlpSources() map[string]string {
	return map[string]string{"/v1/traces": "otlp", "/v1/logs": "otlp", "/v1/metrics": "otlp", "/api/public/otel/v1/traces": "langfuse", "/i/v0/ai/otel": "posthog"}
}

func otlpProtocols() map[string]protocol {
	all := make(map[string]protocol)
	for path, source := range otlpSources() {
		all[path] = protocol{
			adapter: &collect.OTLP{Signal: otlpSignal(path)}, source: source, slash: true, limit: maxOTLP,
		}
	}
	return all
}

func otlpSignal(path string) collect.Signal {
	switch path {
	case "/v1/logs":
		return collect.Logs
	case "/v1/metrics":
		return collect.Metrics
	default:
		return collect.Traces
	}
}
