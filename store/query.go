package store

import (
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/where"
)

// Fact is what a query counts: one kind of derived row, with the time that
// dates it.
type Fact string

// The facts.
const (
	Conversations Fact = "conversations" // dated by the start
	Turns         Fact = "turns"         // dated by the prompt
	Ratings       Fact = "ratings"       // dated by the rating
	Conversions   Fact = "conversions"   // dated by the conversion
	Sightings     Fact = "sightings"     // every event, dated by itself: who was seen at all
	Newcomers     Fact = "newcomers"     // every user's first prompt of those that the filter selects, dated by it
	Returns       Fact = "returns"       // every newcomer in every week after that of the first prompt, dated by that prompt
)

// Condition is a named property of a fact's row. They are a closed list so
// that every store can hold them in a column of its own.
type Condition string

// The conditions. The comment names the facts that have it.
const (
	Always       Condition = ""           // every row of any fact
	HasPrompt    Condition = "has_prompt" // turns: somebody asked; conversations: has a prompt
	Continued    Condition = "continued"  // conversations: has a second prompt
	Satisfied    Condition = "satisfied"  // conversations: the mean of its ratings is positive
	HasUser      Condition = "user"       // any: it is known whose it is
	IsIdentified Condition = "identified" // any: the user is known by a user id
	Settled      Condition = "settled"    // conversations
	Judged       Condition = "judged"     // conversations: settled and not unknown
	Succeeded    Condition = "succeeded"  // conversations: confirmed or assumed
	IsConfirmed  Condition = "confirmed"  // conversations
	IsFailed     Condition = "failed"     // conversations
	IsEscalated  Condition = "escalated"  // conversations
	IsAbandoned  Condition = "abandoned"  // conversations
	IsAnswered   Condition = "answered"   // conversations: a response; turns: likewise
	IsRated      Condition = "rated"      // conversations: has an explicit rating
	Converted    Condition = "converted"  // conversations: conversions counted for it
	Errored      Condition = "errored"    // turns: the response was an error
	Responded    Condition = "responded"  // turns: a response of any kind came, error included
	IsPositive   Condition = "positive"   // ratings: Positive and above
	IsFivePoint  Condition = "five_point" // ratings: on a scale of 1 to 5
	IsAttributed Condition = "attributed" // conversions: counted for a conversation
	CitesSource  Condition = "cites"      // conversations: an answer cites a source
	IsAction     Condition = "action"     // sightings: what was done with an answer
	IsConversion Condition = "conversion" // sightings: of any kind, counted for a conversation or not
	HasNotAsked  Condition = "not_asked"  // sightings: the user is known and has no prompt in the query's period
	FellShort    Condition = "fell_short" // turns: the answer did not help, as far as can be seen
	IsReturning  Condition = "returning"  // turns: the user has a prompt before the cell's time
	Elapsed      Condition = "elapsed"    // returns: the week is over
	Returned     Condition = "returned"   // returns: the user has a prompt in that week
)

// Positive is the normalised rating from which a user is satisfied.
const Positive = 0.75

// Shows is that a turn shows the signal, a conversation.Signal or its name.
func Shows[S ~string](s S) Condition { return Condition("shows_" + string(s)) }

// Watched is that a turn is within reach of the signal: it would be seen.
func Watched[S ~string](s S) Condition { return Condition("watched_" + string(s)) }

// Has is that a row of a fact with the column has a number in it.
func Has(c Column) Condition { return Condition("has_" + c) }

// joint stands between the conditions that All joins; no name has it.
const joint = "+"

// All is that a row meets every one of some conditions, which is how a step
// of a funnel is asked for: whoever came this far met all that went before. It
// is the same condition in whatever order they are given; of none, Always.
func All(conditions ...Condition) Condition {
	var each []string
	for _, condition := range conditions {
		for _, one := range condition.Each() {
			each = append(each, string(one))
		}
	}
	slices.Sort(each)
	return Condition(strings.Join(slices.Compact(each), joint))
}

// Each lists the conditions that All joined, none for Always.
func (c Condition) Each() []Condition {
	if c == Always {
		return nil
	}
	var each []Condition
	for one := range strings.SplitSeq(string(c), joint) {
		each = append(each, Condition(one))
	}
	return each
}

// Column is a number on a fact's row; rows without it are left out.
type Column string

