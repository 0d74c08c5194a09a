package control

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
)

// ErrShortKey is the answer to a key of one's own that is too short to be one.
var ErrShortKey = errors.New("a key needs at least 8 characters")

const (
	shortestKey = 8 // characters, of a key that is given
	secretBytes = 20
	idBytes     = 10
)

// Prefix is what keys of the kind that are made up begin with; "" for a kind
// that does not exist.
func (k KeyKind) Prefix() string {
	switch k {
	case WriteKey:
		return "dbw_"
	case ServerKey:
		return "dbs_"
	case ReadKey:
		return "dbr_"
	default:
		return ""
	}
}

// Seal prepares a key for AddKey: it gives it an id, a value if it has none,
// and the hint, and returns the hash to keep. What drivers do with keys beyond
// storing them is here, so that they cannot differ.
func Seal(k Key) (sealed Key, hash []byte, err error) {
	prefix := k.Kind.Prefix()
	if prefix == "" {
		return Key{}, nil, fmt.Errorf("there is no kind of key %q", k.Kind)
	}
	if k.Value == "" {
		k.Value = prefix + NewSecret()
	}
	if len([]rune(k.Value)) < shortestKey {
		return Key{}, nil, ErrShortKey
	}
	k.ID = NewID()
	k.Hint = hint(k.Kind, k.Value)
	return k, Hash(k.Value), nil
}

// hint shows the first eight characters of a public key. Of a secret it shows
// its prefix and four more, and never more than half.
func hint(kind KeyKind, value string) string {
	const public, more = 8, 4
	characters := []rune(value)
	if kind == WriteKey {
		return string(characters[:public])
	}
	shown := more
	if prefix := kind.Prefix(); strings.HasPrefix(value, prefix) {
		shown += len(prefix)
	}
	return string(characters[:min(shown, len(characters)/2)])
}

// Hash is what is kept of a secret: its SHA-256. No salt and no slow hash,
// since what is made up here has 160 random bits and is looked up by its hash.
func Hash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// NewSecret makes up 32 characters of a to z and 2 to 7: 160 random bits.
func NewSecret() string { return random(secretBytes) }

// NewID makes up 16 characters of a to z and 2 to 7: 80 random bits.
func NewID() string { return random(idBytes) }

func random(size int) string {
	b := make([]byte, size)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}

// Address is an e-mail address as it is kept and looked for.
func Address(email string) string { return strings.ToLower(strings.TrimSpace(email)) }
