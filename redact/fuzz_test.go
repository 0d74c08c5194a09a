package redact

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzText(f *testing.F) {
	for _, seed := range []string{
		plainText, digitText, hitText(), "", "a@b.co%40c.de", "+33 (0)6 12 34 56 78 ext. 12", "(202) 555-0147x1",
		"password='4111 1111 1111 1111", `token="1234;0612345678"`, "2001:db8::1:1.2.3.4.5", "555-123-4567-10.0.0.1",
		"phone 4111111111111111 1234567", "https://a:b@c.de:1@x.yz", "GB82 WEST 1234 5698 7654 32", "Bearer sk-" + random36,
		"-----BEGIN PRIVATE KEY-----a@b.co-----END ", "AbCdefgh a@b.co", "my password is hunter2", "mot de passe est a@b.co1", "secret=\"AbCdefgh/a@b.co\"", "078-05-1120-1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found := DefaultRules().Find(text)
		last := 0
		for _, x := range found {
			if x.Start < last || x.End <= x.Start || x.End > len(text) {
				t.Fatalf("%v out of order or bounds in %q", found, text)
			}
			last = x.End
		}
		masked, n := DefaultRules().Text(text)
		if n != len(found) || n == 0 && masked != text {
			t.Fatalf("Text counts %d, Find %d, of %q", n, len(found), text)
		}
		if utf8.ValidString(text) && !utf8.ValidString(masked) {
			t.Fatalf("%q becomes invalid: %q", text, masked)
		}
		if again := DefaultRules().Find(masked); len(again) != 0 {
			t.Fatalf("not idempotent: %q\nmasked  %q\nfinds   %v", text, masked, quote(masked, again))
		}
	})
}

// TestHostileTextsAreLinear reads a megabyte of what the scan would trip over,
// and an eighth of that of what single matchers would. The limit is far above
// what it takes; a quadratic matcher would need minutes.
func TestHostileTextsAreLinear(t *testing.T) {
	const limit = 30 * time.Second
	read := func(piece string, size int) {
		text := strings.Repeat(piece, size/len(piece))
		start := time.Now() //nolint:forbidigo // A stopwatch: the limit is on real time.
		DefaultRules().Find(text)
		if took := time.Since(start); took > limit {
			t.Errorf("%d bytes of %q take %v", size, piece, took)
		}
	}
	for _, piece := range []string{"1", "@", ":", "a", "=", "-", "é", "\xff"} {
		read(piece, 1<<20)
	}
	for _, piece := range []string{
		"1 ", "1-", "11 ", "1.1.", "4111 ", "41111111", "06 ", "+1", "(1", "(12) ", "a@", "@a.", "a.", "%40", "a%40", "a:", "::", "f:",
		"token=", "token=a", "token:", "password='", "password=", "://", "://a:", "-----BEGIN ", "-----BEGIN PRIVATE KEY", "eyJ", "eyJaaaaaaaaa-",
		"eyJaaaaaaaaaaa.", "sk-", "dbs_", "dbs_a-", "xoxb-", "whsec_", "github_pat_", "bearer ", "bearer:", "bearer a-", "GB82", "GB82 ", "AKIA",
		"1234567 ", "phone 1", "x1234567x", "1234567é", "日本", "00000000-", "f-", "12345678x1",
	} {
		read(piece, 1<<17)
	}
}
