package where

import (
	"fmt"
	"strings"
)

func (p *parser) term() (Expr, error) {
	if p.terms++; p.terms > MaxTerms {
		return nil, p.fail(p.token, fmt.Sprintf("a filter has at most %d terms", MaxTerms))
	}
	field, info, err := p.field()
	if err != nil {
		return nil, err
	}
	op, err := p.op(info, field)
	if err != nil {
		return nil, err
	}
	t := Term{Field: field, Op: op}
	switch op {
	case OpExists:
	case OpIn, OpNotIn:
		t.Values, err = p.list(info, op)
	default:
		var v Value
		v, err = p.value(info, op, nil)
		t.Values = []Value{v}
	}
	if err != nil {
		return nil, err
	}
	return t, nil
}

func (p *parser) field() (Field, FieldInfo, error) {
	t := p.token
	if (t.kind != tokenWord && t.kind != tokenKey) || isKeyword(t.text) {
		return Field{}, FieldInfo{}, p.unexpected("a field, like agent")
	}
	field := fieldOf(t)
	info, err := checkField(field)
	if err == nil && p.inTurn {
		err = checkInTurn(field)
	}
	if err != nil {
		return Field{}, FieldInfo{}, p.fail(t, err.Error())
	}
	return field, info, p.advance()
}

// fieldOf reads a field's name; whether there is such a field is for
// checkField to say.
func fieldOf(t token) Field {
	root, key, dotted := strings.Cut(t.text, ".")
	whole := Field{Name: Name(t.text)}
	family := Name(root + ".X")
	switch {
	case !family.keyed(), !dotted && root != "prop":
		return whole
	case t.kind == tokenKey && strings.HasPrefix(key, `"`):
		return Field{Name: family, Key: t.value}
	case t.kind == tokenKey, key != "" && !isBareKey(key):
		return whole
	default:
		return Field{Name: family, Key: key}
	}
}

func (p *parser) op(info FieldInfo, field Field) (Op, error) {
	start := p.token
	var op Op
	switch {
	case start.kind == tokenOp:
		op = Op(start.text)
	case start.is("in"):
		op = OpIn
	case start.is("exists"):
		op = OpExists
	case start.is("not"):
		if err := p.advance(); err != nil {
			return "", err
		}
		if p.token.is("exists") {
			return "", p.fail(start, fmt.Sprintf("write not %s exists", field))
		}
		if !p.token.is("in") {
			return "", p.unexpected("in after not")
		}
		op = OpNotIn
	default:
		return "", p.unexpected(fmt.Sprintf("%s after %s", opList(info), field))
	}
	if err := checkOp(info, op); err != nil {
		return "", p.fail(start, err.Error())
	}
	return op, p.advance()
}

// list reads the values of in, with their parentheses.
func (p *parser) list(info FieldInfo, op Op) ([]Value, error) {
	if p.token.kind != tokenOpen {
		return nil, p.unexpected(fmt.Sprintf("( and a list of values after %s", op))
	}
	opening := p.token
	var values []Value
	for {
		// Past the parenthesis at first, then past a comma.
		if err := p.advance(); err != nil {
			return nil, err
		}
		v, err := p.value(info, op, values)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
		switch p.token.kind {
		case tokenComma:
		case tokenClose:
			return values, p.advance()
		case tokenEnd:
			return nil, p.fail(opening, "this list is never closed")
		default:
			return nil, p.unexpected("a comma or ) in the list")
		}
	}
}

func (p *parser) value(info FieldInfo, op Op, earlier []Value) (Value, error) {
	t := p.token
	switch t.kind {
	case tokenString, tokenLiteral, tokenWord:
	default:
		return Value{}, p.unexpected("a value, as in " + info.Example)
	}
	v, err := literal(t, info)
	if err == nil {
		v, err = fit(info, op, earlier, v)
	}
	if err != nil {
		return Value{}, p.fail(t, err.Error())
	}
	return v, p.advance()
}
