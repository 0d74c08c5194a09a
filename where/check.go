package where

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxKey is the longest key of a property, in characters.
const MaxKey = 128

var (
	errNestedTurn = errors.New("turn( … ) cannot stand inside turn( … )")
	errNoKey      = errors.New(`a property needs a name, like prop.plan or prop."my key"`)
	errLongKey    = fmt.Errorf("a property's name has at most %d characters", MaxKey)
)

func checkField(f Field) (FieldInfo, error) {
	info, ok := f.Info()
	switch {
	case !ok:
		return FieldInfo{}, unknownField(string(f.Name))
	case !f.Name.keyed() && f.Key != "":
		return FieldInfo{}, unknownField(string(f.Name) + "." + f.Key)
	case !f.Name.keyed():
		return info, nil
	case f.Key == "":
		return FieldInfo{}, errNoKey
	case utf8.RuneCountInString(f.Key) > MaxKey:
		return FieldInfo{}, errLongKey
	case !utf8.ValidString(f.Key):
		return FieldInfo{}, errors.New("a property's name must be UTF-8")
	}
	return info, nil
}

func unknownField(written string) error {
	root, _, _ := strings.Cut(written, ".")
	var names []string
	for _, info := range Fields() {
		names = append(names, string(info.Name))
	}
	hint := didYouMean(root, names)
	if root == "property" || root == "properties" {
		hint = "; did you mean prop.X?"
	}
	if hint == "" {
		hint = "; the fields are " + strings.Join(names, ", ")
	}
	return fmt.Errorf("unknown field %q%s", shortened(written), hint)
}

func checkInTurn(f Field) error {
	info, ok := f.Info()
	if ok && info.Level == LevelConversation {
		return fmt.Errorf("%s belongs to the whole conversation and cannot stand inside turn( … )", f)
	}
	return nil
}

func checkOp(info FieldInfo, op Op) error {
	if slices.Contains(info.Ops, op) {
		return nil
	}
	return fmt.Errorf("%s is %s and takes no %s; use %s", info.Name, described(info.Type), op, opList(info))
}

// opList names the operators that apply.
func opList(info FieldInfo) string {
	ops := make([]string, len(info.Ops))
	for i, op := range info.Ops {
		ops[i] = string(op)
	}
	return list(ops)
}

func checkCount(op Op, n int) error {
	switch {
	case op == OpExists && n != 0:
		return errors.New("exists takes no value")
	case (op == OpIn || op == OpNotIn) && n == 0:
		return fmt.Errorf("%s needs at least one value", op)
	case op != OpExists && op != OpIn && op != OpNotIn && n != 1:
		return fmt.Errorf("%s needs exactly one value", op)
	}
	return nil
}

func described(t Type) string {
	switch t {
	case TypeString:
		return "text"
	case TypeEnum, TypeWord:
		return "a word"
	case TypeNumber:
		return "a number"
	case TypeBool:
		return "true or false"
	case TypeTime:
		return "a date or a time"
	default:
		return "a property"
	}
}

// list joins words as a sentence does: a, b or c.
func list(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
