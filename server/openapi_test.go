package server

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOpenAPI holds that the document is the same every time it is made, since
// it is committed, and that it names every route once.
func TestOpenAPI(t *testing.T) {
	t.Parallel()
	first, err := OpenAPI("1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, failed := OpenAPI("1.2.3")
		if failed != nil || !bytes.Equal(first, again) {
			t.Fatalf("the document differs from one time to the next (error: %v)", failed)
		}
	}
	var document struct {
		OpenAPI string `json:"openapi"`
		Info    struct{ Version string }
		Paths   map[string]map[string]struct {
			OperationID string
			Parameters  []struct{ Name string }
		}
	}
	if err = json.Unmarshal(first, &document); err != nil {
		t.Fatal(err)
	}
	if document.OpenAPI != "3.1.0" || document.Info.Version != "1.2.3" {
		t.Errorf("openapi %q, version %q", document.OpenAPI, document.Info.Version)
	}
	seen := make(map[string]string)
	for path, methods := range document.Paths {
		for method, operation := range methods {
			if other := seen[operation.OperationID]; other != "" || operation.OperationID == "" {
				t.Errorf("%s %s: operation %q is also %q", method, path, operation.OperationID, other)
			}
			seen[operation.OperationID] = path
		}
	}
	var names []string
	for _, parameter := range document.Paths["/api/v1/metrics/{id}"]["get"].Parameters {
		names = append(names, parameter.Name)
	}
	want := []string{"project", "from", "to", "tz", "where", "include", "only", "q", "id", "by", "interval", "compare"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("parameters of a metric (-want +got):\n%s", diff)
	}
	for _, id := range []string{"getOverview", "getMetric", "listConversations", "export", "getStatus", "importEvents", "rebuild", "sendNative", "sendScreeb"} {
		if seen[id] == "" {
			t.Errorf("no operation %s", id)
		}
	}
}
