package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/control"
)

// Key is a key as it is shown. Secrets are shown once, when they are made.
type Key struct {
	ID          string          `json:"id"`
	Kind        control.KeyKind `json:"kind" enum:"write,server,read"`
	Name        string          `json:"name"`
	Value       string          `json:"value,omitempty" doc:"of write keys, and of a key that was just made"`
	Hint        string          `json:"hint" doc:"its first characters"`
	Transcripts bool            `json:"transcripts" doc:"of a read key: texts may be read with it"`
	CreatedAt   time.Time       `json:"created_at"`
	RevokedAt   *time.Time      `json:"revoked_at,omitempty"`
}

type keysBody struct {
	Keys []Key `json:"keys" nullable:"false"`
}

type addKeyInput struct {
	ProjectInput
	Body struct {
		Kind        control.KeyKind `json:"kind" enum:"write,server,read"`
		Name        string          `json:"name,omitempty" maxLength:"100"`
		Value       string          `json:"value,omitempty" minLength:"8" maxLength:"255" doc:"the key itself, to keep one that is in use elsewhere; made up by default"`
		Transcripts bool            `json:"transcripts,omitempty"`
	}
}

type keyInput struct {
	ProjectInput
	ID string `path:"id"`
}

func (s *Server) registerKeys() {
	huma.Register(s.api, s.operation("listKeys", http.MethodGet, "/api/v1/keys", "The project's keys", control.Viewer),
		func(ctx context.Context, in *ProjectInput) (*body[keysBody], error) {
			keys, err := s.listKeys(ctx, in.Project)
			if err != nil {
				return nil, s.fail(ctx, "listKeys", err)
			}
			return &body[keysBody]{keysBody{keys}}, nil
		})
	huma.Register(s.api, s.operation("addKey", http.MethodPost, "/api/v1/keys", "Make a key, or keep one that is in use elsewhere", control.Owner),
		func(ctx context.Context, in *addKeyInput) (*body[Key], error) {
			project, err := s.project(ctx, in.Project)
			if err != nil {
				return nil, s.fail(ctx, "addKey", err)
			}
			key, err := s.Control.AddKey(ctx, control.Key{
				Project: project, Kind: in.Body.Kind, Name: in.Body.Name, Value: in.Body.Value, Transcripts: in.Body.Transcripts, CreatedAt: s.Now(),
			})
			if err != nil {
				return nil, s.fail(ctx, "addKey", err)
			}
			s.keys.forget()
			return &body[Key]{shown(key)}, nil
		})
	huma.Register(s.api, s.operation("revokeKey", http.MethodDelete, "/api/v1/keys/{id}", "Revoke a key; it stops working within seconds", control.Owner),
		func(ctx context.Context, in *keyInput) (*struct{}, error) {
			project, err := s.project(ctx, in.Project)
			if err != nil {
				return nil, s.fail(ctx, "revokeKey", err)
			}
			if err = s.Control.RevokeKey(ctx, project, in.ID, s.Now()); err != nil {
				return nil, s.fail(ctx, "revokeKey", err)
			}
			s.keys.forget()
			return &struct{}{}, nil
		})
}

func (s *Server) listKeys(ctx context.Context, named string) ([]Key, error) {
	project, err := s.project(ctx, named)
	if err != nil {
		return nil, err
	}
	keys, err := s.Control.ListKeys(ctx, project)
	if err != nil {
		return nil, err
	}
	list := make([]Key, len(keys))
	for i, key := range keys {
		list[i] = shown(key)
	}
	return list, nil
}

func shown(k control.Key) Key {
	key := Key{ID: k.ID, Kind: k.Kind, Name: k.Name, Value: k.Value, Hint: k.Hint, Transcripts: k.Transcripts, CreatedAt: k.CreatedAt}
	if !k.RevokedAt.IsZero() {
		key.RevokedAt = &k.RevokedAt
	}
	return key
}
