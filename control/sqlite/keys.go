package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/control"
)

const selectKeys = "SELECT id, project, kind, name, value, hint, transcripts, origins, rate, created_at, revoked_at FROM keys"

// AddKey keeps a new key of a project that exists.
func (s *Store) AddKey(ctx context.Context, k control.Key) (control.Key, error) {
	k, hash, err := control.Seal(k)
	if err != nil {
		return control.Key{}, fmt.Errorf("cannot add a key: %w", err)
	}
	k.RevokedAt = time.Time{}
	err = s.change(ctx, `INSERT INTO keys (id, project, kind, name, value, hash, hint, transcripts, origins, rate, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		k.ID, k.Project, k.Kind, k.Name, sql.NullString{String: k.Value, Valid: k.Kind == control.WriteKey},
		hash, k.Hint, k.Transcripts, origins{&k.Limits.Origins}, k.Limits.Rate, k.CreatedAt.UnixMicro())
	if err != nil {
		return control.Key{}, fmt.Errorf("cannot add a key to project %q: %w", k.Project, err)
	}
	return k, nil
}

// FindKey returns the key with that value if it works then.
func (s *Store) FindKey(ctx context.Context, value string, now time.Time) (control.Key, error) {
	k, err := scanKey(s.on.QueryRowContext(ctx, selectKeys+" WHERE hash = ? AND (revoked_at IS NULL OR revoked_at > ?)",
		control.Hash(value), now.UnixMicro()))
	if err != nil {
		return control.Key{}, fmt.Errorf("cannot find a key: %w", err)
	}
	return k, nil
}

// UpdateKey changes the name and the limits of a key.
func (s *Store) UpdateKey(ctx context.Context, k control.Key) error {
	err := s.change(ctx, "UPDATE keys SET name = ?, origins = ?, rate = ? WHERE project = ? AND id = ?",
		k.Name, origins{&k.Limits.Origins}, k.Limits.Rate, k.Project, k.ID)
	if err != nil {
		return fmt.Errorf("cannot update key %q of project %q: %w", k.ID, k.Project, err)
	}
	return nil
}

// ListKeys returns a project's keys, revoked ones too, oldest first.
func (s *Store) ListKeys(ctx context.Context, project string) ([]control.Key, error) {
	rows, err := s.on.QueryContext(ctx, selectKeys+" WHERE project = ? ORDER BY created_at, rowid", project)
	if err != nil {
		return nil, fmt.Errorf("cannot list keys of project %q: %w", project, err)
	}
	return list(rows, scanKey)
}

// RevokeKey ends a key at a moment, unless it ends earlier.
func (s *Store) RevokeKey(ctx context.Context, project, id string, at time.Time) error {
	err := s.change(ctx, "UPDATE keys SET revoked_at = min(coalesce(revoked_at, ?1), ?1) WHERE project = ?2 AND id = ?3",
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
	err := fault(r.Scan(&k.ID, &k.Project, &k.Kind, &k.Name, &value, &k.Hint, &k.Transcripts,
		origins{&k.Limits.Origins}, &k.Limits.Rate, &created, &revoked))
	k.Value, k.CreatedAt, k.RevokedAt = value.String, created.Time, revoked.Time
	return k, err
}

// origins are a column: a JSON list.
type origins struct{ of *[]control.Origin }

// Value writes the column.
func (o origins) Value() (driver.Value, error) {
	if len(*o.of) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(*o.of)
	return string(text), err
}

// Scan reads the column; an empty list is none.
func (o origins) Scan(value any) error {
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("cannot read origins from %T", value)
	}
	*o.of = nil
	if text == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(text), o.of)
}
