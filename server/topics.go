package server

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/topic"
)

type topicInput struct {
	ScopeInput
	ID string `path:"id" doc:"Id of the topic, as t7, or of one that was merged into it"`
}

type decideInput struct {
	ProjectInput
	ID       string `path:"id" doc:"Id of a topic that is shown; of undo also of one that no longer is"`
	Decision string `path:"decision" enum:"rename,merge,split,pin,ignore,undo" doc:"undo takes back the last decision about the topic that holds, or the one whose number is sent"`
	Body     struct {
		Name   string `json:"name,omitempty" doc:"of rename: what it is called from now on"`
		Into   string `json:"into,omitempty" doc:"of merge: the id of the topic that it becomes a part of"`
		Number int    `json:"number,omitempty" doc:"of undo: the number of a decision"`
	}
}

type decisionsBody struct {
	Decisions []report.Decision `json:"decisions" nullable:"false" doc:"oldest first"`
}

func (s *Server) registerTopics() {
	answers(s, s.operation("getTopicsReport", http.MethodGet, "/api/v1/reports/topics", "What the Topics page shows"), s.topicsPage)
	answers(s, s.operation("listTopics", http.MethodGet, "/api/v1/topics", "Topics with their figures, each beside the rest"), s.topicsPage)
	answers(s, s.operation("getGapsReport", http.MethodGet, "/api/v1/reports/gaps", "Where answers fall short: topics, users affected, what they did next, examples"),
		func(ctx context.Context, in *ScopeInput) (*report.GapsPage, error) {
			scope, err := s.scope(ctx, *in)
			if err != nil {
				return nil, err
			}
			return report.MakeGaps(ctx, s.Store, scope, seesTexts(ctx))
		})
	answers(s, failing(s.operation("getTopic", http.MethodGet, "/api/v1/topics/{id}", "One topic with its prompts and subtopics"), http.StatusNotFound),
		func(ctx context.Context, in *topicInput) (*report.TopicDetail, error) {
			scope, err := s.scope(ctx, in.ScopeInput)
			if err != nil {
				return nil, err
			}
			return report.GetTopic(ctx, s.Store, scope, in.ID, seesTexts(ctx))
		})
	answers(s, s.operation("listTopicDecisions", http.MethodGet, "/api/v1/topic-decisions", "What people decided about topics"), s.topicDecisions)
	op := failing(s.operation("decideTopic", http.MethodPost, "/api/v1/topics/{id}/{decision}", "Rename, merge, split, pin or ignore a topic, or take that back"), http.StatusNotFound, http.StatusServiceUnavailable)
	op.Description = "Decisions hold for every later version of the topics. Figures follow before the answer comes, if that takes no longer than some seconds."
	answers(s, op, s.decideTopic)
	answers(s, failing(s.operation("refitTopics", http.MethodPost, "/api/v1/topics/refit", "Find topics again, keeping those that still fit"), http.StatusServiceUnavailable),
		func(ctx context.Context, in *ProjectInput) (*TopicStatus, error) {
			project, err := s.project(ctx, in.Project)
			if err != nil {
				return nil, err
			}
			s.Analyzer.Refit(project.ID)
			return s.settledTopics(ctx, project.ID)
		})
}

func seesTexts(ctx context.Context) bool {
	p, _ := principalOf(ctx)
	return p.seesTexts()
}

func (s *Server) topicsPage(ctx context.Context, in *ScopeInput) (*report.TopicsPage, error) {
	scope, err := s.scope(ctx, *in)
	if err != nil {
		return nil, err
	}
	return report.MakeTopics(ctx, s.Store, scope, seesTexts(ctx))
}

func (s *Server) topicDecisions(ctx context.Context, in *ProjectInput) (*decisionsBody, error) {
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	topics, err := s.topics.Topics(ctx, project.ID)
	if err != nil {
		return nil, err
	}
	return &decisionsBody{topics.Decisions()}, nil
}

// decideTopic keeps a decision and gives figures a moment to follow it.
func (s *Server) decideTopic(ctx context.Context, in *decideInput) (*decisionsBody, error) {
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	topics, err := s.topics.Topics(ctx, project.ID)
	if err != nil {
		return nil, err
	}
	p, _ := principalOf(ctx)
	d := control.TopicDecision{Project: project.ID, At: s.Now().UTC(), By: p.name()}
	if in.Decision == "undo" {
		if d.Undoes, err = toUndo(topics, in); err != nil {
			return nil, err
		}
	} else {
		d.Decision = topic.Decision{Decided: topic.Decided(in.Decision), Topic: topic.ID(in.ID), Into: topic.ID(in.Body.Into), Name: strings.TrimSpace(in.Body.Name)}
		if err = fits(topics, &d.Decision); err != nil {
			return nil, err
		}
	}
	if d, err = s.Control.DecideTopic(ctx, d); err != nil {
		return nil, err
	}
	s.note(ctx, actTopicDecided, in.ID, fmt.Sprintf("%s, number %d", in.Decision, d.Number))
	if _, err = s.settledTopics(ctx, project.ID); err != nil {
		return nil, err
	}
	return s.topicDecisions(ctx, &in.ProjectInput)
}

// decisionWait is how long an answer waits for figures to follow.
const decisionWait = 10 * time.Second

// settledTopics is how far topics have come, once they are current or a while
// has passed.
func (s *Server) settledTopics(ctx context.Context, project string) (*TopicStatus, error) {
	waiting, cancel := context.WithTimeout(ctx, decisionWait)
	defer cancel()
	if err := s.Analyzer.Wait(waiting); err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	status := &TopicStatus{}
	var err error
	status.Version, status.Pending, err = s.Analyzer.TopicStatus(ctx, project)
	return status, err
}

// toUndo is the number of the decision that a request takes back.
func toUndo(topics *report.Topics, in *decideInput) (int, error) {
	number := 0
	for _, d := range topics.Decisions() {
		if d.Number == in.Body.Number || (in.Body.Number == 0 && d.Topic == in.ID && d.State == report.InForce) {
			number = d.Number
		}
	}
	if number == 0 {
		return 0, errInvalid("number", "There is no such decision about this topic to take back: see /api/v1/topic-decisions.")
	}
	return number, nil
}

// nameMost is how long a topic's name may be, in characters.
const nameMost = 100

// fits holds a decision to what is shown.
func fits(topics *report.Topics, d *topic.Decision) error {
	if fault := topics.Fault(*d); fault != "" {
		return errInvalid(faultField(d), fault)
	}
	if d.Decided != topic.Renamed {
		d.Name = ""
	} else if utf8.RuneCountInString(d.Name) > nameMost {
		return errInvalid("name", fmt.Sprintf("A name has at most %d characters.", nameMost))
	}
	if d.Decided != topic.Merged {
		d.Into = ""
	}
	return nil
}

func faultField(d *topic.Decision) string {
	switch d.Decided {
	case topic.Renamed:
		return "name"
	case topic.Merged:
		return "into"
	default:
		return "id"
	}
}
