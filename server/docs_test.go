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
	if !strings.HasSuffix(page, "</html>") {
		t.Error("the page breaks off")
	}
	for path, item := range s.api.OpenAPI().Paths {
		for method, o := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "DELETE": item.Delete} {
			if o != nil && !strings.Contains(page, "<code>"+method+" "+path+"</code>") {
				t.Errorf("the page does not show %s %s", method, path)
			}
		}
	}
}
