package sqlgen

import "github.com/debrief-dev/debrief/store"

// buckets cuts a period into those of [store.Interval.Starts]: it gives the
// join that finds a row's bucket and the bucket's number, from 0. That the
// starts are bound keeps zones and changing clocks out of SQL.
func (b *builder) buckets(q *store.Query, at string) (join, number string) {
	if q.Interval == store.WholePeriod {
		return "", "0"
	}
	starts := q.Interval.Starts(q.From, q.To, b.zone)
	ends := append(starts[1:len(starts):len(starts)], q.Interval.Next(starts[len(starts)-1], b.zone).UTC())
	numbers := make([]int64, len(starts))
	for i := range numbers {
		numbers[i] = int64(i)
	}
	b.with("buckets", "SELECT\n    "+
		b.Rows(b.Bound(b.arg(starts), Instant))+" AS starts,\n    "+
		b.Rows(b.Bound(b.arg(ends), Instant))+" AS ends,\n    "+
		b.Rows(b.Bound(b.arg(numbers), Integer))+" AS number")
	return "\nJOIN buckets ON " + at + " >= buckets.starts AND " + at + " < buckets.ends", "buckets.number"
}
