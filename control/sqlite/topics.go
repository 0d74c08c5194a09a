package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/debrief-dev/debrief/control"
)

// DecideTopic keeps a decision. See control.Topics.
func (s *Store) DecideTopic(ctx context.Context, d control.TopicDecision) (control.TopicDecision, error) {
	err := s.on.QueryRowContext(ctx, `INSERT INTO topic_decisions (project, number, at, who, undoes, decided, topic, target, name)
		SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, nullif(?4, 0), ?5, ?6, ?7, ?8 FROM topic_decisions WHERE project = ?1
		RETURNING number`, d.Project, d.At.UnixMicro(), d.By, d.Undoes, string(d.Decided), string(d.Topic), string(d.Into), d.Name).Scan(&d.Number)
	if err != nil {
		return control.TopicDecision{}, fmt.Errorf("cannot keep a decision about a topic of project %q: %w", d.Project, fault(err))
	}
	return d, nil
}

// TopicDecisions returns all of a project. See control.Topics.
func (s *Store) TopicDecisions(ctx context.Context, project string) (control.TopicDecisions, error) {
	rows, err := s.on.QueryContext(ctx, "SELECT number, at, who, undoes, decided, topic, target, name FROM topic_decisions WHERE project = ? ORDER BY number", project)
	if err != nil {
		return nil, fmt.Errorf("cannot read the decisions about topics of project %q: %w", project, err)
	}
	return list(rows, func(r row) (control.TopicDecision, error) {
		d := control.TopicDecision{Project: project}
		var at moment
		var undoes sql.NullInt64
		err := fault(r.Scan(&d.Number, &at, &d.By, &undoes, &d.Decided, &d.Topic, &d.Into, &d.Name))
		d.At, d.Undoes = at.Time, int(undoes.Int64)
		return d, err
	})
}
