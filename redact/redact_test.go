package redact

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// masks returns a case function: in is masked to want, and masking again
// changes nothing.
func masks(t *testing.T) func(in, want string) {
	t.Helper()
	return func(in, want string) {
		t.Helper()
		got, n := DefaultRules().Text(in)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Text(%q) (-want +got):\n%s", in, diff)
		}
		if marks := strings.Count(got, "["); n > marks {
			t.Errorf("Text(%q) counts %d findings, the text shows %d", in, n, marks)
		}
		if again, more := DefaultRules().Text(got); again != got || more != 0 {
			t.Errorf("Text(%q) is not stable: %q", got, again)
		}
	}
}

// keeps returns a case function: nothing is found in the text.
func keeps(t *testing.T) func(in string) {
	t.Helper()
	return func(in string) {
		t.Helper()
		if got, n := DefaultRules().Text(in); n != 0 || got != in {
			t.Errorf("Text(%q) = %q, want it kept", in, got)
		}
	}
}

func TestKinds(t *testing.T) {
	for _, k := range Kinds() {
		if want := "[" + k.String() + "]"; k.Mark() != want {
			t.Errorf("Mark of %v is %q, want %q", k, k.Mark(), want)
		}
	}
}

func TestRulesFindOnlyTheirKinds(t *testing.T) {
	const text = "ann@example.com from 192.0.2.7, card 4111111111111111, +33 6 12 34 56 78, " +
		"GB82WEST12345698765432, 078-05-1120, password=hunter2!"
	want := []string{
		"ann@example.com", "4111111111111111", "+33 6 12 34 56 78",
		"GB82WEST12345698765432", "192.0.2.7", "078-05-1120", "hunter2!",
	}
	for i, k := range Kinds() {
		found := NewRules(k).Find(text)
		if len(found) != 1 || found[0].Kind != k || text[found[0].Start:found[0].End] != want[i] {
			t.Errorf("only %v: found %v, want %q", k, found, want[i])
		}
	}
	if found := DefaultRules().Find(text); len(found) != len(want) {
		t.Errorf("all kinds: %d findings, want %d", len(found), len(want))
	}
	if got, n := (Rules{}).Text(text); got != text || n != 0 {
		t.Errorf("no kinds: %q, %d", got, n)
	}
}

func TestNothingFoundCostsNothing(t *testing.T) {
	for _, text := range []string{"", plainText, digitText, "日本語のテキスト、番号なし"} {
		allocs := testing.AllocsPerRun(20, func() {
			if got, n := DefaultRules().Text(text); n != 0 || got != text {
				t.Errorf("Text(%q) = %q, %d", text, got, n)
			}
		})
		if allocs != 0 {
			t.Errorf("%g allocations for %q", allocs, text)
		}
	}
}

func TestMarksAreNeverFound(t *testing.T) {
	keep := keeps(t)
	for _, k := range Kinds() {
		keep(k.Mark())
		keep("my phone " + k.Mark() + " x12, card " + k.Mark() + k.Mark() + " password=" + k.Mark())
	}
}

func TestTextKeepsOtherBytes(t *testing.T) {
	mask := masks(t)
	mask("é\xff ann@example.com \xc3", "é\xff [email] \xc3")
	mask("卡号4111111111111111,邮箱ann@example.com谢谢", "卡号[card],邮箱[email]谢谢")
	mask("👍ann@example.com👍", "👍[email]👍")
	if got, _ := DefaultRules().Text("naïve zoë@exämple.de ü"); !utf8.ValidString(got) || got != "naïve [email] ü" {
		t.Errorf("got %q", got)
	}
}
