package collect

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// detected is what the beginning of a file says about it.
type detected struct {
	format    Format
	delimiter byte // of a CSV
	lines     bool // JSON with a value a line; else in a list or one after the other
}

// detect finds out what a file is by what it begins with, never by its name.
func detect(beginning []byte, o FileOptions) (detected, error) {
	text := bytes.TrimSpace(beginning)
	if len(text) == 0 {
		return detected{format: NativeLines, lines: true}, nil
	}
	if o.Format == CSV {
		return detected{format: CSV, delimiter: delimiterOf(text)}, nil
	}
	if text[0] != '{' && text[0] != '[' && o.Format == "" {
		return detectCSV(text, o)
	}
	found := detected{format: o.Format, lines: inLines(text)}
	if o.Format != "" {
		return found, nil
	}
	var seen []string
	for _, names := range firstMembers(text, found.lines) {
		if found.format = formatOf(names); found.format != "" {
			return found, nil
		}
		if seen == nil {
			seen = names
		}
	}
	what := "JSON without any object"
	if seen != nil {
		what = "JSON whose first object has " + listed(seen)
	}
	return found, unknown(what)
}

func detectCSV(text []byte, o FileOptions) (detected, error) {
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	found := detected{format: CSV, delimiter: delimiterOf(text)}
	header := splitHeader(line, found.delimiter)
	_, err := columnsOf(header, o.Columns)
	if err == nil || len(o.Columns) > 0 { // whoever maps columns says that it is a table
		return found, err
	}
	for _, names := range firstMembers(text, true) { // of lines the first of which is broken
		if format := formatOf(names); format != "" {
			return detected{format: format, lines: true}, nil
		}
	}
	if len(header) < 2 { //nolint:mnd // one column is no table
		return found, unknown("text that is neither JSON nor a table")
	}
	reason := unknown("a table with the columns " + listed(header))
	if unmapped, ok := errors.AsType[*UnmappedTable](err); ok {
		unmapped.reason = reason
		return found, unmapped
	}
	return found, reason
}

// unknown says what was seen and what is understood.
func unknown(seen string) error {
	return fmt.Errorf("%w: %s. Understood are our own events (\"event\"), OpenAI chats (\"messages\"), ShareGPT (\"conversations\"), "+
		"ChatGPT's conversations.json (\"mapping\"), and CSV with a column for the conversation, the role and the content, or for the prompt and the response; "+
		"name the format, or map the columns, to have it read all the same", ErrUnknownFormat, seen)
}

// listed names the first few.
func listed(names []string) string {
	const most = 12
	quoted := make([]string, 0, most)
	for _, name := range names[:min(len(names), most)] {
		quoted = append(quoted, fmt.Sprintf("%q", clip(name)))
	}
	if len(names) > most {
		quoted = append(quoted, "…")
	}
	if len(quoted) == 0 {
		return "no member"
	}
	return strings.Join(quoted, ", ")
}

// formatOf is the format whose records have these members.
func formatOf(names []string) Format {
	has := func(name string) bool { return slices.Contains(names, name) }
	switch {
	case has("mapping"):
		return ChatGPT
	case has("conversations"):
		return ShareGPT
	case has("messages"), has("conversation"):
		return OpenAI
	case has("event"), has("type") && (has("user_id") || has("anonymous_id")):
		return NativeLines
	default:
		return ""
	}
}

// inLines reports whether every value has a line of its own: the first line is
// a whole object, or is none at all.
func inLines(text []byte) bool {
	line, _, several := bytes.Cut(text, []byte{'\n'})
	if text[0] != '{' || !several {
		return text[0] != '['
	}
	var n nesting
	for _, c := range line {
		n.pass(c)
	}
	return n.whole()
}

// firstMembers are the names of the members of each of the first objects, as
// far as the bytes reach. A line that is cut or broken does not hide the next.
func firstMembers(text []byte, lines bool) [][]string {
	const looked = 100
	var all [][]string
	for len(text) > 0 && len(all) < looked {
		part, rest := text, []byte(nil)
		if lines {
			part, rest, _ = bytes.Cut(text, []byte{'\n'})
		}
		start := bytes.IndexByte(part, '{')
		switch {
		case start < 0 && !lines:
			return all
		case start < 0, lines && len(bytes.TrimSpace(part[:start])) > 0:
			text = rest
			continue
		}
		names, length := memberNames(part[start:])
		all = append(all, names)
		if !lines {
			rest = text[start+length:]
		}
		text = rest
	}
	return all
}

// memberNames are the names of an object's own members and how long it is. The
// text may end within it.
func memberNames(text []byte) (names []string, length int) {
	var n nesting
	start, name := 0, ""
	for i, c := range text {
		before := n
		n.pass(c)
		switch {
		case n.depth == 0 && !n.quoted:
			return names, i + 1
		case n.depth != 1:
		case n.quoted && !before.quoted:
			start = i + 1
		case before.quoted && !n.quoted:
			name = string(text[start:i])
		case c == ':' && !n.quoted:
			names = append(names, name)
		}
	}
	return names, len(text)
}
