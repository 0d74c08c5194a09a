package sqlgen

import (
	"slices"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/store"
)

// Selection is a compiled batch. Its rows are the groups, empty texts where a
// row has no value, the number of the part, and then figures, which may be
// NULL. A part is a bucket of a span: its number is the bucket's, which counts
// [store.Interval.Starts] of the hull from 0, and Buckets for every span before.
type Selection struct {
	Statement

	Buckets int64
	Answers []Figures // of each ask
	Width   int       // how many figures a row has
}

// Figures says which of a row's figures, counted from 0, answers what; None
// where the answer is zero. Those of [store.Cell] are meant as there.
type Figures struct {
	Rows, Waiting                     int // those counted and those unsettled of the group itself: a cell without any is none
	N, K, Matches, Unsettled          int
	Users, N2, KN, K2, Total, Squares int
	Value                             int
}

// None is the place of a figure that is not computed.
const None = -1

// selecting compiles a batch step by step: facts has a row of every row that
// counts for any ask, per_user and per_conversation sum them up, since the
// rows of one user are alike and those of one conversation are one match,
// ranked_users has the sums over those with more rows, and cells the sums.
// totals has what needs no users, which costs a tenth.
type selecting struct {
	*builder

	batch                                                   *Batch
	facts, perUser, ranked, cells, perConversation, matched columns
	everyone, whole, totals                                 columns
	series                                                  []series
	figures                                                 []string
	numbered                                                bool     // numbers stand for the texts of groups: they are grouped at three quarters of the cost
	names                                                   []string // of the groups, by the number of their column
}

// series is a column that quantiles are taken of.
type series struct {
	x         string
	quantiles []string // placeholders
}

func newSelecting(d Dialect, batch *Batch) (*selecting, error) {
	hull := batch.Hull()
	about := subject{projectID: batch.Project, zone: batch.Zone, selection: batch.Filter, spans: batch.Spans, asOf: batch.AsOf}
	s := &selecting{builder: newBuilder(d, about), batch: batch}
	if batch.Interval == store.WholePeriod {
		return s, nil
	}
	var err error
	s.cut, err = cutUp(batch.Interval, hull, s.zone)
	return s, err
}

// Select compiles a batch.
func Select(d Dialect, batch Batch) (Selection, error) {
	var out Selection
	s, err := newSelecting(d, &batch)
	if err != nil {
		return out, err
	}
	counted := make([]mark, len(batch.Asks))
	for i, ask := range batch.Asks {
		var figures Figures
		if figures, err = s.answer(ask, &counted[i]); err != nil {
			return out, err
		}
		out.Answers = append(out.Answers, figures)
	}
	s.numbered = true
	if err = s.addFacts(s.any(counted), s.more()...); err != nil {
		return out, err
	}
	out.Statement, out.Width, out.Buckets = s.steps(), len(s.figures), 1
	if s.cut != nil {
		out.Buckets = s.cut.count()
	}
	return out, nil
}

// answer adds the columns that an ask needs.
func (s *selecting) answer(ask Ask, counts *mark) (Figures, error) {
	f := Figures{None, None, None, None, None, None, None, None, None, None, None, None, None}
	counted, met, err := s.marks(ask)
	if err != nil {
		return f, err
	}
	*counts = counted
	if s.batch.Fact == store.Conversations {
		f.Waiting = s.total("unsettled", mark("NOT settled").count())
	}
	if ask.Rest {
		s.rest(&f, ask, counted, met)
		return f, nil
	}
	f.Unsettled = f.Waiting
	if ask.Depth != store.Bare {
		f.Matches = s.matches(met)
	}
	if ask.overUsers() {
		err = s.spread(&f, ask, counted, met)
	} else {
		s.plain(&f, ask, counted, met)
	}
	if ask.Depth != store.Full {
		f.Users, f.N2, f.KN, f.K2, f.Squares = None, None, None, None, None
	}
	return f, err
}

