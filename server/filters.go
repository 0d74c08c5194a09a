package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/where"
)

type filtersBody struct {
	Fields     []where.FieldInfo `json:"fields" nullable:"false"`
	Properties []string          `json:"properties" nullable:"false" doc:"breakdowns by property: prop.X, user.X, account.X, most frequent first"`
}

type valuesInput struct {
	ProjectInput
	Field string `query:"field" required:"true" doc:"A breakdown: agent, version, prop.X, …"`
}

type valuesBody struct {
	Values []string `json:"values" nullable:"false" doc:"most frequent first"`
}

// offered is how many values a filter offers.
const offered = 100

func (s *Server) registerFilters() {
	huma.Register(s.api, s.operation("listFilters", http.MethodGet, "/api/v1/filters", "The fields of the filter language"),
		func(ctx context.Context, in *ProjectInput) (*body[filtersBody], error) {
			project, err := s.project(ctx, in.Project)
			if err != nil {
				return nil, s.fail(ctx, "listFilters", err)
			}
			names, err := s.seenProperties(ctx, project)
			if err != nil {
				return nil, s.fail(ctx, "listFilters", err)
			}
			return &body[filtersBody]{filtersBody{seenFields(ctx), names}}, nil
		})
	huma.Register(s.api, s.operation("listFilterValues", http.MethodGet, "/api/v1/filters/values", "The values a breakdown takes"),
		func(ctx context.Context, in *valuesInput) (*body[valuesBody], error) {
			values, err := s.filterValues(ctx, in)
			if err != nil {
				return nil, s.fail(ctx, "listFilterValues", err)
			}
			return &body[valuesBody]{valuesBody{append([]string{}, values...)}}, nil
		})
}

func (s *Server) filterValues(ctx context.Context, in *valuesInput) ([]string, error) {
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	by, err := breakdowns(ctx, "field", in.Field)
	if err != nil {
		return nil, err
	}
	if len(by) != 1 {
		return nil, errInvalid("field", "Name one breakdown, as agent.")
	}
	return s.Store.Values(ctx, project, by[0], offered)
}
