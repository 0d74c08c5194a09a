package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/store"
)

// body is an answer whose body is a T.
type body[T any] struct{ Body T }

type metricsBody struct {
	Metrics []report.Definition `json:"metrics" nullable:"false"`
}

type metricInput struct {
	ScopeInput
	ID       string `path:"id" doc:"Id of the metric"`
	By       string `query:"by" doc:"Breakdowns, as in agent,prop.plan: agent, version, model, topic, language, account, environment, user, session, outcome, currency, source, week, prop.X, user.X, account.X; a key with other characters is quoted, as in prop.\"my key\""`
	Interval string `query:"interval" enum:"hour,day,week,month" doc:"Cut the period into these; the whole period by default"`
	Compare  string `query:"compare" enum:"previous" doc:"previous: also the period of the same length before"`
}

func (s *Server) registerFigures() {
	huma.Register(s.api, s.operation("listMetrics", http.MethodGet, "/api/v1/metrics", "Every metric's definition"),
		func(context.Context, *struct{}) (*body[metricsBody], error) {
			return &body[metricsBody]{metricsBody{report.Definitions()}}, nil
		})
	huma.Register(s.api, s.operation("getMetric", http.MethodGet, "/api/v1/metrics/{id}", "One metric, by breakdown and interval"),
		func(ctx context.Context, in *metricInput) (*body[report.Metric], error) {
			m, err := s.metric(ctx, in)
			if err != nil {
				return nil, s.fail(ctx, "getMetric", err)
			}
			return &body[report.Metric]{*m}, nil
		})
	huma.Register(s.api, s.operation("getOverview", http.MethodGet, "/api/v1/reports/overview", "What the Overview shows"),
		func(ctx context.Context, in *ScopeInput) (*body[report.Overview], error) {
			scope, err := s.scope(ctx, *in)
			if err != nil {
				return nil, s.fail(ctx, "getOverview", err)
			}
			o, err := report.MakeOverview(ctx, s.Store, scope)
			if err != nil {
				return nil, s.fail(ctx, "getOverview", err)
			}
			return &body[report.Overview]{*o}, nil
		})
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
