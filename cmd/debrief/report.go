package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/spf13/pflag"
)

// reportFlags are the flags of report.
type reportFlags struct {
	target
	scopeFlags
	by, interval string
	json         bool
}

func reportCommand() command {
	return command{
		name: "report", summary: "show figures in the terminal",
		help: `
Report shows what the dashboard shows:

    debrief report overview
    debrief report overview --from 2026-11-01 --where 'agent = "support"'
    debrief report satisfaction

what users ask about, and where answers fall short:

    debrief report topics
    debrief report gaps --where 'agent = "support"'

and any one metric, by breakdowns and by interval:

    debrief report metric success_rate --by agent,version
    debrief report metric conversations --interval week

and where events come from, how fresh they are and what became of them, in the
last 24 hours unless a period is named:

    debrief report sources --from 2026-11-01

A rate stands with its 95 % interval, with n, what it is a share of, and with its
coverage, the share of rows that it speaks for where that is not all. A change is
called better or worse only where it is beyond chance. Conversations that are not
settled yet make a figure provisional. Like every figure it is about the
environment production unless the filter says otherwise.

--json prints what the API answers. docs/metrics.md explains the metrics.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var f reportFlags
			f.scopeFlags.add(flags, "28 days when it is not named")
			flags.StringVar(&f.by, "by", "", "breakdowns of a metric, as in agent,prop.plan")
			flags.StringVar(&f.interval, "interval", "", "cut the period of a metric by hour, day, week or month")
			flags.BoolVar(&f.json, "json", false, "print the answer of the API")
			f.target.add(flags)
			return func(ctx context.Context, io streams, args []string) error { return runReport(ctx, io.out, f, args) }
		},
	}
}

func runReport(ctx context.Context, w io.Writer, f reportFlags, args []string) error {
	switch {
	case len(args) == 1 && args[0] == "sources":
		if f.where != "" || f.text != "" || f.zone != "" || f.by != "" || f.interval != "" {
			return usage("sources takes --from and --to alone, as in: debrief report sources --from 2026-11-01")
		}
		return answer(ctx, w, f, f.query("/api/v1/sources", f.parameters()), printSources)
	case len(args) == 1 && args[0] != "metric" && (f.by != "" || f.interval != ""):
		return usage("--by and --interval are for one metric, as in: debrief report metric success_rate --by agent")
	case len(args) == 1 && args[0] == "overview":
		return answer(ctx, w, f, f.query("/api/v1/reports/overview", f.parameters()), printOverview)
	case len(args) == 1 && args[0] == "satisfaction":
		return answer(ctx, w, f, f.query("/api/v1/reports/satisfaction", f.parameters()), printSatisfaction)
	case len(args) == 1 && args[0] == "topics":
		return answer(ctx, w, f, f.query("/api/v1/reports/topics", f.parameters()), printTopics)
	case len(args) == 1 && args[0] == "gaps":
		return answer(ctx, w, f, f.query("/api/v1/reports/gaps", f.parameters()), printGaps)
	case len(args) == 2 && args[0] == "metric":
		parameters := f.parameters()
		for name, value := range map[string]string{"by": f.by, "interval": f.interval} {
			if value != "" {
				parameters.Set(name, value)
			}
		}
		if f.interval == "" {
			parameters.Set("compare", "previous")
		}
		return answer(ctx, w, f, f.query("/api/v1/metrics/"+url.PathEscape(args[1]), parameters), printMetric)
	case len(args) > 0 && args[0] == "metric":
		return usage("name one metric, as in: debrief report metric success_rate; docs/metrics.md lists them")
	case len(args) == 0:
		return usage("name a report: overview, satisfaction, topics, gaps, sources, or metric and its id")
	default:
		return usage("there is no report %q; use overview, satisfaction, topics, gaps, sources, or metric and its id", args[0])
	}
}

// answer asks for a report and prints it.
func answer[T any](ctx context.Context, w io.Writer, f reportFlags, path string, show func(io.Writer, *T) error) (err error) {
	to, err := f.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	body, err := to.do(ctx, request{method: http.MethodGet, path: path})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	if f.json {
		if _, err = io.Copy(w, body); err != nil {
			return fmt.Errorf("cannot read the answer: %w", err)
		}
		return nil
	}
	var read T
	if err = json.NewDecoder(body).Decode(&read); err != nil {
		return fmt.Errorf("cannot read the answer: %w", err)
	}
	return show(w, &read)
}