// spread adds the figures of an ask that goes by user.
func (s *selecting) spread(f *Figures, ask Ask, counted, met mark) error {
	n, k := s.rows(counted), s.rows(met)
	f.Rows = s.figure(s.sum(n))
	switch ask.Measure {
	case store.Users, store.PerUser, store.Fewest, store.UserShare, store.DaysOfWeek:
		return s.known(f, ask, [2]mark{counted, met})
	case store.Mean, store.Sum:
		var squares string
		k, squares = s.sums(ask, counted)
		f.Total, f.Squares = s.figure(s.sum(k)), s.figure(s.sum(squares))
	case store.Quantile:
		x := s.facts.add(string(ask.Column), s.column(ask.Column))
		number, value := s.quantile(ask.Quantile, counted.only(x))
		k = s.perUser.add("below_quantile"+number, "CAST("+mark(string(counted)+" AND "+x+" <= "+value).count()+" AS DOUBLE)")
		f.K, f.Value = s.figure(s.sum(k)), s.figure(value)
	default:
		f.K = s.figure(s.sum(k))
	}
	f.N = f.Rows
	f.Users = s.figure(s.cells.add(counted.of("users"), mark(n+" > 0").count()))
	f.N2, f.KN, f.K2 = s.product(n, n), s.product(k, n), s.product(k, k)
	return nil
}

// plain adds the figures of an ask that needs no users.
func (s *selecting) plain(f *Figures, ask Ask, counted, met mark) {
	f.Rows = s.total(counted.of("rows"), counted.count())
	f.N = f.Rows
	switch ask.Measure {
	case store.Mean, store.Sum:
		f.Total = s.total(s.sumOf(ask, counted))
	default:
		f.K = s.total(met.of("rows"), met.count())
	}
}

// total is a figure over all rows of a cell.
func (s *selecting) total(name, expression string) int {
	return s.figure(s.totals.add("total_"+name, expression))
}

// sumOf is the sum of a column and its name.
func (s *selecting) sumOf(ask Ask, counted mark) (name, sum string) {
	x := s.facts.add(string(ask.Column), s.column(ask.Column))
	return counted.of("sum") + "_of_" + x, "coalesce(sum(" + counted.only(x) + "), 0)"
}

// sums are a user's sums of a column and of its squares.
func (s *selecting) sums(ask Ask, counted mark) (sum, squares string) {
	x := s.facts.add(string(ask.Column), s.column(ask.Column))
	return s.perUser.add(s.sumOf(ask, counted)),
		s.perUser.add(counted.of("squares"), "coalesce(sum("+counted.only(x+" * "+x)+"), 0)")
}

// known adds the figures about users who are known.
func (s *selecting) known(f *Figures, ask Ask, marks [2]mark) error {
	counted, met := marks[0], marks[1]
	n := s.rows(counted)
	if ask.Measure == store.DaysOfWeek {
		return s.days(f, counted)
	}
	f.N = s.figure(s.cells.add(counted.of("known"), mark(n+" > 0 AND who <> 0").count()))
	f.Users = f.N
	switch ask.Measure {
	case store.PerUser:
		f.Total = s.figure(s.cells.add(counted.of("known_rows"), "sum(CASE WHEN who <> 0 THEN "+n+" ELSE 0 END)"))
		f.Squares = s.figure(s.cells.add(counted.of("known_squares"), "sum(CASE WHEN who <> 0 THEN "+n+" * "+n+" ELSE 0 END)"))
		f.N2, f.KN, f.K2 = f.N, f.Total, f.Squares
	case store.UserShare:
		f.K = s.figure(s.cells.add(met.of("known"), mark(s.rows(met)+" > 0 AND who <> 0").count()))
		f.N2, f.KN, f.K2 = f.N, f.K, f.K
	case store.Fewest:
		keys := s.batch.groups().columns()
		s.ranked.add(counted.of("whole"), "sum("+n+") OVER (PARTITION BY "+keys+", who <> 0)")
		s.ranked.add(counted.of("upto"), "sum("+n+") OVER (PARTITION BY "+keys+", who <> 0 ORDER BY "+n+" DESC, who ROWS UNBOUNDED PRECEDING)")
		share := s.arg(ask.Quantile)
		few := mark(n + " > 0 AND who <> 0 AND " + counted.of("upto") + " - " + n + " < " + share + " * " + counted.of("whole"))
		f.K = s.figure(s.cells.add(counted.of("fewest")+"_"+strings.TrimPrefix(share, "$"), few.count()))
	default:
	}
	return nil
}

