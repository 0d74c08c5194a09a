package metric

import (
	"time"

	"github.com/debrief-dev/debrief/store"
)

// clusters are the sums over users that an interval is computed from.
func (o *observation) clusters(group store.Group, at time.Time) clusters {
	cell := o.cells[placeOf(group, at)]
	if o.answer.Definition.denominator != nil {
		n, k := float64(o.whole[placeOf(nil, at)].N), float64(cell.N)
		// Every user is a cluster of one.
		return clusters{N: n, K: min(k, n), Users: n, SumN2: n, SumKN: min(k, n), SumK2: min(k, n), SumSquares: min(k, n)}
	}
	c := clusters{
		N: float64(cell.N), K: float64(cell.K), Users: float64(cell.UserCount),
		SumN2: cell.SumN2, SumKN: cell.SumKN, SumK2: cell.SumK2, SumSquares: cell.SumSquares,
	}
	switch o.answer.Definition.asks.measure {
	case store.Mean, store.Sum, store.PerUser, store.DaysOfWeek:
		c.K = cell.Total
	case store.Users:
		c.SumN2 = c.N // users come one by one
	default:
	}
	return c
}

// estimate is the value of one group in one bucket.
func (o *observation) estimate(group store.Group, at time.Time) Estimate {
	cell := o.cells[placeOf(group, at)]
	e := Estimate{N: cell.N, Matches: cell.Matches, Unsettled: cell.Unsettled, State: OK, Coverage: o.coverageAt(group, at)}
	c := o.clusters(group, at)
	if o.answer.Definition.isTotal() {
		total := c.N
		if o.answer.Definition.asks.measure == store.Sum || o.answer.Definition.asks.measure == store.Fewest {
			total = c.K
		}
		// What carries no value sums up to nothing that is known, not to 0.
		unvalued := o.answer.Definition.asks.measure == store.Sum && e.Coverage != nil && *e.Coverage == 0
		if !o.seen || unvalued {
			e.State = NoData
			return e
		}
		e.Value = &total
		return e
	}
	e.N = int64(c.N)
	switch {
	case e.N == 0 || !o.seen:
		e.State = NoData
		return e
	case e.N < Least:
		e.State = NotEnoughData
		return e
	case o.answer.Definition.settles && cell.Unsettled > 0:
		e.State = Provisional
	}
	o.value(&e, c, cell)
	return e
}

// value fills in the value and its interval.
func (o *observation) value(e *Estimate, c clusters, cell store.Cell) {
	if o.answer.Definition.asks.measure == store.Quantile {
		e.Value, e.Low, e.High = cell.Value, cell.Low, cell.High
		return
	}
	mean := c.K / c.N
	e.Value = &mean
	if i, ok := o.interval(c); ok {
		e.Low, e.High = &i.Low, &i.High
	}
}

func (o *observation) interval(c clusters) (interval, bool) {
	switch o.answer.Definition.asks.measure {
	case store.Mean, store.PerUser, store.DaysOfWeek:
	default:
		return rateInterval(c)
	}
	i, ok := meanInterval(c)
	if unit := o.answer.Definition.Unit; unit == Rating || unit == Share {
		i = i.clamp(0, 1)
	}
	return i, ok
}

// coverageAt is the share of rows that the value speaks for; nil where that
// says nothing or there are no rows.
func (o *observation) coverageAt(group store.Group, at time.Time) *float64 {
	if len(group) > o.prefix {
		group = group[:o.prefix]
	}
	cell := o.coverage[placeOf(group, at)]
	if cell.N == 0 {
		return nil
	}
	share := float64(cell.K) / float64(cell.N)
	return &share
}

// change compares a row with the same place of another observation. It has a
// verdict only where both sides have a value and an interval can be had; else
// the difference is the zero one.
func (o *observation) change(row *Row, with *Estimate, other *observation, at time.Time) (*Change, difference) {
	change := &Change{Verdict: VerdictUnknown}
	if row.Value == nil || with.Value == nil {
		return change, difference{}
	}
	value := *row.Value - *with.Value
	change.Value = &value
	d, ok := o.difference(o.clusters(row.Group, row.At), other.clusters(row.Group, at))
	if !ok {
		return change, difference{}
	}
	change.Low, change.High = &d.Interval.Low, &d.Interval.High
	change.Verdict = verdictOf(*change.Low, *change.High, o.answer.Definition.Direction)
	return change, d
}

func (o *observation) difference(now, before clusters) (difference, bool) {
	switch o.answer.Definition.asks.measure {
	case store.Sum:
		return totalDifference(now.values(), before.values())
	case store.Mean, store.PerUser, store.DaysOfWeek:
		return meanDifference(now, before)
	case store.Quantile, store.Fewest:
		return difference{}, false // needs both samples; a later release compares them
	default:
	}
	if o.answer.Definition.isTotal() {
		return totalDifference(now.units(), before.units())
	}
	return rateDifference(now, before)
}
