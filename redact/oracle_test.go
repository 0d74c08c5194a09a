package redact

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// oracle finds the same with regular expressions and the standard library's
// parsers, written for clarity and sharing no code with the matchers. It knows
// no words around numbers; the generated texts hold none.
type oracle struct {
	uuid  *regexp.Regexp
	kinds []oracleKind
}

type oracleKind struct {
	kind   Kind
	re     *regexp.Regexp
	accept func(string) bool
}

func newOracle() oracle {
	always := func(string) bool { return true }
	return oracle{uuid: regexp.MustCompile(`\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b`), kinds: []oracleKind{
		{Email, regexp.MustCompile(`[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`), always},
		{Card, regexp.MustCompile(`\b\d{4}(?:[ -]?\d{4}){3}\b|\b3[47]\d{2}[ -]?\d{6}[ -]?\d{5}\b`), plainLuhn},
		{IBAN, regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b`), plainMod97},
		{IP, regexp.MustCompile(`\b\d{1,3}(?:\.\d{1,3}){3}\b|[0-9a-fA-F:]{3,}:[0-9a-fA-F]{1,4}\b`), parsesIP},
		{SSN, regexp.MustCompile(`\b\d{3}-\d{2}-\d{4}\b`), func(v string) bool {
			return v[:3] != "000" && v[:3] != "666" && v[0] != '9' && v[4:6] != "00" && v[7:] != "0000"
		}},
		{Phone, regexp.MustCompile(`\+[1-9]\d{0,2}(?:[ .-]?\d{1,4}){3,5}\b|\b0[1-9](?:[ .-]\d\d){4}\b|\(?\b\d{3}\)?[-. ]\d{3}[-.]\d{4}\b`), always},
		{Secret, regexp.MustCompile(`\bAKIA[A-Z0-9]{16}\b|\bghp_[A-Za-z0-9]{36}\b|\bsk-[A-Za-z0-9]{32,}\b|\beyJ[\w-]+\.[\w-]+\.[\w-]+|(?i:password)=[^\s&,;]{4,}`), always},
	}}
}

func (o oracle) find(text string) []Finding {
	text = o.uuid.ReplaceAllString(text, strings.Repeat("u", uuidLen))
	var found []Finding
	for _, k := range o.kinds {
		for _, at := range k.re.FindAllStringIndex(text, -1) {
			if k.accept(text[at[0]:at[1]]) {
				found = append(found, Finding{Kind: k.kind, Start: at[0], End: at[1]})
			}
		}
	}
	return found
}

func plainLuhn(v string) bool {
	v = strings.NewReplacer(" ", "", "-", "").Replace(v)
	sum := 0
	for i := range v {
		d, err := strconv.Atoi(v[len(v)-1-i : len(v)-i])
		if err != nil {
			return false
		}
		sum += d
		if i%2 == 1 {
			sum += d
			if d > 4 {
				sum -= 9
			}
		}
	}
	return sum%10 == 0
}

func plainMod97(v string) bool {
	v = strings.ReplaceAll(v, " ", "")
	var digits strings.Builder
	for _, c := range v[4:] + v[:4] {
		n, err := strconv.ParseInt(string(c), 36, 64)
		if err != nil {
			return false
		}
		fmt.Fprint(&digits, n)
	}
	n, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && n.Mod(n, big.NewInt(97)).Int64() == 1
}

func parsesIP(v string) bool {
	_, err := netip.ParseAddr(v)
	return err == nil
}

// generator writes texts of planted values and of numbers that are none.
type generator struct{ *rand.Rand }

func (g generator) digits(n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + g.IntN(10)))
	}
	return b.String()
}

func (g generator) pick(options ...string) string { return options[g.IntN(len(options))] }

func (g generator) number(from, to int) string { return strconv.Itoa(from + g.IntN(to-from)) }

// card completes a prefix to a number of this length with its Luhn digit.
func (g generator) card(prefix string, length int) string {
	body := prefix + g.digits(length-1-len(prefix))
	for d := range 10 {
		if v := body + strconv.Itoa(d); plainLuhn(v) {
			return v
		}
	}
	panic("no Luhn digit fits")
}

func (g generator) iban() string {
	body := g.pick("WEST", "BARC", "NWBK") + g.digits(14)
	for check := 2; check < 99; check++ {
		if v := fmt.Sprintf("GB%02d%s", check, body); plainMod97(v) {
			return v
		}
	}
	panic("no check digits fit")
}

func (g generator) planted() (Kind, string) {
	switch Kinds()[g.IntN(len(Kinds()))] {
	case Email:
		return Email, g.pick("ann", "bob.lee", "c_d+e") + g.digits(g.IntN(3)) + "@" + g.pick("example.com", "mail.example.org", "x-y.co.uk")
	case Card:
		v := g.card(g.pick("4", "51", "6011", "2221"), 16)
		sep := g.pick("", " ", "-")
		return Card, v[:4] + sep + v[4:8] + sep + v[8:12] + sep + v[12:]
	case Phone:
		switch g.IntN(4) {
		case 0:
			return Phone, "+33 6 " + g.digits(2) + " " + g.digits(2) + " " + g.digits(2) + " " + g.digits(2)
		case 1:
			return Phone, "+1" + g.number(200, 999) + g.digits(7)
		case 2:
			sep := g.pick(" ", ".", "-")
			return Phone, "0" + g.number(1, 9) + sep + g.digits(2) + sep + g.digits(2) + sep + g.digits(2) + sep + g.digits(2)
		default:
			return Phone, g.pick("(202) ", "415-", "646.") + g.number(200, 999) + "-" + g.digits(4)
		}
	case IBAN:
		v := g.iban()
		if g.IntN(2) == 0 {
			return IBAN, v[:4] + " " + v[4:8] + " " + v[8:12] + " " + v[12:16] + " " + v[16:20] + " " + v[20:]
		}
		return IBAN, v
	case IP:
		if g.IntN(3) == 0 {
			return IP, g.pick("2001:db8::", "fe80::", "2001:db8:1:2:3:4:5:") + strconv.FormatInt(1+g.Int64N(0xffff), 16)
		}
		return IP, g.number(1, 255) + "." + g.number(0, 255) + "." + g.number(0, 255) + "." + g.number(0, 255)
	case SSN:
		return SSN, g.number(100, 665) + "-" + g.number(10, 99) + "-" + g.number(1000, 9999)
	default:
		token := random36[g.IntN(4):][:32]
		return Secret, g.pick("AKIA"+strings.ToUpper(g.pick("abcdefgh", "ijklmnop"))+g.digits(8), "ghp_"+random36, "sk-"+token,
			"eyJhbGciOiJIUzI1NiJ9."+token+"."+token, "password="+token[:8])
	}
}

func (g generator) noise() string {
	switch g.IntN(12) {
	case 0:
		return g.number(1990, 2030) + "-0" + g.number(1, 9) + "-" + g.number(10, 28)
	case 1:
		return g.number(10, 23) + ":" + g.number(10, 59) + ":" + g.number(10, 59)
	case 2:
		return g.number(1, 999) + "," + g.digits(3) + "." + g.digits(2) + " EUR"
	case 3:
		return "INV-" + g.digits(6)
	case 4:
		return g.number(1, 9) + "." + g.digits(1) + "." + g.digits(1)
	case 5:
		return "1" + g.number(6, 8) + g.digits(11)
	case 6:
		return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", g.Uint32(), g.IntN(1<<16), g.IntN(1<<12), g.IntN(1<<12), g.Int64N(1<<48))
	case 7:
		return g.number(1, 28) + "/" + g.number(1, 12) + "/" + g.number(1990, 2030)
	default:
		return g.pick("the", "item", "is", "late:", "why", "(please)", "=", "ok,", "naïve", "日本", "a:b", "x@y")
	}
}

// TestAgreesWithOracle plants one value among noise, thousands of times: both
// must find exactly it. Where they differ on purpose, the table of kinds has
// the case (words around numbers, versions, card numbers of no issuer).
func TestAgreesWithOracle(t *testing.T) {
	g := generator{rand.New(rand.NewPCG(1, 2))}
	o := newOracle()
	for range 20000 {
		var parts []string
		for range g.IntN(5) {
			parts = append(parts, g.noise())
		}
		kind, value := g.planted()
		before := strings.Join(append(parts, "so "), " ")
		text := before + value + ", " + g.noise() + " " + g.noise()
		got := DefaultRules().Find(text)
		want := o.find(text)
		if !covers(want, got) || !covers(got, want) {
			t.Fatalf("%v %q in %q:\nmatchers %v\nregexps  %v", kind, value, text, quote(text, got), quote(text, want))
		}
		if !covers([]Finding{{Kind: kind, Start: len(before), End: len(before) + len(value)}}, got) {
			t.Fatalf("%v %q in %q found as %v", kind, value, text, quote(text, got))
		}
	}
}

// covers tells whether every finding of a overlaps one of its kind in b. Ends
// may differ: the oracle takes a name with the password given to it.
func covers(a, b []Finding) bool {
	for _, x := range a {
		ok := false
		for _, y := range b {
			ok = ok || x.Kind == y.Kind && x.Start < y.End && y.Start < x.End
		}
		if !ok {
			return false
		}
	}
	return true
}

func quote(text string, found []Finding) []string {
	var all []string
	for _, f := range found {
		all = append(all, f.Kind.String()+" "+strconv.Quote(text[f.Start:f.End]))
	}
	return all
}
