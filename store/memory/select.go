package storetest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// The meaning of a query, in plain Go.

// row is one row of a fact.
type row struct {
	conversation string // empty where it belongs to none that could be listed
	user         string
	at           time.Time
	settled      bool
	met          bool // counted, and meets Of
	meets        func(store.Condition) bool
	column       *float64
	dimension    func(store.Dimension) string
	loose        *conversation.Conversion // that counts for no conversation
}

// rows are the fact's rows of conversations that the filter selects, in the
// period.
func (w *world) rows(q *store.Query) []row {
	zone := q.Zone
	if zone == nil {
		zone = time.UTC
	}
	return slices.DeleteFunc(w.rowsOf(q), func(r row) bool {
		return r.at.Before(q.From) || !r.at.Before(q.To) || (!w.selects(q.Filter, r.conversation, zone) && !w.selectsLoose(q.Filter, r.loose, zone))
	})
}

func (w *world) rowsOf(q *store.Query) []row {
	var rows []row
	switch q.Fact {
	case store.Conversations:
		for i := range w.derived {
			rows = append(rows, w.conversationRow(&w.derived[i].Conversation))
		}
	case store.Turns:
		for i := range w.derived {
			for j := range w.derived[i].Turns {
				rows = append(rows, w.turnRow(&w.derived[i].Turns[j], q.Column))
			}
		}
	case store.Ratings:
		for i := range w.derived {
			for j := range w.derived[i].Ratings {
				rows = append(rows, w.ratingRow(&w.derived[i].Ratings[j]))
			}
		}
	case store.Conversions:
		for i := range w.conversions {
			rows = append(rows, w.conversionRow(&w.conversions[i]))
		}
	default:
		for i := range w.events {
			rows = append(rows, w.sighting(&w.events[i]))
		}
	}
	return rows
}

// selects reports whether the filter selects the conversation; an empty one
// selects all rows.
func (w *world) selects(f store.Filter, id string, zone *time.Location) bool {
	if f.Where == nil && f.Text == "" {
		return true
	}
	one := w.conversation(id)
	return one != nil && w.holds(f, one, zone)
}

func (w *world) conversation(id string) *conversation.Derived {
	for i := range w.derived {
		if w.derived[i].Conversation.ID == id {
			return &w.derived[i]
		}
	}
	return nil
}

func (w *world) dimensions(id string, d *conversation.Dimensions) func(store.Dimension) string {
	return func(by store.Dimension) string {
		switch by.Name {
		case store.ByProperty:
			if one := w.conversation(id); one != nil {
				for _, property := range one.Conversation.Properties {
					if property.Name == by.Key {
						text, _ := property.Value.Scalar()
						return text
					}
				}
			}
			return ""
		case store.ByUserProperty:
			return first(w.trait(d.User, by.Key, false))
		case store.ByAccountProperty:
			return first(w.trait(d.Account, by.Key, true))
		default:
			return map[store.DimensionName]string{
				store.ByAgent: d.Agent, store.ByVersion: d.Version, store.ByModel: d.Model, store.ByTopic: d.Topic, store.ByLanguage: d.Language,
				store.ByAccount: d.Account, store.ByEnvironment: d.Environment, store.ByUser: d.User, store.BySession: d.Session,
			}[by.Name]
		}
	}
}

func first(values []value) string {
	if len(values) == 0 || values[0].text == nil {
		return ""
	}
	return *values[0].text
}

// selectsLoose reports whether a conversion that counts for no conversation
// satisfies the filter itself.
func (w *world) selectsLoose(f store.Filter, c *conversation.Conversion, zone *time.Location) bool {
	if c == nil || !f.Loose() {
		return false
	}
	return w.expr(f.Where, zone, nil, func(field where.Field) []value {
		switch field.Name {
		case where.FieldUser:
			return texts(c.User)
		case where.FieldAccount:
			return texts(c.Account)
		case where.FieldEnvironment:
			return texts(c.Environment)
		default:
			return w.trait(map[where.Name]string{where.FieldUserProp: c.User, where.FieldAccountProp: c.Account}[field.Name], field.Key, field.Name == where.FieldAccountProp)
		}
	})
}

