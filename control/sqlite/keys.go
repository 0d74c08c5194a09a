package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/control"
)

const selectKeys = "SELECT id, project, kind, name, value, hint, transcripts, created_at, revoked_at FROM keys"

// AddKey keeps a new key of a project that exists.
func (s *Store) AddKey(ctx context.Context, k control.Key) (control.Key, error) {
	k, hash, err := control.Seal(k)
	if err != nil {
		return control.Key{}, fmt.Errorf("cannot add a key: %w", err)
	}
	k.RevokedAt = time.Time{}
	err = s.change(ctx, `INSERT INTO keys (id, project, kind, name, value, hash, hint, transcripts, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		k.ID, k.Project, k.Kind, k.Name, sql.NullString{String: k.Value, Valid: k.Kind == control.WriteKey},
		hash, k.Hint, k.Transcripts, k.CreatedAt.UnixMicro())
	if err != nil {
		return control.Key{}, fmt.Errorf("cannot add a key to project %q: %w", k.Project, err)
	}
	return k, nil
}

// FindKey returns the working key with that value.
func (s *Store) FindKey(ctx context.Context, value string) (control.Key, error) {
	k, err := scanKey(s.db.QueryRowContext(ctx, selectKeys+" WHERE hash = ? AND revoked_at IS NULL", control.Hash(value)))
	if err != nil {
		return control.Key{}, fmt.Errorf("cannot find a key: %w", err)
	}
	return k, nil
}

// ListKeys returns a project's keys, revoked ones too, oldest first.
func (s *Store) ListKeys(ctx context.Context, project string) ([]control.Key, error) {
	rows, err := s.db.QueryContext(ctx, selectKeys+" WHERE project = ? ORDER BY created_at, rowid", project)
	if err != nil {
		return nil, fmt.Errorf("cannot list keys of project %q: %w", project, err)
	}
	return list(rows, scanKey)
}

// RevokeKey ends a key; one that has ended keeps the moment it did.
func (s *Store) RevokeKey(ctx context.Context, project, id string, at time.Time) error {
	err := s.change(ctx, "UPDATE keys SET revoked_at = coalesce(revoked_at, ?) WHERE project = ? AND id = ?",
		at.UnixMicro(), project, id)
	if err != nil {
		return fmt.Errorf("cannot revoke key %q of project %q: %w", id, project, err)
	}
	return nil
}

func scanKey(r row) (control.Key, error) {
	var k control.Key
	var value sql.NullString
	var created, revoked moment
	err := fault(r.Scan(&k.ID, &k.Project, &k.Kind, &k.Name, &value, &k.Hint, &k.Transcripts, &created, &revoked))
	k.Value, k.CreatedAt, k.RevokedAt = value.String, created.Time, revoked.Time
	return k, err
}
