package event

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPropertiesRoundTrip(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		p := props(t, in)
		if got := string(p.AppendJSON(nil)); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", in, got, want)
		}
		b, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var again Properties
		if err := json.Unmarshal(b, &again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, again); diff != "" {
			t.Errorf("%s read again: %s", in, diff)
		}
	}
	f(`{}`, `{}`)
	f(`null`, `{}`)
	f(`{"b":1,"a":2}`, `{"a":2,"b":1}`)
	f(`{"a":1,"a":2}`, `{"a":2}`)
	f(`{ "n": 1.10, "big": 12345678901234567890, "e": 1E5, "z": -0.0 }`, `{"big":12345678901234567890,"e":1E5,"n":1.10,"z":-0.0}`)
	f(`{"a":{"c": [1, {"d":null}]},"t":true,"é\n":"x"}`, `{"a":{"c":[1,{"d":null}]},"t":true,"é\n":"x"}`)
	var p Properties
	if err := json.Unmarshal([]byte(`[1]`), &p); err == nil {
		t.Error("a list was read as properties")
	}
}

func TestPropertiesGet(t *testing.T) {
	p := Properties{{"b", `"x"`}, {"a", "1.50"}, {"c", "null"}, {"a", "2.50"}}.Sorted()
	if n, ok := p.Get("a").Number(); !ok || n != 2.5 || len(p) != 3 {
		t.Errorf("got %v in %v", n, p)
	}
	if s, ok := p.Text("b"); !ok || s != "x" {
		t.Errorf("got %q", s)
	}
	if !p.Get("c").Null() || !p.Get("d").Null() || p.Get("d") != "" {
		t.Error("what is absent is there")
	}
}

func TestValue(t *testing.T) {
	f := func(v Value, scalar string, isScalar, isText, isNumber bool) {
		t.Helper()
		s, ok := v.Scalar()
		_, text := v.Text()
		_, number := v.Number()
		if s != scalar || ok != isScalar || text != isText || number != isNumber {
			t.Errorf("%s: got %q %v, text %v, number %v", v, s, ok, text, number)
		}
	}
	f("", "", false, false, false)
	f("null", "", false, false, false)
	f(`"a\u00e9\n\"\\\/\ud83d\ude00"`, "aé\n\"\\/😀", true, true, false)
	f(`"\ud83d"`, "\ufffd", true, true, false)
	f(`"\ud83d\n\ude00x"`, "\ufffd\n\ufffdx", true, true, false)
	f(`"\q"`, "", false, false, false)
	f(`"\u12"`, "", false, false, false)
	f(`"\u+123"`, "", false, false, false)
	f(`"`, "", false, false, false)
	f("-1.5", "-1.5", true, false, true)
	f("true", "true", true, false, false)
	f("[1]", "", false, false, false)
	f("{}", "", false, false, false)
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "plain", `q"\u`, "\x00\x1f\u2028<b>", "\xff\xf0\x9f", "é👍🏽"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v := TextValue(s)
		var want, got string
		if err := json.Unmarshal([]byte(v), &want); err != nil {
			t.Fatalf("%q became %s: %v", s, v, err)
		}
		got, ok := v.Text()
		if valid := strings.ToValidUTF8(s, "?") == s; !ok || got != want || valid && got != s {
			t.Fatalf("%q became %s, read as %q, by encoding/json as %q", s, v, got, want)
		}
		var raw string
		if quoted := `"` + s + `"`; json.Unmarshal([]byte(quoted), &raw) == nil && strings.ToValidUTF8(s, "?") == s {
			if got, ok := Value(quoted).Text(); !ok || got != raw {
				t.Fatalf("%s read as %q %v, by encoding/json as %q", quoted, got, ok, raw)
			}
		}
	})
}

func TestFigure(t *testing.T) {
	f := func(v Value, want float64, ok bool) {
		t.Helper()
		if got, is := v.Figure(); is != ok || (ok && got != want) {
			t.Errorf("%s: %v, %t; want %v, %t", v, got, is, want, ok)
		}
	}
	f(`5.50`, 5.5, true)
	f(`"5.50"`, 5.5, true)
	f(`"-1e3"`, -1000, true)
	f(`"Infinity"`, 0, false)
	f(`"0x10"`, 0, false)
	f(`" 5"`, 0, false)
	f(`"1_000"`, 0, false)
	f(`1e400`, 0, false)
	f(`true`, 0, false)
	f(`[1]`, 0, false)
	f(``, 0, false)
}
