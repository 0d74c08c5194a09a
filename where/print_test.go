package where_test

import (
	"testing"

	"github.com/debrief-dev/debrief/where"
)

func TestPrint(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		e, err := where.Parse(in)
		if err != nil {
			t.Errorf("Parse(%q): %v", in, err)
			return
		}
		if got := where.Print(e); got != want {
			t.Errorf("Parse(%q) prints\n%s\nwant\n%s", in, got, want)
		}
	}
	f(` `, ``)
	f(`agent="a" AND(rating<0.50 OR signal=SLOW)`, `agent = "a" and (rating < 0.5 or signal = slow)`)
	f(`(((agent = "a")))`, `agent = "a"`)
	f(`(agent = "a" and turns > 1) or turns = 0`, `agent = "a" and turns > 1 or turns = 0`)
	f(`not (agent = "a")`, `not agent = "a"`)
	f(`not(agent = "a" and turns > 1)`, `not (agent = "a" and turns > 1)`)
	f(`not (not (agent = "a" or turns > 1))`, "not "+`not (agent = "a" or turns > 1)`)
	f(`TURN((agent="a" or signal=slow))`, `turn(agent = "a" or signal = slow)`)
	f(`language NOT   IN("en",fr)`, `language not in (en, fr)`)
	f(`environment in ("two words", "or", "2nd", "x.", "")`, `environment in ("two words", "or", "2nd", "x.", "")`)
	f(`prop."plan"="pro" and prop."a b" EXISTS`, `prop.plan = "pro" and prop."a b" exists`)
	f(`value = -0`, `value = 0`)
	f(`value = 1000000000000000000000`, `value = 1000000000000000000000`)
	f(`value = 007.10`, `value = 7.1`)
	f(`started<"2026-11-01T11:00:00+01:00"`, `started < "2026-11-01T10:00:00Z"`)
	f(`started = "2026-11-01"`, `started = 2026-11-01`)
	f("text ~ \"a\tb\u202ec\u00e9\U000e0001\"", `text ~ "a\u0009b\u202Ecé\uDB40\uDC01"`)
}

func TestEveryFieldIsDocumented(t *testing.T) {
	seen := map[where.Name]bool{}
	for _, info := range where.Fields() {
		if seen[info.Name] || info.Type == "" || info.Level == "" || info.Meaning == "" || len(info.Ops) == 0 {
			t.Errorf("%s: twice, or not fully documented: %+v", info.Name, info)
		}
		seen[info.Name] = true
		if (info.Type == where.TypeEnum) != (len(info.Values) > 0) {
			t.Errorf("%s: an enum, and only an enum, lists its values", info.Name)
		}
		if words := info.Type == where.TypeEnum || info.Type == where.TypeWord; words {
			v := where.Value{Kind: where.KindString, Text: "en"}
			text := where.Term{Field: where.Field{Name: info.Name}, Op: where.OpEqual, Values: []where.Value{v}}.String()
			if want := string(info.Name) + " = en"; text != want {
				t.Errorf("a word prints as %s, want %s", text, want)
			}
		}
		e, err := where.Parse(info.Example)
		if err != nil {
			t.Errorf("%s: example %q: %v", info.Name, info.Example, err)
			continue
		}
		if got := e.String(); got != info.Example {
			t.Errorf("%s: example %q prints as %q", info.Name, info.Example, got)
		}
		if !where.Mentions(e, info.Name) {
			t.Errorf("%s: example %q is about another field", info.Name, info.Example)
		}
	}
	if len(seen) != 23 {
		t.Errorf("%d fields, the contract lists 23", len(seen))
	}
}
