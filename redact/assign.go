package redact

import (
	"strings"
	"unicode/utf8"
)

// strength is how much a name says about the value given to it.
type strength uint8

const (
	notSecret  strength = iota
	tokenLike           // token, api_key: a value that looks random.
	passLike            // password: any value that is not a word of prose.
	authHeader          // authorization: a scheme may stand before the value.
)

const (
	minPassword = 4
	minToken    = 8
	// minStated counts the verb: "is", a space and a password of six.
	minStated = minStatedPassword + 3
	// minStatedPassword is more than minPassword: what follows is often prose.
	minStatedPassword = 6
	// maxName bounds how long a name is.
	maxName = 48
)

// assignment returns the value given at i, an equals sign or a colon, to a name
// that says it is a secret; an end of 0 says none.
func (s *scan) assignment(i int) (start, end int) {
	power := s.nameBefore(i)
	if power == notSecret {
		return 0, 0
	}
	equals := s.text[i] == '='
	start = i + 1
	for start < len(s.text) && (s.text[start] == '=' || s.text[start] == '>') && start < i+3 {
		equals = true
		start++
	}
	for start < len(s.text) && start < i+6 && s.text[start] == ' ' {
		start++
	}
	if power == authHeader {
		start = pastScheme(s.text, start)
		power = tokenLike
	}
	start, quote := openQuote(s.text, start)
	if quote != 0 {
		end = closeQuote(s.text, start, quote)
	} else {
		end = valueEnd(s.text, start, start+maxJudged)
		if !equals {
			end = trimPoints(s.text, start, end)
		}
	}
	value := s.text[start:end]
	if placeholder(value) || !convincing(value, power, equals || quote != 0) {
		return 0, 0
	}
	if end == start+maxJudged {
		end = valueEnd(s.text, end, len(s.text))
	}
	return start, end
}

// stated returns the value of "my password is …"; i is at is, ist, est or es.
func (s *scan) stated(i int) (start, end int) {
	start = i + 2
	if s.at(start) == 't' {
		start++
	}
	if s.at(start) == ':' {
		start++
	}
	if s.at(start) != ' ' || s.at(i-1) != ' ' {
		return 0, 0
	}
	power := s.nameBefore(i)
	if power != passLike && power != tokenLike {
		return 0, 0
	}
	start, quote := openQuote(s.text, start+1)
	end = valueEnd(s.text, start, start+maxJudged)
	if quote == 0 {
		end = trimPoints(s.text, start, end)
	}
	value := s.text[start:end]
	if len(value) < minStatedPassword || !hasDigit(value) || !convincing(value, power, false) {
		return 0, 0
	}
	return start, end
}

// nameBefore reads the name that ends before i, past quotes and spaces.
func (s *scan) nameBefore(i int) strength {
	end := i
	for end > s.floor && i-end < 4 && strings.IndexByte(" \"'`\\*", s.text[end-1]) >= 0 {
		end--
	}
	begin := end
	for begin > s.floor && end-begin < maxName && isNameByte(s.text[begin-1]) {
		begin--
	}
	if begin == end {
		return notSecret
	}
	return nameStrength(s.text[begin:end], s.text[max(s.floor, begin-12):begin])
}

func isNameByte(c byte) bool {
	return isAlnum(c) || c == '_' || c == '-' || c >= utf8.RuneSelf
}

// nameStrength judges a name by how it ends, so that DB_PASSWORD and
// stripe-api-key count; before is what stands before it, for names of two words.
func nameStrength(name, before string) strength {
	switch name[len(name)-1] | 0x20 {
	case 'd':
		return choose(passLike, endsWithAny(name, "password", "passwd", "pwd"))
	case 't':
		if endsWithAny(name, "passwort", "kennwort") {
			return passLike
		}
		return choose(tokenLike, endsWithAny(name, "secret"))
	case 'y':
		return choose(tokenLike, endsWithAny(name, "key") && qualified(name[:len(name)-3], before))
	case 'n':
		if hasSuffixFold(name, "authorization") {
			return authHeader
		}
		return choose(tokenLike, endsWithAny(name, "token"))
	case 'e':
		if endsWithAny(name, "passphrase", "passcode", "motdepasse", "mot_de_passe") {
			return passLike
		}
		return choose(passLike, endsWithAny(name, "passe") && endsWithAny(before, "mot de "))
	case 'a':
		return choose(passLike, endsWithAny(name, "contraseña", "contrasena", "senha"))
	case 'p':
		return choose(passLike, endsWithAny(name, "mdp"))
	case 'h':
		return choose(tokenLike, endsWithAny(name, "auth"))
	default:
		return notSecret
	}
}