// days adds the figures about the weeks in which users have rows, and on how
// many of their days.
func (s *selecting) days(f *Figures, counted mark) error {
	known := mark("who <> 0")
	if counted != always {
		known = mark(string(counted) + " AND who <> 0")
	}
	distinct := func(of string) string { return "CAST(count(DISTINCT " + known.only(of) + ") AS DOUBLE)" }
	n := s.perUser.add(counted.of("weeks"), distinct("week"))
	k := s.perUser.add(counted.of("days"), distinct("day")+" / 7")
	f.N, f.Total = s.figure(s.sum(n)), s.figure(s.sum(k))
	f.Users = s.figure(s.cells.add(n+"_users", mark(n+" > 0").count()))
	f.Squares = s.figure(s.cells.add(k+"_squares", "sum(CASE WHEN "+n+" > 0 THEN "+k+" * "+k+" / "+n+" ELSE 0 END)"))
	f.N2, f.KN, f.K2 = s.product(n, n), s.product(k, n), s.product(k, k)
	return s.addDays()
}

// marks are whether a row is counted, and whether as one that meets Of.
func (s *selecting) marks(ask Ask) (counted, met mark, err error) {
	met, err = s.mark(conditions{ask.Of, ask.Among, ask.Column})
	if err != nil || (ask.Measure != store.Rate && ask.Measure != store.UserShare) {
		return met, met, err
	}
	counted, err = s.mark(conditions{Among: ask.Among})
	return counted, met, err
}

func (s *selecting) mark(c conditions) (mark, error) {
	name := markName(c)
	if name == "" {
		return always, nil
	}
	name = markPrefix + name
	if slices.Contains(s.facts.names, name) {
		return mark(name), nil
	}
	condition, err := s.meets(s.batch.Fact, c)
	return mark(s.facts.add(name, condition)), err
}

// rows counts a user's rows.
func (s *selecting) rows(of mark) string {
	return s.perUser.add(of.of("rows"), "CAST("+of.count()+" AS DOUBLE)")
}

func (s *selecting) sum(column string) string { return s.cells.add(column, "sum("+column+")") }

// product is the sum over users of the product of two numbers.
func (s *selecting) product(a, b string) int {
	return s.figure(s.cells.add(a+"_by_"+b, "sum("+a+" * "+b+")"))
}

func (s *selecting) figure(name string) int {
	at := slices.Index(s.figures, name)
	if at < 0 {
		at = len(s.figures)
		s.figures = append(s.figures, name)
	}
	return at
}

// quantile is one of a column; those of the same column are found together.
func (s *selecting) quantile(q float64, x string) (number, value string) {
	at := slices.IndexFunc(s.series, func(one series) bool { return one.x == x })
	if at < 0 {
		at = len(s.series)
		s.series = append(s.series, series{x: x})
	}
	one := &s.series[at]
	one.quantiles = append(one.quantiles, s.arg(belowRank(q)))
	first, second := strconv.Itoa(at+1), strconv.Itoa(len(one.quantiles))
	return first + "_" + second, "quantile" + first + "_" + second
}

// belowRank makes q a hair smaller: q·n of a decimal q such as 0.07 may land
// just above its integer, and the rank would be one too high.
func belowRank(q float64) float64 {
	const rounding = 1e-12
	return q * (1 - rounding)
}

// matches counts the conversations behind rows.
func (s *selecting) matches(met mark) int {
	switch s.batch.Fact {
	case store.Conversations:
		return s.total(met.of("rows"), met.count())
	case store.Sightings:
		return None
	default:
	}
	if met != always {
		s.perConversation.add(string(met), "max("+string(met)+")")
	}
	return s.figure(s.matched.add(met.of("matches"), met.count()))
}

