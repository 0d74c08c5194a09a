package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// TestDocsListEveryOperation holds the page of the API against the document.
func TestDocsListEveryOperation(t *testing.T) {
	t.Parallel()
	s := New(Options{Version: "test"})
	w := httptest.NewRecorder()
	if err := s.serveDocs(w, httptest.NewRequest(http.MethodGet, "/docs/api", nil)); err != nil {
		t.Fatal(err)
	}
	page := w.Body.String()
	if !strings.HasSuffix(page, "</html>\n") {
		t.Error("the page breaks off")
	}
	for _, known := range []string{`id="schema-Metric"`, "conversation_id is required", "<code>overloaded</code>", `href="#Problem503"`} {
		if !strings.Contains(page, known) {
			t.Errorf("the page lacks %s", known)
		}
	}
	for _, outside := range []string{"http://", "https://cdn", "<script"} {
		if strings.Contains(page, outside) {
			t.Errorf("the page loads something: %s", outside)
		}
	}
	for path, item := range s.api.OpenAPI().Paths {
		for method, o := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "DELETE": item.Delete} {
			if o != nil && !strings.Contains(page, `<code><span class="method">`+method+"</span> "+path+"</code>") {
				t.Errorf("the page does not show %s %s", method, path)
			}
		}
	}
}
