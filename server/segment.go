package server

import (
	"net/http"
	"time"

	"github.com/debrief-dev/debrief/collect"
)

// segmentPaths are Segment's sending routes, in long and as browsers shorten
// them, with the type of an item that names none.
func segmentPaths() map[string]string {
	return map[string]string{
		"/v1/batch": "", "/v1/b": "",
		"/v1/track": "track", "/v1/t": "track",
		"/v1/identify": "identify", "/v1/i": "identify",
		"/v1/page": "page", "/v1/p": "page",
		"/v1/screen": "screen", "/v1/s": "screen",
		"/v1/group": "group", "/v1/g": "group",
		"/v1/alias": "alias", "/v1/a": "alias",
	}
}

// segmentMetrics takes what Segment's browser SDK tells of itself, of which
// nothing is kept.
const segmentMetrics = "/v1/m"

// What the browser SDKs ask for before they send anything. An SDK that gets no
// 200 sends nothing at all, so the key is not looked at: sending does.
const (
	segmentSettings = "/v1/projects/{key}/settings"
	rudderSource    = "/sourceConfig"
)

func (s *Server) registerSegment(mux *http.ServeMux) {
	s.registerSending(mux, segmentMetrics, func(w http.ResponseWriter, _ *http.Request) error {
		return writeJSON(w, http.StatusOK, collect.SegmentAnswer{Success: true})
	})
	s.registerStart(mux, segmentSettings, s.serveSegmentSettings)
	s.registerStart(mux, rudderSource, s.serveRudderSource)
	s.registerStart(mux, rudderSource+"/{$}", s.serveRudderSource)
}

// registerStart puts a route into the mux that an SDK asks before it sends.
func (s *Server) registerStart(mux *http.ServeMux, path string, handle func(http.ResponseWriter, *http.Request) error) {
	mux.Handle("GET "+path, sending(s.plain(handle)))
	mux.Handle("OPTIONS "+path, sending(http.HandlerFunc(preflight)))
}

// SegmentSettings is what Segment's browser SDK needs to know to send here.
type SegmentSettings struct {
	Integrations struct {
		Segment SegmentDestination `json:"Segment.io"`
	} `json:"integrations"`
}

// SegmentDestination is where Segment's browser SDK sends.
type SegmentDestination struct {
	Key      string `json:"apiKey"`
	Host     string `json:"apiHost" doc:"of this server, with the path" example:"debrief.example.com/v1"`
	Protocol string `json:"protocol" enum:"http,https"`
}

func (*Server) serveSegmentSettings(w http.ResponseWriter, r *http.Request) error {
	var settings SegmentSettings
	settings.Integrations.Segment = SegmentDestination{Key: r.PathValue("key"), Host: r.Host + "/v1", Protocol: "http"}
	if callerOf(r.Context()).secure {
		settings.Integrations.Segment.Protocol = "https"
	}
	return writeJSON(w, http.StatusOK, settings)
}

// RudderSource is what RudderStack's browser SDK needs to know to send: a
// source that is on, with no further destination.
type RudderSource struct {
	Source struct {
		ID           string    `json:"id"`
		Name         string    `json:"name"`
		Key          string    `json:"writeKey"`
		Enabled      bool      `json:"enabled"`
		Workspace    string    `json:"workspaceId"`
		UpdatedAt    time.Time `json:"updatedAt"`
		Config       struct{}  `json:"config"`
		Dataplanes   struct{}  `json:"dataplanes"`
		Destinations []string  `json:"destinations" nullable:"false"`
		Connections  []string  `json:"connections" nullable:"false"`
	} `json:"source"`
	UpdatedAt time.Time `json:"updatedAt"`
}

func (s *Server) serveRudderSource(w http.ResponseWriter, r *http.Request) error {
	var answer RudderSource
	answer.UpdatedAt = s.Now().UTC()
	source := &answer.Source
	source.ID, source.Name, source.Workspace, source.Enabled = "debrief", "Debrief", "debrief", true
	source.UpdatedAt, source.Destinations, source.Connections = answer.UpdatedAt, []string{}, []string{}
	if source.Key = r.URL.Query().Get("writeKey"); source.Key == "" {
		source.Key = keyBesideBody(r)
	}
	return writeJSON(w, http.StatusOK, answer)
}
