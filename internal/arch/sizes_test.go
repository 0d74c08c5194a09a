package arch

import (
	"cmp"
	"slices"
	"testing"
)

// Bounds of the style guide. The linter holds the hardest ones (file ≤ 500, function ≤ 60) line by line; here are
// those that only the whole tree has.
const (
	fileMedian  = 150
	fileMost    = 500
	functionP90 = 30
)

// TestSizes measures what is written by hand and shipped: no tests, nothing generated. Lines are as an editor counts them.
func TestSizes(t *testing.T) {
	t.Parallel()
	var lines []int
	var funcs []function
	for _, f := range tree(t) {
		if f.test || f.generated {
			continue
		}
		lines = append(lines, f.lines)
		for _, fn := range f.funcs {
			fn.name = f.path + " " + fn.name
			funcs = append(funcs, fn)
		}
	}
	holdFiles(t, "Go", lines)
	if len(funcs) == 0 {
		t.Fatal("no functions found")
	}
	slices.SortFunc(funcs, func(a, b function) int { return cmp.Compare(a.lines, b.lines) })
	p90, longest := funcs[len(funcs)*9/10], funcs[len(funcs)-1]
	t.Logf("%d functions: median %d lines, p90 %d, longest %d (%s)", len(funcs), funcs[len(funcs)/2].lines, p90.lines, longest.lines, longest.name)
	if p90.lines > functionP90 {
		t.Errorf("functions' 90th percentile is %d lines, at most %d", p90.lines, functionP90)
	}
}

// TestScriptSizes holds TypeScript to the same bounds, folder by folder.
func TestScriptSizes(t *testing.T) {
	t.Parallel()
	folders := map[string][]int{}
	for _, f := range scriptTree(t) {
		if !f.test && !f.generated {
			folders[f.folder] = append(folders[f.folder], f.lines)
		}
	}
	for folder, lines := range folders {
		holdFiles(t, folder, lines)
	}
}

func holdFiles(t *testing.T, what string, lines []int) {
	t.Helper()
	if len(lines) == 0 {
		t.Fatalf("%s: no files found", what)
	}
	slices.Sort(lines)
	median, most := lines[len(lines)/2], lines[len(lines)-1]
	t.Logf("%s: %d files: median %d lines, longest %d", what, len(lines), median, most)
	if median > fileMedian {
		t.Errorf("%s: files' median is %d lines, at most %d", what, median, fileMedian)
	}
	if most > fileMost {
		t.Errorf("%s: the longest file has %d lines, at most %d", what, most, fileMost)
	}
}
