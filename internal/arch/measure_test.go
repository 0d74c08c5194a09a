package arch

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing"
	"testing/fstest"
	"text/tabwriter"

	gocmp "github.com/google/go-cmp/cmp"
)

// measured is what `make measure` says of one package. Lines are those written by hand.
type measured struct {
	files, code, tests   int
	exported, documented int
	knows, known         map[string]bool // packages of ours it imports, and that import it; tests do not count
}

// TestMeasure prints the figures of docs/decisions/structure.md. Bounds are held by the other tests.
func TestMeasure(t *testing.T) {
	t.Parallel()
	files, scripts := tree(t), scriptTree(t)
	w := &bytes.Buffer{}
	printPackages(w, packages(files))
	printContracts(w, contracts(files))
	printFunctions(w, functions(files))
	printRepeated(w, files, scripts)
	table := tabwriter.NewWriter(t.Output(), 0, 0, 2, ' ', tabwriter.AlignRight)
	if _, err := w.WriteTo(table); err != nil {
		t.Fatal(err)
	}
	if err := table.Flush(); err != nil {
		t.Fatal(err)
	}
}

func packages(files []file) map[string]*measured {
	found := map[string]*measured{}
	of := func(folder string) *measured {
		if found[folder] == nil {
			found[folder] = &measured{knows: map[string]bool{}, known: map[string]bool{}}
		}
		return found[folder]
	}
	for _, f := range files {
		p := of(f.folder)
		switch {
		case f.generated:
			continue
		case f.test:
			p.tests += f.lines
			continue
		}
		p.files++
		p.code += f.lines
		for _, e := range f.exports {
			p.exported++
			if e.doc {
				p.documented++
			}
		}
		for _, i := range f.imports {
			if to, ours := i.ours(); ours {
				p.knows[to] = true
				of(to).known[f.folder] = true
			}
		}
	}
	return found
}

func printPackages(w *bytes.Buffer, found map[string]*measured) {
	fmt.Fprintln(w, "package\tfiles\tcode\ttests\tper code\texported\tdocumented\tknows\tknown by\t")
	sum := measured{}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		p := found[name]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%.2f\t%d\t%d\t%d\t%d\t\n", name, p.files, p.code, p.tests, share(p.tests, p.code), p.exported, p.documented, len(p.knows), len(p.known))
		sum.files, sum.code, sum.tests = sum.files+p.files, sum.code+p.code, sum.tests+p.tests
		sum.exported, sum.documented = sum.exported+p.exported, sum.documented+p.documented
	}
	fmt.Fprintf(w, "%d packages\t%d\t%d\t%d\t%.2f\t%d\t%d\t\t\t\n\n", len(found), sum.files, sum.code, sum.tests, share(sum.tests, sum.code), sum.exported, sum.documented)
}

// contracted is one interface of ours: its methods, with those of its parts, and the types that have them all. Methods
// are compared by name, and a part that another module declares counts as one without methods.
type contracted struct {
	name                string
	methods, own, types int
}

func contracts(files []file) (found []contracted) {
	declared, have := map[string]contract{}, map[string]map[string]bool{}
	for _, f := range files {
		for _, c := range f.contracts {
			declared[c.name] = c
		}
		for _, fn := range f.funcs {
			key := f.folder + " " + fn.receiver
			if have[key] == nil {
				have[key] = map[string]bool{}
			}
			have[key][fn.name] = fn.receiver != ""
		}
	}
	for _, f := range files {
		for _, c := range f.contracts {
			all := whole(declared, c)
			if f.test || len(all) == 0 {
				continue
			}
			types := 0
			for _, has := range have {
				if !slices.ContainsFunc(all, func(name string) bool { return !has[name] }) {
					types++
				}
			}
			found = append(found, contracted{f.folder + "." + c.name, len(all), len(c.methods), types})
		}
	}
	return found
}

// whole gives the methods of an interface with those of the interfaces it is composed of.
func whole(declared map[string]contract, c contract) []string {
	all := slices.Clone(c.methods)
	for _, part := range c.parts {
		if p, ok := declared[part]; ok && part != c.name {
			all = append(all, whole(declared, p)...)
		}
	}
	return all
}

