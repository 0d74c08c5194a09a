package metric

import (
	"fmt"
	"slices"
)

// What metrics are dated by.
const (
	byPrompt     = "the prompt"
	byStart      = "the conversation's start"
	byRating     = "the rating"
	byConversion = "the conversion"
	byFirst      = "the user's first prompt"
)

// Find is the definition of that id, or ErrUnknownMetric.
func Find(id string) (Definition, error) {
	all := Catalogue()
	i := slices.IndexFunc(all, func(d Definition) bool { return d.ID == id })
	if i < 0 {
		return Definition{}, fmt.Errorf("%w %q", ErrUnknownMetric, id)
	}
	return all[i], nil
}

// Catalogue lists every metric, family by family.
func Catalogue() []Definition {
	return slices.Concat(adoption(), engagement(), quality(), satisfaction(), business(), operation())
}
