package sqlgen

import (
	"time"

	"github.com/debrief-dev/debrief/store"
)

// maxSlots bounds what is bound: ten years of hours are far below.
const maxSlots = 1 << 20

// buckets cuts the spans into those of [store.Interval.Starts]: it gives the
// join that finds a row's bucket and the bucket's number, from 0.
//
// Zones and changing clocks stay out of SQL: the period is cut into slots of
// equal length, so fine that no bucket ends within one, and a table that is
// bound says which bucket each slot is in. A row finds its slot by a division
// and the bucket by a hash join; joining on the bounds themselves took twenty
// times as long for a million rows and 90 days.
func (b *builder) buckets(q *Batch, at string) (join, number string, err error) {
	if q.Interval == store.WholePeriod {
		return "", "0", nil
	}
	hull := q.Hull()
	edges := q.Interval.Starts(hull.From, hull.To, b.zone)
	edges = append(edges, q.Interval.Next(edges[len(edges)-1], b.zone).UTC())
	width := slotWidth(edges)
	count := int64(edges[len(edges)-1].Sub(edges[0]) / width)
	if count > maxSlots {
		return "", "", invalid("its buckets of a %s cannot be cut evenly in this zone", q.Interval)
	}
	slots, numbers := make([]int64, count), make([]int64, count)
	bucket := 0
	for i := range slots {
		if !edges[0].Add(time.Duration(i) * width).Before(edges[bucket+1]) {
			bucket++
		}
		slots[i], numbers[i] = int64(i), int64(bucket)
	}
	b.with("buckets", "SELECT\n    "+b.Rows(b.Bound(b.arg(slots), Integer))+" AS slot,\n    "+b.Rows(b.Bound(b.arg(numbers), Integer))+" AS number")
	return "\nJOIN buckets ON buckets.slot = " + b.Slot(at, b.arg(edges[0]), b.arg(width.Microseconds())), "buckets.number", nil
}

// slotWidth is the greatest common divisor of the buckets' lengths.
func slotWidth(edges []time.Time) time.Duration {
	var width time.Duration
	for i := range edges[1:] {
		a, b := edges[i+1].Sub(edges[i]), width
		for b != 0 {
			a, b = b, a%b
		}
		width = a
	}
	return width
}
