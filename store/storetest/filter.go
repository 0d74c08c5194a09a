package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// literals lists values to compare a field with: some that occur, one that
// does not, and the traps.
func literals(f where.Field) []where.Value {
	strings := func(texts ...string) []where.Value {
		values := make([]where.Value, len(texts))
		for i, text := range texts {
			values[i] = where.String(text)
		}
		return values
	}
	known := map[where.Name][]where.Value{
		where.FieldAgent: strings("support", "none", ""), where.FieldVersion: strings("1", "9"), where.FieldModel: strings("m-2-mini", "M-2"),
		where.FieldTopic: strings("billing"), where.FieldTheme: strings("money"), where.FieldLanguage: strings("en", "de"), where.FieldAccount: strings("acme", "x"), where.FieldUser: strings("u1", "u5", "a9"),
		where.FieldSession: strings("sc01"), where.FieldEnvironment: strings("staging"), where.FieldOutcome: strings("failed", "unknown"),
		where.FieldSettled: {where.Bool(true), where.Bool(false)}, where.FieldConverted: {where.Bool(true), where.Bool(false)},
		where.FieldSignal: strings("slow", "copied"), where.FieldRating: {where.Number(0.5), where.Number(1)}, where.FieldSatisfaction: {where.Number(0.5)},
		where.FieldValue: {where.Number(0), where.Number(40)}, where.FieldTurns: {where.Number(0), where.Number(2)},
		where.FieldText:    strings("export", "hi", "Great!", "été", "100%", "it_s broken", "%"),
		where.FieldStarted: {where.Day(2026, time.October, 25), where.Instant(epoch().Add(70 * time.Hour))},
	}
	if values, ok := known[f.Name]; ok {
		return values
	}
	return append(strings("pro", "Team", "", "5", "true", "admin"), where.Number(5), where.Number(50.5), where.Number(30), where.Bool(true), where.Bool(false))
}

func fields() []where.Field {
	var list []where.Field
	keys := map[where.Name][]string{
		where.FieldProp: {"plan", "seats", "beta", "a.b/c~d", "absent"}, where.FieldUserProp: {"role", "age"}, where.FieldAccountProp: {"role", "seats"},
	}
	for _, info := range where.Fields() {
		if keys[info.Name] == nil {
			list = append(list, where.Field{Name: info.Name})
		}
		for _, key := range keys[info.Name] {
			list = append(list, where.Field{Name: info.Name, Key: key})
		}
	}
	return list
}

// terms lists every field with every operator, and literals that it takes.
func terms() []where.Expr {
	var list []where.Expr
	for _, field := range fields() {
		info, _ := field.Info()
		for _, op := range info.Ops {
			if op == where.OpExists {
				list = append(list, where.Term{Field: field, Op: op})
				continue
			}
			list = append(list, compared(field, op)...)
		}
	}
	return list
}

// compared lists terms of one field and operator.
func compared(field where.Field, op where.Op) []where.Expr {
	var list []where.Expr
	values := literals(field)
	for i, v := range values {
		if i > 1 && op != where.OpEqual && (field.Key == "" || i > 7) {
			break // = has shown that the field is read right
		}
		literals := []where.Value{v}
		if op == where.OpIn || op == where.OpNotIn {
			literals = append(literals, values[(i+1)%len(values)])
		}
		// What the field does not take is left out.
		if term, err := where.NewTerm(field, op, literals...); err == nil {
			list = append(list, term)
		}
	}
	return list
}

// filtering is a store with a world in it, to compare what filters select.
type filtering struct {
	store.Store
	*world

	zone   *time.Location
	useful int // filters that told conversations apart
}

func (f *filtering) check(t *testing.T, filter store.Filter) {
	t.Helper()
	want := f.selected(t, filter, f.zone)
	if len(want) > 0 && len(want) < len(f.derived) {
		f.useful++
	}
	if diff := cmp.Diff(want, listedIDs(t, f, filter, f.zone)); diff != "" {
		t.Errorf("%v %q (-want +got):\n%s", filter.Where, filter.Text, diff)
	}
}

// checkTurn asks that one turn satisfy the filter, where it may be asked so.
func (f *filtering) checkTurn(t *testing.T, e where.Expr) {
	t.Helper()
	if turn, err := where.SameTurn(e); err == nil {
		f.check(t, store.Filter{Where: turn})
	}
}

