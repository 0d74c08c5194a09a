package server

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// docsPage shows the OpenAPI document to people. It loads nothing.
//
//go:embed docs.html
var docsPage string

// serveDocs shows the OpenAPI document to people.
func (s *Server) serveDocs(w http.ResponseWriter, _ *http.Request) error {
	d := docs{s.api.OpenAPI().Components.Schemas}
	page, err := template.New("docs").Funcs(template.FuncMap{
		"groups": groups, "schemas": d.all, "shape": d.shape, "example": d.example, "json": indented, "required": required, "problem": sharedName,
	}).Parse(docsPage)
	if err != nil {
		return fmt.Errorf("cannot read the page of the API: %w", err)
	}
	var whole bytes.Buffer // so that a page is either whole or a problem
	if err = page.Execute(&whole, s.api.OpenAPI()); err != nil {
		return fmt.Errorf("cannot write the page of the API: %w", err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", dashboardPolicy)
	_, err = whole.WriteTo(w)
	return ignoreGone(err)
}

// operations are a route's, in the order in which they are read.
func operations(item *huma.PathItem) []*huma.Operation {
	var all []*huma.Operation
	for _, o := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
		if o != nil {
			all = append(all, o)
		}
	}
	return all
}

// group is what the page shows under one heading.
type group struct {
	Name       string
	Operations []*huma.Operation
}

// groups are all operations by what they are about: sending first, then the
// API by the first word of its paths, and what is no part of it last.
func groups(document *huma.OpenAPI) []group {
	by := make(map[string][]*huma.Operation)
	for _, path := range slices.Sorted(maps.Keys(document.Paths)) {
		for _, op := range operations(document.Paths[path]) {
			name, _, _ := strings.Cut(strings.TrimPrefix(path, apiPrefix), "/")
			if len(op.Tags) > 0 {
				name = op.Tags[0]
			}
			by[name] = append(by[name], op)
		}
	}
	order := append([]string{tagSending}, slices.DeleteFunc(slices.Sorted(maps.Keys(by)), func(name string) bool { return name == tagSending || name == tagPages })...)
	var all []group
	for _, name := range append(order, tagPages) {
		all = append(all, group{strings.ToUpper(name[:1]) + name[1:], by[name]})
	}
	return all
}

// docs shows shapes.
type docs struct{ schemas huma.Registry }

func (d docs) all(*huma.OpenAPI) map[string]*huma.Schema { return d.schemas.Map() }

// shape is a schema in a few words, with a link where it has a name.
func (d docs) shape(s *huma.Schema) template.HTML {
	switch {
	case s.Ref != "":
		name := template.HTMLEscapeString(s.Ref[strings.LastIndexByte(s.Ref, '/')+1:])
		return template.HTML(`<a href="#schema-` + name + `">` + name + `</a>`) //nolint:gosec // it is escaped
	case s.Type == huma.TypeArray && s.Items != nil:
		return "list of " + d.shape(s.Items)
	case len(s.AnyOf) > 0:
		var each []string
		for _, one := range s.AnyOf {
			each = append(each, string(d.shape(one)))
		}
		return template.HTML(strings.Join(each, " or ")) //nolint:gosec // each is escaped
	case len(s.Enum) > 0:
		var each []string
		for _, value := range s.Enum {
			each = append(each, "<code>"+template.HTMLEscapeString(fmt.Sprint(value))+"</code>")
		}
		return template.HTML(strings.Join(each, ", ")) //nolint:gosec // each is escaped
	case s.Format != "":
		return template.HTML(template.HTMLEscapeString(s.Type + ", " + s.Format)) //nolint:gosec // it is escaped
	default:
		return template.HTML(template.HTMLEscapeString(s.Type)) //nolint:gosec // it is escaped
	}
}

// example is the example of a body, its own or one made of its properties';
// empty where there is none.
func (d docs) example(m *huma.MediaType) string {
	value := m.Example
	if value == nil && m.Schema != nil {
		value = d.sample(m.Schema)
	}
	if value == nil {
		return ""
	}
	return indented(value)
}

func (d docs) sample(s *huma.Schema) any {
	if s.Ref != "" {
		s = d.schemas.SchemaFromRef(s.Ref)
	}
	if len(s.Examples) > 0 {
		return s.Examples[0]
	}
	if s.Type == huma.TypeArray && s.Items != nil {
		if one := d.sample(s.Items); one != nil {
			return []any{one}
		}
		return nil
	}
	members := make(map[string]any)
	for name, property := range s.Properties {
		if value := d.sample(property); value != nil {
			members[name] = value
		}
	}
	if len(members) == 0 {
		return nil
	}
	return members
}

func indented(value any) string {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return "" // not reached: examples are JSON
	}
	return string(text)
}

func required(s *huma.Schema, property string) bool { return slices.Contains(s.Required, property) }

// sharedName is the name of a response that many share; empty for one's own.
func sharedName(r *huma.Response) string { return r.Ref[strings.LastIndexByte(r.Ref, '/')+1:] }
