package where

import (
	"errors"
	"fmt"
)

// NewTerm makes a term from Go values, checked as [Parse] checks a written
// one. Any string prints safely, so input of a person needs no escaping.
func NewTerm(field Field, op Op, values ...Value) (Expr, error) {
	term, err := newTerm(field, op, values)
	if err != nil {
		return nil, fmt.Errorf("cannot build a term on %s: %w", field, err)
	}
	return term, nil
}

func newTerm(field Field, op Op, values []Value) (Term, error) {
	info, err := checkField(field)
	if err != nil {
		return Term{}, err
	}
	if err = checkOp(info, op); err != nil {
		return Term{}, err
	}
	if err = checkCount(op, len(values)); err != nil {
		return Term{}, err
	}
	term := Term{Field: field, Op: op}
	for _, value := range values {
		fitted, unfit := fit(info, op, term.Values, value)
		if unfit != nil {
			return Term{}, unfit
		}
		term.Values = append(term.Values, fitted)
	}
	return term, nil
}

// AllOf joins filters with and. Empty filters change nothing; without any
// other the result is nil.
func AllOf(exprs ...Expr) Expr {
	var of []Expr
	for _, e := range exprs {
		switch e := e.(type) {
		case nil:
		case And:
			of = append(of, e.Of...)
		default:
			of = append(of, e)
		}
	}
	switch len(of) {
	case 0:
		return nil
	case 1:
		return of[0]
	}
	return And{Of: of}
}

// AnyOf joins filters with or. An empty one among them, or none at all, makes
// the result nil, since every conversation then satisfies it.
func AnyOf(exprs ...Expr) Expr {
	var of []Expr
	for _, e := range exprs {
		switch e := e.(type) {
		case nil:
			return nil
		case Or:
			of = append(of, e.Of...)
		default:
			of = append(of, e)
		}
	}
	switch len(of) {
	case 0:
		return nil
	case 1:
		return of[0]
	}
	return Or{Of: of}
}

// SameTurn asks that e hold for one turn. An empty filter stays empty. It is
// an error if e holds a turn( … ) or a field of [LevelConversation].
func SameTurn(e Expr) (Expr, error) {
	if e == nil {
		return nil, nil
	}
	var err error
	Walk(e, func(x Expr) bool {
		switch x := x.(type) {
		case Turn:
			err = errors.Join(err, errNestedTurn)
		case Term:
			err = errors.Join(err, checkInTurn(x.Field))
		}
		return err == nil
	})
	if err != nil {
		return nil, fmt.Errorf("cannot ask for one turn: %w", err)
	}
	return Turn{X: e}, nil
}
