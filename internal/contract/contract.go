// Package contract holds what a server answers to its OpenAPI document: a
// [Transport] under a test's client checks every answer that passes, so that
// each test of the API is one of the document too.
//
// An answer breaks the contract when its path, method, status, content type or
// one of its headers is not in the document, when its body does not match the
// schema, or when a query parameter that the document does not have was
// taken. Paths that are not in the document may only answer as pages of the
// dashboard, or with a problem.
//
// Only tests use it. Schemas are judged by a library (JSON Schema 2020-12,
// which OpenAPI 3.1 is), with formats.
package contract

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Document is an OpenAPI document that answers are held to. It may be used by
// many goroutines at once.
type Document struct {
	routes  map[string]map[string]*operation // by path, with its {names}, and method
	problem *jsonschema.Schema
}

// operation is a method of a path.
type operation struct {
	tolerant  bool // it ignores parameters that it does not have, and says so
	queries   map[string]bool
	responses map[string]*response // by status, or "default"
}

// response is what an operation may answer with one status.
type response struct {
	content map[string]*jsonschema.Schema // by media type; nil where only the type is promised
	headers map[string]bool               // in lower case
}

// The place of everything in the document.
const (
	resource      = "https://debrief.invalid/openapi.json"
	problemSchema = "/components/schemas/Problem"
)

// Read compiles a document. It fails where the document is no OpenAPI 3.1 or a
// schema of it is none.
func Read(document []byte) (*Document, error) {
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return nil, fmt.Errorf("cannot read the document: %w", err)
	}
	root := object(parsed)
	if version, _ := root["openapi"].(string); !strings.HasPrefix(version, "3.1.") {
		return nil, fmt.Errorf("the document is of OpenAPI %q, not 3.1", version)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	if err = compiler.AddResource(resource, parsed); err != nil {
		return nil, fmt.Errorf("cannot use the document: %w", err)
	}
	r := reader{root: root, compiler: compiler}
	d := &Document{routes: make(map[string]map[string]*operation), problem: r.schema(problemSchema)}
	for path, item := range object(root["paths"]) {
		d.routes[path] = r.item("/paths/"+escape(path), object(item))
	}
	return d, r.err
}

// reader walks a document and keeps the first thing that is wrong with it.
type reader struct {
	root     map[string]any
	compiler *jsonschema.Compiler
	err      error
}

func (r *reader) item(at string, item map[string]any) map[string]*operation {
	operations := make(map[string]*operation)
	for method, o := range item {
		if !slices.Contains([]string{"get", "post", "put", "patch", "delete"}, method) {
			continue
		}
		described := object(o)
		op := &operation{tolerant: described["x-ignores-unknown-parameters"] == true, queries: make(map[string]bool), responses: make(map[string]*response)}
		for _, p := range list(described["parameters"]) {
			if parameter := object(p); parameter["in"] == "query" {
				op.queries[text(parameter["name"])] = true
			}
		}
		for status, answer := range object(described["responses"]) {
			op.responses[status] = r.response(at+"/"+method+"/responses/"+status, object(answer))
		}
		operations[strings.ToUpper(method)] = op
	}
	return operations
}

func (r *reader) response(at string, described map[string]any) *response {
	if ref, shared := strings.CutPrefix(text(described["$ref"]), "#"); shared {
		at, described = ref, r.at(ref)
	}
	answer := &response{content: make(map[string]*jsonschema.Schema), headers: make(map[string]bool)}
	for name := range object(described["headers"]) {
		answer.headers[strings.ToLower(name)] = true
	}
	for kind, media := range object(described["content"]) {
		if object(media)["schema"] == nil {
			answer.content[kind] = nil
			continue
		}
		answer.content[kind] = r.schema(at + "/content/" + escape(kind) + "/schema")
	}
	return answer
}

// schema compiles the schema at a place of the document.
func (r *reader) schema(at string) *jsonschema.Schema {
	s, err := r.compiler.Compile(resource + "#" + at)
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("cannot use the schema at %s: %w", at, err)
	}
	return s
}

// at is the object at a place of the document.
func (r *reader) at(pointer string) map[string]any {
	here := r.root
	for name := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		here = object(here[strings.NewReplacer("~1", "/", "~0", "~").Replace(name)])
	}
	if here == nil && r.err == nil {
		r.err = fmt.Errorf("the document refers to %s, which it does not have", pointer)
	}
	return here
}

func escape(name string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(name) }

func object(v any) map[string]any { o, _ := v.(map[string]any); return o }

func list(v any) []any { l, _ := v.([]any); return l }

func text(v any) string { s, _ := v.(string); return s }

// find is what the document says of a path: its operations by method.
func (d *Document) find(path string) (map[string]*operation, bool) {
	if exact, ok := d.routes[path]; ok {
		return exact, true
	}
	for _, template := range slices.Sorted(maps.Keys(d.routes)) {
		if covers(template, path) {
			return d.routes[template], true
		}
	}
	return nil, false
}

// covers reports whether a path is one of those a template stands for.
func covers(template, path string) bool {
	names, parts := strings.Split(template, "/"), strings.Split(path, "/")
	if len(names) != len(parts) {
		return false
	}
	for i, name := range names {
		if name != parts[i] && (!strings.HasPrefix(name, "{") || parts[i] == "") {
			return false
		}
	}
	return true
}

// Operations are the method and path of each operation, sorted.
func (d *Document) Operations() []string {
	var all []string
	for path, methods := range d.routes {
		for method := range methods {
			all = append(all, method+" "+path)
		}
	}
	slices.Sort(all)
	return all
}