func (w *world) conversationRow(c *conversation.Conversation) row {
	turns := float64(c.Prompts)
	dimension := w.dimensions(c.ID, &c.Dimensions)
	return row{
		conversation: c.ID, user: c.User, at: c.StartedAt, settled: c.Settled, column: &turns,
		meets: func(name store.Condition) bool {
			return map[store.Condition]bool{
				store.HasPrompt: c.Prompts > 0, store.IsIdentified: c.Identified, store.Settled: c.Settled,
				store.Judged:    c.Settled && c.Outcome != conversation.Unknown,
				store.Succeeded: c.Outcome == conversation.Confirmed || c.Outcome == conversation.Assumed, store.IsConfirmed: c.Outcome == conversation.Confirmed,
				store.IsFailed: c.Outcome == conversation.Failed, store.IsEscalated: c.Outcome == conversation.Escalated,
				store.IsAbandoned: c.Outcome == conversation.Abandoned, store.IsAnswered: c.Responses > 0, store.IsRated: c.Explicit != nil,
				store.Converted: c.Conversions > 0, store.Always: true,
			}[name]
		},
		dimension: func(by store.Dimension) string {
			if by.Name == store.ByOutcome {
				return string(c.Outcome)
			}
			return dimension(by)
		},
	}
}

func (w *world) turnRow(t *conversation.Turn, column store.Column) row {
	number := t.LatencyMS
	if column == store.FirstToken {
		number = t.FirstTokenMS
	}
	return row{
		conversation: t.Conversation, user: t.User, at: t.StartedAt, settled: true, column: number, dimension: w.dimensions(t.Conversation, &t.Dimensions),
		meets: func(name store.Condition) bool {
			return map[store.Condition]bool{
				store.HasPrompt: t.PromptEvent != "", store.IsIdentified: t.Identified, store.IsAnswered: t.Answered, store.Errored: t.Error != "",
				store.Responded: len(t.ResponseEvents) > 0, store.IsUnanswered: t.Has(conversation.Unanswered), store.Always: true,
				store.HasLatency: t.LatencyMS != nil,
			}[name]
		},
	}
}

func (w *world) ratingRow(r *conversation.Rating) row {
	return row{
		conversation: r.Conversation, user: r.User, at: r.At, settled: true, column: &r.Value, dimension: w.dimensions(r.Conversation, &r.Dimensions),
		meets: func(name store.Condition) bool {
			return map[store.Condition]bool{store.IsPositive: r.Value >= 0.75, store.IsFivePoint: r.FivePoint, store.IsIdentified: r.Identified, store.Always: true}[name]
		},
	}
}

func (w *world) conversionRow(c *conversation.Conversion) row {
	dimension := w.dimensions(c.Conversation, &c.Dimensions)
	loose := c
	if c.By != conversation.None {
		loose = nil
	}
	return row{
		loose: loose, conversation: c.Conversation, user: c.User, at: c.At, settled: true, column: c.Value,
		meets: func(name store.Condition) bool {
			return map[store.Condition]bool{store.IsAttributed: c.By != conversation.None, store.HasValue: c.Value != nil, store.IsIdentified: c.Identified, store.Always: true}[name]
		},
		dimension: func(by store.Dimension) string {
			if by.Name == store.ByCurrency {
				return c.Currency
			}
			return dimension(by)
		},
	}
}

func (w *world) sighting(e *event.Event) row {
	d := conversation.Dimensions{
		Agent: e.Agent, Version: e.Version, Model: e.Model, Account: e.Account, Environment: e.Environment(), User: e.UserKey(),
		Identified: e.User != "", Session: e.Session,
	}
	if e.User == "" && e.Anonymous == "a1" {
		d.User, d.Identified = "u1", true
	}
	return row{
		conversation: e.Conversation, user: d.User, at: e.OccurredAt, settled: true, dimension: w.dimensions(e.Conversation, &d),
		meets: func(name store.Condition) bool {
			return name == store.Always || (name == store.IsIdentified && d.Identified)
		},
	}
}

