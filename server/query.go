package server

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// unambiguous refuses an address that cannot be read whole or says one thing
// twice. The framework reads what it can and the first of each, so that a
// filter which was sent would not be asked, and nobody told.
func unambiguous(op *huma.Operation, u url.URL) error {
	if !utf8.ValidString(u.Path) {
		return errInvalid("id", "The path is not UTF-8: encode it as UTF-8 before the percent signs.")
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return errInvalid("", fmt.Sprintf("The query cannot be read (%s): encode what parameters hold, a semicolon as %%3B and a percent sign as %%25.", err))
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		switch all := query[name]; {
		case len(all) > 1 && !mayRepeat(op, name):
			return errInvalid(name, fmt.Sprintf("%s is sent %d times: send it once, and a list with commas.", name, len(all)))
		case !utf8.ValidString(name + strings.Join(all, "")):
			return errInvalid(name, "Its value is not UTF-8: encode it as UTF-8 before the percent signs.")
		}
	}
	return nil
}

// mayRepeat reports whether a parameter is one that is sent once for each item
// of its list.
func mayRepeat(op *huma.Operation, name string) bool {
	return slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.Name == name && p.Explode != nil && *p.Explode })
}
