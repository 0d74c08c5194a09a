package server

import (
	"context"
	"net/http"

	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/store"
)

type metricsBody struct {
	Metrics []report.Definition `json:"metrics" nullable:"false"`
}

type metricInput struct {
	ScopeInput
	ID       string `path:"id" doc:"Id of the metric"`
	By       string `query:"by" doc:"Breakdowns, as in agent,prop.plan: agent, version, model, topic, theme, language, account, environment, user, session, outcome, currency, source, week, prop.X, user.X, account.X; a key with other characters is quoted, as in prop.\"my key\""`
	Interval string `query:"interval" enum:"hour,day,week,month" doc:"Cut the period into these; the whole period by default"`
	Compare  string `query:"compare" enum:"previous" doc:"previous: also the period of the same length before; with an interval, the one as many of these earlier as there are, as October beside September"`
}

func (s *Server) registerFigures() {
	answers(s, s.operation("listMetrics", http.MethodGet, "/api/v1/metrics", "Every metric's definition"),
		func(context.Context, *noInput) (*metricsBody, error) { return &metricsBody{report.Definitions()}, nil })
	answers(s, s.operation("getMetric", http.MethodGet, "/api/v1/metrics/{id}", "One metric, by breakdown and interval"), s.metric)
	answers(s, s.operation("getOverview", http.MethodGet, "/api/v1/reports/overview", "What the Overview shows"),
		func(ctx context.Context, in *ScopeInput) (*report.Overview, error) {
			scope, err := s.scope(ctx, *in)
			if err != nil {
				return nil, err
			}
			return report.MakeOverview(ctx, s.Store, scope)
		})
	answers(s, s.operation("getSatisfaction", http.MethodGet, "/api/v1/reports/satisfaction", "What users said and what is estimated"), s.satisfaction)
}

func (s *Server) satisfaction(ctx context.Context, in *ScopeInput) (*report.SatisfactionReport, error) {
	scope, err := s.scope(ctx, *in)
	if err != nil {
		return nil, err
	}
	made, err := report.MakeSatisfaction(ctx, s.Store, scope)
	if p, _ := principalOf(ctx); err == nil && !p.seesTexts() {
		made.Comments = []report.Comment{}
	}
	return made, err
}

func (s *Server) metric(ctx context.Context, in *metricInput) (*report.Metric, error) {
	scope, err := s.scope(ctx, in.ScopeInput)
	if err != nil {
		return nil, err
	}
	if err = mayAsk(ctx, in.ID); err != nil {
		return nil, err
	}
	by, err := breakdowns(ctx, "by", in.By)
	if err != nil {
		return nil, err
	}
	return report.AskMetric(ctx, s.Store, scope, report.Ask{
		Metric: in.ID, By: by, Interval: store.Interval(in.Interval), Compare: in.Compare != "",
	})
}
