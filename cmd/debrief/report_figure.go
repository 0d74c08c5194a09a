package main

import (
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
	suffix := ""
	text := ""
	switch unit {
	case metric.Share:
		text, suffix = decimals(100*x, 1), " %"
	case metric.PerOne, metric.Rating:
		text = decimals(x, 2)
	case metric.Milliseconds:
		text, suffix = decimals(x, 0), " ms"
	case metric.Amount:
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

// valueOf says the value or why there is none.
func valueOf(unit metric.Unit, e *report.Estimate) string {
	switch {
	case e.State == metric.NotEnoughData:
		return "not enough data"
	case e.Value == nil:
		return "no data"
	default:
		return number(unit, *e.Value, false)
	}
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

func atOf(at *time.Time) string {
	if at == nil {
		return ""
	}
	if hour, minute, _ := at.Clock(); hour+minute == 0 {
		return at.Format(time.DateOnly)
	}
	return at.Format("2006-01-02 15:04")
}

// period writes a half-open period; whole days without their midnight.
func period(from, to time.Time, zone *time.Location) string {
	from, to = from.In(zone), to.In(zone)
	return atOf(&from) + " to " + atOf(&to)
}

func sortedKeys(by map[string]*string) []string { return slices.Sorted(maps.Keys(by)) }
