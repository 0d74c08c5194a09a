package redact

import "testing"

// Two numbers beside each other are two, also where the second begins with an
// area code in parentheses.
func TestPhonesBesideEachOther(t *testing.T) {
	t.Parallel()
	f := func(in, want string) {
		t.Helper()
		if got, _ := DefaultRules().Text(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}

	f("+33 6 12 34 56 78 (415) 555-2671", "[phone] [phone]")
	f("call (+33 6 12 34 56 78) or (415) 555-2671", "call ([phone]) or [phone]")
	f("+44 (0)20 7946 0958", "[phone]")
}
