package sqlgen

import (
	"strings"
	"time"

	"github.com/debrief-dev/debrief/store"
)

// maxSlots bounds what is bound: ten years of hours are far below.
const maxSlots = 1 << 20

// cut is a time cut into slots of equal length, so fine that no bucket ends
// within one.
//
// Zones and changing clocks stay out of SQL: a table that is bound says which
// bucket each slot is in. A row finds its slot by a division and the bucket by
// a hash join; joining on the bounds themselves took twenty times as long for
// a million rows and 90 days.
type cut struct {
	origin  time.Time
	width   time.Duration
	numbers []int64 // of the bucket of each slot, from 0
	opens   bool    // whether a bucket's first slot is asked for
}

// cutUp cuts a span into the buckets of [store.Interval.Starts].
func cutUp(interval store.Interval, span Span, zone *time.Location) (*cut, error) {
	edges := interval.Starts(span.From, span.To, zone)
	edges = append(edges, interval.Next(edges[len(edges)-1], zone).UTC())
	c := &cut{origin: edges[0], width: slotWidth(edges)}
	count := int64(edges[len(edges)-1].Sub(edges[0]) / c.width)
	if count > maxSlots {
		return nil, invalid("its buckets of a %s cannot be cut evenly in this zone", interval)
	}
	c.numbers = make([]int64, count)
	bucket := 0
	for i := range c.numbers {
		if !edges[0].Add(time.Duration(i) * c.width).Before(edges[bucket+1]) {
			bucket++
		}
		c.numbers[i] = int64(bucket)
	}
	return c, nil
}

// count is how many buckets there are.
func (c *cut) count() int64 { return c.numbers[len(c.numbers)-1] + 1 }

// table makes a table of a cut: of each slot some numbers, by their names.
func (b *builder) table(name string, c *cut, columns ...slotted) {
	if b.defined(name) {
		return
	}
	slots := make([]int64, len(c.numbers))
	for i := range slots {
		slots[i] = int64(i)
	}
	list := []Listed{{b.arg(slots), Integer, "slot"}}
	for _, column := range columns {
		list = append(list, Listed{b.arg(column.values), Integer, column.name})
	}
	b.with(name, b.Table(list))
}

// slotted are numbers of slots.
type slotted struct {
	name   string
	values []int64
}

// joinAt joins a cut's table by the slot of a time.
func (b *builder) joinAt(name string, c *cut, at string) string {
	return "\nJOIN " + name + " ON " + name + ".slot = " + b.Slot(at, b.arg(c.origin), b.arg(c.width.Microseconds()))
}

// buckets gives the join that finds the bucket of a time, and its number.
func (b *builder) buckets(at string) (join, number string) {
	if b.cut == nil {
		return "", "0"
	}
	columns := []slotted{{"number", b.cut.numbers}}
	if b.cut.opens {
		opens := make([]int64, len(b.cut.numbers))
		for i := range opens {
			if opens[i] = int64(i); i > 0 && b.cut.numbers[i] == b.cut.numbers[i-1] {
				opens[i] = opens[i-1]
			}
		}
		columns = append(columns, slotted{"opens", opens})
	}
	b.table("buckets", b.cut, columns...)
	return b.joinAt("buckets", b.cut, at), "buckets.number"
}

// addDays adds to the rows of a batch the number of their day and of its week.
func (s *selecting) addDays() error {
	const daysOfWeek = 7
	hull := s.batch.Hull()
	monday := store.Week.Floor(hull.From, s.zone)
	c, err := cutUp(store.Day, Span{monday, hull.To}, s.zone)
	if err != nil {
		return err
	}
	weeks := make([]int64, len(c.numbers))
	for i, day := range c.numbers {
		weeks[i] = day / daysOfWeek
	}
	s.table("days", c, slotted{"day", c.numbers}, slotted{"week", weeks})
	_, at, err := s.relation(s.batch.Fact)
	s.join(strings.TrimPrefix(s.joinAt("days", c, at), "\n"))
	s.facts.add("day", "days.day")
	s.facts.add("week", "days.week")
	return err
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
