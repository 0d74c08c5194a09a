package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/text"
	"github.com/debrief-dev/debrief/where"
)

// Limits of a query.
const (
	MaxBreakdowns = 4
	MaxBuckets    = 10_000
	MaxPage       = 1_000
)

func complain(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalidQuery, fmt.Sprintf(format, args...))
}

// Conditions lists the conditions that rows of the fact have, Always left out.
func (f Fact) Conditions() []Condition {
	var own []Condition
	switch f {
	case Conversations:
		own = []Condition{
			HasPrompt, Continued, Satisfied, Settled, Judged, Succeeded, IsConfirmed, IsFailed, IsEscalated, IsAbandoned, IsAnswered, IsRated, Converted, CitesSource,
		}
	case Turns:
		own = []Condition{HasPrompt, IsAnswered, Errored, Responded, FellShort, IsReturning}
		for _, signal := range conversation.Signals() {
			own = append(own, Shows(signal), Watched(signal))
		}
	case Ratings:
		own = []Condition{IsPositive, IsFivePoint}
	case Conversions:
		own = []Condition{IsAttributed}
	case Sightings:
		own = []Condition{IsAction, IsConversion, HasNotAsked}
	case Newcomers:
	case Returns:
		own = []Condition{Elapsed, Returned}
	default:
		return nil
	}
	for _, column := range f.Columns() {
		own = append(own, Has(column))
	}
	return append(own, HasUser, IsIdentified)
}

// Columns lists the numbers that rows of the fact may have.
func (f Fact) Columns() []Column {
	switch f {
	case Conversations:
		return []Column{TurnCount, Duration, Estimated}
	case Turns:
		return []Column{Latency, FirstToken, InputTokens, OutputTokens, Cost, Dissatisfied, Gap}
	case Ratings:
		return []Column{RatingValue}
	case Newcomers:
		return []Column{ToFirstPrompt}
	case Conversions:
		return []Column{ConversionValue, Lag}
	default:
		return nil
	}
}

// Dimensions lists what figures about the fact can be broken down by.
func (f Fact) Dimensions() []DimensionName {
	all := []DimensionName{ByAgent, ByVersion, ByModel, ByAccount, ByEnvironment, ByUser, BySession, ByUserProperty, ByAccountProperty}
	switch f {
	case Conversations:
		return append(all, ByTopic, ByTheme, ByLanguage, ByProperty, ByOutcome, BySource)
	case Conversions:
		return append(all, ByTopic, ByTheme, ByLanguage, ByProperty, ByCurrency)
	case Returns:
		return append(all, ByTopic, ByTheme, ByLanguage, ByProperty, ByWeek)
	case Turns:
		return append(all, ByTopic, ByTheme, ByLanguage, ByProperty, ByNext)
	case Ratings, Newcomers:
		return append(all, ByTopic, ByTheme, ByLanguage, ByProperty)
	case Sightings:
		return all
	default:
		return nil
	}
}

// Filters reports whether a filter's terms on the field apply to the fact.
// Only who was seen, and where, is known of a sighting: there each term speaks
// about the one event. Other facts are filtered by their conversation.
func (f Fact) Filters(field where.Name) bool {
	if f != Sightings {
		return true
	}
	switch field {
	case where.FieldUser, where.FieldAccount, where.FieldEnvironment, where.FieldUserProp, where.FieldAccountProp:
		return true
	default:
		return false
	}
}

// Loose reports whether the filter can be asked of a conversion that counts
// for no conversation, of which only who and where is known: it is selected if
// it satisfies such a filter itself, and never by one that asks for more.
func (f Filter) Loose() bool {
	loose := strings.TrimSpace(f.Text) == ""
	where.Walk(f.Where, func(e where.Expr) bool {
		switch e := e.(type) {
		case where.Turn:
			loose = false
		case where.Term:
			loose = loose && Sightings.Filters(e.Field.Name)
		}
		return loose
	})
	return loose
}

// Keyed reports whether a dimension of that name needs a Key.
func (n DimensionName) Keyed() bool {
	return n == ByProperty || n == ByUserProperty || n == ByAccountProperty
}

// Validate holds the query to what its fact has; it wraps ErrInvalidQuery.
func (q Query) Validate() error {
	switch {
	case q.Project == "":
		return complain("it names no project")
	case q.From.IsZero() || !q.From.Before(q.To):
		return complain("its period does not begin before it ends")
	}
	if err := q.validateMeasure(); err != nil {
		return err
	}
	if err := validateRows(q.Fact, q.Of, q.Among, q.Column); err != nil {
		return err
	}
	if err := validateBy(q.Fact, q.By); err != nil {
		return err
	}
	if err := q.validateDepth(); err != nil {
		return err
	}
	if err := validateFilter(q.Fact, q.Filter); err != nil {
		return err
	}
	return q.validateInterval()
}

func (q Query) validateDepth() error {
	switch {
	case !slices.Contains([]Depth{Full, Unspread, Bare}, q.Depth):
		return complain("there is no depth %q", q.Depth)
	case q.Depth != Full && (q.Rest || q.Ranks != nil):
		return complain("a rest and ranks need the sums over users, which the depth %q leaves out", q.Depth)
	case !q.Rest:
		return nil
	case len(q.By) == 0:
		return complain("there is no rest without a breakdown")
	case slices.Contains(q.By, Dimension{Name: BySource}):
		return complain("there is no rest by source: one conversation is in several of its groups")
	case q.Measure == Quantile || q.Measure == Fewest || q.Measure == DaysOfWeek:
		return complain("there is no rest of a %s", q.Measure)
	default:
		return nil
	}
}

