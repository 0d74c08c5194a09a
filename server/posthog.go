package server

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// posthogNewest is the one of PostHog's sending routes on which every item has
// its own result.
const posthogNewest = "/i/v1/analytics/events"

// sharedBatch is where Amplitude's SDKs may send too.
const sharedBatch = "/batch"

// posthogPaths are PostHog's sending routes: of its backends, its browsers of
// today and of some years ago, and for what AI did.
func posthogPaths() []string {
	return []string{sharedBatch, "/e", "/capture", "/i/v0/e", "/i/v0/ai/batch", posthogNewest}
}

// What PostHog's browser SDK asks before it sends. It sends whatever the answer
// is, but more and in a larger form where there is none. A key is not looked at.
const (
	posthogConfig = "/array/{key}/config"
	posthogScript = posthogConfig + ".js"
)

// posthogFlags are the routes on which SDKs ask for feature flags, of which
// there are none here.
func posthogFlags() []string { return []string{"/flags", "/decide"} }

func (s *Server) registerPostHog(mux *http.ServeMux) {
	for _, path := range posthogFlags() {
		s.registerSending(mux, path, servePostHogFlags)
		s.registerSending(mux, path+"/{$}", servePostHogFlags)
	}
	s.registerStart(mux, posthogConfig, func(w http.ResponseWriter, _ *http.Request) error {
		return writeJSON(w, http.StatusOK, newPostHogConfig())
	})
	s.registerStart(mux, posthogScript, servePostHogScript)
}

// PostHogConfig tells PostHog's browser SDK that it may compress what it sends,
// and that there is none of the products which it would load otherwise. Surveys
// are not named: where they are said to be off, it loads them to find that out.
type PostHogConfig struct {
	Compression   []string `json:"supportedCompression" nullable:"false"`
	Flags         bool     `json:"hasFeatureFlags"`
	Recording     bool     `json:"sessionRecording"`
	Heatmaps      bool     `json:"heatmaps"`
	DeadClicks    bool     `json:"captureDeadClicks"`
	Vitals        bool     `json:"capturePerformance"`
	Exceptions    bool     `json:"autocaptureExceptions"`
	Tours         bool     `json:"productTours"`
	Conversations bool     `json:"conversations"`
	Logs          bool     `json:"logs"`
	NoAutocapture bool     `json:"autocapture_opt_out"`
	SiteApps      []string `json:"siteApps" nullable:"false"`
}

func newPostHogConfig() PostHogConfig {
	return PostHogConfig{Compression: []string{"gzip", "gzip-js"}, SiteApps: []string{}}
}

// PostHogFlags says that there are no feature flags. Of a page's first request
// it is the configuration too.
type PostHogFlags struct {
	PostHogConfig
	ByName       map[string]string `json:"flags"`
	FeatureFlags map[string]string `json:"featureFlags"`
	Payloads     map[string]string `json:"featureFlagPayloads"`
	Errors       bool              `json:"errorsWhileComputingFlags"`
}

func servePostHogFlags(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, PostHogFlags{
		PostHogConfig: newPostHogConfig(), ByName: map[string]string{}, FeatureFlags: map[string]string{}, Payloads: map[string]string{},
	})
}

// servePostHogScript answers with the configuration as a script, which spares
// the SDK the question for it.
func servePostHogScript(w http.ResponseWriter, r *http.Request) error {
	key, err := json.Marshal(r.PathValue("key")) // which escapes what could end a string or a script
	if err != nil {
		return fmt.Errorf("cannot write the key: %w", err)
	}
	config, err := json.Marshal(newPostHogConfig())
	if err != nil {
		return fmt.Errorf("cannot write the configuration: %w", err)
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	_, err = fmt.Fprintf(w, "(function (w) { var all = (w._POSTHOG_REMOTE_CONFIG = w._POSTHOG_REMOTE_CONFIG || {}); all[%s] = { config: %s, siteApps: [] }; })(window);\n", key, config)
	return ignoreGone(err)
}
