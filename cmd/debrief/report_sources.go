package main

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/report"
)

// printSources prints where events come from, and what to mend.
func printSources(w io.Writer, all *report.Sources) error {
	if len(all.Sources) == 0 {
		_, err := fmt.Fprintln(w, "Nothing was sent in this time. docs/sources.md says how to send.")
		return err
	}
	rows := [][]string{{"source", "last event", ">accepted", ">duplicate", ">rejected", ">refused"}}
	for i := range all.Sources {
		s := &all.Sources[i]
		last := "never"
		if s.LastAt != nil {
			last = s.LastAt.UTC().Format(time.DateTime)
		}
		rows = append(rows, []string{s.Source, last, grouped(s.Accepted), grouped(s.Duplicate), grouped(s.Rejected), grouped(s.Refused)})
	}
	if err := table(w, rows); err != nil {
		return err
	}
	for i := range all.Sources {
		for _, r := range all.Sources[i].Reasons {
			what := strconv.FormatInt(r.Count, 10) + " " + string(r.Verdict)
			if r.Verdict == control.Noticed {
				what = count(r.Count, "event") + " to mend"
			}
			if _, err := fmt.Fprintf(w, "\n%s: %s, %s\n  %s: %s\n", all.Sources[i].Source, what, r.Code, r.Meaning, r.Mend); err != nil {
				return err
			}
		}
	}
	return nil
}
