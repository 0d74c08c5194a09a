package sqlgen

import (
	"strings"
	"time"

	"github.com/debrief-dev/debrief/store"
)

// What a user did before and after: read from all prompts that the filter
// selects, whatever the period.

// week is what retention is counted in, from a user's first prompt on.
const week = 7 * 24 * time.Hour

// maxWeeks bounds how long users are followed.
const maxWeeks = 53

// asked has those prompts whose user is known.
func (b *builder) asked() error {
	if b.defined("asked") {
		return nil
	}
	condition, join, err := b.belongs(b.selection)
	if err != nil {
		return err
	}
	b.with("asked", "SELECT\n    "+askedColumns("f")+"\nFROM turns f"+join+"\nWHERE "+all("f.project = "+project, "f.asked", "f.user_code <> 0", condition))
	return nil
}

// askedColumns are those of a prompt. They are named one by one: what an engine
// calls the columns of a.* in a join is its own affair.
func askedColumns(alias string) string {
	names := []string{
		"project", "turn_id", "conversation_id", "conversation_code", "started_at", "agent", "version", "model", "language", "topic",
		"theme", "account", "environment", "user_id", "user_code", "identified", "session_id",
	}
	for i, name := range names {
		names[i] = alias + "." + name + " AS " + name
	}
	return strings.Join(names, ", ")
}

// began has the time of each user's first prompt.
func (b *builder) began() error {
	err := b.asked()
	b.with("began", "SELECT a.user_code, min(a.started_at) AS began_at\nFROM asked a\nGROUP BY a.user_code")
	return err
}

// firsts has each user's first prompt.
func (b *builder) firsts() error {
	err := b.began()
	b.with("firsts", `SELECT
    `+askedColumns("o")+`
FROM (
    SELECT
        `+askedColumns("a")+`,
        row_number() OVER (PARTITION BY a.user_code ORDER BY a.turn_id) AS place
    FROM asked a
    JOIN began h ON h.user_code = a.user_code AND h.began_at = a.started_at
) o
WHERE o.place = 1`)
	return err
}

// returns has a row of every user and week since the first prompt, the week
// after the first being 1. Of each span it has the weeks that one who began
// with the span has gone through.
func (b *builder) returns() error {
	if b.defined("returns") {
		return nil
	}
	err := b.firsts()
	numbers := []int64{}
	for _, span := range b.spans {
		for n := int64(len(numbers)) + 1; n <= b.weeksOf(span); n++ {
			numbers = append(numbers, n)
		}
	}
	width := b.arg(week.Microseconds())
	b.with("weeks", "SELECT "+b.Rows(b.Bound(b.arg(numbers), Integer))+" AS week")
	b.with("uses", "SELECT DISTINCT a.user_code, "+b.Slot("a.started_at", "h.began_at", width)+" AS week\nFROM asked a\nJOIN began h ON h.user_code = a.user_code")
	asOf := b.choose("o.started_at", func(s Span) string { return b.arg(b.asOfOr(s.To)) })
	returns := "SELECT\n    " + askedColumns("o") + ",\n    CAST(w.week AS VARCHAR) AS week, " + b.Slot(asOf, "o.started_at", width) + ` > w.week AS elapsed, u.user_code IS NOT NULL AS returned
FROM firsts o
CROSS JOIN weeks w
LEFT JOIN uses u ON u.user_code = o.user_code AND u.week = w.week`
	if len(b.spans) > 1 {
		returns += "\nWHERE w.week <= " + b.choose("o.started_at", func(s Span) string { return b.arg(b.weeksOf(s)) })
	}
	b.with("returns", returns)
	return err
}

// weeksOf is how many weeks after that of the first prompt have gone by since
// the span began.
func (b *builder) weeksOf(s Span) int64 {
	return min(int64(b.asOfOr(s.To).Sub(s.From)/week)-1, maxWeeks)
}

// asOfOr is the moment as of which is asked, the end of the period unless it
// is told.
func (b *builder) asOfOr(end time.Time) time.Time {
	if b.asOf.IsZero() {
		return end
	}
	return b.asOf
}

// isReturning is that the user of a row f had a prompt before the cell of the
// time at.
func (b *builder) isReturning(at string) (string, error) {
	err := b.began()
	b.join("LEFT JOIN began h ON h.user_code = f.user_code")
	before := "h.began_at < " + b.arg(b.spans[0].From)
	if len(b.spans) > 1 {
		before = "h.began_at < " + b.choose(at, func(s Span) string { return b.arg(s.From) })
	}
	if b.cut != nil {
		b.cut.opens = true
		before = "(" + before + " OR " + b.Slot("h.began_at", b.arg(b.cut.origin), b.arg(b.cut.width.Microseconds())) + " < buckets.opens)"
	}
	return "coalesce(" + before + ", FALSE)", err
}

// hasNotAsked is that the user of a row f has no prompt in the span of the
// time at.
func (b *builder) hasNotAsked(at string) (string, error) {
	b.join("LEFT JOIN askers a ON a.user_id = f.user_id AND a.span = " + b.span(at, 1))
	const held = "(f.user_id <> '' AND a.user_id IS NULL)"
	if b.defined("askers") {
		return held, nil
	}
	condition, join, err := b.belongs(b.selection)
	hull := hullOf(b.spans)
	conditions := append([]string{"f.project = " + project, "f.asked"}, b.during("f.started_at", hull.From, hull.To)...)
	b.with("askers", "SELECT DISTINCT "+b.span("f.started_at", 1)+" AS span, f.user_id\nFROM turns f"+join+"\nWHERE "+all(append(conditions, condition)...))
	return held, err
}

// toFirstPrompt is how long the user of a first prompt f had been seen before;
// NULL where that is the first that was seen of them.
func (b *builder) toFirstPrompt() string {
	b.with("seen", b.seen())
	b.with("arrived", "SELECT s.user_id, min(s.occurred_at) AS arrived_at\nFROM seen s\nGROUP BY s.user_id")
	b.join("LEFT JOIN arrived v ON v.user_id = f.user_id")
	return "CASE WHEN v.arrived_at < f.started_at THEN " + b.Seconds("v.arrived_at", "f.started_at") + " END"
}

func pastCondition(name store.Condition) string {
	switch name {
	case store.Elapsed:
		return "f.elapsed"
	case store.Returned:
		return "f.returned"
	default:
		return ""
	}
}
