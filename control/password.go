package control

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"golang.org/x/crypto/bcrypt"
)

// ErrPassword wraps what is wrong with a password that someone chooses.
var ErrPassword = errors.New("this password cannot be used")

// How long a password may be. The first is for want of a second factor; the
// second is all that bcrypt looks at.
const (
	ShortestPassword = 12 // characters
	LongestPassword  = 72 // bytes
)

// CheckNewPassword holds a password that someone chooses to the rules: its
// length, and more than a few different characters.
func CheckNewPassword(password string) error {
	const fewest = 5
	different := make(map[rune]bool)
	for _, c := range password {
		different[c] = true
	}
	switch {
	case utf8.RuneCountInString(password) < ShortestPassword:
		return fmt.Errorf("%w: it needs at least %d characters", ErrPassword, ShortestPassword)
	case len(password) > LongestPassword:
		return fmt.Errorf("%w: it may have at most %d bytes", ErrPassword, LongestPassword)
	case len(different) < fewest:
		return fmt.Errorf("%w: it repeats the same few characters", ErrPassword)
	default:
		return nil
	}
}

// PasswordCost is bcrypt's: one more doubles what hashing a password takes.
type PasswordCost int

// UsualPasswordCost takes a processor some 60 ms. Less is for tests, which
// under the race detector would wait ten times that for each.
const UsualPasswordCost = PasswordCost(bcrypt.DefaultCost)

// Hash is what is kept of a password: bcrypt with its salt.
func (c PasswordCost) Hash(password string) ([]byte, error) {
	hash, err := bcrypt.GenerateFromPassword([]byte(password), int(c))
	if err != nil {
		return nil, fmt.Errorf("cannot use this password: %w", err)
	}
	return hash, nil
}

// nobodysHash is the hash of a random password that nobody has, but for its
// cost.
const nobodysHash = "$2a$%02d$7EqJtq98hPqEX7fNZaFWoOHi5sJ4h2eG5dGqKqv1hVbZ8p6mGJ0sW"

// Fits reports whether a password is the one of the hash. Without a hash it
// takes as long and is false, so that nobody learns from the time an answer
// takes who has an account.
func (c PasswordCost) Fits(hash []byte, password string) bool {
	known := len(hash) > 0
	if !known {
		hash = fmt.Appendf(nil, nobodysHash, int(c))
	}
	return bcrypt.CompareHashAndPassword(hash, []byte(password)) == nil && known
}
