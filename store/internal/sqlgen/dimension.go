package sqlgen

import (
	"fmt"
	"strings"

	"github.com/debrief-dev/debrief/store"
)

// breakdown is a dimension of a row f as SQL: a text that is empty where the
// row has no value, and the join it needs.
type breakdown struct{ value, join string }

func (b *builder) breakdowns(by []store.Dimension) ([]breakdown, error) {
	list := make([]breakdown, len(by))
	for i, dimension := range by {
		alias := fmt.Sprintf("d%d", i+1)
		switch dimension.Name {
		case store.ByProperty:
			list[i] = breakdown{"coalesce(" + alias + ".text, '')", "LEFT JOIN conversation_properties " + alias + " ON " + alias + ".project = f.project AND " +
				alias + ".conversation_code = f.conversation_code AND " + alias + ".ordinal = 0 AND " + alias + ".name = " + b.arg(dimension.Key)}
		case store.BySource:
			list[i] = breakdown{"coalesce(" + alias + ".source, '')", "LEFT JOIN (SELECT c.conversation_code, " + b.Rows("c.sources") +
				" AS source FROM conversations c WHERE c.project = " + project + ") " + alias + " ON " + alias + ".conversation_code = f.conversation_code"}
		case store.ByUserProperty:
			list[i] = b.trait(alias, "f.user_id", "NOT "+alias+".account", dimension.Key)
		case store.ByAccountProperty:
			list[i] = b.trait(alias, "f.account", alias+".account", dimension.Key)
		default:
			column, ok := dimensionColumn(dimension.Name)
			if !ok {
				return nil, invalid("there is no dimension %q", dimension.Name)
			}
			list[i].value = "f." + column
		}
	}
	return list, nil
}

func (b *builder) trait(alias, owner, kind, key string) breakdown {
	return breakdown{"coalesce(" + alias + ".text, '')", "LEFT JOIN traits " + alias + " ON " + alias + ".project = f.project AND " + kind +
		" AND " + alias + ".owner = " + owner + " AND " + alias + ".name = " + b.arg(key)}
}

func dimensionColumn(name store.DimensionName) (string, bool) {
	switch name {
	case store.ByAgent, store.ByVersion, store.ByModel, store.ByTopic, store.ByTheme, store.ByLanguage, store.ByAccount, store.ByEnvironment,
		store.ByOutcome, store.ByCurrency, store.ByWeek, store.ByNext:
		return string(name), true
	case store.ByUser:
		return "user_id", true
	case store.BySession:
		return "session_id", true
	default:
		return "", false
	}
}

// joins lists the joins, a line each, with a line break before every one.
func joins(list []breakdown) string {
	var text strings.Builder
	for _, one := range list {
		if one.join != "" {
			text.WriteString("\n" + one.join)
		}
	}
	return text.String()
}
