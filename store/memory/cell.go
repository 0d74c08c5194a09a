package memory

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/store"
)

// cell gathers the rows of one [store.Cell], from which sums takes its figures:
// what each measure is, is written here.
type cell struct {
	group        store.Group
	at           time.Time
	counted, met []row // counted, and those of them that meet Of
	unsettled    int64
}

// orEmpty is the text of a group that has no value.
func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// cellOf finds the cell of a group and a bucket.
func cellOf(cells map[string]*cell, group store.Group, at time.Time) *cell {
	keys := []string{at.String()}
	for _, value := range group {
		keys = append(keys, strconv.Quote(orEmpty(value)))
	}
	key := strings.Join(keys, " ")
	if cells[key] == nil {
		cells[key] = &cell{group: group, at: at}
	}
	return cells[key]
}

// sums is what the cell says to a query.
func (p *project) sums(c *cell, q *store.Query) store.Cell {
	out := store.Cell{Group: c.group, At: c.at, Unsettled: c.unsettled, Matches: p.matches(c)}
	column := func(r *row) float64 { return *r.column(q.Column) }
	switch q.Measure {
	case store.DaysOfWeek:
		c.days(&out, q.Zone)
	case store.Users, store.PerUser, store.Fewest, store.UserShare:
		c.known(&out, q)
	case store.Mean, store.Sum:
		c.perUser(&out, column)
		for i := range c.counted {
			x := column(&c.counted[i])
			out.Total += x
			out.SumSquares += x * x
		}
	case store.Quantile:
		c.quantile(&out, q)
	default:
		met := func(r *row) float64 {
			if _, is := counts(q, r); is {
				return 1
			}
			return 0
		}
		c.perUser(&out, met)
		out.K = int64(len(c.met))
	}
	return out
}

// matches are the conversations behind rows that can be listed.
func (p *project) matches(c *cell) int64 {
	listed := make(map[string]bool)
	for _, r := range c.met {
		if p.derived[r.conversation] != nil {
			listed[r.conversation] = true
		}
	}
	return int64(len(listed))
}

// known fills in what is measured over users who are known.
func (c *cell) known(out *store.Cell, q *store.Query) {
	rows := make(map[string]float64)
	for _, r := range c.counted {
		if r.User != "" {
			rows[r.User]++
		}
	}
	out.N, out.UserCount = int64(len(rows)), int64(len(rows))
	sizes, sum, squares := slices.Sorted(maps.Values(rows)), 0.0, 0.0
	for _, n := range sizes {
		sum, squares = sum+n, squares+n*n
	}
	switch q.Measure {
	case store.UserShare:
		have := make(map[string]bool)
		for _, r := range c.met {
			have[r.User] = r.User != ""
		}
		delete(have, "")
		out.K, out.SumN2, out.SumKN, out.SumK2 = int64(len(have)), float64(out.N), float64(len(have)), float64(len(have))
	case store.PerUser:
		out.Total, out.SumSquares, out.SumN2, out.SumKN, out.SumK2 = sum, squares, float64(out.N), sum, squares
	case store.Fewest:
		so := 0.0
		for _, n := range slices.Backward(sizes) {
			if so < q.Quantile*sum {
				out.K++
			}
			so += n
		}
	default:
	}
}

// days fills in on how many of their days users had rows in the weeks in which
// they had any.
func (c *cell) days(out *store.Cell, zone *time.Location) {
	const daysOfWeek = 7
	type one struct {
		user string
		at   time.Time
	}
	days, weeks := make(map[one]bool), make(map[one]bool)
	n, k := make(map[string]float64), make(map[string]float64)
	for _, r := range c.counted {
		day, week := one{r.User, store.Day.Floor(r.at, zone)}, one{r.User, store.Week.Floor(r.at, zone)}
		if r.User != "" && !days[day] {
			days[day] = true
			k[r.User] += 1. / daysOfWeek
		}
		if r.User != "" && !weeks[week] {
			weeks[week] = true
			n[r.User]++
		}
	}
	out.UserCount = int64(len(n))
	for user := range n {
		out.N += int64(n[user])
		out.Total += k[user]
		out.SumSquares += k[user] * k[user] / n[user]
		out.SumN2 += n[user] * n[user]
		out.SumKN += k[user] * n[user]
		out.SumK2 += k[user] * k[user]
	}
}

// perUser fills in N and the sums over users of n and k.
func (c *cell) perUser(out *store.Cell, k func(*row) float64) {
	n, ks := make(map[string]float64), make(map[string]float64)
	for i := range c.counted {
		n[c.counted[i].User]++
		ks[c.counted[i].User] += k(&c.counted[i])
	}
	out.N, out.UserCount = int64(len(c.counted)), int64(len(n))
	for user := range n {
		out.SumN2 += n[user] * n[user]
		out.SumKN += ks[user] * n[user]
		out.SumK2 += ks[user] * ks[user]
	}
}

// quantile fills in the value at the nearest rank, and the values that bound it.
func (c *cell) quantile(out *store.Cell, q *store.Query) {
	if len(c.counted) == 0 {
		return
	}
	sorted := make([]float64, len(c.counted))
	for i := range c.counted {
		sorted[i] = *c.counted[i].column(q.Column)
	}
	slices.Sort(sorted)
	const rounding = 1e-9 // q·n of a decimal q may land just above its integer
	rank := int(math.Ceil(q.Quantile*float64(len(sorted)) - rounding))
	out.Value = &sorted[max(rank, 1)-1]
	c.perUser(out, func(r *row) float64 {
		if *r.column(q.Column) <= *out.Value {
			out.K++
			return 1
		}
		return 0
	})
	if q.Ranks != nil {
		if low, high, ok := q.Ranks(*out); ok {
			out.Low, out.High = &sorted[low-1], &sorted[high-1]
		}
	}
}
