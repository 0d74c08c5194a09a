package where_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/where"
)

func term(name where.Name, op where.Op, values ...where.Value) where.Expr {
	return where.Term{Field: where.Field{Name: name}, Op: op, Values: values}
}

func property(name where.Name, key string, op where.Op, values ...where.Value) where.Expr {
	return where.Term{Field: where.Field{Name: name, Key: key}, Op: op, Values: values}
}

func TestParseTree(t *testing.T) {
	f := func(in string, want where.Expr) {
		t.Helper()
		got, err := where.Parse(in)
		if err != nil {
			t.Errorf("Parse(%q): %v", in, err)
			return
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse(%q): -want +got\n%s", in, diff)
		}
	}
	support := term(where.FieldAgent, where.OpEqual, where.String("support"))
	low := term(where.FieldRating, where.OpLess, where.Number(0.5))
	slow := term(where.FieldSignal, where.OpEqual, where.String("slow"))

	f("", nil)
	f(" \t\r\n", nil)
	f(`agent="support"`, support)
	f(`agent = "support" and rating < 0.5 and prop.plan in ("pro","team") and signal = rephrased and text ~ "export"`,
		where.And{Of: []where.Expr{
			support, low,
			property(where.FieldProp, "plan", where.OpIn, where.String("pro"), where.String("team")),
			term(where.FieldSignal, where.OpEqual, where.String("rephrased")),
			term(where.FieldText, where.OpContains, where.String("export")),
		}})

	// or holds less than and, and less than not; groups of one kind are one.
	f(`agent = "support" or rating < 0.5 and signal = slow`,
		where.Or{Of: []where.Expr{support, where.And{Of: []where.Expr{low, slow}}}})
	f(`(agent = "support" or rating < 0.5) and signal = slow`,
		where.And{Of: []where.Expr{where.Or{Of: []where.Expr{support, low}}, slow}})
	f(`agent = "support" and (rating < 0.5 and signal = slow)`, where.And{Of: []where.Expr{support, low, slow}})
	f(`not agent = "support" and rating < 0.5`, where.And{Of: []where.Expr{where.Not{X: support}, low}})
	f(`NOT (agent = "support" AND rating < 0.5)`, where.Not{X: where.And{Of: []where.Expr{support, low}}})
	f(`not NOT signal = slow`, where.Not{X: where.Not{X: slow}})
	f(`Turn(agent = "support" and not signal = SLOW)`,
		where.Turn{X: where.And{Of: []where.Expr{support, where.Not{X: slow}}}})
	f(`turn(agent = "support") and turn(signal = slow)`,
		where.And{Of: []where.Expr{where.Turn{X: support}, where.Turn{X: slow}}})

	// Every operator.
	f(`turns != 3`, term(where.FieldTurns, where.OpNotEqual, where.Number(3)))
	f(`turns<=3`, term(where.FieldTurns, where.OpLessEqual, where.Number(3)))
	f(`value>-3.25`, term(where.FieldValue, where.OpGreater, where.Number(-3.25)))
	f(`turns>=3`, term(where.FieldTurns, where.OpGreaterEqual, where.Number(3)))
	f(`text !~ "x"`, term(where.FieldText, where.OpNotContains, where.String("x")))
	f(`language Not In (en, "pt-BR", "in")`, term(where.FieldLanguage, where.OpNotIn,
		where.String("en"), where.String("pt-BR"), where.String("in")))
	f(`rating exists`, term(where.FieldRating, where.OpExists))
	f(`not prop.plan EXISTS`, where.Not{X: property(where.FieldProp, "plan", where.OpExists)})
}

func TestParseValues(t *testing.T) {
	f := func(in string, want where.Expr) {
		t.Helper()
		got, err := where.Parse(in)
		if err != nil {
			t.Errorf("Parse(%q): %v", in, err)
			return
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse(%q): -want +got\n%s", in, diff)
		}
	}
	f(`settled = TRUE`, term(where.FieldSettled, where.OpEqual, where.Bool(true)))
	f(`converted != false`, term(where.FieldConverted, where.OpNotEqual, where.Bool(false)))
	f(`outcome = "Failed"`, term(where.FieldOutcome, where.OpEqual, where.String("failed")))
	f(`environment = staging-2`, term(where.FieldEnvironment, where.OpEqual, where.String("staging-2")))
	f(`text = "a \"b\" \\ c\n\u00e9\uD83D\uDE00"`,
		term(where.FieldText, where.OpEqual, where.String("a \"b\" \\ c\né😀")))
	f("text ~ \"two\nlines\"", term(where.FieldText, where.OpContains, where.String("two\nlines")))

	nov := where.Day(2026, time.November, 1)
	ten := where.Instant(time.Date(2026, time.November, 1, 10, 0, 0, 123_000_000, time.UTC))
	f(`started >= 2026-11-01`, term(where.FieldStarted, where.OpGreaterEqual, nov))
	f(`started = "2026-11-01"`, term(where.FieldStarted, where.OpEqual, nov))
	f(`started < "2026-11-01T11:00:00.123+01:00"`, term(where.FieldStarted, where.OpLess, ten))
	f(`started < 2026-11-01T10:00:00.123Z`, term(where.FieldStarted, where.OpLess, ten))

	// Properties: the literal decides the kind, the key may be anything.
	f(`prop.n > 3`, property(where.FieldProp, "n", where.OpGreater, where.Number(3)))
	f(`prop.beta = true`, property(where.FieldProp, "beta", where.OpEqual, where.Bool(true)))
	f(`prop.beta = "true"`, property(where.FieldProp, "beta", where.OpEqual, where.String("true")))
	f(`prop.2fa.on-web exists`, property(where.FieldProp, "2fa.on-web", where.OpExists))
	f(`prop.and = "x"`, property(where.FieldProp, "and", where.OpEqual, where.String("x")))
	f(`prop."my \"key\"" = "x"`, property(where.FieldProp, `my "key"`, where.OpEqual, where.String("x")))
	f(`user.role = "admin"`, property(where.FieldUserProp, "role", where.OpEqual, where.String("admin")))
	f(`account."größe" in (1, 2)`, property(where.FieldAccountProp, "größe", where.OpIn, where.Number(1), where.Number(2)))
	f(`user = "u" and account = "a"`, where.And{Of: []where.Expr{
		term(where.FieldUser, where.OpEqual, where.String("u")),
		term(where.FieldAccount, where.OpEqual, where.String("a")),
	}})
}

// TestParseField holds that a field's name reads back, and that nothing else
// is one.
func TestParseField(t *testing.T) {
	t.Parallel()
	for _, f := range []where.Field{{Name: where.FieldAgent}, {Name: where.FieldProp, Key: "plan"}, {Name: where.FieldProp, Key: "a,b"}, {Name: where.FieldUserProp, Key: `q"\x`}, {Name: where.FieldAccountProp, Key: "nl\n é"}} {
		if got, err := where.ParseField(f.String()); err != nil || got != f {
			t.Errorf("%s: got %v, %v", f, got, err)
		}
	}
	for _, text := range []string{"", "nonsense", "prop.", `prop."a`, `prop."a" exists`, "agent, version"} {
		if got, err := where.ParseField(text); err == nil {
			t.Errorf("%s: got %v", text, got)
		}
	}
}
