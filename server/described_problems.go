package server

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

const problemType = "application/problem+json"

// describeProblems gives every operation its problems: one response for each
// status, shared by all, with an example for each of its codes.
func (s *Server) describeProblems() {
	document := s.api.OpenAPI()
	document.Components.Responses = sharedProblems(document.Components.Schemas)
	for _, item := range document.Paths {
		for _, op := range operations(item) {
			statuses := op.Errors
			if strings.HasPrefix(op.Path, apiPrefix) {
				statuses = usualProblems(op)
			}
			for _, status := range statuses {
				op.Responses[strconv.Itoa(status)] = &huma.Response{Ref: "#/components/responses/" + problemName(status)}
			}
		}
	}
}

// apiPrefix is where the routes of the framework begin.
const apiPrefix = "/api/v1/"

func problemName(status int) string { return "Problem" + strconv.Itoa(status) }

func sharedProblems(schemas huma.Registry) map[string]*huma.Response {
	schema := schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	all := make(map[string]*huma.Response)
	for _, p := range Problems() {
		shared := all[problemName(p.Status)]
		if shared == nil {
			shared = gives(titleOf(p.Status), problemType, schema)
			shared.Content[problemType].Examples = make(map[string]*huma.Example)
			if p.Status == http.StatusTooManyRequests || p.Status == http.StatusServiceUnavailable {
				shared.Headers = headers("Retry-After", "seconds to wait before the request is sent again")
			}
			all[problemName(p.Status)] = shared
		}
		shared.Content[problemType].Examples[p.Code] = &huma.Example{Summary: p.Meaning, Value: map[string]any{
			"title": titleOf(p.Status), "status": p.Status, "code": p.Code, "detail": p.Mend,
		}}
	}
	return all
}

// usualProblems are the statuses that a route of the framework may fail with,
// besides those it names; what the framework assumed is forgotten.
func usualProblems(op *huma.Operation) []int {
	for status := range op.Responses {
		if code, err := strconv.Atoi(status); err != nil || code >= http.StatusBadRequest {
			delete(op.Responses, status)
		}
	}
	all := slices.DeleteFunc(slices.Clone(op.Errors), func(status int) bool { return status == http.StatusUnprocessableEntity })
	all = append(all, http.StatusBadRequest, http.StatusForbidden, http.StatusInternalServerError, http.StatusServiceUnavailable)
	if op.RequestBody != nil {
		all = append(all, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity)
	}
	if slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.In == "path" || p.Name == "project" }) {
		all = append(all, http.StatusNotFound) // there is none of that name
	}
	return all
}

// TransformSchema closes the list of codes.
func (*Problem) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	for _, p := range Problems() {
		s.Properties["code"].Enum = append(s.Properties["code"].Enum, p.Code)
	}
	return s
}
