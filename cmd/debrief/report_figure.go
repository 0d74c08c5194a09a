package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/report"
)

// reportWidth is how wide reports are: a terminal's default.
const reportWidth = 80

// number writes a value in its unit, without the unit's name where it is
// followed by another.
func number(unit metric.Unit, x float64, bare bool) string {
	var text, suffix string
	switch unit {
	case metric.Share:
		text, suffix = decimals(100*x, 1), " %"
	case metric.PerOne, metric.Rating:
		text = decimals(x, 2)
	case metric.Milliseconds:
		text, suffix = decimals(x, 0), " ms"
	case metric.Seconds:
		text, suffix = decimals(x, 0), " s"
	case metric.Amount, metric.Dollars:
		text = decimals(x, 2)
		const long = 1_000
		if x >= long || x <= -long {
			text = decimals(x, 0)
		}
	default:
		text = decimals(x, 0)
	}
	if bare {
		return text
	}
	return text + suffix
}

// valueOf says the value or why there is none, and marks what is provisional.
func valueOf(unit metric.Unit, e *report.Estimate) string {
	switch {
	case e.State == metric.NotEnoughData:
		return "not enough data"
	case e.Value == nil:
		return "no data"
	case e.State == metric.Provisional:
		return number(unit, *e.Value, false) + provisionalMark
	default:
		return number(unit, *e.Value, false)
	}
}

// provisionalMark stands behind a value that waits for conversations to
// settle, and before what explains it.
const provisionalMark = "*"

func isProvisional(f *report.Figure) bool { return f.State == metric.Provisional }

// explainProvisional says what the mark means.
func explainProvisional(w io.Writer) {
	fmt.Fprintln(w, provisionalMark+" provisional: some conversations in it are not settled yet.")
}

// intervalOf is the 95 % interval; counts have none.
func intervalOf(unit metric.Unit, e *report.Estimate) string {
	if e.Low == nil || e.High == nil {
		return ""
	}
	return number(unit, *e.Low, true) + " – " + number(unit, *e.High, false)
}

func coverageOf(share *float64) string {
	if share == nil {
		return ""
	}
	return decimals(100**share, 0) + " %"
}

// changeOf says what changed against the period before, in words.
func changeOf(unit metric.Unit, c *report.Change) string {
	if c == nil || c.Value == nil {
		return ""
	}
	switch c.Verdict {
	case metric.VerdictNoClearChange:
		return "no clear change"
	case metric.VerdictUnknown:
		return difference(unit, *c.Value)
	default:
		return difference(unit, *c.Value) + " " + string(c.Verdict)
	}
}

// difference writes a difference with its sign; that of shares in points.
func difference(unit metric.Unit, x float64) string {
	text := number(unit, x, unit == metric.Share)
	if x > 0 {
		text = "+" + text
	}
	if unit == metric.Share {
		text += " pts"
	}
	return text
}

// groupOf is the value of a breakdown.
func groupOf(value *string) string {
	if value == nil {
		return "(none)"
	}
	return *value
}

// atOf writes a time of the zone, without its clock where it is midnight.
func atOf(at *time.Time, zone *time.Location) string {
	if at == nil {
		return ""
	}
	local := at.In(zone)
	if hour, minute, _ := local.Clock(); hour+minute == 0 {
		return local.Format(time.DateOnly)
	}
	return local.Format("2006-01-02 15:04")
}

// period writes a half-open period; whole days without their midnight.
func period(from, to time.Time, zone *time.Location) string {
	return atOf(&from, zone) + " to " + atOf(&to, zone)
}

func sortedKeys(by map[string]*string) []string { return slices.Sorted(maps.Keys(by)) }
