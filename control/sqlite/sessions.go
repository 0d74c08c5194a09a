package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/control"
)

const selectTokens = "SELECT id, kind, person, agent, created_at, seen_at, expires_at, idle FROM tokens" //nolint:gosec // holds none

// AddToken keeps a token of a person who exists, and removes those whose time
// is over. One that was used stays until then, so that a second use can be
// told from a wrong secret.
func (s *Store) AddToken(ctx context.Context, t control.Token) (secret string, made control.Token, err error) {
	secret = control.NewSecret()
	t.ID, t.SeenAt = control.NewID(), t.CreatedAt
	_, err = s.on.ExecContext(ctx, "DELETE FROM tokens WHERE expires_at <= ?1 OR (idle > 0 AND seen_at + idle <= ?1)", t.CreatedAt.UnixMicro())
	if err == nil {
		err = s.change(ctx, `INSERT INTO tokens (hash, id, kind, person, agent, created_at, seen_at, expires_at, idle)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, control.Hash(secret), t.ID, t.Kind, t.Person, t.Agent,
			t.CreatedAt.UnixMicro(), t.SeenAt.UnixMicro(), t.ExpiresAt.UnixMicro(), t.Idle.Microseconds())
	}
	if err != nil {
		return "", control.Token{}, fmt.Errorf("cannot add a token of person %q: %w", t.Person, err)
	}
	return secret, t, nil
}

// UseToken returns the token of that kind with that secret, if it works still.
func (s *Store) UseToken(ctx context.Context, kind control.TokenKind, secret string, now time.Time) (control.Token, error) {
	t, err := s.useToken(ctx, kind, control.Hash(secret), now)
	if err != nil {
		return control.Token{}, fmt.Errorf("cannot use a token: %w", err)
	}
	return t, nil
}

func (s *Store) useToken(ctx context.Context, kind control.TokenKind, hash []byte, now time.Time) (control.Token, error) {
	t, err := scanToken(s.on.QueryRowContext(ctx, selectTokens+" WHERE hash = ? AND kind = ?", hash, kind))
	if err != nil {
		return t, err
	}
	if t.Ended(now) {
		return t, control.ErrExpired
	}
	if kind == control.Session {
		if now.Sub(t.SeenAt) < control.SeenWithin {
			return t, nil
		}
		t.SeenAt = now
		err = s.change(ctx, "UPDATE tokens SET seen_at = ? WHERE hash = ?", now.UnixMicro(), hash)
		return t, err
	}
	// One statement, so that of many who use it at once one finds it unused.
	err = s.change(ctx, "UPDATE tokens SET used_at = ? WHERE hash = ? AND used_at IS NULL", now.UnixMicro(), hash)
	if errors.Is(err, control.ErrNotFound) {
		err = control.ErrExpired
	}
	return t, err
}

// ListTokens returns what a person holds, newest first.
func (s *Store) ListTokens(ctx context.Context, person string) ([]control.Token, error) {
	rows, err := s.on.QueryContext(ctx, selectTokens+" WHERE person = ? AND used_at IS NULL ORDER BY created_at DESC, rowid DESC", person)
	if err != nil {
		return nil, fmt.Errorf("cannot list tokens of person %q: %w", person, err)
	}
	return list(rows, scanToken)
}

// DropToken removes one token of a person.
func (s *Store) DropToken(ctx context.Context, person, id string) error {
	if err := s.change(ctx, "DELETE FROM tokens WHERE person = ? AND id = ?", person, id); err != nil {
		return fmt.Errorf("cannot drop a token of person %q: %w", person, err)
	}
	return nil
}

// DropTokens removes all tokens of a person but one.
func (s *Store) DropTokens(ctx context.Context, person, but string) error {
	if _, err := s.on.ExecContext(ctx, "DELETE FROM tokens WHERE person = ? AND id <> ?", person, but); err != nil {
		return fmt.Errorf("cannot drop the tokens of person %q: %w", person, err)
	}
	return nil
}

func scanToken(r row) (control.Token, error) {
	var t control.Token
	var created, seen, expires moment
	var idle int64 // microseconds
	err := fault(r.Scan(&t.ID, &t.Kind, &t.Person, &t.Agent, &created, &seen, &expires, &idle))
	t.CreatedAt, t.SeenAt, t.ExpiresAt = created.Time, seen.Time, expires.Time
	t.Idle = time.Duration(idle) * time.Microsecond
	return t, err
}
