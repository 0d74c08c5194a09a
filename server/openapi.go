package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
)

// Where the document is served, and as what.
const (
	openAPIPath = "/api/openapi.json"
	openAPIType = "application/openapi+json"
)

// serveOpenAPI serves the document. It is written for each that asks, since
// few do.
func (s *Server) serveOpenAPI(w http.ResponseWriter, _ *http.Request) error {
	document, err := json.Marshal(s.api.OpenAPI())
	if err != nil {
		return fmt.Errorf("cannot write the OpenAPI document: %w", err)
	}
	w.Header().Set("Content-Type", openAPIType)
	_, err = w.Write(document)
	return ignoreGone(err)
}

// OpenAPI is the document served at /api/openapi.json, indented, for a release
// named version. It is made from the handlers' types and needs nothing to
// stand on.
func OpenAPI(version string) ([]byte, error) {
	document, err := json.Marshal(New(Options{Version: version}).api.OpenAPI())
	if err != nil {
		return nil, fmt.Errorf("cannot write the OpenAPI document: %w", err)
	}
	var indented bytes.Buffer
	if err = json.Indent(&indented, document, "", "  "); err != nil {
		return nil, fmt.Errorf("cannot write the OpenAPI document: %w", err)
	}
	indented.WriteByte('\n')
	return indented.Bytes(), nil
}