// The columns.
const (
	NoColumn        Column = ""
	TurnCount       Column = "turns"                  // conversations: turns with a prompt
	Duration        Column = "duration_s"             // conversations: from the first event to the last
	Estimated       Column = "estimated"              // conversations: satisfaction, 0..1
	RatingValue     Column = "rating"                 // ratings: 0..1
	ConversionValue Column = "value"                  // conversions: in the row's currency
	ToFirstPrompt   Column = "wait_s"                 // newcomers: since they were first seen; none where that was the first
	Lag             Column = "lag_s"                  // conversions: since the conversation began
	Latency         Column = "latency_ms"             // turns
	FirstToken      Column = "time_to_first_token_ms" // turns
	InputTokens     Column = "input_tokens"           // turns
	OutputTokens    Column = "output_tokens"          // turns
	Cost            Column = "cost_usd"               // turns
	Dissatisfied    Column = "dissatisfied"           // turns: probability, 0..1
	Gap             Column = "gap"                    // turns: probability, 0..1
)

// Measure is what is computed over the rows of a cell.
type Measure string

// The measures. All but Rate are over the rows that meet both Of and Among.
// Those about users, Users to DaysOfWeek, leave out rows without a user.
const (
	Count   Measure = "count"    // rows that meet Of
	Users   Measure = "users"    // distinct users of rows that meet Of
	PerUser Measure = "per_user" // rows that meet Of, for each user who has one
	Fewest  Measure = "fewest"   // the fewest users who have Quantile of the rows that meet Of
	// UserShare is of the users of rows that meet Among, those who have one
	// that meets Of too.
	UserShare Measure = "user_share"
	// DaysOfWeek is the mean share of its days on which a user has rows that
	// meet Of, over the weeks in which the user has any. Weeks count as far as
	// they lie in the period.
	DaysOfWeek Measure = "days_of_week"
	Rate       Measure = "rate"     // rows that meet Among and Of, over rows that meet Among
	Mean       Measure = "mean"     // of Column over rows that meet Of
	Sum        Measure = "sum"      // of Column over rows that meet Of
	Quantile   Measure = "quantile" // of Column over rows that meet Of, by nearest rank
)

// Depth is how much of a cell is wanted beside N, K, Total, Value and
// Unsettled: what is not costs nothing, and is zero.
type Depth string

// The depths.
const (
	Full     Depth = ""         // everything
	Unspread Depth = "unspread" // no sums over users, from UserCount to SumSquares: a value without its interval
	Bare     Depth = "bare"     // nor Matches
)

// DimensionName is what figures can be broken down by.
type DimensionName string

// The dimensions. A property needs a Key.
const (
	ByAgent           DimensionName = "agent"
	ByVersion         DimensionName = "version"
	ByModel           DimensionName = "model"
	ByTopic           DimensionName = "topic"
	ByTheme           DimensionName = "theme"
	ByLanguage        DimensionName = "language"
	ByAccount         DimensionName = "account"
	ByEnvironment     DimensionName = "environment"
	ByUser            DimensionName = "user"
	BySession         DimensionName = "session"
	ByOutcome         DimensionName = "outcome"  // conversations only
	ByCurrency        DimensionName = "currency" // conversions only
	ByNext            DimensionName = "next"     // turns only: what the user did after the answer
	ByWeek            DimensionName = "week"     // returns only: 1 for the week after that of the first prompt, and so on
	BySource          DimensionName = "source"   // conversations only; one that cites several is in each of their groups
	ByProperty        DimensionName = "prop"     // the conversation's first value
	ByUserProperty    DimensionName = "user.prop"
	ByAccountProperty DimensionName = "account.prop"
)

// Dimension is one breakdown.
type Dimension struct {
	Name DimensionName
	Key  string // of a property
}

// Interval is the width of the buckets a period is cut into, in the query's zone.
type Interval string

// The intervals. Weeks begin on Monday.
const (
	WholePeriod Interval = ""
	Hour        Interval = "hour"
	Day         Interval = "day"
	Week        Interval = "week"
	Month       Interval = "month"
)

// Filter selects conversations.
type Filter struct {
	Where where.Expr // nil holds for every conversation
	Text  string     // what text.ParseQuery reads: words that prompts, answers and comments hold; see Searcher
}

