package duckdb

import "github.com/debrief-dev/debrief/event"

// readProperties reads what event.Properties.AppendJSON wrote: one compact
// object, sorted by name. It shares the text. Anything else goes the long way
// through a JSON reader.
func readProperties(to *event.Properties, text string) error {
	if text == "{}" {
		*to = nil
		return nil
	}
	properties, ok := splitProperties(text)
	if !ok {
		return to.UnmarshalJSON([]byte(text))
	}
	*to = properties
	return nil
}

// splitProperties cuts an object into its members; false where it is not
// written as AppendJSON does.
func splitProperties(text string) (event.Properties, bool) {
	if len(text) < 2 || text[0] != '{' || text[len(text)-1] != '}' {
		return nil, false
	}
	var properties event.Properties
	for rest := text[1:]; ; {
		end := valueEnd(rest)
		if end >= len(rest) || rest[end] != ':' {
			return nil, false
		}
		name, ok := event.Value(rest[:end]).Text()
		if !ok || (len(properties) > 0 && name <= properties[len(properties)-1].Name) {
			return nil, false
		}
		rest = rest[end+1:]
		end = valueEnd(rest)
		if end == 0 || end >= len(rest) {
			return nil, false
		}
		properties = append(properties, event.Property{Name: name, Value: event.Value(rest[:end])})
		switch last := end == len(rest)-1; {
		case rest[end] == '}' && last:
			return properties, true
		case rest[end] != ',':
			return nil, false
		}
		rest = rest[end+1:]
	}
}

// valueEnd is where the first value of s ends: at a mark outside strings,
// objects and arrays that belongs to what is around it.
func valueEnd(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			if i = stringEnd(s, i); i < 0 {
				return len(s)
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
		case ':', ',':
			if depth == 0 {
				return i
			}
		}
	}
	return len(s)
}

// stringEnd is where the string that begins at i has its closing mark; -1
// where it has none.
func stringEnd(s string, i int) int {
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}
