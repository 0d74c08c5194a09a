package contract

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Answer is what a server answered to a request.
type Answer struct {
	Request *http.Request
	Status  int
	Header  http.Header
	Body    []byte // decompressed; nil where it is a stream without end
}

// Check says in what the answer breaks the contract, or nil.
func (d *Document) Check(a Answer) error {
	path := a.Request.URL.EscapedPath()
	operations, known := d.find(path)
	if !known && a.Status != http.StatusNotFound { // many sending routes take a slash at their end
		operations, known = d.find(strings.TrimSuffix(path, "/"))
	}
	if !known {
		return d.undescribed(a)
	}
	op, known := operations[method(a.Request)]
	if !known {
		return d.otherMethod(a)
	}
	promised := op.responses[strconv.Itoa(a.Status)]
	if promised == nil {
		promised = op.responses["default"]
	}
	if promised == nil {
		return fmt.Errorf("the status %d is not in the document: %s", a.Status, clip(a.Body))
	}
	return errors.Join(op.parameters(a), promised.types(a), promised.known(a.Header))
}

// method is that of the operation: HEAD is GET without its body.
func method(r *http.Request) string {
	if r.Method == http.MethodHead {
		return http.MethodGet
	}
	return r.Method
}

// undescribed holds paths that the document does not have: pages, and refusals.
func (d *Document) undescribed(a Answer) error {
	page := method(a.Request) == http.MethodGet && !strings.HasPrefix(a.Request.URL.Path, "/api/")
	if page && a.Status < http.StatusBadRequest {
		return nil
	}
	if a.Status == http.StatusNotFound || a.Status == http.StatusMethodNotAllowed {
		return d.isProblem(a)
	}
	return fmt.Errorf("the path is not in the document and answers %d: %s", a.Status, clip(a.Body))
}

// otherMethod holds a method that a described path does not take. Whether
// OPTIONS is one is CORS's business, not the document's.
func (d *Document) otherMethod(a Answer) error {
	switch {
	case a.Request.Method == http.MethodOptions && a.Status == http.StatusNoContent:
		return nil
	case a.Status != http.StatusMethodNotAllowed:
		return fmt.Errorf("the method is not in the document and answers %d", a.Status)
	case a.Header.Get("Allow") == "":
		return errors.New("a method is refused and no other is named by Allow")
	}
	return d.isProblem(a)
}

func (d *Document) isProblem(a Answer) error {
	if kind := a.Header.Get("Content-Type"); kind != "application/problem+json" {
		return fmt.Errorf("a refusal with %d is no problem but %q", a.Status, kind)
	}
	if a.Request.Method == http.MethodHead {
		return nil
	}
	return matches(d.problem, a.Body)
}

// parameters holds that no parameter was taken that the document does not
// have, but by an operation that says that it ignores those. Refusing is right.
func (o *operation) parameters(a Answer) error {
	for name := range a.Request.URL.Query() {
		if !o.tolerant && !o.queries[name] && a.Status < http.StatusBadRequest {
			return fmt.Errorf("the parameter %q is not in the document and was taken", name)
		}
	}
	return nil
}

// types holds the content type and, by it, the body.
func (p *response) types(a Answer) error {
	written := a.Header.Get("Content-Type")
	if len(p.content) == 0 {
		if len(a.Body) > 0 {
			return fmt.Errorf("a body is not in the document: %s", clip(a.Body))
		}
		return nil
	}
	kind, _, err := mime.ParseMediaType(written)
	if err != nil {
		return fmt.Errorf("the content type %q cannot be read: %w", written, err)
	}
	schema, known := p.content[kind]
	switch {
	case !known:
		return fmt.Errorf("the content type %q is not in the document", kind)
	case schema == nil || a.Body == nil || a.Request.Method == http.MethodHead:
		return nil
	case kind == "application/x-ndjson":
		return eachLine(schema, a.Body)
	case strings.HasSuffix(kind, "json"):
		return matches(schema, a.Body)
	default:
		return nil // what is no JSON is described by its type
	}
}

func eachLine(schema *jsonschema.Schema, body []byte) error {
	number := 0
	for line := range bytes.Lines(body) {
		number++
		if err := matches(schema, line); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
	}
	return nil
}

func matches(schema *jsonschema.Schema, body []byte) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("the body is no JSON: %w: %s", err, clip(body))
	}
	if err = schema.Validate(value); err != nil {
		return fmt.Errorf("the body does not match: %w: %s", err, clip(body))
	}
	return nil
}

// general are headers that any answer may have: HTTP's own, and those that
// guard the browser. Others tell something and are to be described.
const general = " content-type content-length content-encoding date vary cache-control connection transfer-encoding trailer accept-ranges last-modified " +
	"x-accel-buffering x-content-type-options x-frame-options referrer-policy content-security-policy cross-origin-resource-policy " +
	"access-control-allow-origin access-control-expose-headers "

func (p *response) known(h http.Header) error {
	for name := range h {
		name = strings.ToLower(name)
		if !p.headers[name] && !strings.Contains(general, " "+name+" ") {
			return fmt.Errorf("the header %q is not in the document", name)
		}
	}
	return nil
}

// clip shows the beginning of a body.
func clip(body []byte) string {
	const most = 300
	if len(body) > most {
		return string(body[:most]) + "…"
	}
	return string(body)
}
