package control

import (
	"errors"
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
	hash, err := HashPassword("correct horse")
	if err != nil {
		t.Fatal(err)
	}
	f := func(hash []byte, password string, want bool) {
		t.Helper()
		if PasswordFits(hash, password) != want {
			t.Errorf("%q: want %v", password, want)
		}
	}
	f(hash, "correct horse", true)
	f(hash, "correct horse ", false)
	f(nil, "correct horse", false)
	f(nil, "", false)
	if err = bcrypt.CompareHashAndPassword([]byte(nobodysHash), []byte("x")); !errors.Is(err, bcrypt.ErrMismatchedHashAndPassword) {
		t.Errorf("nobody's hash: %v", err)
	}
	ours, err := bcrypt.Cost(hash)
	if err != nil {
		t.Fatal(err)
	}
	if nobodys, failed := bcrypt.Cost([]byte(nobodysHash)); failed != nil || nobodys != ours {
		t.Errorf("nobody's hash costs %d, a person's %d (%v)", nobodys, ours, failed)
	}
	if _, err = HashPassword(strings.Repeat("x", LongestPassword+1)); err == nil {
		t.Error("a password that would be cut is hashed")
	}
}
