package arch

import (
	"slices"
	"strings"
)

// run is how many lines in a row must stand twice to count as repeated: fewer are how the language is written.
const run = 6

// place is a line of a file; its number counts from 1.
type place struct {
	path string
	line int
}

// repeated finds the lines that belong to a run of lines that stands word for word in a second place. Blank lines,
// comments, imports and lone brackets are passed over: a run of them repeats no thought.
func repeated(files []file) map[string]int {
	seen := map[string][]place{}
	said := map[string][]place{}
	for _, f := range files {
		lines, places := telling(f)
		said[f.path] = places
		for i := range len(lines) - run + 1 {
			key := strings.Join(lines[i:i+run], "\n")
			seen[key] = append(seen[key], place{f.path, i})
		}
	}
	marked := map[place]bool{}
	for _, at := range seen {
		if len(at) < 2 {
			continue
		}
		for _, p := range at {
			for _, line := range said[p.path][p.line : p.line+run] {
				marked[line] = true
			}
		}
	}
	counts := map[string]int{}
	for p := range marked {
		counts[p.path]++
	}
	return counts
}

// telling gives the lines of a file that say something, and where each stands.
func telling(f file) (lines []string, places []place) {
	imports := false
	for i, line := range f.text {
		line = strings.Join(strings.Fields(line), " ")
		imports = line == "import (" || imports && line != ")"
		said := strings.ContainsFunc(line, func(r rune) bool { return r == '_' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' })
		comment := slices.ContainsFunc([]string{"//", "/*", "* "}, func(mark string) bool { return strings.HasPrefix(line, mark) })
		if said && !comment && !imports && !strings.HasPrefix(line, "import ") {
			lines, places = append(lines, line), append(places, place{f.path, i + 1})
		}
	}
	return lines, places
}
