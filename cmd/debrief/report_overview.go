package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/report"
)

// printOverview prints the Overview within reportWidth columns.
func printOverview(w io.Writer, o *report.Overview) error {
	zone, err := time.LoadLocation(o.Zone)
	if err != nil {
		return fmt.Errorf("cannot read the time zone of the answer: %w", err)
	}
	fmt.Fprintf(w, "Overview, %s (%s)\nChanges are against the same time before.\n\n", period(o.From, o.To, zone), o.Zone)
	page := overviewPage{w: w}
	page.head()
	for i := range o.Tiles {
		tile := &o.Tiles[i]
		page.figures(tile.Title, &tile.Definition, tile.Figures)
		for j := range tile.Beside {
			page.figures("  "+tile.Beside[j].Definition.ID, &tile.Beside[j].Definition, tile.Beside[j].Figures)
		}
	}
	fmt.Fprintln(w)
	for i := range o.Further {
		page.figures(o.Further[i].Definition.ID, &o.Further[i].Definition, o.Further[i].Figures)
	}
	if page.provisional {
		fmt.Fprintln(w)
		explainProvisional(w)
	}
	page.excluded(o.Excluded)
	page.outcomes(o.Outcomes)
	_, err = fmt.Fprint(w, "\nOne figure in detail: debrief report metric success_rate --by agent\n")
	return err
}

// overviewPage prints the rows of figures.
type overviewPage struct {
	w           io.Writer
	provisional bool
}

// The widths of an overview's columns; what is left is for the change.
const overviewRow = "%-24s %9s %14s %7s %5s  %s"

func (p *overviewPage) head() {
	p.row("", "value", "95 % interval", "n", "cov.", "change")
}

func (p *overviewPage) row(cells ...any) {
	line := fmt.Sprintf(overviewRow, cells...)
	fmt.Fprintln(p.w, strings.TrimRight(line, " "))
}

// figures prints the rows of one metric: one, or one a currency.
func (p *overviewPage) figures(label string, d *report.Definition, figures []report.Figure) {
	for i := range figures {
		f := &figures[i]
		name := label
		if currency := f.By["currency"]; currency != nil {
			name += " " + *currency
		}
		if f.State == metric.NotEnoughData || f.Value == nil {
			fmt.Fprintf(p.w, "%-24s %s, n = %s\n", name, valueOf(d.Unit, &f.Estimate), grouped(f.N))
			continue
		}
		p.provisional = p.provisional || isProvisional(f)
		p.row(name, valueOf(d.Unit, &f.Estimate), intervalOf(d.Unit, &f.Estimate), grouped(f.N), coverageOf(f.Coverage), changeOf(d.Unit, f.Change))
	}
}

// excludedAs says of a reason whose conversations it keeps out.
func excludedAs(reason report.Reason) string {
	switch reason {
	case report.Elsewhere:
		return "outside production"
	case report.Internal:
		return "of your own"
	case report.Bots:
		return "known as bots"
	default:
		return string(reason)
	}
}

// excluded prints what stays out of every figure; nothing where nothing does.
func (p *overviewPage) excluded(all []report.Excluded) {
	for i, x := range all {
		lead := "             "
		if i == 0 {
			fmt.Fprintln(p.w)
			lead = "Not counted: "
		}
		fmt.Fprintf(p.w, "%s%s of %s %s\n", lead, count(x.Conversations, "conversation"), count(x.Users, "user"), excludedAs(x.Reason))
	}
}

// outcomes prints how conversations ended, as shares.
func (p *overviewPage) outcomes(days []report.OutcomeDay) {
	counts := make(map[conversation.Outcome]int64)
	var total, waiting int64
	for i := range days {
		total += days[i].Total
		waiting += days[i].Provisional
		for _, part := range days[i].Outcomes {
			counts[part.Outcome] += part.Count
		}
	}
	if total == 0 {
		return
	}
	fmt.Fprintf(p.w, "\nHow %s ended", count(total, "conversation"))
	if waiting > 0 {
		fmt.Fprintf(p.w, ", %s of them not settled yet", grouped(waiting))
	}
	fmt.Fprint(p.w, "\n\n")
	for _, outcome := range conversation.Outcomes() {
		const width = 33
		share := float64(counts[outcome]) / float64(total)
		bar := strings.Repeat("#", int(share*width+0.5))
		line := fmt.Sprintf("%-24s %9s  %-*s %10s", outcome, number(metric.Share, share, false), width, bar, grouped(counts[outcome]))
		fmt.Fprintln(p.w, line)
	}
}