func filters(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	f := &filtering{Store: s, world: newWorld(), zone: paris(t)}
	f.load(t, s)
	all := terms()
	t.Run("by hand", func(t *testing.T) { filtersByHand(t, open) })
	t.Run("terms", func(t *testing.T) {
		for _, term := range all {
			f.check(t, store.Filter{Where: term})
		}
	})
	t.Run("not", func(t *testing.T) {
		for i := 0; i < len(all); i += 2 {
			f.check(t, store.Filter{Where: where.Not{X: all[i]}})
			f.checkTurn(t, where.Not{X: all[i]})
		}
	})
	t.Run("turn", func(t *testing.T) {
		for _, term := range all {
			f.checkTurn(t, term)
		}
	})
	t.Run("trees", func(t *testing.T) {
		for range 100 {
			f.check(t, store.Filter{Where: f.tree(all, 3)})
		}
	})
	t.Run("text", func(t *testing.T) {
		for _, text := range []string{"export", "EXPORT how", "how hi", "été", "100%", "great!", "wrong export", "menu  use", " ", "exp", `"how do i"`, "how -export", `export -"how do"`, "export -wro"} {
			f.check(t, store.Filter{Text: text})
			f.check(t, store.Filter{Text: text, Where: all[len(text)%len(all)]})
		}
	})
	t.Run("sightings", func(t *testing.T) { sightingsFiltered(t, s, f.world) })
	t.Run("figures", func(t *testing.T) { f.figures(t, all) })
	if f.useful < len(all)/2 {
		t.Errorf("only %d filters told conversations apart", f.useful)
	}
}

// figures holds figures under a filter to those counted.
func (f *filtering) figures(t *testing.T, all []where.Expr) {
	t.Helper()
	for _, fact := range facts()[:4] {
		for range 12 {
			q := store.Query{
				Project: project, Fact: fact, From: epoch(), To: horizon(), Zone: f.zone, Measure: store.Rate, Of: store.IsIdentified,
				Filter: store.Filter{Where: f.tree(all, 2)}, By: []store.Dimension{pick(f.draws, breakdowns(fact)...)},
			}
			got, err := store.Select(t.Context(), f, q)
			must(t, err)
			if diff := sameCells(f.answer(t, q), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", describe(&q), diff)
			}
		}
	}
}

// tree draws a filter at random.
func (d draws) tree(terms []where.Expr, depth int) where.Expr {
	if depth == 0 || d.chance(20) {
		return pick(d, terms...)
	}
	switch d.IntN(4) {
	case 0:
		return where.AllOf(d.tree(terms, depth-1), d.tree(terms, depth-1))
	case 1:
		return where.AnyOf(d.tree(terms, depth-1), d.tree(terms, depth-1))
	case 2:
		return where.Not{X: d.tree(terms, depth-1)}
	default:
		inner := d.tree(terms, depth-1)
		if turn, err := where.SameTurn(inner); err == nil {
			return turn
		}
		return inner
	}
}

// sightingsFiltered is in Filter's group: terms speak about the one event.
func sightingsFiltered(t *testing.T, s store.Store, w *world) {
	t.Helper()
	f := func(filter string, holds func(*event.Event) bool) {
		t.Helper()
		e, err := where.Parse(filter)
		must(t, err)
		want := int64(0)
		for i := range w.events {
			if holds(&w.events[i]) {
				want++
			}
		}
		q := store.Query{Project: project, Fact: store.Sightings, From: epoch(), To: horizon(), Measure: store.Count, Filter: store.Filter{Where: e}}
		cells, err := store.Select(t.Context(), s, q)
		must(t, err)
		if want == 0 || len(cells) != 1 || cells[0].N != want {
			t.Errorf("sightings where %s: got %v, want %d", filter, cells, want)
		}
	}
	f(`environment = staging`, func(e *event.Event) bool { return e.Environment() == "staging" })
	f(`user = "u1"`, func(e *event.Event) bool { return e.UserKey() == "u1" || e.UserKey() == "a1" })
	f(`not account = "acme"`, func(e *event.Event) bool { return e.Account != "acme" })
	f(`account != "acme"`, func(e *event.Event) bool { return e.Account != "acme" && e.Account != "" })
	f(`account.seats > 10`, func(e *event.Event) bool { return e.Account == "acme" })
	f(`user.role exists and environment = production`, func(e *event.Event) bool {
		known := map[string]bool{"a1": true, "u1": true, "u2": true, "u4": true, "u5": true}
		return known[e.UserKey()] && e.Environment() == event.DefaultEnvironment
	})
}