func printContracts(w *bytes.Buffer, found []contracted) {
	fmt.Fprintln(w, "interface\tmethods\tits own\ttypes that have them\t")
	for _, c := range found {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t\n", c.name, c.methods, c.own, c.types)
	}
	fmt.Fprintln(w)
}

func functions(files []file) (found []function) {
	for _, f := range files {
		for _, fn := range f.funcs {
			if !f.test && !f.generated {
				fn.name = f.path + " " + fn.name
				found = append(found, fn)
			}
		}
	}
	return found
}

// printFunctions names the ten longest and counts functions by their parameters.
func printFunctions(w *bytes.Buffer, of []function) {
	slices.SortStableFunc(of, func(a, b function) int { return cmp.Compare(b.lines, a.lines) })
	fmt.Fprintln(w, "function\tlines\tparameters\t")
	for _, f := range of[:min(10, len(of))] {
		fmt.Fprintf(w, "%s\t%d\t%d\t\n", f.name, f.lines, f.params)
	}
	with := map[int]int{}
	for _, f := range of {
		with[f.params]++
	}
	fmt.Fprintln(w, "\nparameters\tfunctions\t")
	for _, n := range slices.Sorted(maps.Keys(with)) {
		fmt.Fprintf(w, "%d\t%d\t\n", n, with[n])
	}
	fmt.Fprintln(w)
}

func printRepeated(w *bytes.Buffer, files, scripts []file) {
	kinds := map[string][]file{}
	sort := func(kind string, files []file) {
		for _, f := range files {
			switch {
			case f.generated:
			case f.test:
				kinds[kind+" tests"] = append(kinds[kind+" tests"], f)
			default:
				kinds[kind] = append(kinds[kind], f)
			}
		}
	}
	sort("Go", files)
	sort("TypeScript", scripts)
	fmt.Fprintf(w, "lines in a run of %d that stands elsewhere too\tof\t\n", run)
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		again, lines := 0, 0
		for _, n := range repeated(kinds[kind]) {
			again += n
		}
		for _, f := range kinds[kind] {
			lines += f.lines
		}
		fmt.Fprintf(w, "%s: %d\t%d\t\n", kind, again, lines)
	}
}

func share(part, of int) float64 { return float64(part) / float64(max(of, 1)) }

// TestMeasures holds the figures to a tree that is small enough to count by hand.
func TestMeasures(t *testing.T) {
	t.Parallel()
	thought := "a1()\n// why\nb2()\n\nc3()\nd4()\ne5()\nf6()\n"
	files, err := scan(fstest.MapFS{
		"event/a.go":      {Data: []byte("package event\n\n// A is told.\ntype A interface{ M(); N() }\ntype B interface{ A; O() }\nvar C = 1\nfunc d() {}\n")},
		"event/a_test.go": {Data: []byte("package event\nfunc E() {}\n")},
		"redact/a.go":     {Data: []byte("package redact\nimport \"" + module + "event\"\ntype t event.A\nfunc (t) M(a, b int) {}\nfunc (*t) N() {\n" + thought + "g7()\n" + thought + "}\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	all := packages(files)
	want := measured{files: 1, code: 7, tests: 2, exported: 3, documented: 1, knows: map[string]bool{}, known: map[string]bool{"redact": true}}
	if diff := gocmp.Diff(want, *all["event"], gocmp.AllowUnexported(measured{})); diff != "" {
		t.Errorf("event (-want +got)\n%s", diff)
	}
	if got, want := contracts(files), []contracted{{"event.A", 2, 2, 1}, {"event.B", 3, 1, 0}}; !slices.Equal(got, want) {
		t.Errorf("contracts: got %v, want %v", got, want)
	}
	if got := functions(files)[1]; got.name != "redact/a.go M" || got.params != 2 || got.receiver != "t" {
		t.Errorf("function: got %+v", got)
	}
	if got := repeated(files)["redact/a.go"]; got != 2*run {
		t.Errorf("repeated: %d lines, want %d", got, 2*run)
	}
}
