package arch

import (
	"os"
	"path"
	"regexp"
	"testing"
)

// TestWalks holds that each function that docs/walks.md names stands in the
// file that it names.
func TestWalks(t *testing.T) {
	t.Parallel()
	page := read(t, "docs/walks.md")
	steps := regexp.MustCompile("`([a-zA-Z0-9_./-]+\\.(?:go|tsx?)) ([A-Za-z]+)`").FindAllStringSubmatch(page, -1)
	if rows := regexp.MustCompile("(?m)^\\| `").FindAllString(page, -1); len(steps) < len(rows) || len(steps) == 0 {
		t.Errorf("%d of %d steps name a file and a function", len(steps), len(rows))
	}
	for _, step := range steps {
		if file, name := step[1], step[2]; !declares(file, name).MatchString(read(t, file)) {
			t.Errorf("%s has no function %s", file, name)
		}
	}
}

// declares is how a function, or a method, of that name is written.
func declares(file, name string) *regexp.Regexp {
	if path.Ext(file) == ".go" {
		return regexp.MustCompile(`(?m)^func (?:\([^)]*\) )?` + name + `[\[(]`)
	}
	return regexp.MustCompile(`(?m)^export (?:const|function|async function) ` + name + `\b`)
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
