package control

import (
	"errors"
	"testing"
)

func TestSeal(t *testing.T) {
	t.Parallel()
	f := func(kind KeyKind, value, hint string) {
		t.Helper()
		k, hash, err := Seal(Key{ID: "given", Kind: kind, Value: value, Hint: "given"})
		if err != nil {
			t.Fatal(err)
		}
		if k.Value != value || k.Hint != hint || k.ID == "given" || string(hash) != string(Hash(value)) {
			t.Errorf("Seal(%s, %q) = %+v, want hint %q", kind, value, k, hint)
		}
	}
	f(WriteKey, "12345678", "12345678")
	f(WriteKey, "dbw_abcdefgh", "dbw_abcd")
	f(ServerKey, "dbs_abcdefgh", "dbs_ab")
	f(ServerKey, "dbs_abcdefghijkl", "dbs_abcd")
	f(ServerKey, "dbr_abcdefghijkl", "dbr_") // another kind's prefix counts as secret
	f(ReadKey, "12345678", "1234")
	f(ReadKey, "éééééééé", "éééé")

	bad := func(kind KeyKind, value string, want error) {
		t.Helper()
		k, hash, err := Seal(Key{Kind: kind, Value: value})
		if err == nil || want != nil && !errors.Is(err, want) || hash != nil || k.ID != "" || k.Value != "" {
			t.Errorf("Seal(%s, %q) = %+v, %v, want error %v", kind, value, k, err, want)
		}
	}
	bad(WriteKey, "1234567", ErrShortKey)
	bad(ReadKey, "ééééééé", ErrShortKey) // 14 bytes
	bad("", "12345678", nil)
}

func TestNewSecret(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for range 1000 {
		for length, made := range map[int]string{32: NewSecret(), 16: NewID()} {
			if len(made) != length || seen[made] {
				t.Fatalf("made up %q: want %d characters that were not there before", made, length)
			}
			seen[made] = true
		}
	}
}
