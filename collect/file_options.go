package collect

import (
	"fmt"
	"strings"
	"time"
)

// ColumnPairs reads what columns are to be taken for, as in "Question=prompt".
// The name of a column may hold an equals sign.
func ColumnPairs(pairs []string) (map[string]string, error) {
	columns := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		at := strings.LastIndexByte(pair, '=')
		if at < 1 || at == len(pair)-1 {
			return nil, fmt.Errorf("%q must be COLUMN=FIELD", clip(pair))
		}
		columns[pair[:at]] = pair[at+1:]
	}
	return columns, nil
}

// SetPairs reads what events are to be given that do not say it themselves, as
// in "agent_id=support".
func SetPairs(pairs []string) (map[string]string, error) {
	set := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		if name == "" || value == "" {
			return nil, fmt.Errorf("%q must be NAME=VALUE", clip(pair))
		}
		set[name] = value
	}
	return set, nil
}

// StartOfDay is where inferred times begin in a file that was last changed
// then.
func StartOfDay(changed time.Time, zone *time.Location) time.Time {
	year, month, day := changed.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, zone)
}
