package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/report"
)

// printSatisfaction prints what users said and, apart from it, what is
// estimated.
func printSatisfaction(w io.Writer, r *report.SatisfactionReport) error {
	zone, err := time.LoadLocation(r.Zone)
	if err != nil {
		return fmt.Errorf("cannot read the time zone of the answer: %w", err)
	}
	fmt.Fprintf(w, "Satisfaction, %s (%s)\nChanges are against the same time before.\n\n", period(r.From, r.To, zone), r.Zone)
	page := overviewPage{w: w}
	page.head()
	for i := range r.Explicit {
		page.figures(r.Explicit[i].Definition.ID, &r.Explicit[i].Definition, r.Explicit[i].Figures)
	}
	fmt.Fprintln(w, "\nEstimated from what is said:")
	for i := range r.Estimated {
		page.figures(r.Estimated[i].Definition.ID, &r.Estimated[i].Definition, r.Estimated[i].Figures)
	}
	if r.Read == 0 {
		_, err = fmt.Fprint(w, "\nNobody has rated a conversation in this period.\n")
		return err
	}
	fmt.Fprintf(w, "\nThe latest %d of %d rated conversations\n\n", r.Read, r.Rated)
	printSpread(w, r)
	printReliability(w, r.Reliability)
	printDisagreement(w, r.Disagreement)
	for _, c := range r.Comments {
		fmt.Fprintf(w, "%s  %s\n", c.ConversationID, strings.ReplaceAll(c.Comment, "\n", " / "))
	}
	return nil
}

func printSpread(w io.Writer, r *report.SatisfactionReport) {
	for _, part := range r.Distribution {
		fmt.Fprintf(w, "rated %.1f to %.1f %8d\n", part.From, part.To, part.Count)
	}
}

func printReliability(w io.Writer, parts []report.ReliabilityPart) {
	if len(parts) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%-10s %10s %16s %7s\n", "estimated", "satisfied", "95 % interval", "n")
	for _, p := range parts {
		fmt.Fprintf(w, "%9.0f%% %9.0f%% %9.0f – %3.0f%% %7d\n", 100*p.Estimated, 100*p.Satisfied, 100*p.Low, 100*p.High, p.N)
	}
}

func printDisagreement(w io.Writer, all []report.Disagreement) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintln(w, "\nRatings and signals contradict each other:")
	for _, d := range all {
		signals := "no signal complains"
		if d.Rated == "well" {
			signals = "yet " + strings.Trim(fmt.Sprint(d.Signals), "[]")
		}
		fmt.Fprintf(w, "%s  rated %.2f, %s\n", d.ConversationID, d.Explicit, signals)
	}
	fmt.Fprintln(w)
}
