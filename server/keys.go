package server

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// Key is a key as it is shown. Secrets are shown once, when they are made.
type Key struct {
	ID          string           `json:"id"`
	Kind        control.KeyKind  `json:"kind" enum:"write,server,read"`
	Name        string           `json:"name"`
	Value       string           `json:"value,omitempty" doc:"of write keys, and of a key that was just made"`
	Hint        string           `json:"hint" doc:"its first characters"`
	Transcripts bool             `json:"transcripts" doc:"of a read key: texts may be read with it"`
	Origins     []control.Origin `json:"origins,omitempty" doc:"of a write key: the sites whose pages may use it; any where there are none"`
	Rate        float64          `json:"rate,omitempty" doc:"events a second, on average, that it may send; any number where there is none"`
	CreatedAt   time.Time        `json:"created_at"`
	RevokedAt   *time.Time       `json:"revoked_at,omitempty" doc:"when it stopped working, or will: a key that was rotated works on for a while"`
}

type keysBody struct {
	Keys []Key `json:"keys" nullable:"false"`
}

// KeyLimits are what a key may be limited to.
type KeyLimits struct {
	Origins []string `json:"origins,omitempty" maxItems:"100" doc:"of a write key, as in https://app.example.com or https://*.example.com"`
	Rate    float64  `json:"rate,omitempty" minimum:"0" maximum:"1000000" doc:"events a second, on average; 0 is no limit"`
}

type addKeyInput struct {
	ProjectInput
	Body struct {
		KeyLimits
		Kind        control.KeyKind `json:"kind" enum:"write,server,read"`
		Name        string          `json:"name,omitempty" maxLength:"100"`
		Value       string          `json:"value,omitempty" minLength:"8" maxLength:"255" doc:"the key itself, to keep one that is in use elsewhere; made up by default"`
		Transcripts bool            `json:"transcripts,omitempty"`
	}
}

// KeyInput names one key of a project.
type KeyInput struct {
	ProjectInput
	ID string `path:"id"`
}

type updateKeyInput struct {
	KeyInput
	Body struct {
		KeyLimits
		Name string `json:"name" maxLength:"100"`
	}
}

type rotateKeyInput struct {
	KeyInput
	Body struct {
		Grace *int64 `json:"grace_seconds,omitempty" minimum:"0" maximum:"7776000" doc:"how long the old key works on: a day by default; 0: not at all"`
	}
}

func (s *Server) registerKeys() {
	answers(s, s.operation("listKeys", http.MethodGet, "/api/v1/keys", "The project's keys"), s.listKeys)
	answers(s, failing(s.operation("addKey", http.MethodPost, "/api/v1/keys", "Make a key, or keep one that is in use elsewhere"), http.StatusConflict), s.addKey)
	answers(s, s.operation("updateKey", http.MethodPut, "/api/v1/keys/{id}", "Change a key's name and limits"), s.updateKey)
	answers(s, s.operation("rotateKey", http.MethodPost, "/api/v1/keys/{id}/rotate", "Make a key that takes another's place; the old one works on for a while"), s.rotateKey)
	route(s, s.operation("revokeKey", http.MethodDelete, "/api/v1/keys/{id}", "Revoke a key; it stops working within seconds"), s.revokeKey)
}

func (s *Server) listKeys(ctx context.Context, in *ProjectInput) (*keysBody, error) {
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	keys, err := s.Control.ListKeys(ctx, project.ID)
	list := make([]Key, len(keys))
	for i := range keys {
		list[i] = shown(&keys[i])
	}
	return &keysBody{list}, err
}

func (s *Server) addKey(ctx context.Context, in *addKeyInput) (*Key, error) {
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	wanted := &in.Body
	limits, err := wanted.read(wanted.Kind)
	if err != nil {
		return nil, err
	}
	if wanted.Transcripts && wanted.Kind != control.ReadKey {
		return nil, errInvalid("transcripts", "Only a read key reads: leave transcripts out.")
	}
	if err = checkValue(wanted.Kind, wanted.Value); err != nil {
		return nil, err
	}
	return s.keep(ctx, control.Key{
		Project: project.ID, Kind: wanted.Kind, Name: wanted.Name, Value: wanted.Value, Transcripts: wanted.Transcripts, Limits: limits,
	}, actKeyAdded)
}

// keep adds a key and answers with it.
func (s *Server) keep(ctx context.Context, key control.Key, act string) (*Key, error) {
	key.CreatedAt = s.Now()
	made, err := s.Control.AddKey(ctx, key)
	if err != nil {
		return nil, err
	}
	s.keys.forget()
	s.note(ctx, act, keyName(&made), string(made.Kind))
	answer := shown(&made)
	return &answer, nil
}

func (s *Server) updateKey(ctx context.Context, in *updateKeyInput) (*Key, error) {
	key, err := s.workingKey(ctx, in.KeyInput)
	if err != nil {
		return nil, err
	}
	if key.Limits, err = in.Body.read(key.Kind); err != nil {
		return nil, err
	}
	key.Name = in.Body.Name
	if err = s.Control.UpdateKey(ctx, key); err != nil {
		return nil, err
	}
	s.keys.forget()
	s.note(ctx, actKeyChanged, keyName(&key), "")
	answer := shown(&key)
	return &answer, nil
}

