package where

// Expr is a filter: one of [And], [Or], [Not], [Turn] and [Term]. A nil Expr
// is the empty filter, which every conversation satisfies.
//
// Trees from [Parse], [AllOf], [AnyOf], [SameTurn] and [NewTerm] are in normal
// form: And and Or have at least two members, none of them of their own kind.
// For these Parse(e.String()) equals e, within the limits of [Parse].
type Expr interface {
	// String is the canonical text.
	String() string

	sealed()
}

// And holds if each of its members holds.
type And struct{ Of []Expr }

// Or holds if at least one of its members holds.
type Or struct{ Of []Expr }

// Not holds if X, which is never nil, does not.
type Not struct{ X Expr }

// Turn holds if there is one turn for which X, which is never nil, holds.
type Turn struct{ X Expr }

// Term compares one field. Values is nil for [OpExists], has one or more
// members of one kind for [OpIn] and [OpNotIn], and exactly one otherwise.
type Term struct {
	Field  Field
	Op     Op
	Values []Value
}

func (And) sealed()  {}
func (Or) sealed()   {}
func (Not) sealed()  {}
func (Turn) sealed() {}
func (Term) sealed() {}

// Walk calls visit for e and then, if visit returned true, for what it holds,
// in the order of the text. An empty filter is not visited.
func Walk(e Expr, visit func(Expr) bool) {
	if e == nil || !visit(e) {
		return
	}
	switch e := e.(type) {
	case And:
		for _, x := range e.Of {
			Walk(x, visit)
		}
	case Or:
		for _, x := range e.Of {
			Walk(x, visit)
		}
	case Not:
		Walk(e.X, visit)
	case Turn:
		Walk(e.X, visit)
	}
}

// Mentions reports whether a term of e compares the named field; of a
// property such as [FieldProp], any key counts.
func Mentions(e Expr, name Name) bool {
	found := false
	Walk(e, func(x Expr) bool {
		if term, ok := x.(Term); ok && term.Field.Name == name {
			found = true
		}
		return !found
	})
	return found
}
