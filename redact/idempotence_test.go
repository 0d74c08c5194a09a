package redact

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestMaskingTwiceIsMaskingOnce glues fragments of every kind, and of what
// stands around them, into texts no person writes: nothing may become findable
// because its neighbour was masked.
func TestMaskingTwiceIsMaskingOnce(t *testing.T) {
	fragments := []string{
		" ", " ", " ", "-", ".", ",", ":", "::", "/", "//", "://", "@", "%40", "=", "'", "\"", "\\", "(", ")", "[", "]", "+", "#", "_", "\n", "x", "é", "日",
		"a@b.co", "ann@example.com", "4111 1111 1111 1111", "4111111111111111", "378282246310005", "06 12 34 56 78", "0612345678",
		"+33 6 12 34 56 78", "(202) 555-0147", "202-555-0147", "785 8949", "GB82WEST12345698765432", "GB82 WEST 1234 5698 7654 32",
		"192.0.2.7", "2001:db8::1", "fe80::1", "d80:e4b5:79da:6cf6:71f3:51f7:9161:c319", "078-05-1120", "AKIA" + "IOSFODNN7EXAMPLE",
		"sk-" + random36, "ghp_" + random36, "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0", "dbs_" + random36[:20], "Bearer ", "Basic ",
		"-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "password", "token", "api key", "authorization", " is ", " est ", "hunter2", "AbCdefgh",
		"phone ", "card ", "order ", "ssn ", "version ", " office", "ext. ", "1", "12", "123", "1234", "2026-03-14", "10:22", "550e8400-e29b-41d4-a716-446655440000",
	}
	texts := 60000
	if testing.Short() {
		texts = 6000
	}
	rng := rand.New(rand.NewPCG(7, 7))
	rules := DefaultRules()
	for range texts {
		var b strings.Builder
		for range 2 + rng.IntN(9) {
			b.WriteString(fragments[rng.IntN(len(fragments))])
		}
		text := b.String()
		masked, _ := rules.Text(text)
		if again := rules.Find(masked); len(again) != 0 {
			t.Fatalf("%q\nmasked as %q\nstill has %v", text, masked, quote(masked, again))
		}
	}
}
