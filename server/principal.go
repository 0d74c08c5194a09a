package server

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// principal is who makes a request.
type principal struct {
	role    control.Role
	project string          // of a key; people may see every project
	person  *control.Person // nil for keys
	session string          // id of a person's session
	local   bool            // through the folder's socket
}

type principalKey struct{}

func withPrincipal(ctx context.Context, p principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

func principalOf(ctx context.Context) (principal, bool) {
	p, ok := ctx.Value(principalKey{}).(principal)
	return p, ok
}

// seesTexts reports whether prompts and answers may be shown.
func (p principal) seesTexts() bool { return includes(p.role, control.Analyst) }

// identify finds out who makes a request: the socket's owner, the bearer of a
// read key, or a person with a session.
func (s *Server) identify(ctx context.Context, authorization, session string) (principal, error) {
	if p, ok := principalOf(ctx); ok {
		return p, nil
	}
	if key, ok := bearer(authorization); ok {
		return s.identifyKey(ctx, key)
	}
	if session == "" {
		return principal{}, errUnauthorized("Sign in, or send a read key as `Authorization: Bearer …`.")
	}
	token, err := s.Control.UseToken(ctx, control.Session, session, s.Now())
	if isNotFound(err) || errors.Is(err, control.ErrExpired) {
		return principal{}, errUnauthorized("Your session has ended: sign in again.")
	}
	if err != nil {
		return principal{}, err
	}
	person, err := s.Control.Person(ctx, token.Person)
	if err != nil {
		return principal{}, err
	}
	return principal{role: person.Role, person: &person, session: token.ID}, nil
}

func (s *Server) identifyKey(ctx context.Context, value string) (principal, error) {
	key, err := s.keys.find(ctx, value)
	if err != nil {
		return principal{}, err
	}
	if key.Kind != control.ReadKey {
		return principal{}, errForbidden("This key may only send events: reading needs a read key.")
	}
	role := control.Viewer
	if key.Transcripts {
		role = control.Analyst
	}
	return principal{role: role, project: key.Project}, nil
}

func bearer(authorization string) (string, bool) {
	scheme, key, found := strings.Cut(strings.TrimSpace(authorization), " ")
	return strings.TrimSpace(key), found && strings.EqualFold(scheme, "Bearer")
}

// keyCache remembers keys for a few seconds: a look-up a request would cost
// more than the request. A revoked key works no longer than that.
type keyCache struct {
	control control.Keys
	now     func() time.Time

	mu   sync.Mutex
	kept map[string]cachedKey
}

type cachedKey struct {
	key   control.Key
	err   error
	until time.Time
}

const (
	keyCacheFor  = 5 * time.Second
	keyCacheSize = 10_000 // forgets everything when full: strangers may try many keys
)

func newKeyCache(keys control.Keys, now func() time.Time) *keyCache {
	return &keyCache{control: keys, now: now, kept: make(map[string]cachedKey)}
}

// find returns the working key with that value, or errUnauthorized.
func (c *keyCache) find(ctx context.Context, value string) (control.Key, error) {
	if value == "" {
		return control.Key{}, errUnauthorized("Send a key: in the body's `key`, as `?k=`, or as `Authorization: Bearer …`.")
	}
	now := c.now()
	c.mu.Lock()
	kept, ok := c.kept[value]
	c.mu.Unlock()
	if ok && now.Before(kept.until) {
		return kept.key, kept.err
	}
	key, err := c.control.FindKey(ctx, value, now)
	if isNotFound(err) {
		err = errUnauthorized("This key is unknown or was revoked: see Settings → Keys, or `debrief keys list`.")
	} else if err != nil {
		return key, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) >= keyCacheSize {
		clear(c.kept)
	}
	until := now.Add(keyCacheFor)
	if ends := key.RevokedAt; !ends.IsZero() && ends.Before(until) {
		until = ends
	}
	c.kept[value] = cachedKey{key: key, err: err, until: until}
	return key, err
}

// forget drops everything, after keys were changed.
func (c *keyCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.kept)
}
