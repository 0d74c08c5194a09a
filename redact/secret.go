package redact

import "strings"

// maxJudged bounds how much of a token or value is looked at to tell whether it
// is one; its end is found beyond.
const maxJudged = 128

// minSecret is the length of the shortest: sk_live_ and ten signs.
const minSecret = 18

// secretWord returns the credential that begins at i, a word's first letter, or
// whose scheme ("Bearer") does; an end of 0 says none. Formats: the services'
// documentation, where it is silent the rules of gitleaks (MIT). Publishable
// keys (Stripe pk_, Debrief dbw_) are none.
func (s *scan) secretWord(i int) (start, end int) {
	text := s.text
	if len(text)-i < minStated {
		return 0, 0
	}
	key := int(text[i])<<8 | int(text[i+1])
	if key == 'i'<<8|'s' || key == 'e'<<8|'s' {
		return s.stated(i)
	}
	if len(text)-i < minSecret {
		return 0, 0
	}
	switch key {
	case 'B'<<8 | 'e', 'b'<<8 | 'e', 'B'<<8 | 'E':
		return bearer(text, i)
	case 'A'<<8 | 'K', 'A'<<8 | 'S', 'A'<<8 | 'B', 'A'<<8 | 'C':
		return i, amazonKey(text, i)
	case 'A'<<8 | 'I':
		return i, token(text, i, "AIza", urlish, 30)
	case 'e'<<8 | 'y':
		return i, s.webToken(i)
	case 'd'<<8 | 'b':
		return i, s.ownKey(i)
	case 's'<<8 | 'k', 'r'<<8 | 'k':
		return i, s.serviceKey(i)
	case 'x'<<8 | 'o', 'x'<<8 | 'a':
		return i, slackToken(text, i)
	case 'g'<<8 | 'h', 'g'<<8 | 'i', 'g'<<8 | 'l':
		return i, gitToken(text, i)
	default:
		return i, prefixedToken(text, i)
	}
}

// alphabet says which signs beyond letters and digits a token may have.
type alphabet uint8

const (
	plain  alphabet = iota
	snake           // _
	urlish          // _ and -
	base64          // _ - + / = . ~
)

func (a alphabet) has(c byte) bool {
	switch c {
	case '_':
		return a >= snake
	case '-':
		return a >= urlish
	case '+', '/', '=', '.', '~':
		return a == base64
	default:
		return isAlnum(c)
	}
}

// span returns the end of the run of the alphabet's signs from i on.
func (a alphabet) span(text string, i int) int {
	for i < len(text) && a.has(text[i]) {
		i++
	}
	return i
}

// urlRun is urlish.span with a memory of the last run: keys are looked for after
// every dash, and reading the rest of the run each time would not be linear.
func (s *scan) urlRun(i int) int {
	if i >= s.urlEnd {
		s.urlEnd = urlish.span(s.text, i)
	}
	return s.urlEnd
}

// token returns the end of a prefix and its signs at i, or 0 when there are
// fewer than least.
func token(text string, i int, prefix string, a alphabet, least int) int {
	if !strings.HasPrefix(text[i:], prefix) {
		return 0
	}
	begin := i + len(prefix)
	end := a.span(text, begin)
	if a == base64 {
		end = trimPoints(text, begin, end)
	}
	if end-begin < least {
		return 0
	}
	return end
}

// amazonKey reads AWS access key ids.
func amazonKey(text string, i int) int {
	const length = 20
	if len(text)-i < length {
		return 0
	}
	switch text[i : i+4] {
	case "AKIA", "ASIA", "ABIA", "ACCA":
	default:
		return 0
	}
	for _, c := range []byte(text[i : i+length]) {
		if !isDigit(c) && c-'A' >= 26 {
			return 0
		}
	}
	if wordEnd(text, i) != i+length {
		return 0
	}
	return i + length
}

// serviceKey reads Stripe's secret keys and the sk- keys of model providers.
func (s *scan) serviceKey(i int) int {
	switch s.text[i+2] {
	case '_':
		if end := token(s.text, i+3, "live_", plain, 10); end > 0 {
			return end
		}
		return token(s.text, i+3, "test_", plain, 10)
	case '-':
		if end := s.urlRun(i + 3); s.text[i] == 's' && end-i-3 >= 20 && random(s.text[i+3:min(end, i+maxJudged)]) {
			return end
		}
	}
	return 0
}

// slackToken reads xoxb-, xoxp- and the like, and app-level tokens.
func slackToken(text string, i int) int {
	if text[i+2] == 'x' && isLetter(text[i+3]) && text[i+4] == '-' {
		return token(text, i+5, "", urlish, 10)
	}
	return token(text, i, "xapp-", urlish, 10)
}

// random tells a key from a hyphenated name: it has a digit, and a part of 16
// or a length that names do not have.
func random(body string) bool {
	part, longest, digit := 0, 0, false
	for _, c := range []byte(body) {
		digit = digit || isDigit(c)
		if c == '-' {
			part = 0
			continue
		}
		part++
		longest = max(longest, part)
	}
	return digit && (longest >= 16 || len(body) >= 40)
}

