package redact

// scan is one reading of a text. Bytes before floor belong to a finding already
// made; matchers see the end of a mark there, as they would in the masked text,
// which is what makes masking idempotent.
type scan struct {
	text  string
	rules Rules
	floor int
	found []Finding
	num   number
	// urlEnd is where the last run of base64url signs ends.
	urlEnd int
	// urlStart and urlStop are where the password of the last URL stands: read
	// with the URL, taken when the scan gets there.
	urlStart, urlStop int
	classes           [256]class
}

// class says what can begin, or be centred, at a byte.
type class uint8

const (
	classNone class = iota
	classLetter
	classDigit
	classOpen
	classAt
	classPercent
	classColon
	classEquals
	classDash
)

// classes is returned by value: copying 256 bytes once per text is cheaper than
// comparing every byte with each trigger.
func classes() [256]class {
	t := [256]class{
		'+': classOpen, '(': classOpen, '@': classAt, '%': classPercent,
		':': classColon, '=': classEquals, '-': classDash,
		'0': classDigit, '1': classDigit, '2': classDigit, '3': classDigit, '4': classDigit,
		'5': classDigit, '6': classDigit, '7': classDigit, '8': classDigit, '9': classDigit,
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = classLetter, classLetter
	}
	return t
}

func (s *scan) run() {
	for i := 0; i < len(s.text); {
		switch s.classes[s.text[i]] {
		case classNone:
			i++
		case classLetter:
			i = s.word(i)
		case classDigit:
			i = s.digits(i)
		case classOpen:
			i = s.opener(i)
		case classAt:
			i = s.email(i, i+1)
		case classPercent:
			i = s.percent(i)
		case classColon:
			i = s.colon(i)
		case classEquals:
			i = s.equals(i)
		case classDash:
			i = s.dash(i)
		}
	}
}

// take records a finding and returns where to read on.
func (s *scan) take(kind Kind, start, end int) int {
	s.found = append(s.found, Finding{Kind: kind, Start: start, End: end})
	s.floor = end
	return end
}

// at returns the byte at i; before the floor the end of a mark, behind the text 0.
func (s *scan) at(i int) byte {
	if i < s.floor {
		if s.floor == 0 {
			return 0
		}
		return ']'
	}
	if i >= len(s.text) {
		return 0
	}
	return s.text[i]
}

// word reads a word that begins at i with a letter.
func (s *scan) word(i int) int {
	if s.rules.Has(Secret) {
		if start, end := s.secretWord(i); end > 0 {
			return s.take(Secret, start, end)
		}
	}
	if s.rules.Has(IBAN) && isDigit(s.at(i+2)) {
		if end := iban(s.text, i); end > 0 {
			return s.take(IBAN, i, end)
		}
	}
	for i < len(s.text) && s.classes[s.text[i]]-classLetter <= classDigit-classLetter {
		i++
	}
	return i
}

// digits reads a word that begins at i with a digit.
func (s *scan) digits(i int) int {
	if uuidAt(s.text, i) {
		return i + uuidLen
	}
	if s.joined(i) {
		return wordEnd(s.text, i)
	}
	n := &s.num
	n.gather(s.text, i)
	if n.digits >= minNumberDigits {
		if kind, end := s.number(n); end > 0 {
			return s.take(kind, i, end)
		}
	}
	return wordEnd(s.text, i)
}

// opener reads a number that begins with + or with a group in parentheses.
func (s *scan) opener(i int) int {
	if !s.rules.Has(Phone) || isAlnum(s.at(i-1)) {
		return i + 1
	}
	n := &s.num
	if !n.gatherOpen(s.text, i) {
		return i + 1
	}
	if end := s.phone(n, i); end > 0 {
		return s.take(Phone, i, end)
	}
	return i + 1
}

func (s *scan) percent(i int) int {
	if s.at(i+1) == '4' && s.at(i+2) == '0' {
		return s.email(i, i+3)
	}
	return i + 1
}

func (s *scan) colon(i int) int {
	if s.urlStop > 0 && s.urlStart == i+1 {
		return s.take(Secret, s.urlStart, s.urlStop)
	}
	if s.rules.Has(IP) {
		if start, end := s.ipv6(i); end > 0 {
			return s.take(IP, start, end)
		}
	}
	if !s.rules.Has(Secret) {
		return i + 1
	}
	if s.at(i+1) == '/' && s.at(i+2) == '/' {
		s.urlStart, s.urlStop = urlPassword(s.text, i+3)
		return i + 3
	}
	return s.equals(i)
}

func (s *scan) equals(i int) int {
	if s.rules.Has(Secret) {
		if start, end := s.assignment(i); end > 0 {
			return s.take(Secret, start, end)
		}
	}
	return i + 1
}

func (s *scan) dash(i int) int {
	if s.rules.Has(Secret) {
		if end := privateKey(s.text, i); end > 0 {
			return s.take(Secret, i, end)
		}
	}
	return i + 1
}

func isDigit(c byte) bool  { return c-'0' < 10 }
func isLetter(c byte) bool { return (c|0x20)-'a' < 26 }
func isAlnum(c byte) bool  { return isDigit(c) || isLetter(c) }

func isHex(c byte) bool { return isDigit(c) || (c|0x20)-'a' < 6 }

// wordEnd returns the first offset from i on that is no ASCII letter or digit.
func wordEnd(text string, i int) int {
	for i < len(text) && isAlnum(text[i]) {
		i++
	}
	return i
}

const uuidLen = 36

// uuidAt tells whether a UUID in its usual form begins at i: its groups of
// digits are no card, phone or social security number.
func uuidAt(text string, i int) bool {
	if len(text)-i < uuidLen || text[i+8] != '-' || text[i+13] != '-' || text[i+18] != '-' || text[i+23] != '-' {
		return false
	}
	for k := range uuidLen {
		if c := text[i+k]; c != '-' && !isHex(c) {
			return false
		}
	}
	return i+uuidLen == len(text) || !isAlnum(text[i+uuidLen])
}
