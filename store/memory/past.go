package memory

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/store"
)

// inPast reads a user's history from the prompts that the filter selects, of
// all time: when it began, in which weeks they came back.
type inPast struct {
	newcomers []row // first prompts, by user
	asked     []row // in order of time
	began     map[string]time.Time
}

func (p *project) past(f *filter) *inPast {
	past := &inPast{began: make(map[string]time.Time)}
	always := period{to: time.Unix(1<<40, 0)}
	for _, r := range p.filtered(store.Turns, f, always) {
		if r.User != "" && r.meets[store.HasPrompt] {
			past.asked = append(past.asked, r)
		}
	}
	slices.SortFunc(past.asked, func(a, b row) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
	for _, r := range past.asked {
		if _, known := past.began[r.User]; !known {
			past.began[r.User] = r.at
			past.newcomers = append(past.newcomers, r)
		}
	}
	return past
}

// newcomers are the rows of that fact.
func (p *project) newcomers(f *filter) []row {
	arrived := make(map[string]time.Time)
	for _, e := range p.inOrder() {
		user, _ := p.resolve(e)
		if at, known := arrived[user]; !known || e.OccurredAt.Before(at) {
			arrived[user] = e.OccurredAt
		}
	}
	rows := p.past(f).newcomers
	for i := range rows {
		rows[i].meets, rows[i].columns = nil, map[store.Column]*float64{store.ToFirstPrompt: nil}
		if at, known := arrived[rows[i].User]; known && at.Before(rows[i].at) {
			wait := rows[i].at.Sub(at).Seconds()
			rows[i].columns[store.ToFirstPrompt] = &wait
		}
	}
	return rows
}

// returns are the rows of that fact as of a moment.
func (p *project) returns(f *filter, in period, asOf time.Time) []row {
	const week, most = 7 * 24 * time.Hour, 53
	past := p.past(f)
	var rows []row
	for _, first := range past.newcomers {
		for n := 1; n <= most && asOf.Sub(in.from) >= time.Duration(n+1)*week; n++ {
			r := first
			r.own, r.columns = strconv.Itoa(n), nil
			r.meets = map[store.Condition]bool{
				store.Elapsed: asOf.Sub(r.at) >= time.Duration(n+1)*week,
				store.Returned: slices.ContainsFunc(past.asked, func(a row) bool {
					return a.User == r.User && int(a.at.Sub(r.at)/week) == n
				}),
			}
			rows = append(rows, r)
		}
	}
	return rows
}

// recall tells rows what depends on the past of their users, where a condition
// asks for it; starts are those of the rows' cells.
func (p *project) recall(rows []row, f *filter, in period, starts func(*row) time.Time) {
	past := p.past(f)
	recent := make(map[string]bool)
	for _, r := range past.asked {
		if in.has(r.at) {
			recent[r.User] = true
		}
	}
	for i := range rows {
		r := &rows[i]
		began, known := past.began[r.User]
		r.meets[store.IsReturning] = known && began.Before(starts(r))
		r.meets[store.HasNotAsked] = r.User != "" && !recent[r.User]
	}
}

func recalls(of, among store.Condition) bool {
	conditions := store.All(of, among).Each()
	return slices.Contains(conditions, store.IsReturning) || slices.Contains(conditions, store.HasNotAsked)
}
