package where_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/where"
)

func parse(t *testing.T, text string) where.Expr {
	t.Helper()
	e, err := where.Parse(text)
	if err != nil {
		t.Fatalf("Parse(%q): %v", text, err)
	}
	return e
}

func TestJoin(t *testing.T) {
	f := func(got where.Expr, want string) {
		t.Helper()
		if where.Print(got) != want {
			t.Errorf("got %s, want %s", where.Print(got), want)
		}
		if diff := cmp.Diff(got, parse(t, want)); diff != "" {
			t.Errorf("%s: not in normal form: %s", want, diff)
		}
	}
	a, b, c := parse(t, `agent = "a"`), parse(t, `turns > 1`), parse(t, `signal = slow`)
	f(where.AllOf(), ``)
	f(where.AllOf(nil, a, nil), `agent = "a"`)
	f(where.AllOf(where.AllOf(a, b), c), `agent = "a" and turns > 1 and signal = slow`)
	f(where.AllOf(where.AnyOf(a, b), c), `(agent = "a" or turns > 1) and signal = slow`)
	f(where.AnyOf(), ``)
	f(where.AnyOf(a, nil), ``)
	f(where.AnyOf(b), `turns > 1`)
	f(where.AnyOf(where.AllOf(a, b), where.AnyOf(b, c)), `agent = "a" and turns > 1 or turns > 1 or signal = slow`)
}

func TestJoinKeepsItsArguments(t *testing.T) {
	ab := parse(t, `agent = "a" and turns > 1`)
	where.AllOf(ab, parse(t, `signal = slow`))
	where.AllOf(ab, parse(t, `signal = copied`))
	if got := ab.String(); got != `agent = "a" and turns > 1` {
		t.Errorf("AllOf changed its argument to %s", got)
	}
}

func TestSameTurn(t *testing.T) {
	f := func(in, want, mistake string) {
		t.Helper()
		got, err := where.SameTurn(parse(t, in))
		switch {
		case mistake == "" && (err != nil || where.Print(got) != want):
			t.Errorf("SameTurn(%s) = %s, %v", in, where.Print(got), err)
		case mistake != "" && (err == nil || !strings.Contains(err.Error(), mistake)):
			t.Errorf("SameTurn(%s): %v, want … %s …", in, err, mistake)
		}
	}
	f(``, ``, ``)
	f(`agent = "a" and not rating > 0.5`, `turn(agent = "a" and not rating > 0.5)`, ``)
	f(`agent = "a" and turns > 1`, ``, "turns belongs to the whole conversation")
	f(`not turn(agent = "a")`, ``, "cannot stand inside turn")
}

func TestNewTerm(t *testing.T) {
	f := func(field where.Field, op where.Op, value where.Value, want string) {
		t.Helper()
		e, err := where.NewTerm(field, op, value)
		if err != nil {
			t.Errorf("%s: %v", want, err)
			return
		}
		if e.String() != want {
			t.Errorf("got %s, want %s", e, want)
		}
		if diff := cmp.Diff(e, parse(t, want)); diff != "" {
			t.Errorf("%s: %s", want, diff)
		}
	}
	agent := where.Field{Name: where.FieldAgent}
	started := where.Field{Name: where.FieldStarted}
	f(agent, where.OpEqual, where.String(`x" or not agent = "`), `agent = "x\" or not agent = \""`)
	f(agent, where.OpEqual, where.String("a\xffb"), "agent = \"a\uFFFDb\"")
	f(where.Field{Name: where.FieldOutcome}, where.OpNotEqual, where.String("FAILED"), `outcome != failed`)
	f(where.Field{Name: where.FieldProp, Key: `a "b" \`}, where.OpLess, where.Number(-1.5), `prop."a \"b\" \\" < -1.5`)
	f(where.Field{Name: where.FieldValue}, where.OpEqual, where.Number(math.Copysign(0, -1)), `value = 0`)
	f(started, where.OpLess, where.Day(2026, time.February, 30), `started < 2026-03-02`)
	f(started, where.OpLess, where.Instant(time.Date(2026, 1, 1, 0, 0, 0, 1999, time.FixedZone("", 3600))),
		`started < "2025-12-31T23:00:00.000001Z"`)
	f(started, where.OpLess, where.Value{Kind: where.KindDay, Time: time.Date(2026, 1, 2, 9, 0, 0, 0, time.Local)},
		`started < 2026-01-02`)
}

func TestNewTermRefuses(t *testing.T) {
	f := func(field where.Field, op where.Op, mistake string, values ...where.Value) {
		t.Helper()
		e, err := where.NewTerm(field, op, values...)
		if err == nil || !strings.Contains(err.Error(), mistake) {
			t.Errorf("%v %v %v = %v, %v; want … %s …", field, op, values, e, err, mistake)
		}
	}
	agent := where.Field{Name: where.FieldAgent}
	prop := where.Field{Name: where.FieldProp, Key: "x"}
	x, one := where.String("x"), where.Number(1)
	f(where.Field{Name: "plan"}, where.OpEqual, `unknown field "plan"`, x)
	f(where.Field{Name: where.FieldAgent, Key: "x"}, where.OpEqual, `unknown field "agent.x"`, x)
	f(where.Field{Name: where.FieldProp}, where.OpEqual, "needs a name", x)
	f(where.Field{Name: where.FieldProp, Key: "\xff"}, where.OpEqual, "UTF-8", x)
	f(agent, "like", "takes no like", x)
	f(agent, where.OpLess, "takes no <", x)
	f(agent, where.OpEqual, "agent is text", one)
	f(agent, where.OpEqual, "exactly one value")
	f(agent, where.OpEqual, "exactly one value", x, x)
	f(agent, where.OpIn, "at least one value")
	f(agent, where.OpExists, "takes no value", x)
	f(agent, where.OpEqual, "no kind", where.Value{})
	f(prop, where.OpIn, "all text or all numbers", x, one)
	f(prop, where.OpEqual, "compared as text", where.Day(2026, 1, 1))
	f(prop, where.OpEqual, "finite", where.Number(math.NaN()))
	f(where.Field{Name: where.FieldValue}, where.OpLess, "finite", where.Number(math.Inf(1)))
	f(where.Field{Name: where.FieldStarted}, where.OpLess, "a year", where.Day(10000, 1, 1))
}

func TestMentions(t *testing.T) {
	e := parse(t, `agent = "a" and not (turn(signal = slow) or prop.plan exists)`)
	f := func(name where.Name, want bool) {
		t.Helper()
		if got := where.Mentions(e, name); got != want {
			t.Errorf("Mentions(%s) = %v", name, got)
		}
	}
	f(where.FieldAgent, true)
	f(where.FieldSignal, true)
	f(where.FieldProp, true)
	f(where.FieldUserProp, false)
	f(where.FieldText, false)
	if where.Mentions(nil, where.FieldAgent) {
		t.Error("the empty filter mentions agent")
	}
}

func TestWalk(t *testing.T) {
	e := parse(t, `agent = "a" and not (turn(signal = slow) or turns > 1)`)
	var all, cut []string
	where.Walk(e, func(x where.Expr) bool { all = append(all, x.String()); return true })
	where.Walk(e, func(x where.Expr) bool {
		cut = append(cut, x.String())
		_, not := x.(where.Not)
		return !not
	})
	want := []string{
		e.String(), `agent = "a"`, `not (turn(signal = slow) or turns > 1)`,
		`turn(signal = slow) or turns > 1`, `turn(signal = slow)`, `signal = slow`, `turns > 1`,
	}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[:3], cut); diff != "" {
		t.Error(diff)
	}
}
