package where

import "fmt"

// The limits of a filter: its text, as given and as printed, how deep
// parentheses, not and turn( … ) nest, and how many terms it has.
const (
	MaxBytes = 8 << 10
	MaxDepth = 50
	MaxTerms = 200
)

// Parse reads a filter. The empty text, or blanks only, is nil: every
// conversation. A mistake, and anything over the limits, is an [*Error].
func Parse(text string) (Expr, error) {
	if len(text) > MaxBytes {
		return nil, newError(text, MaxBytes, "", fmt.Sprintf("a filter has at most %d bytes, this one %d", MaxBytes, len(text)))
	}
	p := parser{lexer: lexer{src: text}}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.token.kind == tokenEnd {
		return nil, nil
	}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.token.kind != tokenEnd {
		return nil, p.unexpected("and, or, or the end")
	}
	// Printing adds blanks and escapes; what was accepted once must stay so.
	if n := len(e.String()); n > MaxBytes {
		return nil, newError(text, len(text), "", fmt.Sprintf("a filter has at most %d bytes, this one %d when written out", MaxBytes, n))
	}
	return e, nil
}

// parser is a recursive descent with one token in hand.
type parser struct {
	lexer  lexer
	token  token
	depth  int
	terms  int
	inTurn bool
}

// ParseField reads the name of one field, as [Field.String] prints it.
func ParseField(text string) (Field, error) {
	p := parser{lexer: lexer{src: text}}
	if err := p.advance(); err != nil {
		return Field{}, err
	}
	field, _, err := p.field()
	if err == nil && p.token.kind != tokenEnd {
		err = p.unexpected("nothing more")
	}
	return field, err
}

func (p *parser) advance() error {
	t, err := p.lexer.next()
	if err != nil {
		return err
	}
	p.token = t
	return nil
}

// fail reports a mistake at t.
func (p *parser) fail(t token, message string) error {
	return newError(p.lexer.src, t.offset, t.text, message)
}

func (p *parser) unexpected(wanted string) error {
	return p.fail(p.token, fmt.Sprintf("expected %s, found %s", wanted, p.token.shown()))
}

func (p *parser) or() (Expr, error) { return p.joined("or", p.and, AnyOf) }

func (p *parser) and() (Expr, error) { return p.joined("and", p.not, AllOf) }

func (p *parser) joined(word string, member func() (Expr, error), join func(...Expr) Expr) (Expr, error) {
	var of []Expr
	for {
		e, err := member()
		if err != nil {
			return nil, err
		}
		of = append(of, e)
		if !p.token.is(word) {
			return join(of...), nil
		}
		if err = p.advance(); err != nil {
			return nil, err
		}
	}
}

func (p *parser) not() (Expr, error) {
	nests := p.token.kind == tokenOpen || p.token.is("not") || p.token.is("turn")
	if !nests {
		return p.term()
	}
	if p.depth == MaxDepth {
		return nil, p.fail(p.token, fmt.Sprintf("a filter nests at most %d deep", MaxDepth))
	}
	p.depth++
	defer func() { p.depth-- }()
	opening := p.token
	if opening.kind == tokenOpen {
		return p.group()
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if opening.is("turn") {
		return p.turn(opening)
	}
	e, err := p.not()
	if err != nil {
		return nil, err
	}
	return Not{X: e}, nil
}

// group reads what stands in parentheses, both included.
func (p *parser) group() (Expr, error) {
	opening := p.token
	if err := p.advance(); err != nil {
		return nil, err
	}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.token.kind == tokenEnd {
		return nil, p.fail(opening, "this parenthesis is never closed")
	}
	if p.token.kind != tokenClose {
		return nil, p.unexpected("and, or, or )")
	}
	return e, p.advance()
}

func (p *parser) turn(opening token) (Expr, error) {
	if p.inTurn {
		return nil, p.fail(opening, errNestedTurn.Error())
	}
	if p.token.kind != tokenOpen {
		return nil, p.unexpected("( after turn, as in turn(signal = slow)")
	}
	p.inTurn = true
	defer func() { p.inTurn = false }()
	e, err := p.group()
	if err != nil {
		return nil, err
	}
	return Turn{X: e}, nil
}