// cell gathers the rows of a cell.
type cell struct {
	group        store.Group
	at           time.Time
	counted, met []row
	unsettled    int64
}

// answer counts what Select should give.
func (w *world) answer(q store.Query) []store.Cell {
	cells := make(map[string]*cell)
	for _, r := range w.rows(&q) {
		of, among := r.meets(q.Of), r.meets(q.Among)
		of = of && among
		counted := of
		if q.Measure == store.Rate {
			counted = among
		} else if q.Column != store.NoColumn && r.column == nil {
			counted, of = false, false
		}
		if !counted && r.settled {
			continue
		}
		one := place(cells, &q, &r)
		if !r.settled {
			one.unsettled++
		}
		r.met = of
		if counted {
			one.counted = append(one.counted, r)
		}
		if of {
			one.met = append(one.met, r)
		}
	}
	answer := make([]store.Cell, 0, len(cells))
	for _, one := range cells {
		answer = append(answer, one.sums(&q))
	}
	slices.SortFunc(answer, func(a, b store.Cell) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return slices.CompareFunc(a.Group, b.Group, func(x, y *string) int { return cmp.Compare(orEmpty(x), orEmpty(y)) })
	})
	return answer
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func place(cells map[string]*cell, q *store.Query, r *row) *cell {
	at := q.Interval.Floor(r.at, q.Zone)
	name := []string{at.UTC().String()}
	var group store.Group
	for _, by := range q.By {
		text := r.dimension(by)
		name = append(name, text)
		if text == "" {
			group = append(group, nil)
		} else {
			group = append(group, &text)
		}
	}
	key := strings.Join(name, "\x00")
	if cells[key] == nil {
		cells[key] = &cell{group: group}
		if !at.IsZero() {
			cells[key].at = at.UTC()
		}
	}
	return cells[key]
}

func (c *cell) sums(q *store.Query) store.Cell {
	out := store.Cell{Group: c.group, At: c.at, Unsettled: c.unsettled}
	listed := make(map[string]bool)
	for _, r := range c.met {
		if r.conversation != "" && q.Fact != store.Sightings {
			listed[r.conversation] = true
		}
	}
	out.Matches = int64(len(listed))
	switch q.Measure {
	case store.Users:
		out.N = c.users()
		out.UserCount = out.N
	case store.Mean, store.Sum:
		c.perUser(&out, func(r *row) float64 { return *r.column })
		for _, r := range c.counted {
			out.Total += *r.column
			out.SumSquares += *r.column * *r.column
		}
	case store.Quantile:
		c.quantile(&out, q)
	default:
		c.perUser(&out, func(r *row) float64 {
			if r.met {
				return 1
			}
			return 0
		})
		out.K = int64(len(c.met))
	}
	return out
}

func (c *cell) users() int64 {
	users := make(map[string]bool)
	for _, r := range c.counted {
		if r.user != "" {
			users[r.user] = true
		}
	}
	return int64(len(users))
}

// perUser fills in N and the sums over users of n and k.
func (c *cell) perUser(out *store.Cell, k func(*row) float64) {
	n, ks := make(map[string]float64), make(map[string]float64)
	for i := range c.counted {
		n[c.counted[i].user]++
		ks[c.counted[i].user] += k(&c.counted[i])
	}
	out.N, out.UserCount = int64(len(c.counted)), int64(len(n))
	for user := range n {
		out.SumN2 += n[user] * n[user]
		out.SumKN += ks[user] * n[user]
		out.SumK2 += ks[user] * ks[user]
	}
}

func (c *cell) quantile(out *store.Cell, q *store.Query) {
	if len(c.counted) == 0 {
		return
	}
	sorted := make([]float64, len(c.counted))
	for i, r := range c.counted {
		sorted[i] = *r.column
	}
	slices.Sort(sorted)
	rank := int(math.Ceil(q.Quantile*float64(len(sorted)) - 1e-9))
	out.Value = &sorted[max(rank, 1)-1]
	c.perUser(out, func(r *row) float64 {
		if *r.column <= *out.Value {
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
