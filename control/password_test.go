package control

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"
)

func TestCheckNewPassword(t *testing.T) {
	t.Parallel()
	f := func(password string, fits bool) {
		t.Helper()
		if err := CheckNewPassword(password); (err == nil) != fits || (err != nil && !errors.Is(err, ErrPassword)) {
			t.Errorf("%q: %v", password, err)
		}
	}
	f("correct horse", true)
	f("éèàùçôîâêëïü", true) // twelve characters
	f("elevenchars", false)
	f("", false)
	f(strings.Repeat("abcdefgh", 9), true)
	f(strings.Repeat("abcdefgh", 9)+"i", false)
	f("aaaaaaaaaaaaaaaa", false)
	f("abababababababab", false)
}

// TestPasswordFits holds that the hash of nobody is one of the same cost as
// all: else the time of an answer would tell who has an account.
func TestPasswordFits(t *testing.T) {
	t.Parallel()
	const cheap = PasswordCost(bcrypt.MinCost)
	for _, cost := range []PasswordCost{UsualPasswordCost, cheap} {
		hash, err := cost.Hash("correct horse")
		if err != nil {
			t.Fatal(err)
		}
		f := func(hash []byte, password string, want bool) {
			t.Helper()
			if cost.Fits(hash, password) != want {
				t.Errorf("%q at cost %d: want %v", password, cost, want)
			}
		}
		f(hash, "correct horse", true)
		f(hash, "correct horse ", false)
		f(nil, "correct horse", false)
		f(nil, "", false)
		nobodys := fmt.Appendf(nil, nobodysHash, int(cost))
		if err = bcrypt.CompareHashAndPassword(nobodys, []byte("x")); !errors.Is(err, bcrypt.ErrMismatchedHashAndPassword) {
			t.Errorf("nobody's hash: %v", err)
		}
		for whose, hash := range map[string][]byte{"nobody": nobodys, "a person": hash} {
			if got, failed := bcrypt.Cost(hash); failed != nil || got != int(cost) {
				t.Errorf("the hash of %s costs %d, want %d (%v)", whose, got, cost, failed)
			}
		}
	}
	if _, err := cheap.Hash(strings.Repeat("x", LongestPassword+1)); err == nil {
		t.Error("a password that would be cut is hashed")
	}
}
