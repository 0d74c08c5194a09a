package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/conversation"
)

// Definitions returns the latest definitions of a project that exists.
func (s *Store) Definitions(ctx context.Context, project string) (conversation.Definitions, int, error) {
	d, version, err := s.definitions(ctx, project)
	if err != nil {
		return conversation.Definitions{}, 0, fmt.Errorf("cannot read the definitions of project %q: %w", project, err)
	}
	return d, version, nil
}

func (s *Store) definitions(ctx context.Context, project string) (conversation.Definitions, int, error) {
	var version sql.NullInt64
	var body sql.NullString
	err := s.on.QueryRowContext(ctx, `SELECT d.version, d.body
		FROM projects p LEFT JOIN definitions d ON d.project = p.id
		WHERE p.id = ? ORDER BY d.version DESC LIMIT 1`, project).Scan(&version, &body)
	if err != nil {
		return conversation.Definitions{}, 0, fault(err)
	}
	if !version.Valid {
		return conversation.DefaultDefinitions(), control.FirstVersion, nil
	}
	d, err := control.UnmarshalDefinitions([]byte(body.String))
	return d, int(version.Int64), err
}

// SetDefinitions keeps a new version for a project that exists; those before
// it stay.
func (s *Store) SetDefinitions(ctx context.Context, project string, d conversation.Definitions, at time.Time) (int, error) {
	body, err := control.MarshalDefinitions(d)
	if err != nil {
		return 0, err
	}
	var version int
	err = s.on.QueryRowContext(ctx, `INSERT INTO definitions (project, version, body, set_at)
		SELECT ?1, coalesce(max(version), ?2) + 1, ?3, ?4 FROM definitions WHERE project = ?1
		RETURNING version`, project, control.FirstVersion, string(body), at.UnixMicro()).Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("cannot set the definitions of project %q: %w", project, fault(err))
	}
	return version, nil
}
