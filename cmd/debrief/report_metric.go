package main

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/report"
)

// printMetric prints one metric as a table with its definition below.
func printMetric(w io.Writer, m *report.Metric) error {
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		return fmt.Errorf("cannot read the time zone of the answer: %w", err)
	}
	fmt.Fprintf(w, "%s, %s (%s)\n%s\n\n", m.Metric, period(m.From, m.To, zone), m.Zone, m.Definition.Question)
	if err = table(w, metricTable(m, zone)); err != nil {
		return err
	}
	if slices.ContainsFunc(m.Rows, func(f report.Figure) bool { return isProvisional(&f) }) {
		explainProvisional(w)
	}
	fmt.Fprintln(w)
	d := m.Definition
	for _, row := range [][2]string{
		{"formula", d.Formula}, {"n is", d.Denominator}, {"coverage", d.Coverage}, {"counts at", d.DatedBy}, {"caveat", d.Caveat},
	} {
		const label = "%-11s"
		indent := fmt.Sprintf(label, "")
		fmt.Fprintf(w, label+"%s\n", row[0], wrapped(row[1], reportWidth, indent)[len(indent):])
	}
	return nil
}

// metricTable is the rows of a metric; columns without anything are left out.
func metricTable(m *report.Metric, zone *time.Location) [][]string {
	var breakdowns []string
	if len(m.Rows) > 0 {
		breakdowns = sortedKeys(m.Rows[0].By)
	}
	head := slices.Concat(breakdowns, []string{"from", ">value", ">95 % interval", ">n", ">coverage", "change"})
	rows := [][]string{head}
	for i := range m.Rows {
		f := &m.Rows[i]
		row := make([]string, 0, len(head))
		for _, name := range breakdowns {
			row = append(row, groupOf(f.By[name]))
		}
		unit := m.Definition.Unit
		rows = append(rows, append(row, atOf(f.At, zone), valueOf(unit, &f.Estimate), intervalOf(unit, &f.Estimate), grouped(f.N),
			coverageOf(f.Coverage), changeOf(unit, f.Change)))
	}
	for column := range slices.Backward(head) {
		if !slices.ContainsFunc(rows[1:], func(row []string) bool { return row[column] != "" }) {
			for i := range rows {
				rows[i] = slices.Delete(rows[i], column, column+1)
			}
		}
	}
	return rows
}
