package contract_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/contract"
)

const document = `{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {
	"/api/v1/things/{id}": {"get": {"parameters": [{"name": "from", "in": "query"}], "responses": {
		"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}, "headers": {"ETag": {}}},
		"404": {"$ref": "#/components/responses/Problem"}}}},
	"/api/v1/export/{what}": {"get": {"responses": {"200": {"content": {
		"application/x-ndjson": {"schema": {"$ref": "#/components/schemas/Thing"}}, "text/csv": {}}}}}},
	"/t": {"post": {"x-ignores-unknown-parameters": true, "responses": {"204": {}}}}},
	"components": {
		"responses": {"Problem": {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}},
		"schemas": {
			"Problem": {"type": "object", "properties": {"code": {"enum": ["not_found", "method_not_allowed"]}}, "required": ["code"]},
			"Thing": {"type": "object", "additionalProperties": false, "required": ["at"], "properties": {
				"at": {"type": "string", "format": "date-time"}, "n": {"type": ["number", "null"]}}}}}}`

const (
	jsonType    = "application/json"
	problemType = "application/problem+json"
	linesType   = "application/x-ndjson"
)

// server answers always the same.
type server struct {
	status     int
	kind, body string
	header     string // name of another header
}

func (s server) RoundTrip(*http.Request) (*http.Response, error) {
	h := http.Header{"Content-Type": {s.kind}, "Date": {"today"}}
	if s.header != "" {
		h.Set(s.header, "x")
	}
	return &http.Response{StatusCode: s.status, Header: h, Body: io.NopCloser(strings.NewReader(s.body))}, nil
}

// TestBites holds that every way to break a contract is told, and only those.
func TestBites(t *testing.T) {
	t.Parallel()
	d, err := contract.Read([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	f := func(request string, answers server, want string) {
		t.Helper()
		var told []error
		way := &contract.Transport{Document: d, Next: answers, Breach: func(err error) { told = append(told, err) }}
		method, path, _ := strings.Cut(request, " ")
		r, err := http.NewRequestWithContext(t.Context(), method, "https://debrief.example.com"+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := way.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err = errors.Join(err, resp.Body.Close()); err != nil || string(body) != answers.body {
			t.Errorf("%s: the caller got %q: %v", request, body, err)
		}
		if got := errors.Join(told...); (want == "") != (got == nil) || got != nil && !strings.Contains(got.Error(), want) {
			t.Errorf("%s with %+v: told %v, want %q", request, answers, got, want)
		}
	}
	const thing, missing = `{"at":"2026-11-24T10:00:00Z","n":null}`, `{"code":"not_found"}`

	f("GET /api/v1/things/a", server{200, jsonType, thing, ""}, "")
	f("GET /api/v1/things/a?from=1", server{200, jsonType, thing, "ETag"}, "")
	f("GET /api/v1/things/a%2Fb", server{200, jsonType, thing, ""}, "")
	f("HEAD /api/v1/things/a", server{200, jsonType, "", ""}, "")
	f("GET /api/v1/things/a", server{404, problemType, missing, ""}, "")
	f("GET /api/v1/things/a", server{200, jsonType, `{"n":1}`, ""}, "missing property 'at'")
	f("GET /api/v1/things/a", server{200, jsonType, `{"at":"yesterday"}`, ""}, "date-time")
	f("GET /api/v1/things/a", server{200, jsonType, `{"at":"2026-11-24T10:00:00Z","n":"1"}`, ""}, "got string")
	f("GET /api/v1/things/a", server{200, jsonType, `{"at":"2026-11-24T10:00:00Z","new":1}`, ""}, "'new' not allowed")
	f("GET /api/v1/things/a", server{200, jsonType, `{"at":`, ""}, "no JSON")
	f("GET /api/v1/things/a", server{200, "text/html", thing, ""}, `content type "text/html"`)
	f("GET /api/v1/things/a", server{200, "", thing, ""}, "cannot be read")
	f("GET /api/v1/things/a", server{202, jsonType, thing, ""}, "status 202")
	f("GET /api/v1/things/a", server{200, jsonType, thing, "X-Debug"}, `header "x-debug"`)
	f("GET /api/v1/things/a?form=1", server{200, jsonType, thing, ""}, `parameter "form"`)
	f("GET /api/v1/things/a?form=1", server{404, problemType, missing, ""}, "")
	f("GET /api/v1/things/a", server{404, problemType, `{"code":"made_up"}`, ""}, "/code")

	f("DELETE /api/v1/things/a", server{405, problemType, `{"code":"method_not_allowed"}`, "Allow"}, "")
	f("DELETE /api/v1/things/a", server{405, problemType, `{"code":"method_not_allowed"}`, ""}, "named by Allow")
	f("DELETE /api/v1/things/a", server{200, jsonType, "{}", ""}, "method is not in the document")
	f("GET /api/v1/nothing", server{404, problemType, missing, ""}, "")
	f("GET /api/v1/nothing", server{404, "text/plain", "404 page not found", ""}, "no problem")
	f("GET /api/v1/nothing", server{200, jsonType, "{}", ""}, "path is not in the document")
	f("GET /conversations", server{200, "text/html", "<!doctype html>", ""}, "")
	f("POST /conversations", server{200, "text/html", "<!doctype html>", ""}, "path is not in the document")

	f("GET /api/v1/export/x", server{200, linesType, thing + "\n" + thing + "\n", ""}, "")
	f("GET /api/v1/export/x", server{200, linesType, thing + "\n{}\n", ""}, "line 2")
	f("GET /api/v1/export/x", server{200, "text/csv; charset=utf-8", "at,n\r\n", ""}, "")
	f("POST /t?utm=1", server{204, "", "", ""}, "")
	f("POST /t", server{204, "", "surprise", ""}, "a body is not in the document")
	f("OPTIONS /t", server{204, "", "", ""}, "")
}

// TestRead holds that a document that cannot hold anything is refused.
func TestRead(t *testing.T) {
	t.Parallel()
	f := func(text, want string) {
		t.Helper()
		if _, err := contract.Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v, want %q", text, err, want)
		}
	}

	f("{", "cannot read")
	f(strings.Replace(document, "3.1.0", "3.0.3", 1), "not 3.1")
	f(strings.Replace(document, `"$ref": "#/components/schemas/Thing"`, `"$ref": "#/components/schemas/None"`, 1), "cannot use the schema")
	f(strings.Replace(document, `"type": "object"`, `"type": "objekt"`, 1), "cannot use")
	f(strings.Replace(document, `"$ref": "#/components/responses/Problem"`, `"$ref": "#/components/responses/None"`, 1), "does not have")
}
