package server

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// serveDocs shows the OpenAPI document to people.
func (s *Server) serveDocs(w http.ResponseWriter, _ *http.Request) error {
	page, err := template.New("docs").Funcs(template.FuncMap{"operations": operations}).Parse(docsPage)
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

// docsPage lists every route with its parameters.
const docsPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{.Info.Title}} API</title>
<meta name="viewport" content="width=device-width">
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
h2{margin-top:2rem;font-size:1.1rem}code{font-size:.95em}td,th{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0}</style></head><body>
<h1>{{.Info.Title}} API</h1><p>{{.Info.Description}}</p><p>The whole document: <a href="/api/openapi.json">/api/openapi.json</a></p>
{{range $path, $item := .Paths}}{{range $op := operations $item}}
<h2 id="{{$op.OperationID}}"><code>{{$op.Method}} {{$path}}</code></h2><p>{{$op.Summary}}. {{$op.Description}}</p>
{{if $op.Parameters}}<table>{{range $op.Parameters}}<tr><th scope="row"><code>{{.Name}}</code></th><td>{{.In}}</td><td>{{.Description}}</td></tr>{{end}}</table>{{end}}
{{end}}{{end}}</body></html>`