// Query asks for one measure of one fact in the half-open period [From, To).
type Query struct {
	Project  string
	From, To time.Time
	Zone     *time.Location // nil is UTC
	Filter   Filter         // rows of conversations that it selects
	Fact     Fact
	Measure  Measure
	Of       Condition
	Among    Condition // of Rate: the denominator; else a second condition
	Column   Column
	Quantile float64 // 0..1, of a Quantile or of Fewest
	// Ranks gives the ranks, from 1 to N, that bound a Quantile's interval; of
	// the cell the sums are filled, with the values at or below the quantile
	// as K. Without it, or where it reports false, Low and High stay nil.
	Ranks func(Cell) (low, high int64, ok bool)
	By    []Dimension
	// Rest asks, in the same cells, about the rows of the bucket that are not in
	// the cell's group: what the group is compared with. It needs a breakdown,
	// and is not asked of a Quantile, of Fewest and of DaysOfWeek, nor by
	// source, whose groups overlap. There are no Matches.
	Rest     bool
	Depth    Depth // Full with Ranks and with Rest, which need the sums
	Interval Interval
	AsOf     time.Time // of Returns: a week that has not ended by then has not elapsed; zero is To
}

// Group is the value of each dimension of a cell, in the query's order; nil
// where the row has none.
type Group []*string

// Cell is the answer for one group in one bucket. Which sums are filled
// depends on the measure; those that are not are zero.
type Cell struct {
	Group Group
	At    time.Time // start of the bucket; zero for the whole period

	N       int64 // rows that meet Among (Rate), or Among and Of, with a Column (others); of users: distinct ones; DaysOfWeek: weeks of users
	K       int64 // of a Rate: rows that also meet Of; of a Count: as N; of a Quantile: rows at or below it; of Fewest and UserShare: those users
	Matches int64 // distinct conversations behind the rows that meet Of; of sightings none, they are not listed

	// Sums over users, for intervals that know one user's rows are not
	// independent. n_u and k_u are the user's share of N and of K (or, of a
	// Mean, a Sum and PerUser, of Total). Rows without a user count as one
	// user's, but for the measures about users: of Users and Fewest there are
	// no sums, of PerUser and UserShare every n_u is 1, of DaysOfWeek it is the
	// user's weeks. They, and Matches, are there as far as the Depth says.
	UserCount           int64
	SumN2, SumKN, SumK2 float64
	Total               float64 // sum of Column; PerUser: rows; DaysOfWeek: shares
	SumSquares          float64 // of Column; PerUser: of a user's rows; DaysOfWeek: of a user's mean share, for each week

	Value     *float64 // Quantile: the value
	Low       *float64 // Quantile: the values at the ranks of its 95 % interval
	High      *float64
	Unsettled int64 // conversations only: rows of the cell that are not settled yet, whether or not they meet Of and Among
}

// Sort orders a list of conversations.
type Sort string

// The sorts; ties are broken by conversation id.
const (
	Newest     Sort = "-started" // the default
	Oldest     Sort = "started"
	MostTurns  Sort = "-turns"
	BestRated  Sort = "-rating"
	WorstRated Sort = "rating"
)

// ListQuery asks for a page of conversations that started in [From, To), or,
// where Behind is set, that have a row behind that query's figure.
type ListQuery struct {
	Project  string
	From, To time.Time
	Zone     *time.Location // of the filter's dates; nil is UTC
	Filter   Filter
	Behind   *Behind
	Among    []string // the only ones it may have, and their order, where it is not nil: Sort and Cursor do not matter then
	Sort     Sort
	Cursor   string    // the Next of the page before
	Limit    int       // 1 to 1000
	AsOf     time.Time // as of the Query that Behind is about
}

// Behind selects the conversations behind one cell of a query: those with a
// row of its fact, dated in [From, To), that meets Of (and Among) and stands
// in Group. With the query's Filter and the cell's period the list's Total is
// the cell's Matches.
type Behind struct {
	Fact   Fact
	Of     Condition
	Among  Condition
	Column Column // when set, only rows that have it
	By     []Dimension
	Group  Group
}

// Page is part of a list.
type Page struct {
	Total         int64                       // of the whole list
	Conversations []conversation.Conversation // without Properties
	Next          string                      // empty on the last page
}
