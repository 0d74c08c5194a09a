package metric

import (
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/store"
)

// place names one group in one bucket, so that the answers of several queries
// can be laid side by side.
type place struct {
	group string
	at    time.Time
}

func placeOf(group store.Group, at time.Time) place {
	var b strings.Builder
	for _, value := range group {
		if value == nil {
			b.WriteString("\x00")
			continue
		}
		b.WriteString("\x01" + *value + "\x02")
	}
	return place{b.String(), at.UTC()}
}

// observation is what the store says about one period.
type observation struct {
	answer   *Answer
	starts   []time.Time   // of the buckets; one zero time for the whole period
	groups   []store.Group // largest first
	cells    map[place]store.Cell
	coverage map[place]store.Cell
	whole    map[place]store.Cell // denominators that no group narrows
	seen     bool                 // any event falls into the period
	prefix   int                  // how many dimensions coverage is grouped by
}

func index(cells []store.Cell) map[place]store.Cell {
	byPlace := make(map[place]store.Cell, len(cells))
	for _, cell := range cells {
		byPlace[placeOf(cell.Group, cell.At)] = cell
	}
	return byPlace
}

// groups lists the groups of some cells, the largest first; without any, the
// one group that has no value.
func groups(cells []store.Cell, dimensions int) []store.Group {
	size := make(map[string]int64)
	var list []store.Group
	for _, cell := range cells {
		key := placeOf(cell.Group, time.Time{}).group
		if _, have := size[key]; !have {
			list = append(list, cell.Group)
		}
		size[key] += cell.N
	}
	if len(list) == 0 {
		return []store.Group{make(store.Group, dimensions)}
	}
	key := func(g store.Group) string { return placeOf(g, time.Time{}).group }
	slices.SortFunc(list, func(a, b store.Group) int {
		if d := size[key(b)] - size[key(a)]; d != 0 {
			return int(max(min(d, 1), -1))
		}
		return strings.Compare(key(a), key(b))
	})
	return list
}

// rows lays the observation out: every group in every bucket.
func (o *observation) rows(q Question) []Row {
	rows := make([]Row, 0, len(o.groups)*len(o.starts))
	for _, group := range o.groups {
		for i, at := range o.starts {
			row := Row{Group: group, At: at, From: q.From, To: q.To, Estimate: o.estimate(group, at)}
			if q.Interval != store.WholePeriod {
				row.From = later(q.From, at)
				if i+1 < len(o.starts) {
					row.To = o.starts[i+1]
				}
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// compare adds to each row the estimate at its place in the period before:
// same group, same number of the bucket.
func (o *observation) compare(before *observation, rows []Row) {
	for i := range rows {
		bucket := i % len(o.starts)
		if bucket >= len(before.starts) {
			continue
		}
		row, at := &rows[i], before.starts[bucket]
		previous := before.estimate(row.Group, at)
		row.Previous = &previous
		row.Change, _ = o.change(row, &previous, before, at)
	}
}
