package metric

import (
	"errors"

	"github.com/debrief-dev/debrief/store"
)

// ErrUnknownMetric is returned for an id that the catalogue does not have.
var ErrUnknownMetric = errors.New("unknown metric")

// Unit is what a value is measured in.
type Unit string

// The units.
const (
	Number       Unit = "count"
	Share        Unit = "share"        // 0..1
	PerOne       Unit = "ratio"        // a mean number of something per something
	Rating       Unit = "rating"       // 0..1
	Milliseconds Unit = "milliseconds" //
	Seconds      Unit = "seconds"      //
	Amount       Unit = "money"        // in the currency of the row
	Dollars      Unit = "usd"          // US dollars
)

// Definition is one entry of the catalogue: what a metric means, in words,
// and what a store is asked for it, as data.
type Definition struct {
	ID          string
	Question    string // that it answers
	Formula     string
	Denominator string
	Coverage    string // what coverage means for it
	Unit        Unit
	Direction   Direction
	DatedBy     string // the time at which it counts
	Caveat      string

	asks        asks
	denominator *asks               // of a rate whose two sides are different facts; it is not filtered by conversation
	covers      *covers             // nil: coverage says nothing about it
	split       store.DimensionName // a breakdown it always has: values of different currencies are never added
	wholeWeeks  bool                // only weeks that lie in the period whole
	settles     bool                // provisional while conversations are not settled
	evidence    evidence
}

// asks is the part of a store.Query that makes a metric what it is.
type asks struct {
	fact      store.Fact
	measure   store.Measure
	of, among store.Condition
	column    store.Column
	quantile  float64
}

// covers is the share of rows that the metric could be computed on.
type covers struct {
	fact      store.Fact
	of, among store.Condition
	split     bool // of each row that the metric is always split into
}

// evidence is what must have been seen in the period for nothing to mean 0
// rather than no data: events that meet a condition, of any user.
type evidence struct {
	required bool // also of rates, which by themselves need a denominator only
	events   store.Condition
}

// isTotal reports whether the metric is a count or a sum, which has neither a
// denominator nor an interval.
func (d *Definition) isTotal() bool {
	if d.denominator != nil {
		return false
	}
	switch d.asks.measure {
	case store.Count, store.Users, store.Fewest, store.Sum:
		return true
	default:
		return false
	}
}

// Split is the breakdown that the metric always has, or "".
func (d *Definition) Split() store.DimensionName { return d.split }
