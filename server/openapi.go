package server

import (
	"bytes"
	"encoding/json"
	"fmt"
)

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
