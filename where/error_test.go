package where_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/where"
)

func mistake(t *testing.T, in string) *where.Error {
	t.Helper()
	e, err := where.Parse(in)
	var found *where.Error
	if !errors.As(err, &found) {
		t.Fatalf("Parse(%.80q) = %v, %v; want a *where.Error", in, e, err)
	}
	return found
}

// marked takes ▸ out of the text and returns where it stood.
func marked(t *testing.T, text string) (string, int) {
	t.Helper()
	before, after, ok := strings.Cut(text, "▸")
	if !ok {
		t.Fatalf("%q has no mark", text)
	}
	return before + after, len(before)
}

func TestMistakes(t *testing.T) {
	// The mark stands before the token at fault.
	f := func(in, token, message string) {
		t.Helper()
		text, offset := marked(t, in)
		err := mistake(t, text)
		if err.Offset != offset || err.Token != token || !strings.Contains(err.Message, message) {
			t.Errorf("Parse(%q)\n got %d %q %s\nwant %d %q … %s …",
				text, err.Offset, err.Token, err.Message, offset, token, message)
		}
	}

	// Fields.
	f(`▸agnet = "x"`, "agnet", `unknown field "agnet"; did you mean agent?`)
	f(`turns > 1 and ▸agent_id = "x"`, "agent_id", "did you mean agent?")
	f(`▸lang = en`, "lang", "did you mean language?")
	f(`▸Outcome = failed`, "Outcome", "did you mean outcome?")
	f(`▸properties.plan = "x"`, "properties.plan", "did you mean prop.X?")
	f(`▸agent.name = "x"`, "agent.name", "did you mean agent?")
	f(`▸zzz = 1`, "zzz", "the fields are agent, version,")
	f(`▸prop = "x"`, "prop", "a property needs a name, like prop.plan")
	f(`▸user. = "x"`, "user.", "a property needs a name")
	f(`▸prop."" = "x"`, `prop.""`, "a property needs a name")
	f(`▸prop.a."b" = "x"`, `prop.a."b"`, "unknown field")
	f(`▸prop.a. = "x"`, `prop.a.`, "unknown field")
	f(`▸and = "x"`, "and", "expected a field, like agent, found and")
	f(`▸"agent" = "x"`, `"agent"`, "expected a field")
	f(`agent = "a" and ▸`, "", "expected a field, like agent, found the end")

	// Operators and the type of the field.
	f(`rating ▸~ 3`, "~", "rating is a number and takes no ~; use =, !=, <, <=, >, >=, in, not in or exists")
	f(`settled ▸< 3`, "<", "settled is true or false and takes no <; use =, != or exists")
	f(`outcome ▸~ "fail"`, "~", "outcome is a word and takes no ~")
	f(`version ▸>= "1.2"`, ">=", "version is text and takes no >=")
	f(`started ▸not in (2026-11-01)`, "not", "started is a date or a time and takes no not in")
	f(`agent ▸"x"`, `"x"`, "expected =, !=, in, not in, ~, !~ or exists after agent")
	f(`agent▸`, "", "found the end")
	f(`agent not ▸= "x"`, "=", "expected in after not, found =")
	f(`prop.plan ▸not exists`, "not", "write not prop.plan exists")
	f(`agent ▸== "x"`, "==", "use = instead of ==")
	f(`agent ▸<> "x"`, "<>", "use != instead of <>")
	f(`agent = "x" ▸&& turns > 1`, "&&", "use and instead of &&")

	// Values.
	f(`outcome = ▸happy`, "happy",
		"happy is no outcome; use confirmed, assumed, failed, escalated, abandoned or unknown")
	f(`signal in (slow, ▸rephrase)`, "rephrase", "did you mean rephrased?")
	f(`outcome = ▸3`, "3", "3 is no outcome")
	f(`agent = ▸support`, "support", `text goes in double quotes: "support"`)
	f(`prop.plan = ▸pro`, "pro", `text goes in double quotes: "pro"`)
	f(`agent = ▸3`, "3", `agent is text; write it as in agent = "support"`)
	f(`agent = ▸'support'`, "'", "use double quotes instead of '")
	f(`rating < ▸"0.5"`, `"0.5"`, "rating is a number; write it as in rating < 0.5")
	f(`rating < ▸low`, "low", "rating is a number")
	f(`rating = ▸4`, "4", "rating is normalised to 0..1")
	f(`satisfaction > ▸-1`, "-1", "normalised")
	f(`turns > ▸1e3`, "1e3", "1e3 is no number")
	f(`turns > ▸1.`, "1.", "1. is no number")
	f(`turns > ▸-`, "-", "- is no number")
	f(`settled = ▸1`, "1", "settled is true or false; write it as in settled = true")
	f(`settled = ▸yes`, "yes", "settled is true or false")
	f(`language = ▸or`, "or", `or is a word of the language; write "or"`)
	f(`started > ▸2026-13-01`, "2026-13-01", "2026-13-01 is not a date like 2026-11-01 or a time like")
	f(`started > ▸yesterday`, "yesterday", "started is a date or a time; write it as in started >= 2026-11-01")
	f(`started > ▸"0000-01-01T00:00:00Z"`, `"0000-01-01T00:00:00Z"`, "a year must be between 1 and 9999")
	f(`started > ▸"2026-11-01T10:00:00.0000001Z"`, `"2026-11-01T10:00:00.0000001Z"`, "finer than a microsecond")
	f(`prop.due = ▸2026-11-01`, "2026-11-01", "text goes in double quotes")
	f(`prop.n > ▸"3"`, `"3"`, "> compares numbers")
	f(`prop.n ~ ▸3`, "3", "~ looks for text, in double quotes")
	f(`prop.n in ("a", ▸3)`, "3", "this one began with a string")
	f(`prop.n in (▸true)`, "true", "true and false go with =")
	f(`agent = ▸`, "", `expected a value, as in agent = "support", found the end`)
	f(`agent in ▸"a"`, `"a"`, "expected ( and a list of values after in")
	f(`agent in (▸)`, ")", "expected a value")
	f(`agent in ("a", ▸)`, ")", "expected a value")
	f(`agent in ("a" ▸"b")`, `"b"`, "expected a comma or ) in the list")
	f(`agent in ("a" ▸("b"))`, "(", "expected a comma or ) in the list")
	f(`agent in ▸("a"`, "(", "this list is never closed")

	// Groups.
	f(`▸(turns > 1`, "(", "this parenthesis is never closed")
	f(`turns > 1▸)`, ")", "expected and, or, or the end, found )")
	f(`turns > 1 ▸turns > 2`, "turns", "expected and, or, or the end, found turns")
	f(`(▸)`, ")", "expected a field")
	f(`turn ▸signal = slow`, "signal", "expected ( after turn")
	f(`turn(▸outcome = failed)`, "outcome", "outcome belongs to the whole conversation and cannot stand inside turn( … )")
	f(`turn(signal = slow and ▸user.role = "x")`, "user.role", "user.role belongs to the whole conversation")
	f(`turn(not ▸turn(signal = slow))`, "turn", "turn( … ) cannot stand inside turn( … )")

	// Characters.
	f(`agent = ▸"x`, `"x`, "this string has no closing quote")
	f(`agent = "x▸\t"`, `\t`, `there are \" \\ \n and \uXXXX`)
	f(`agent = "x▸\u12"`, `\u`, "unknown escape")
	f(`agent = "x▸\`, `\`, "unknown escape")
	f(`agent = "x▸\ud83d!"`, `\ud83d`, "half a character")
	f("agent = \"x▸\xff\"", "\xff", "not UTF-8")
	f("agent = ▸\xff", "\xff", "not UTF-8")
	f(`prop.gr▸öße = 1`, "ö", "unexpected 'ö'; text and unusual names go in double quotes")
	f(`▸prop.$x = 1`, "prop.", `like prop.plan or prop."my key"`)
}

func TestPositionForPeople(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		if got := mistake(t, in).Error(); got != want {
			t.Errorf("Parse(%q)\n got %s\nwant %s", in, got, want)
		}
	}
	f(`agent = "é" and turns > x`, "column 25: turns is a number; write it as in turns >= 3")
	f("agent = \"é\" and\n  agent = x", `line 2, column 11: text goes in double quotes: "x"`)
}

func TestLimits(t *testing.T) {
	accepted := func(in string) {
		t.Helper()
		if _, err := where.Parse(in); err != nil {
			t.Errorf("Parse(%.40q…): %v", in, err)
		}
	}
	refused := func(in string, offset int, message string) {
		t.Helper()
		err := mistake(t, in)
		if err.Offset != offset || !strings.Contains(err.Message, message) {
			t.Errorf("Parse(%.40q…): at %d: %v; want at %d … %s …", in, err.Offset, err, offset, message)
		}
	}
	deep := func(open, inside, end string, n int) string {
		return strings.Repeat(open, n) + inside + strings.Repeat(end, n)
	}
	accepted(deep("(", "turns=1", ")", 50))
	refused(deep("(", "turns=1", ")", 51), 50, "nests at most 50 deep")
	refused(strings.Repeat("(", 8000), 50, "nests at most 50 deep")
	accepted(deep("not ", "turns=1", "", 50))
	refused(deep("not ", "turns=1", "", 51), 200, "nests at most 50 deep")

	accepted(deep("turns=1 or ", "turns=1", "", 199))
	refused(deep("turns=1 or ", "turns=1", "", 200), 2200, "at most 200 terms")

	long := `text ~ "` + strings.Repeat("x", where.MaxBytes-9) + `"`
	accepted(long)
	refused(long+" ", where.MaxBytes, "at most 8192 bytes, this one 8193")
	wide := "turns in(1" + strings.Repeat(",1", 4000) + ")"
	refused(wide, len(wide), "this one 12012 when written out")
	accepted(`prop."` + strings.Repeat("é", where.MaxKey) + `" exists`)
	refused(`prop.`+strings.Repeat("k", where.MaxKey+1)+` exists`, 0, "at most 128 characters")
}
