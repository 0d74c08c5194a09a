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

	"github.com/debrief-dev/debrief/report"
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
    debrief report overview --from 2026-11-01 --to 2026-12-01 --where 'agent = "support"'

and any one metric, by breakdowns and by interval:

    debrief report metric success_rate --by agent,version
    debrief report metric conversations --interval week

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
	case len(args) == 1 && args[0] == "overview":
		if f.by != "" || f.interval != "" {
			return usage("--by and --interval are for one metric, as in: debrief report metric success_rate --by agent")
		}
		return answer(ctx, w, f, "/api/v1/reports/overview", f.parameters(), printOverview)
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
		return answer(ctx, w, f, "/api/v1/metrics/"+url.PathEscape(args[1]), parameters, printMetric)
	case len(args) > 0 && args[0] == "metric":
		return usage("name one metric, as in: debrief report metric success_rate; docs/metrics.md lists them")
	case len(args) == 0:
		return usage("name a report: overview, or metric and its id")
	default:
		return usage("there is no report %q; use overview, or metric and its id", args[0])
	}
}

// answer asks for a report and prints it.
func answer[T any](ctx context.Context, w io.Writer, f reportFlags, path string, parameters url.Values, show func(io.Writer, *T) error) (err error) {
	to, err := f.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	body, err := to.do(ctx, request{method: http.MethodGet, path: f.query(path, parameters)})
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

// printMetric prints one metric as a table with its definition below.
func printMetric(w io.Writer, m *report.Metric) error {
	fmt.Fprintf(w, "%s, %s\n%s\n\n", m.Metric, period(m.From, m.To, m.From.Location()), m.Definition.Question)
	var breakdowns []string
	if len(m.Rows) > 0 {
		breakdowns = sortedKeys(m.Rows[0].By)
	}
	timed := len(m.Rows) > 0 && m.Rows[0].At != nil
	head := append([]string{}, breakdowns...)
	if timed {
		head = append(head, "from")
	}
	head = append(head, ">value", ">95 % interval", ">n", ">coverage")
	if !timed {
		head = append(head, "change")
	}
	rows := [][]string{head}
	for i := range m.Rows {
		f := &m.Rows[i]
		var row []string
		for _, name := range breakdowns {
			row = append(row, groupOf(f.By[name]))
		}
		if timed {
			row = append(row, atOf(f.At))
		}
		row = append(row, valueOf(m.Definition.Unit, &f.Estimate), intervalOf(m.Definition.Unit, &f.Estimate), grouped(f.N), coverageOf(f.Coverage))
		if !timed {
			row = append(row, changeOf(m.Definition.Unit, f.Change))
		}
		rows = append(rows, row)
	}
	if err := table(w, rows); err != nil {
		return err
	}
	d := m.Definition
	_, err := fmt.Fprintf(w, "\n%s\n%s\n%s\n", wrapped(d.Formula+".", reportWidth, ""), wrapped("n: "+d.Denominator+". Coverage: "+d.Coverage+".", reportWidth, ""),
		wrapped(d.Caveat, reportWidth, ""))
	return err
}
