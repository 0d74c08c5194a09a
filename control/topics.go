package control

import (
	"context"
	"time"

	"github.com/debrief-dev/debrief/topic"
)

// TopicDecision is what a person decided about a topic. They are only ever
// added: what was decided and taken back stays to be read.
type TopicDecision struct {
	Number  int // from 1, in the order in which a project's were made
	Project string
	At      time.Time
	By      string // who decided, as the log names them
	Undoes  int    // the number of a decision that this one takes back; it says nothing else then
	topic.Decision
}

// TopicDecisions are a project's, in order.
type TopicDecisions []TopicDecision

// Laid gives them as they are laid over a model, at the same places: what was
// taken back is undone, and so is what takes back. To take that back in turn
// has the first decision again.
func (all TopicDecisions) Laid() topic.Decisions {
	undone := make(map[int]bool)
	laid := make(topic.Decisions, len(all))
	for i := len(all) - 1; i >= 0; i-- {
		d := &all[i]
		if d.Undoes > 0 && !undone[d.Number] {
			undone[d.Undoes] = true
		}
		laid[i] = d.Decision
		laid[i].Undone = undone[d.Number] || d.Undoes > 0
	}
	return laid
}

// Topics keeps what people decided about topics.
type Topics interface {
	// DecideTopic keeps a decision and returns it with its number. ErrNotFound
	// is for a project, or a decision to undo, that there is not.
	DecideTopic(ctx context.Context, d TopicDecision) (TopicDecision, error)
	// TopicDecisions returns all of a project.
	TopicDecisions(ctx context.Context, project string) (TopicDecisions, error)
}