func choose(power strength, is bool) strength {
	if is {
		return power
	}
	return notSecret
}

// qualified tells an api_key, access key or PRIVATE-KEY from any other key.
func qualified(stem, before string) bool {
	if stem == "" {
		stem = before
	}
	stem = strings.TrimRight(stem, "_- ")
	return endsWithAny(stem, "api", "access", "secret", "private", "auth", "encryption", "signing", "account", "license", "service")
}

func endsWithAny(text string, endings ...string) bool {
	for _, ending := range endings {
		if hasSuffixFold(text, ending) {
			return true
		}
	}
	return false
}

func hasSuffixFold(text, suffix string) bool {
	return len(text) >= len(suffix) && hasPrefixFold(text[len(text)-len(suffix):], suffix)
}

func pastScheme(text string, i int) int {
	for _, scheme := range [...]string{"bearer ", "basic ", "token ", "digest "} {
		if hasPrefixFold(text[i:], scheme) {
			return i + len(scheme)
		}
	}
	return i
}

// openQuote returns where the value begins and the quote it stands in, if any.
func openQuote(text string, i int) (int, byte) {
	if i+1 < len(text) && text[i] == '\\' && text[i+1] == '"' {
		return i + 2, '"'
	}
	if i < len(text) && strings.IndexByte("\"'`", text[i]) >= 0 {
		return i + 1, text[i]
	}
	return i, 0
}

// closeQuote returns where a quoted value ends: before the quote, before the
// backslash that escapes it, or at the end of the line.
func closeQuote(text string, start int, quote byte) int {
	end := start
	for end < len(text) && end-start < maxJudged && text[end] != '\n' {
		if text[end] == quote || text[end] == '\\' && end+1 < len(text) && text[end+1] == quote {
			return end
		}
		end++
	}
	return valueEnd(text, start, start+maxJudged)
}

// valueEnd returns where a value without quotes ends, at limit if not before.
func valueEnd(text string, i, limit int) int {
	limit = min(limit, len(text))
	for i < limit && !endsValue(text[i]) && (text[i] != '&' || !nextPair(text, i+1)) {
		i++
	}
	return i
}

// nextPair reports whether a name and an equals sign stand at i, as behind the
// & of a query; any other & is a sign of a password.
func nextPair(text string, i int) bool {
	end := i
	for end < len(text) && end-i < maxName && (isNameByte(text[end]) || text[end] == '.') {
		end++
	}
	return end > i && end < len(text) && text[end] == '='
}

func endsValue(c byte) bool {
	switch c {
	case '"', '\'', '`', ',', ';', '|', '(', ')', '[', ']', '{', '}', '<', '>', '\\':
		return true
	default:
		return c <= ' '
	}
}

// placeholder tells values that name or describe a secret from secrets.
func placeholder(value string) bool {
	if value == "" || strings.IndexByte("$%*[{(<", value[0]) >= 0 {
		return true
	}
	if len(value) > 12 {
		return false
	}
	switch strings.ToLower(value) {
	case "null", "none", "true", "false", "undefined", "required", "optional", "string", "password", "secret", "token",
		"changeme", "invalid", "missing", "expired", "wrong", "incorrect", "example", "nil", "empty":
		return true
	default:
		return false
	}
}

// convincing tells whether a value can be what its name says. explicit values
// were written with an equals sign or in quotes, as programs do; behind a colon
// prose may follow.
func convincing(value string, power strength, explicit bool) bool {
	digit, upper, lower, sign, odd := false, false, false, false, false
	for _, c := range []byte(value) {
		switch {
		case isDigit(c):
			digit = true
		case c-'A' < 26:
			upper = true
		case c-'a' < 26:
			lower = true
		case c == '-', c == '\'', c >= utf8.RuneSelf:
		case base64.has(c):
			sign = true
		case power == tokenLike && (c == ' ' || c == '['):
			return false // A sentence, or a mark in it.
		default:
			sign, odd = true, true
		}
	}
	if power == passLike {
		return len(value) >= minPassword && (explicit || digit || sign)
	}
	if len(value) < minToken || !upper && !lower {
		return false
	}
	return digit || upper && lower && !odd && len(value) >= 16
}

// urlPassword returns the password of a URL whose authority begins at i, as in
// postgres://user:password@host; an end of 0 says none.
func urlPassword(text string, i int) (start, end int) {
	for ; i < len(text) && text[i] > ' '; i++ {
		switch text[i] {
		case ':':
			if start == 0 {
				start = i + 1
			}
		case '@':
			if start == 0 || start == i || text[start] == '[' {
				return 0, 0
			}
			return start, i
		case '/', '?', '#', '"', '\'', '<', '>', '[':
			return 0, 0
		}
	}
	return 0, 0
}
