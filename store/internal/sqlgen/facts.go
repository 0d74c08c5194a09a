package sqlgen

import (
	"slices"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/store"
)

// addFacts adds the rows f of the batch's fact, in its spans, of conversations
// that the filter selects, that meet a condition. Beside what tells cells
// apart they have some more columns.
func (s *selecting) addFacts(condition string, more ...string) error {
	q := s.batch
	from, at, err := s.relation(q.Fact)
	if err != nil {
		return err
	}
	groups, err := s.breakdowns(q.By)
	if err != nil {
		return err
	}
	hull := q.Hull()
	conditions := append([]string{"f.project = " + project}, s.during(at, hull.From, hull.To)...)
	filtered, mixed, err := s.filtered(q.Fact, q.Filter)
	if err != nil {
		return err
	}
	join, part := s.part(at)
	list := make([]string, 0, len(groups)+len(more)+2)
	for i, group := range groups {
		number := strconv.Itoa(i + 1)
		if s.numbered {
			list = append(list, group.value+" AS name"+number, s.Hash(group.value)+" AS g"+number)
			s.names = append(s.names, number)
		} else {
			list = append(list, group.value+" AS g"+number)
		}
	}
	list = append(append(list, part+" AS part"), more...)
	s.with("facts", "SELECT\n    "+s.facts.list(list...)+"\nFROM "+from+mixed+joins(groups)+s.joined()+join+"\nWHERE "+all(append(conditions, filtered, condition)...))
	return nil
}

// more are the columns of facts that sums are grouped by.
func (s *selecting) more() (list []string) {
	if len(s.cells.names) > 0 {
		list = append(list, s.user()+" AS who")
	}
	if len(s.matched.names) > 0 {
		list = append(list, "f.conversation_code AS conversation")
	}
	if s.batch.Fact == store.Conversations {
		list = append(list, "f.settled")
	}
	return list
}

// user is the number that stands for the user of a row f, zero for none.
func (s *selecting) user() string {
	if s.batch.Fact == store.Sightings {
		return "CASE WHEN f.user_id = '' THEN 0 ELSE " + s.Hash("f.user_id") + " END"
	}
	return "f.user_code"
}

// any is the condition that a row counts for one of the asks. Conversations
// are kept while they are not settled, for their number is part of the answer.
func (s *selecting) any(counted []mark) string {
	var either []string
	for _, one := range counted {
		if one == always {
			return always
		}
		condition := s.facts.expressions[slices.Index(s.facts.names, string(one))]
		if !slices.Contains(either, condition) {
			either = append(either, condition)
		}
	}
	if s.batch.Fact == store.Conversations {
		either = append(either, "NOT f.settled")
	}
	if len(either) == 1 {
		return either[0]
	}
	return "(" + strings.Join(either, "\n  OR ") + ")"
}

// part gives the number of the bucket of the span that a time lies in, with
// the join that finds it. It is one number since each column that rows are
// grouped by costs a tenth of the whole.
func (b *builder) part(at string) (join, number string) {
	join, bucket := b.buckets(at)
	if b.cut == nil {
		return join, b.span(at, 1)
	}
	if len(b.spans) == 1 {
		return join, bucket
	}
	return join, b.span(at, b.cut.count()) + " + " + bucket
}

// span is the number of the span that a time of the hull lies in, times some.
func (b *builder) span(at string, times int64) string {
	n := -times
	return b.choose(at, func(Span) string { n += times; return strconv.FormatInt(n, 10) })
}

// choose is the value that belongs to the span that a time of the hull lies
// in; it is asked of each in turn.
func (b *builder) choose(at string, of func(Span) string) string {
	if len(b.spans) == 1 {
		return of(b.spans[0])
	}
	cases := make([]string, 0, len(b.spans))
	last := len(b.spans) - 1
	for i, span := range b.spans[:last] {
		value := of(span)
		cases = append(cases, "WHEN "+at+" < "+b.arg(b.spans[i+1].From)+" THEN "+value)
	}
	return "CASE " + strings.Join(cases, " ") + " ELSE " + of(b.spans[last]) + " END"
}

// meets is the condition that a row meets all of some.
func (b *builder) meets(fact store.Fact, c conditions) (string, error) {
	var conditions []string
	for _, name := range store.All(c.Among, c.Of).Each() {
		condition, err := b.condition(fact, name)
		if err != nil {
			return "", err
		}
		if !slices.Contains(conditions, condition) {
			conditions = append(conditions, condition)
		}
	}
	if c.Column != store.NoColumn {
		conditions = append(conditions, b.column(c.Column)+" IS NOT NULL")
	}
	return inline(conditions...), nil
}

// inline joins conditions on one line.
func inline(conditions ...string) string {
	joined := strings.ReplaceAll(all(conditions...), "\n  AND ", " AND ")
	if strings.Contains(joined, " AND ") {
		return "(" + joined + ")"
	}
	return joined
}

// listed is the condition that a row's conversation is one that can be
// listed.
func (s *selecting) listed() string {
	if s.batch.Fact != store.Conversions {
		return "conversation <> 0"
	}
	return "conversation IN (SELECT k.conversation_code FROM conversations k WHERE k.project = " + project + ")"
}
