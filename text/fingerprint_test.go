package text

import "testing"

func TestShared(t *testing.T) {
	t.Parallel()
	f := func(a, b string, want float64) {
		t.Helper()
		if got := Shared(Fingerprint(a, 6), Fingerprint(b, 6)); got != want {
			t.Errorf("%q and %q share %v, want %v", a, b, got, want)
		}
	}
	f("Where is my bill?", "my BILL, where is", 1)
	f("one two three", "three four five", 0.2)
	f("a b a b", "b a", 1)
	f("été", "ete", 1)
	f("one", "two", 0)
	f("", "", 0)
	f("one two three four five six seven", "seven", 0) // beyond the first six
}
