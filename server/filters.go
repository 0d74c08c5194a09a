package server

import (
	"context"
	"net/http"

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
	Values []string `json:"values" nullable:"false" doc:"most frequent first; of topics and themes their names"`
}

// offered is how many values a filter offers.
const offered = 100

func (s *Server) registerFilters() {
	answers(s, s.operation("listFilters", http.MethodGet, "/api/v1/filters", "The fields of the filter language"),
		func(ctx context.Context, in *ProjectInput) (*filtersBody, error) {
			project, err := s.project(ctx, in.Project)
			if err != nil {
				return nil, err
			}
			names, err := s.seenProperties(ctx, project.ID)
			return &filtersBody{seenFields(ctx), names}, err
		})
	answers(s, s.operation("listFilterValues", http.MethodGet, "/api/v1/filters/values", "The values a breakdown takes"), s.filterValues)
}

func (s *Server) filterValues(ctx context.Context, in *valuesInput) (*valuesBody, error) {
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
	values, err := s.Store.Values(ctx, project.ID, by[0], offered)
	if err != nil {
		return nil, err
	}
	topics, err := s.topics.Topics(ctx, project.ID)
	return &valuesBody{topics.Names(by[0].Name, values)}, err
}
