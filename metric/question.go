package metric

import (
	"time"

	"github.com/debrief-dev/debrief/store"
)

// Question asks for one metric in the half-open period [From, To).
type Question struct {
	Metric   string
	Project  string
	From, To time.Time
	Zone     *time.Location // of days; nil is UTC
	Filter   store.Filter
	By       []store.Dimension
	Interval store.Interval
	Compare  bool      // also with the period before: of the same length, or as many buckets earlier
	AsOf     time.Time // the moment at which is asked; zero is To
	Rest     bool      // also what each group is compared with: the rows outside of it, where the metric can say
}

// State says how far a value can be relied on.
type State string

// The states. In the last two there is no value.
const (
	OK            State = "ok"
	Provisional   State = "provisional"     // conversations in it are not settled yet
	NotEnoughData State = "not_enough_data" // fewer than Least in the denominator
	NoData        State = "no_data"         // nothing to compute it from
)

// Least is the smallest denominator of which a rate, a mean or a quantile is
// shown.
const Least = 5

// Estimate is a value with what is known about it. Value, Low and High are
// nil where there is none; a count has no interval, since it is exact.
type Estimate struct {
	Value     *float64
	N         int64    // the denominator; of a count, what was counted
	Coverage  *float64 // 0..1; nil where it says nothing
	Low       *float64 // 95 % interval
	High      *float64
	State     State
	Matches   int64 // distinct conversations behind the value
	Unsettled int64 // of facts that are conversations: those of the row that are not settled yet
}

// Change is the difference to the period before.
type Change struct {
	Value, Low, High *float64
	Verdict          Verdict
}

// Row is the answer for one group in one bucket.
type Row struct {
	Group store.Group // in the order of Answer.By
	At    time.Time   // start of the bucket; zero for the whole period
	From  time.Time   // the part of the period that the row speaks about
	To    time.Time
	Estimate
	Previous *Estimate
	Change   *Change
	Rest     *Estimate // of the rows of the bucket outside of the group
	// Against is the difference to Rest. The rows of an answer are one family of
	// comparisons: of the verdicts that are clear no more than 5 % are by chance
	// (Benjamini and Hochberg). Totals have none.
	Against *Change
}

// Answer is the answer to a question: at least one row, grouped, then by time.
type Answer struct {
	Definition Definition
	By         []store.Dimension // the question's, and what the metric is always broken down by
	Rows       []Row
}

// IsListed reports whether there are conversations behind the answer's rows;
// users who were seen may have none.
func (a *Answer) IsListed() bool { return a.Definition.asks.fact != store.Sightings }

// IsTotal reports whether the answer's values are counts or sums, of which there
// are none where nothing is counted, rather than rates or means.
func (a *Answer) IsTotal() bool { return a.Definition.isTotal() }

// Behind selects the conversations behind a row of the answer.
func (a *Answer) Behind(r *Row) store.Behind {
	return store.Behind{
		Fact: a.Definition.asks.fact, Of: a.Definition.asks.of, Among: a.Definition.asks.among,
		Column: a.Definition.asks.column, By: a.By, Group: r.Group,
	}
}

// BehindMetric selects the conversations behind one row of a metric's answer,
// named by its breakdown and group.
func BehindMetric(id string, by []store.Dimension, group store.Group) (store.Behind, error) {
	d, err := Find(id)
	if err != nil {
		return store.Behind{}, err
	}
	a := Answer{Definition: d, By: by}
	return a.Behind(&Row{Group: group}), nil
}
