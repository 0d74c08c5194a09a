package duckdb

import (
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/store"
)

// Lists go to the engine as one text that it splits: bound as lists, every
// element costs some 5 µs, ten times as much as this way.

// listed is a query for the elements of a list that is not empty; listArgs
// are its parameters.
const listed = "(SELECT unnest(string_split(?, ?)))"

func listArgs(list []string) []any {
	separator := separatorOf(list)
	return []any{strings.Join(list, separator), separator}
}

// separatorOf is a text that is in no element. It begins with a mark that is
// nowhere else in it, so that no element together with a separator makes
// another.
func separatorOf(list []string) string {
	for n := 0; ; n++ {
		separator := "\x01" + strconv.Itoa(n) + "\x02"
		if !contain(list, separator) {
			return separator
		}
	}
}

func contain(list []string, part string) bool {
	for _, s := range list {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

// spanTable is a query for the spans of a question as (u, s, f, t); spanArgs
// are its parameters.
const spanTable = `(SELECT u, s, make_timestamp(f::BIGINT) AS f, make_timestamp(t::BIGINT) AS t FROM (SELECT
	unnest(string_split(?, ?)) AS u, unnest(string_split(?, ?)) AS s, unnest(string_split(?, ',')) AS f, unnest(string_split(?, ',')) AS t))`

func spanArgs(spans []store.UserSpan) []any {
	users, sessions := make([]string, len(spans)), make([]string, len(spans))
	from, to := make([]byte, 0, 17*len(spans)), make([]byte, 0, 17*len(spans))
	for i, span := range spans {
		users[i], sessions[i] = span.User, span.Session
		if i > 0 {
			from, to = append(from, ','), append(to, ',')
		}
		from, to = strconv.AppendInt(from, span.From.UnixMicro(), 10), strconv.AppendInt(to, span.To.UnixMicro(), 10)
	}
	return append(append(listArgs(users), listArgs(sessions)...), string(from), string(to))
}

// hull is the time that all spans together cover.
func hull(spans []store.UserSpan) (from, to time.Time) {
	for i, span := range spans {
		if i == 0 || span.From.Before(from) {
			from = span.From
		}
		if span.To.After(to) {
			to = span.To
		}
	}
	return from.UTC(), to.UTC()
}
