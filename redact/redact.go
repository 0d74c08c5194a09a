// Package redact finds what must not be kept in a text: personal data and
// secrets. It is pure: text in, findings or a masked text out, no state, no
// clock, no log. Every function is safe for concurrent use.
//
// A text is read once. A byte class decides whether anything can begin (or, for
// an e-mail address, be centred) at a byte; only then a hand-written matcher
// looks at the few bytes around it, so the cost is linear in the length of the
// text whatever it holds. The tests hold the matchers against plain regular
// expressions.
//
// Masking is idempotent: a mark is never found again, and nothing becomes
// findable because its neighbour was masked.
package redact

import "strings"

// Kind is what a finding is. The list is closed; the zero value is no kind.
type Kind uint8

// The kinds, in the order [Kinds] returns them.
const (
	// Email is an e-mail address, also with its @ percent-encoded.
	Email Kind = iota + 1
	// Card is a payment card number: 13 to 19 digits with a valid Luhn digit
	// that an issuer could have given out, or that is written or named as one.
	Card
	// Phone is a telephone number in international form, in a common national
	// form, or in any form next to a word that says so.
	Phone
	// IBAN is a bank account number with its country's length and a valid
	// check (ISO 13616, modulo 97).
	IBAN
	// IP is an address of version 4 or 6.
	IP
	// SSN is a United States social security number.
	SSN
	// Secret is a credential: a token of a known format, a private key, or the
	// value given to a name like password or api_key.
	Secret
)

// Kinds returns every kind.
func Kinds() []Kind {
	return []Kind{Email, Card, Phone, IBAN, IP, SSN, Secret}
}

// String returns the name used in settings and marks, such as "email".
func (k Kind) String() string {
	return strings.Trim(k.Mark(), "[]")
}

// Mark returns the text that replaces a finding, such as "[email]".
func (k Kind) Mark() string {
	switch k {
	case Email:
		return "[email]"
	case Card:
		return "[card]"
	case Phone:
		return "[phone]"
	case IBAN:
		return "[iban]"
	case IP:
		return "[ip]"
	case SSN:
		return "[ssn]"
	case Secret:
		return "[secret]"
	default:
		return "[redacted]"
	}
}

// Finding is one place in a text: the bytes Start (included) to End (excluded),
// both at character boundaries.
type Finding struct {
	Kind       Kind
	Start, End int
}

// Rules says which kinds are looked for. The zero value looks for none.
type Rules struct {
	on uint16
}

// DefaultRules looks for every kind.
func DefaultRules() Rules {
	return NewRules(Kinds()...)
}

// NewRules looks for the kinds named.
func NewRules(kinds ...Kind) Rules {
	var r Rules
	for _, k := range kinds {
		r.on |= 1 << k
	}
	return r
}

// Has tells whether the kind is looked for.
func (r Rules) Has(k Kind) bool {
	return r.on&(1<<k) != 0
}

// Find returns what must not be kept, in order and without overlap; nil when
// there is nothing, in which case it does not allocate.
func (r Rules) Find(text string) []Finding {
	if r.on == 0 || text == "" {
		return nil
	}
	s := scan{text: text, rules: r, classes: classes()}
	s.run()
	return s.found
}

// Text returns the text with every finding replaced by its kind's mark, and how
// many there were. Without findings it returns the very same string and does
// not allocate. Bytes outside findings are kept as they are, valid UTF-8 or not.
func (r Rules) Text(text string) (string, int) {
	found := r.Find(text)
	if len(found) == 0 {
		return text, 0
	}
	var b strings.Builder
	b.Grow(len(text))
	kept := 0
	for _, f := range found {
		b.WriteString(text[kept:f.Start])
		b.WriteString(f.Kind.Mark())
		kept = f.End
	}
	b.WriteString(text[kept:])
	return b.String(), len(found)
}