func (q Query) validateMeasure() error {
	needsColumn := q.Measure == Mean || q.Measure == Sum || q.Measure == Quantile
	switch {
	case !slices.Contains([]Measure{Count, Users, PerUser, Fewest, UserShare, DaysOfWeek, Rate, Mean, Sum, Quantile}, q.Measure):
		return complain("there is no measure %q", q.Measure)
	case needsColumn != (q.Column != NoColumn):
		return complain("a mean, a sum and a quantile are of a column, a %s of %q is not", q.Measure, q.Column)
	case (q.Measure == Quantile || q.Measure == Fewest) && !(q.Quantile >= 0 && q.Quantile <= 1):
		return complain("a quantile lies in 0..1, not at %v", q.Quantile)
	}
	if q.Measure == DaysOfWeek && q.Interval != WholePeriod && q.Interval != Week {
		return complain("days of a week are counted in weeks or in the whole period, not by %s", q.Interval)
	}
	return nil
}

func (q Query) validateInterval() error {
	var width time.Duration
	switch q.Interval {
	case WholePeriod:
		return nil
	case Hour:
		width = time.Hour
	case Day:
		width = 24 * time.Hour
	case Week:
		width = 7 * 24 * time.Hour
	case Month:
		width = 28 * 24 * time.Hour
	default:
		return complain("there is no interval %q", q.Interval)
	}
	if q.To.Sub(q.From)/width >= MaxBuckets {
		return complain("its period has more than %d buckets of a %s", MaxBuckets, q.Interval)
	}
	return nil
}

func validateRows(fact Fact, of, among Condition, column Column) error {
	if fact.Conditions() == nil {
		return complain("there is no fact %q", fact)
	}
	for _, condition := range All(of, among).Each() {
		if !slices.Contains(fact.Conditions(), condition) {
			return complain("%s have no condition %q", fact, condition)
		}
	}
	if column != NoColumn && !slices.Contains(fact.Columns(), column) {
		return complain("%s have no column %q", fact, column)
	}
	return nil
}

func validateBy(fact Fact, by []Dimension) error {
	if len(by) > MaxBreakdowns {
		return complain("it has %d breakdowns, at most %d are possible", len(by), MaxBreakdowns)
	}
	for _, dimension := range by {
		switch {
		case !slices.Contains(fact.Dimensions(), dimension.Name):
			return complain("%s cannot be broken down by %q", fact, dimension.Name)
		case dimension.Name.Keyed() != (dimension.Key != ""):
			return complain("a property needs a key, and nothing else has one")
		}
	}
	return nil
}

func validateFilter(fact Fact, f Filter) error {
	if _, err := text.ParseQuery(f.Text); err != nil {
		return fmt.Errorf("%w: %w", ErrInvalidQuery, err)
	}
	if fact != Sightings {
		return nil
	}
	if strings.TrimSpace(f.Text) != "" {
		return complain("%s have no text to search", fact)
	}
	var err error
	where.Walk(f.Where, func(e where.Expr) bool {
		switch e := e.(type) {
		case where.Turn:
			err = complain("%s are not filtered by turn( … )", fact)
		case where.Term:
			if !fact.Filters(e.Field.Name) {
				err = complain("%s are not filtered by %s", fact, e.Field)
			}
		}
		return err == nil
	})
	return err
}

// Validate holds the query to what can be listed; it wraps ErrInvalidQuery.
// Whether the cursor is one of this list is seen when it is used.
func (q ListQuery) Validate() error {
	switch {
	case q.Project == "":
		return complain("it names no project")
	case q.From.IsZero() || !q.From.Before(q.To):
		return complain("its period does not begin before it ends")
	case !slices.Contains([]Sort{"", Newest, Oldest, MostTurns, BestRated, WorstRated}, q.Sort):
		return complain("there is no sort %q", q.Sort)
	case q.Limit < 1 || q.Limit > MaxPage || len(q.Among) > q.Limit:
		return complain("a page has 1 to %d conversations, not %d", MaxPage, max(q.Limit, len(q.Among)))
	case q.Behind == nil:
		return validateFilter(Conversations, q.Filter)
	case q.Behind.Fact == Sightings:
		return complain("the conversations behind %s are not listed", Sightings)
	case len(q.Behind.By) != len(q.Behind.Group):
		return complain("a group has a value for each of its breakdowns")
	}
	if err := validateRows(q.Behind.Fact, q.Behind.Of, q.Behind.Among, q.Behind.Column); err != nil {
		return err
	}
	if err := validateBy(q.Behind.Fact, q.Behind.By); err != nil {
		return err
	}
	return validateFilter(q.Behind.Fact, q.Filter)
}

// Validate holds the query to what can be exported; it wraps ErrInvalidQuery.
func (q ExportQuery) Validate() error {
	if q.Project == "" {
		return complain("it names no project")
	}
	return validateFilter(Conversations, q.Filter)
}