// matching is the condition that a row is behind one of the figures.
func (s *selecting) matching() string {
	if len(s.perConversation.names) < len(s.matched.names) {
		return always
	}
	return either(s.perConversation.names...)
}

// steps puts the statement together.
func (s *selecting) steps() Statement {
	keys := s.batch.groups().columns()
	var from []string
	if len(s.cells.names) > 0 {
		from = s.overUsers(keys)
	}
	if len(s.totals.names) > 0 {
		s.with("totals", "SELECT\n    "+s.totals.list(keys)+"\nFROM facts\nGROUP BY "+keys)
		from = append(from, "totals USING ("+keys+")")
	}
	from[0], _, _ = strings.Cut(from[0], " ")
	if len(s.whole.names) > 0 {
		from = append(from, "whole USING (part)")
	}
	matched := ""
	if len(s.matched.names) > 0 {
		s.with("per_conversation", "SELECT\n    "+s.perConversation.list(keys, "conversation")+"\nFROM facts\nWHERE "+all(s.listed(), s.matching())+"\nGROUP BY "+keys+", conversation")
		s.with("matched", "SELECT\n    "+s.matched.list(keys)+"\nFROM per_conversation\nGROUP BY "+keys)
		matched = "\nLEFT JOIN matched USING (" + keys + ")"
	}
	list := make([]string, 0, len(s.names)+1+len(s.figures))
	order := []string{"part"}
	for _, number := range s.names {
		s.with("names"+number, "SELECT g"+number+", any_value(name"+number+") AS name"+number+"\nFROM facts\nGROUP BY g"+number)
		from = append(from, "names"+number+" USING (g"+number+")")
		list, order = append(list, "name"+number), append(order, "name"+number)
	}
	list = append(list, "part")
	for _, name := range s.figures {
		list = append(list, "CAST("+name+" AS DOUBLE)")
	}
	return s.statement("SELECT " + strings.Join(list, ",\n    ") + "\nFROM " + strings.Join(from, "\nJOIN ") + matched + "\nORDER BY " + strings.Join(order, ", "))
}

// overUsers adds the steps that go by user and gives those with the sums, each
// with what joins it to the others.
func (s *selecting) overUsers(keys string) (sums []string) {
	from := "facts"
	if len(s.series) > 0 {
		s.addQuantiles(keys)
		from, sums = "facts JOIN quantiles USING ("+keys+")", []string{"quantiles USING (" + keys + ")"}
	}
	s.with("per_user", "SELECT\n    "+s.perUser.list(keys+", who")+"\nFROM "+from+"\nGROUP BY "+keys+", who")
	users := "per_user"
	if len(s.ranked.names) > 0 {
		users = "ranked_users"
		s.with(users, "SELECT\n    "+s.ranked.list("*")+"\nFROM per_user")
	}
	s.with("cells", "SELECT\n    "+s.cells.list(keys)+"\nFROM "+users+s.addEveryone()+"\nGROUP BY "+keys)
	return append([]string{"cells USING (" + keys + ")"}, sums...)
}

// addQuantiles adds the quantiles of every cell, those of one column in one
// list, which costs a fifth, and each a column: taking them out of the list
// row by row would cost more than finding them.
func (s *selecting) addQuantiles(keys string) {
	var lists, each columns
	for i, one := range s.series {
		list := "quantiles" + strconv.Itoa(i+1)
		lists.add(list, s.Quantiles(one.x, strings.Join(one.quantiles, ", ")))
		for j := range one.quantiles {
			number := strconv.Itoa(j + 1)
			each.add("quantile"+strconv.Itoa(i+1)+"_"+number, list+"["+number+"]")
		}
	}
	s.with("quantile_lists", "SELECT\n    "+lists.list(keys)+"\nFROM facts\nGROUP BY "+keys)
	s.with("quantiles", "SELECT\n    "+each.list(keys)+"\nFROM quantile_lists")
}
