package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/control"
)

// PersonBrief is someone who may sign in, as people are listed.
type PersonBrief struct {
	Email     string       `json:"email"`
	Role      control.Role `json:"role" enum:"owner,analyst,viewer"`
	Password  bool         `json:"password" doc:"a password was chosen"`
	CreatedAt time.Time    `json:"created_at"`
}

type peopleBody struct {
	People []PersonBrief `json:"people" nullable:"false" doc:"by e-mail"`
}

func (s *Server) registerPeopleList() {
	huma.Register(s.api, s.operation("listPeople", http.MethodGet, "/api/v1/people", "Who may sign in", control.Owner),
		func(ctx context.Context, _ *struct{}) (*body[peopleBody], error) {
			people, err := s.Control.ListPeople(ctx)
			if err != nil {
				return nil, s.fail(ctx, "listPeople", err)
			}
			list := make([]PersonBrief, len(people))
			for i, p := range people {
				list[i] = PersonBrief{Email: p.Email, Role: p.Role, Password: len(p.PasswordHash) > 0, CreatedAt: p.CreatedAt}
			}
			return &body[peopleBody]{peopleBody{list}}, nil
		})
}
