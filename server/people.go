package server

import (
	"context"
	"net/http"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// PersonBrief is someone who may sign in, as people are listed.
type PersonBrief struct {
	ID        string       `json:"id"`
	Email     string       `json:"email"`
	Role      control.Role `json:"role" enum:"owner,analyst,viewer"`
	Password  bool         `json:"password" doc:"a password was chosen"`
	CreatedAt time.Time    `json:"created_at"`
	Sessions  int          `json:"sessions" doc:"browsers in which the person is signed in"`
	SeenAt    *time.Time   `json:"seen_at,omitempty" doc:"last use of one of them, to the minute"`
	Invited   *time.Time   `json:"invited_until,omitempty" doc:"when the open invitation expires"`
}

type peopleBody struct {
	People []PersonBrief `json:"people" nullable:"false" doc:"by e-mail"`
}

type roleInput struct {
	IDInput
	Body struct {
		Role control.Role `json:"role" enum:"owner,analyst,viewer"`
	}
}

func (s *Server) registerPeople() {
	answers(s, s.operation("listPeople", http.MethodGet, "/api/v1/people", "Who may sign in"), s.listPeople)
	answers(s, failing(s.operation("changeRole", http.MethodPatch, "/api/v1/people/{id}", "Change a person's role; it counts at once"), http.StatusConflict), s.changeRole)
	route(s, failing(s.operation("removePerson", http.MethodDelete, "/api/v1/people/{id}", "Remove a person; ends all of their sessions"), http.StatusConflict),
		func(ctx context.Context, in *IDInput) (*nothing, error) {
			person, err := s.Control.Person(ctx, in.ID)
			if err == nil {
				err = s.Control.RemovePerson(ctx, in.ID)
			}
			if err == nil {
				s.note(ctx, actPersonRemoved, person.Email, string(person.Role))
			}
			return &nothing{}, err
		})
	route(s, s.operation("endSessionsOf", http.MethodDelete, "/api/v1/people/{id}/sessions", "End all sessions, links and invitations of a person"),
		func(ctx context.Context, in *IDInput) (*nothing, error) {
			person, err := s.Control.Person(ctx, in.ID)
			if err == nil {
				p, _ := principalOf(ctx) // one's own session that asks is kept
				err = s.Control.DropTokens(ctx, in.ID, p.session)
			}
			if err == nil {
				s.note(ctx, actSessionsEnded, person.Email, "")
			}
			return &nothing{}, err
		})
}

func (s *Server) listPeople(ctx context.Context, _ *noInput) (*peopleBody, error) {
	people, err := s.Control.ListPeople(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]PersonBrief, len(people))
	for i := range people {
		if list[i], err = s.brief(ctx, people[i]); err != nil {
			return nil, err
		}
	}
	return &peopleBody{list}, nil
}

// brief is a person with what is known of their sessions.
func (s *Server) brief(ctx context.Context, p control.Person) (PersonBrief, error) {
	b := PersonBrief{ID: p.ID, Email: p.Email, Role: p.Role, Password: len(p.PasswordHash) > 0, CreatedAt: p.CreatedAt}
	tokens, err := s.Control.ListTokens(ctx, p.ID)
	for i := range tokens {
		t := &tokens[i]
		switch {
		case t.Ended(s.Now()):
		case t.Kind == control.Session:
			b.Sessions++
			if b.SeenAt == nil || t.SeenAt.After(*b.SeenAt) {
				b.SeenAt = &t.SeenAt
			}
		case t.Kind == control.Invitation && b.Invited == nil: // the newest
			b.Invited = &t.ExpiresAt
		}
	}
	return b, err
}

func (s *Server) changeRole(ctx context.Context, in *roleInput) (*PersonBrief, error) {
	person, err := s.Control.Person(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	before := person.Role
	person.Role = in.Body.Role
	if err = s.Control.UpdatePerson(ctx, person); err != nil {
		return nil, err
	}
	if before != person.Role {
		s.note(ctx, actRoleChanged, person.Email, string(before)+" → "+string(person.Role))
	}
	b, err := s.brief(ctx, person)
	return &b, err
}
