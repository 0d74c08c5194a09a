package where_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/where"
)

// fixpoint holds a tree against its text read again.
func fixpoint(t *testing.T, e where.Expr) {
	t.Helper()
	text := where.Print(e)
	again, err := where.Parse(text)
	if err != nil {
		t.Fatalf("%s does not parse: %v", text, err)
	}
	if diff := cmp.Diff(e, again); diff != "" {
		t.Fatalf("%s reads back as another tree: -printed +parsed\n%s", text, diff)
	}
	if second := where.Print(again); second != text {
		t.Fatalf("%s prints back as %s", text, second)
	}
}

func FuzzParse(f *testing.F) {
	for _, info := range where.Fields() {
		f.Add(info.Example)
		f.Add("not turn(" + info.Example + ") or " + info.Example + " and not (" + info.Example + ")")
	}
	f.Add(`prop."a\"\\\n\u00e9\uD83D\uDE00" not in (-1.50, 007) and started < "2026-11-01T11:00:00.5+01:00"`)
	f.Add(`NOT(environment IN("or",x.,"") OR text!~"` + "\xff" + `")`)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := where.Parse(text)
		if err != nil {
			var mistake *where.Error
			if !errors.As(err, &mistake) || mistake.Offset < 0 || mistake.Offset > len(text) ||
				!strings.HasPrefix(text[mistake.Offset:], mistake.Token) || mistake.Message == "" {
				t.Fatalf("Parse(%q): a mistake without its place: %#v", text, err)
			}
			return
		}
		if e == nil && strings.Trim(text, " \t\r\n") != "" {
			t.Fatalf("Parse(%q) is the empty filter", text)
		}
		fixpoint(t, e)
	})
}

func TestRandomTreesSurviveTheirText(t *testing.T) {
	for seed := range uint64(1000) {
		r := random{rand.New(rand.NewPCG(seed, 7))}
		fixpoint(t, r.expr(t, 4, false))
	}
}

// random makes trees in normal form.
type random struct{ *rand.Rand }

func (r random) expr(t *testing.T, depth int, inTurn bool) where.Expr {
	t.Helper()
	if depth == 0 {
		return r.term(t, inTurn)
	}
	switch r.IntN(6) {
	case 0:
		return where.AllOf(r.some(t, depth, inTurn)...)
	case 1:
		return where.AnyOf(r.some(t, depth, inTurn)...)
	case 2:
		return where.Not{X: r.expr(t, depth-1, inTurn)}
	case 3:
		if !inTurn {
			return where.Turn{X: r.expr(t, depth-1, true)}
		}
	}
	return r.term(t, inTurn)
}

func (r random) some(t *testing.T, depth int, inTurn bool) []where.Expr {
	t.Helper()
	of := make([]where.Expr, 2+r.IntN(2))
	for i := range of {
		of[i] = r.expr(t, depth-1, inTurn)
	}
	return of
}

func (r random) term(t *testing.T, inTurn bool) where.Expr {
	t.Helper()
	fields := where.Fields()
	info := fields[r.IntN(len(fields))]
	for inTurn && info.Level == where.LevelConversation {
		info = fields[r.IntN(len(fields))]
	}
	field := where.Field{Name: info.Name}
	if strings.HasSuffix(string(info.Name), ".X") {
		field.Key = "k" + r.text()
	}
	op := info.Ops[r.IntN(len(info.Ops))]
	values := make([]where.Value, 1)
	switch op {
	case where.OpExists:
		values = nil
	case where.OpIn, where.OpNotIn:
		values = make([]where.Value, 1+r.IntN(3))
	default:
	}
	kind := r.IntN(3)
	for i := range values {
		values[i] = r.value(info, op, kind)
	}
	e, err := where.NewTerm(field, op, values...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (r random) value(info where.FieldInfo, op where.Op, kind int) where.Value {
	switch info.Type {
	case where.TypeEnum:
		return where.String(info.Values[r.IntN(len(info.Values))])
	case where.TypeNumber:
		if slices.Contains([]where.Name{where.FieldRating, where.FieldSatisfaction}, info.Name) {
			return where.Number(r.Float64())
		}
		return where.Number(r.NormFloat64() * math.Pow(10, float64(r.IntN(30)-10)))
	case where.TypeBool:
		return where.Bool(kind == 0)
	case where.TypeTime:
		at := time.UnixMicro(r.Int64N(4e15)).UTC()
		if kind == 0 {
			return where.Day(at.Date())
		}
		return where.Instant(at)
	case where.TypeAny:
		ordered := slices.Contains([]where.Op{where.OpLess, where.OpLessEqual, where.OpGreater, where.OpGreaterEqual}, op)
		equal := op == where.OpEqual || op == where.OpNotEqual
		contains := op == where.OpContains || op == where.OpNotContains
		if ordered || kind == 1 && !contains {
			return where.Number(float64(r.IntN(100)) / 8)
		}
		if equal && kind == 2 {
			return where.Bool(r.IntN(2) == 0)
		}
	default:
	}
	return where.String(r.text())
}

// text is of pieces that a printer or a reader could trip on.
func (r random) text() string {
	pieces := []string{
		"a", "Z", "9", ".", "-", "_", " ", `"`, `\`, "\n", "\t", "\x00", "or", "not", "true", "(", ")", ",",
		"é", "\u202e", "\ufeff", "\ufffd", "😀", "\U000e0001", "=", "~", "'",
	}
	var b strings.Builder
	for range r.IntN(5) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}
