package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// AddToken keeps a token of a person who exists and returns its secret.
func (s *Store) AddToken(ctx context.Context, t control.Token) (secret string, err error) {
	secret = control.NewSecret()
	err = s.change(ctx, "INSERT INTO tokens (hash, person, once, expires_at) VALUES (?, ?, ?, ?)",
		control.Hash(secret), t.Person, t.Once, t.ExpiresAt.UnixMicro())
	if err != nil {
		return "", fmt.Errorf("cannot add a token of person %q: %w", t.Person, err)
	}
	return secret, nil
}

// UseToken returns the token with that secret, if it works still. Only a
// token that works once costs a write.
func (s *Store) UseToken(ctx context.Context, secret string, now time.Time) (control.Token, error) {
	t, err := s.useToken(ctx, control.Hash(secret), now)
	if err != nil {
		return control.Token{}, fmt.Errorf("cannot use a token: %w", err)
	}
	return t, nil
}

func (s *Store) useToken(ctx context.Context, hash []byte, now time.Time) (control.Token, error) {
	var t control.Token
	var expires moment
	err := s.db.QueryRowContext(ctx, "SELECT person, once, expires_at FROM tokens WHERE hash = ?", hash).
		Scan(&t.Person, &t.Once, &expires)
	if err != nil {
		return t, fault(err)
	}
	t.ExpiresAt = expires.Time
	if !now.Before(t.ExpiresAt) {
		return t, control.ErrExpired
	}
	if !t.Once {
		return t, nil
	}
	// One statement, so that of many who use it at once one finds it unused.
	err = s.change(ctx, "UPDATE tokens SET used_at = ? WHERE hash = ? AND used_at IS NULL", now.UnixMicro(), hash)
	if errors.Is(err, control.ErrNotFound) {
		err = control.ErrExpired
	}
	return t, err
}

// DropToken removes the token with that secret, if there is one.
func (s *Store) DropToken(ctx context.Context, secret string) error {
	if _, err := s.db.ExecContext(ctx, "DELETE FROM tokens WHERE hash = ?", control.Hash(secret)); err != nil {
		return fmt.Errorf("cannot drop a token: %w", err)
	}
	return nil
}

// DropExpired removes the tokens whose time is over. One that was used stays
// until then, so that a second use can be told from a wrong secret.
func (s *Store) DropExpired(ctx context.Context, now time.Time) error {
	if _, err := s.db.ExecContext(ctx, "DELETE FROM tokens WHERE expires_at <= ?", now.UnixMicro()); err != nil {
		return fmt.Errorf("cannot drop expired tokens: %w", err)
	}
	return nil
}
