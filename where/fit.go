package where

import (
	"fmt"
	"slices"
	"strings"
)

// fit checks a value for a field and operator, after the earlier values of the
// same list, and returns it as the field writes it.
func fit(info FieldInfo, op Op, earlier []Value, v Value) (Value, error) {
	v, err := v.normal()
	if err != nil {
		return Value{}, err
	}
	switch info.Type {
	case TypeString, TypeWord:
		return v, wantKind(info, v, KindString)
	case TypeEnum:
		return fitEnum(info, v)
	case TypeNumber:
		return v, fitNumber(info, v)
	case TypeBool:
		return v, wantKind(info, v, KindBool)
	case TypeTime:
		return v, wantKind(info, v, KindDay, KindInstant)
	default:
		return v, fitAny(info, op, earlier, v)
	}
}

func wantKind(info FieldInfo, v Value, kinds ...Kind) error {
	if slices.Contains(kinds, v.Kind) {
		return nil
	}
	return fmt.Errorf("%s is %s; write it as in %s", info.Name, described(info.Type), info.Example)
}

func fitEnum(info FieldInfo, v Value) (Value, error) {
	word := strings.ToLower(v.Text)
	if v.Kind == KindString && slices.Contains(info.Values, word) {
		return String(word), nil
	}
	written := v.text(info.Name)
	return Value{}, fmt.Errorf("%s is no %s; use %s%s",
		shortened(written), info.Name, list(info.Values), didYouMean(word, info.Values))
}

func fitNumber(info FieldInfo, v Value) error {
	if err := wantKind(info, v, KindNumber); err != nil {
		return err
	}
	normalised := info.Name == FieldRating || info.Name == FieldSatisfaction
	if normalised && (v.Number < 0 || v.Number > 1) {
		return fmt.Errorf("%s is normalised to 0..1, whatever its scale was", info.Name)
	}
	return nil
}

func fitAny(info FieldInfo, op Op, earlier []Value, v Value) error {
	if v.Kind == KindDay || v.Kind == KindInstant {
		return fmt.Errorf("%s is compared as text, not as a time", info.Name)
	}
	switch op {
	case OpLess, OpLessEqual, OpGreater, OpGreaterEqual:
		if v.Kind != KindNumber {
			return fmt.Errorf("%s compares numbers", op)
		}
	case OpContains, OpNotContains:
		if v.Kind != KindString {
			return fmt.Errorf("%s looks for text, in double quotes", op)
		}
	case OpIn, OpNotIn:
		if v.Kind == KindBool {
			return fmt.Errorf("%s takes text or numbers; true and false go with =", op)
		}
		if len(earlier) > 0 && earlier[0].Kind != v.Kind {
			return fmt.Errorf("a list is all text or all numbers; this one began with a %s", earlier[0].Kind)
		}
	default:
	}
	return nil
}