// graceByDefault is how long a key that was rotated works on.
const graceByDefault = 24 * time.Hour

// rotateKey makes the new key before it ends the old one: a fault between the
// two leaves both working.
func (s *Server) rotateKey(ctx context.Context, in *rotateKeyInput) (*Key, error) {
	old, err := s.workingKey(ctx, in.KeyInput)
	if err != nil {
		return nil, err
	}
	next := old
	next.Value = ""
	made, err := s.keep(ctx, next, actKeyRotated)
	if err != nil {
		return nil, err
	}
	grace := graceByDefault
	if in.Body.Grace != nil {
		grace = time.Duration(*in.Body.Grace) * time.Second
	}
	if err = s.Control.RevokeKey(ctx, old.Project, old.ID, s.Now().Add(grace)); err != nil {
		return nil, err
	}
	s.keys.forget()
	return made, nil
}

func (s *Server) revokeKey(ctx context.Context, in *KeyInput) (*nothing, error) {
	key, err := s.workingKey(ctx, *in)
	if err != nil {
		return nil, err
	}
	if err = s.Control.RevokeKey(ctx, key.Project, key.ID, s.Now()); err != nil {
		return nil, err
	}
	s.keys.forget()
	s.note(ctx, actKeyRevoked, keyName(&key), "")
	return &nothing{}, nil
}

// workingKey is the key that a route names, if it works.
func (s *Server) workingKey(ctx context.Context, in KeyInput) (control.Key, error) {
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return control.Key{}, err
	}
	keys, err := s.Control.ListKeys(ctx, project.ID)
	if err != nil {
		return control.Key{}, err
	}
	now := s.Now()
	i := slices.IndexFunc(keys, func(k control.Key) bool { return k.ID == in.ID })
	if i < 0 || (!keys[i].RevokedAt.IsZero() && !now.Before(keys[i].RevokedAt)) {
		return control.Key{}, control.ErrNotFound
	}
	return keys[i], nil
}

// read is the limits as they are kept, if a key of that kind can have them.
func (l *KeyLimits) read(kind control.KeyKind) (control.Limits, error) {
	limits := control.Limits{Rate: l.Rate}
	switch {
	case len(l.Origins) > 0 && kind != control.WriteKey:
		return limits, errInvalid("origins", "Only a write key stands in pages: leave origins out.")
	case l.Rate > 0 && kind == control.ReadKey:
		return limits, errInvalid("rate", "A read key sends no events: leave rate out.")
	}
	for _, text := range l.Origins {
		origin, err := control.ParseOrigin(text)
		if err != nil {
			return limits, errInvalid("origins", sentence(err))
		}
		if !slices.Contains(limits.Origins, origin) {
			limits.Origins = append(limits.Origins, origin)
		}
	}
	return limits, nil
}

// secretPrefixes are what secrets of this and of other products begin with.
// None may become a write key, which every visitor of a page can read.
func secretPrefixes() []string {
	return []string{control.ServerKey.Prefix(), control.ReadKey.Prefix(), "sk-", "sk_", "phx_", "xoxb-", "ghp_", "AKIA"}
}

// checkValue looks whether a value that is kept could be a key at all, and one
// of that kind.
func checkValue(kind control.KeyKind, value string) error {
	const fewestToRead = 16 // characters: who guesses it reads everything
	odd := func(c rune) bool { return c <= ' ' || c == 0x7f || strings.ContainsRune(`"'<>\`, c) }
	isSecret := func(prefix string) bool { return strings.HasPrefix(value, prefix) }
	switch {
	case value == "":
		return nil
	case strings.Contains(value, "://"):
		return errInvalid("value", "This is an address. Give the id or the key alone, as it stands in `init` or in the backend's configuration.")
	case strings.ContainsFunc(value, odd):
		return errInvalid("value", "A key has no spaces, quotes or angle brackets. Give the id or the key alone, without the code around it.")
	case kind == control.WriteKey && slices.ContainsFunc(secretPrefixes(), isSecret):
		return errInvalid("value", "This looks like a secret, and a write key is public: every visitor of a page can read it. Make a server key of it.")
	case kind != control.WriteKey && isSecret(control.WriteKey.Prefix()):
		return errInvalid("value", "This looks like a write key, which is public. Leave value out, so that a secret is made up.")
	case kind == control.ReadKey && len(value) < fewestToRead:
		return errInvalid("value", "A read key needs at least 16 characters: who guesses it reads everything. Leave value out, so that one is made up.")
	default:
		return nil
	}
}

// keyName is a key as the log names it.
func keyName(k *control.Key) string {
	if k.Name == "" {
		return k.Hint + "…"
	}
	return k.Name + " (" + k.Hint + "…)"
}

func shown(k *control.Key) Key {
	key := Key{
		ID: k.ID, Kind: k.Kind, Name: k.Name, Value: k.Value, Hint: k.Hint, Transcripts: k.Transcripts,
		Origins: k.Limits.Origins, Rate: k.Limits.Rate, CreatedAt: k.CreatedAt,
	}
	if !k.RevokedAt.IsZero() {
		key.RevokedAt = &k.RevokedAt
	}
	return key
}
