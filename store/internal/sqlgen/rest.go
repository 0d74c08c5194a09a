package sqlgen

import "github.com/debrief-dev/debrief/store"

// side is what a column of per_user is called of one side of a user's rows.
type side func(column string) string

// rest adds the figures about the rows outside of a cell's group.
//
// A user who has no row in the group counts there with all rows, the others
// with those that are left. So a sum over users is that over everyone of the
// bucket, and for each user of the group the difference: groups are never
// multiplied by users.
func (s *selecting) rest(f *Figures, ask Ask, counted, met mark) {
	n, k := s.rows(counted), s.rows(met)
	f.Rows = s.figure(s.sum(n))
	if s.batch.Fact == store.Conversations {
		s.perUser.add("unsettled", "CAST("+mark("NOT settled").count()+" AS DOUBLE)")
		f.Unsettled = s.outside("unsettled", func(of side) string { return of("unsettled") })
	}
	switch ask.Measure {
	case store.Users, store.UserShare, store.PerUser:
		s.restOfKnown(f, ask, n, k)
		return
	case store.Mean, store.Sum:
		var squares string
		k, squares = s.sums(ask, counted)
		f.Total = s.outside(k, func(of side) string { return of(k) })
		f.Squares = s.outside(squares, func(of side) string { return of(squares) })
	default:
		f.K = s.outside(k, func(of side) string { return of(k) })
	}
	product := func(a, b string) int {
		return s.outside(a+"_by_"+b, func(of side) string { return of(a) + " * " + of(b) })
	}
	f.N = s.outside(n, func(of side) string { return of(n) })
	f.Users = s.outside(n+"_users", func(of side) string { return one(of(n) + " > 0") })
	f.N2, f.KN, f.K2 = product(n, n), product(k, n), product(k, k)
}

// restOfKnown is rest for the measures about users.
func (s *selecting) restOfKnown(f *Figures, ask Ask, n, k string) {
	has := func(rows string) int {
		return s.outside(rows+"_known", func(of side) string { return one(of(rows) + " > 0 AND who <> 0") })
	}
	f.N = has(n)
	f.Users = f.N
	switch ask.Measure {
	case store.UserShare:
		f.K = has(k)
		f.N2, f.KN, f.K2 = f.N, f.K, f.K
	case store.PerUser:
		f.Total = s.outside(n+"_of_known", func(of side) string { return "CASE WHEN who <> 0 THEN " + of(n) + " ELSE 0 END" })
		f.Squares = s.outside(n+"_of_known_squares", func(of side) string { return "CASE WHEN who <> 0 THEN " + of(n) + " * " + of(n) + " ELSE 0 END" })
		f.N2, f.KN, f.K2 = f.N, f.Total, f.Squares
	default:
	}
}

// one is a number that counts where a condition holds.
func one(condition string) string { return "CASE WHEN " + condition + " THEN 1 ELSE 0 END" }

// outside is a sum over the users who have rows outside of the group.
func (s *selecting) outside(name string, of func(side) string) int {
	all := func(column string) string { return s.everyone.add("all_"+column, "sum("+column+")") }
	rest := func(column string) string { return "(" + all(column) + " - " + column + ")" }
	whole := s.whole.add("whole_"+name, "sum("+of(all)+")")
	less := s.cells.add("less_"+name, "sum("+of(rest)+" - "+of(all)+")")
	return s.figure(whole + " + " + less)
}

// addEveryone adds the users of each bucket and the sums over them, where a
// rest needs them. It returns what per user rows are joined with.
func (s *selecting) addEveryone() (users string) {
	if len(s.everyone.names) == 0 {
		return ""
	}
	s.with("everyone", "SELECT\n    "+s.everyone.list("part, who")+"\nFROM per_user\nGROUP BY part, who")
	s.with("whole", "SELECT\n    "+s.whole.list("part")+"\nFROM everyone\nGROUP BY part")
	return " JOIN everyone USING (part, who)"
}
