package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/control"
)

const selectProjects = "SELECT id, name, zone, excluded, rating_scale, texts_kept, properties_kept, context_kept, created_at FROM projects"

// AddProject keeps a new project.
func (s *Store) AddProject(ctx context.Context, p control.Project) error {
	err := s.change(ctx, "INSERT INTO projects (id, name, zone, excluded, rating_scale, texts_kept, properties_kept, context_kept, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		p.ID, p.Name, p.Zone, excluded{&p.Excluded}, p.Scale, p.Kept.Texts.Microseconds(), p.Kept.Properties.Microseconds(), p.Kept.Context.Microseconds(), p.CreatedAt.UnixMicro())
	if err != nil {
		return fmt.Errorf("cannot add project %q: %w", p.ID, err)
	}
	return nil
}

// Project returns one project.
func (s *Store) Project(ctx context.Context, id string) (control.Project, error) {
	p, err := scanProject(s.on.QueryRowContext(ctx, selectProjects+" WHERE id = ?", id))
	if err != nil {
		return control.Project{}, fmt.Errorf("cannot read project %q: %w", id, err)
	}
	return p, nil
}

// ListProjects returns all projects, by id.
func (s *Store) ListProjects(ctx context.Context) ([]control.Project, error) {
	rows, err := s.on.QueryContext(ctx, selectProjects+" ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("cannot list projects: %w", err)
	}
	return list(rows, scanProject)
}

// UpdateProject changes all but the id and the creation of a project.
func (s *Store) UpdateProject(ctx context.Context, p control.Project) error {
	err := s.change(ctx, "UPDATE projects SET name = ?, zone = ?, excluded = ?, rating_scale = ?, texts_kept = ?, properties_kept = ?, context_kept = ? WHERE id = ?",
		p.Name, p.Zone, excluded{&p.Excluded}, p.Scale, p.Kept.Texts.Microseconds(), p.Kept.Properties.Microseconds(), p.Kept.Context.Microseconds(), p.ID)
	if err != nil {
		return fmt.Errorf("cannot update project %q: %w", p.ID, err)
	}
	return nil
}

func scanProject(r row) (control.Project, error) {
	var p control.Project
	var created moment
	var texts, properties, context int64
	err := fault(r.Scan(&p.ID, &p.Name, &p.Zone, excluded{&p.Excluded}, &p.Scale, &texts, &properties, &context, &created))
	p.CreatedAt = created.Time
	p.Kept = control.Kept{Texts: micros(texts), Properties: micros(properties), Context: micros(context)}
	return p, err
}

func micros(n int64) time.Duration { return time.Duration(n) * time.Microsecond }

// excluded is a project's column of that name, JSON.
type excluded struct{ of *control.Excluded }

// Value writes the column.
func (e excluded) Value() (driver.Value, error) {
	text, err := json.Marshal(e.of)
	return string(text), err
}

// Scan reads the column.
func (e excluded) Scan(value any) error {
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("cannot read who is excluded from %T", value)
	}
	*e.of = control.Excluded{}
	return json.Unmarshal([]byte(text), e.of)
}