// prefixedToken reads tokens known by a prefix alone.
func prefixedToken(text string, i int) int {
	switch int(text[i])<<8 | int(text[i+1]) {
	case 'n'<<8 | 'p':
		return token(text, i, "npm_", plain, 30)
	case 'h'<<8 | 'f':
		return token(text, i, "hf_", plain, 30) // Hugging Face.
	case 'p'<<8 | 'y':
		return token(text, i, "pypi-AgE", urlish, 30)
	case 'w'<<8 | 'h':
		return token(text, i, "whsec_", base64, 20) // Stripe and Svix webhooks.
	case 'y'<<8 | 'a':
		return token(text, i, "ya29.", urlish, 20) // Google OAuth.
	case 'G'<<8 | 'O':
		return token(text, i, "GOCSPX-", urlish, 20) // Google OAuth client.
	case 'S'<<8 | 'G':
		return token(text, i, "SG.", base64, 40) // SendGrid.
	case 'h'<<8 | 'o':
		return token(text, i, "hooks.slack.com/services/", base64, 20)
	case 'd'<<8 | 'p':
		return dopplerToken(text, i)
	case 'S'<<8 | 'K':
		return twilioKey(text, i)
	case 'd'<<8 | 'o':
		return token(text, i, "dop_v1_", plain, 40) // DigitalOcean.
	case 's'<<8 | 'h':
		if text[i+2] == 'p' && text[i+5] == '_' {
			return token(text, i+6, "", plain, 24) // Shopify.
		}
	}
	return 0
}

// dopplerToken reads Doppler's tokens: dp., what they are for, a point, perhaps
// an environment and another, and the key.
func dopplerToken(text string, i int) int {
	const purpose, least = 6, 40
	switch text[i : i+purpose] {
	case "dp.pt.", "dp.st.", "dp.ct.", "dp.sa.":
		return token(text, i+purpose, "", base64, least)
	default:
		return 0
	}
}

// twilioKey reads the ids of Twilio's API keys: SK and 32 hexadecimal digits.
func twilioKey(text string, i int) int {
	const length = 34
	if len(text)-i < length || wordEnd(text, i) != i+length || strings.Trim(text[i+2:i+length], "0123456789abcdef") != "" {
		return 0
	}
	return i + length
}

// ownKey reads Debrief's server and read keys. One without a digit counts when
// it is one word, which no name in a program of that length is.
func (s *scan) ownKey(i int) int {
	if !strings.HasPrefix(s.text[i:], "dbs_") && !strings.HasPrefix(s.text[i:], "dbr_") {
		return 0
	}
	begin := i + 4
	end := s.urlRun(begin)
	if end-begin < 16 || !hasDigit(s.text[begin:min(end, i+maxJudged)]) && wordEnd(s.text, begin)-begin < 16 {
		return 0
	}
	return end
}

// gitToken reads GitHub and GitLab tokens.
func gitToken(text string, i int) int {
	switch {
	case text[i+1] == 'h' && text[i+3] == '_' && strings.IndexByte("pousr", text[i+2]) >= 0:
		return token(text, i+4, "", plain, 30)
	case text[i+1] == 'l':
		return token(text, i, "glpat-", urlish, 20)
	default:
		return token(text, i, "github_pat_", snake, 22)
	}
}

func hasDigit(text string) bool {
	return strings.ContainsAny(text, "0123456789")
}

// webToken reads a JSON Web Token (RFC 7519): base64url parts between dots, the
// first of which begins with {" in base64.
func (s *scan) webToken(i int) int {
	text := s.text
	if !strings.HasPrefix(text[i:], "eyJ") {
		return 0
	}
	end := s.urlRun(i)
	if end-i < 11 {
		return 0
	}
	parts := 1
	for parts < 5 && end < len(text) && text[end] == '.' {
		next := urlish.span(text, end+1)
		if next == end+1 {
			break
		}
		end = next
		parts++
	}
	if parts < 2 {
		return 0
	}
	return end
}

// bearer returns the token behind the word Bearer.
func bearer(text string, i int) (start, end int) {
	const scheme = "bearer"
	if !hasPrefixFold(text[i:], scheme) {
		return 0, 0
	}
	start = i + len(scheme)
	for start < len(text) && start < i+len(scheme)+3 && (text[start] == ' ' || text[start] == ':') {
		start++
	}
	if start == i+len(scheme) {
		return 0, 0
	}
	end = base64.span(text, start)
	if end-start < 16 || !hasDigit(text[start:end]) {
		return 0, 0
	}
	return start, trimPoints(text, start, end)
}

// trimPoints moves the end before the full stops of a sentence.
func trimPoints(text string, start, end int) int {
	for end > start && strings.IndexByte(".,?;", text[end-1]) >= 0 {
		end--
	}
	return end
}

// privateKey returns the end of the PEM block of a private key that begins at
// i (RFC 7468, and PGP's), or 0. A block without its end takes the rest of the
// text: what follows cannot be told from key.
func privateKey(text string, i int) int {
	const begin, label, finish = "-----BEGIN ", "PRIVATE KEY", "-----END "
	if !strings.HasPrefix(text[i:], begin) {
		return 0
	}
	head := text[i+len(begin) : min(len(text), i+len(begin)+48)]
	stop := strings.Index(head, "-----")
	if stop < 0 || !strings.Contains(head[:stop], label) {
		return 0
	}
	body := i + len(begin) + stop + 5
	last := strings.Index(text[body:], finish)
	if last < 0 {
		return len(text)
	}
	tail := body + last + len(finish)
	if end := strings.Index(text[tail:min(len(text), tail+48)], "-----"); end >= 0 {
		return tail + end + 5
	}
	return len(text)
}
