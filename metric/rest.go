package metric

import (
	"slices"
	"time"

	"github.com/debrief-dev/debrief/store"
)

// hasRest reports whether the rows of an answer can be compared with those
// outside of them.
func (a *Answer) hasRest() bool {
	d := &a.Definition
	switch d.asks.measure {
	case store.Quantile, store.Fewest, store.DaysOfWeek:
		return false
	default:
		return len(a.By) > 0 && d.denominator == nil && !d.wholeWeeks && !slices.Contains(a.By, store.Dimension{Name: store.BySource})
	}
}

// outside observes the rows outside of each group.
func (a *asking) outside(of *Answer, q Question) *plan {
	o := &observation{answer: of, starts: []time.Time{{}}, prefix: len(q.By), seen: true}
	query := of.Definition.asks.query(q, of.By)
	query.Rest = true
	return &plan{observation: o, question: q, valueAt: a.add(query), coverAt: absent, wholeAt: absent, rest: true}
}

// contrast adds to each row what the rows outside of its group say, and how it
// differs.
func (o *observation) contrast(outside *observation, rows []Row) {
	p := make([]float64, len(rows))
	for i := range rows {
		row := &rows[i]
		rest := outside.estimate(row.Group, row.At)
		row.Rest = &rest
		if o.answer.Definition.isTotal() {
			continue
		}
		var d difference
		row.Against, d = o.change(row, &rest, outside, row.At)
		p[i] = d.pValue()
	}
	if o.answer.Definition.isTotal() {
		return
	}
	for i, adjusted := range benjaminiHochberg(p) {
		if v := rows[i].Against.Verdict; v != VerdictUnknown && adjusted > alpha {
			rows[i].Against.Verdict = VerdictNoClearChange
		}
	}
}
