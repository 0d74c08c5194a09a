package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/server"
	"github.com/debrief-dev/debrief/where"
)

func metricsPage(b *bytes.Buffer) {
	fmt.Fprintf(b, "# Metrics\n\n"+generated+`Every figure is one of these, whether it stands in the dashboard, in the answer of `+"`GET /api/v1/metrics/{id}`"+` or in
`+"`debrief report metric ID`"+`. A rate, a mean or a quantile comes with its 95 %% interval, in which the users, not the rows, count as
independent; with fewer than %d in the denominator it is `+"`not_enough_data`"+`. Counts are exact. Conversations that are not settled yet
make a figure `+"`provisional`"+`. Figures are about conversations of the environment `+"`production`"+` throughout, unless the filter speaks of environments, and not of
the project's own people and known bots (`+"`PUT /api/v1/settings`"+` says who they are). What is kept out stands beside every answer under `+"`excluded`"+`, by reason, with a
link to its conversations; `+"`include=internal,bots`"+` counts them too.

Breakdowns, as far as a metric has them: %s, `+"`prop.X`, `user.X`, `account.X`"+`.
`, metric.Least, breakdowns())
	for _, d := range report.Definitions() {
		fmt.Fprintf(b, "\n## %s\n\n%s\n\n| | |\n|---|---|\n", d.ID, d.Question)
		for _, row := range [][2]string{
			{"formula", d.Formula},
			{"denominator", d.Denominator},
			{"coverage", d.Coverage},
			{"unit", string(d.Unit)},
			{"direction", strings.ReplaceAll(string(d.Direction), "_", " ")},
			{"counts at", d.DatedBy},
			{"caveat", d.Caveat},
		} {
			fmt.Fprintf(b, "| %s | %s |\n", row[0], cell(row[1]))
		}
	}
}

func breakdowns() string {
	names := make([]string, 0, len(report.Breakdowns()))
	for _, name := range report.Breakdowns() {
		names = append(names, string(name))
	}
	return codes(names)
}

func filtersPage(b *bytes.Buffer) {
	fmt.Fprintf(b, "# Filters\n\n"+generated+`The one filter language: in the dashboard's address, in `+"`where=`"+` of the API and in `+"`--where`"+` of the command line.

`+"```"+`
agent = "support" and rating < 0.5 and prop.plan in ("pro", "team")
signal = rephrased and text ~ "export"
turn(model = "m-2" and signal = unanswered) or not outcome = confirmed
`+"```"+`

A filter selects conversations. A term holds if at least one turn or event of the conversation satisfies it; the terms in
`+"`turn( … )`"+` must all hold for one same turn. What is absent satisfies no term, so `+"`agent != \"a\"`"+` holds if some turn has an agent
that is not "a", while `+"`not agent = \"a\"`"+` holds if no turn has the agent "a". `+"`~`"+` means contains and `+"`!~`"+` contains not, in any case of
letters. Strings stand in double quotes, with `+"`\\\"` and `\\\\`"+`; words such as `+"`rephrased`"+` need none. A date, `+"`2026-11-01`"+`, is the whole day.

A filter has at most %d bytes, %d terms and %d levels of parentheses. A mistake is answered with its position.

| field | type | of the | operators | meaning | example |
|---|---|---|---|---|---|
`, where.MaxBytes, where.MaxTerms, where.MaxDepth)
	for _, f := range where.Fields() {
		ops := make([]string, len(f.Ops))
		for i, op := range f.Ops {
			ops[i] = string(op)
		}
		meaning := cell(f.Meaning)
		if len(f.Values) > 0 {
			meaning += " One of " + codes(f.Values) + "."
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s | `%s` |\n", f.Name, f.Type, f.Level, codes(ops), meaning, cell(f.Example))
	}
}

func errorsPage(b *bytes.Buffer) {
	fmt.Fprint(b, "# Errors\n\n"+generated+`A request that fails is answered with `+"`application/problem+json`"+` (RFC 9457):

`+"```json"+`
{"title": "Bad Request", "status": 400, "code": "invalid_parameter", "field": "tz",
 "detail": "\"Mars\" is no time zone: send an IANA name, as in Europe/Paris."}
`+"```"+`

`+"`detail`"+` is for people and may change; `+"`code`"+` is of this list and never does. What is wrong with a single item of a request that
sends events stands in its 200 or 422 answer instead: see [events.md](events.md).

| status | code | meaning | what to do |
|---|---|---|---|
`)
	for _, p := range server.Problems() {
		fmt.Fprintf(b, "| %d | `%s` | %s | %s |\n", p.Status, p.Code, cell(p.Meaning), cell(p.Mend))
	}
}

func cliPage(b *bytes.Buffer) {
	fmt.Fprint(b, "# The command line\n\n"+generated+"```\n")
	printCommands(b)
	fmt.Fprint(b, "```\n\nExit codes: 0 when all went well, 1 when something failed, 2 when the command was called in a wrong way.\n")
	for _, c := range commands() {
		fmt.Fprintf(b, "\n## debrief %s\n\n```\n", c.name)
		flags := pflag.NewFlagSet(c.name, pflag.ContinueOnError)
		flags.SortFlags = false
		c.flags(flags)
		c.printHelp(b, flags)
		fmt.Fprint(b, "```\n")
	}
}
