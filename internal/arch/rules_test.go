package arch

import (
	"fmt"
	"slices"
	"strings"
)

// rules are the ways to break the architecture. Each returns what it found, one line a breach.
func rules() map[string]func([]file) []string {
	return map[string]func([]file) []string{
		"table":       checkTable,
		"peers":       checkPeers,
		"confinement": checkConfinement,
		"wiring":      checkWiring,
		"pure":        checkPure,
		"names":       checkNames,
		"init":        checkInit,
		"blank":       checkBlank,
		"doc":         checkDoc,
		"contracts":   checkContracts,
	}
}

func checkTable(files []file) (found []string) {
	for _, f := range files {
		r, ok := lookup(f.folder)
		if !ok {
			found = append(found, fmt.Sprintf("%s: package %s has no row in the table: add one with its reason, or make it a file of the package it serves", f.path, f.folder))
			continue
		}
		if f.test || r.may == "*" {
			continue
		}
		for _, i := range f.imports {
			if to, ours := i.ours(); ours && to != f.folder && !within(r.folder, r.may, to) {
				found = append(found, fmt.Sprintf("%s imports %s: %s may import [%s], since: %s", f.path, to, r.folder, r.may, r.why))
			}
		}
	}
	return found
}

func checkPeers(files []file) (found []string) {
	for _, f := range files {
		from, _, _ := strings.Cut(f.folder, "/")
		for _, i := range f.imports {
			path, ours := i.ours()
			to, _, _ := strings.Cut(path, "/")
			if ours && !f.test && from != to && listed(peers, from) && listed(peers, to) {
				found = append(found, fmt.Sprintf("%s imports %s: %s never import one another", f.path, path, peers))
			}
		}
	}
	return found
}

func checkConfinement(files []file) (found []string) {
	for _, f := range files {
		for _, i := range f.imports {
			for _, c := range confinements() {
				// Tests may serve and start programs; a driver is confined even from them.
				exempt := f.test && !strings.Contains(c.prefix, ".")
				if below(i.path, c.prefix) && !exempt && !belowAny(f.folder, c.folders) {
					found = append(found, fmt.Sprintf("%s imports %s, which only [%s] may: %s", f.path, i.path, c.folders, c.why))
				}
			}
		}
	}
	return found
}

func checkWiring(files []file) (found []string) {
	for _, f := range files {
		for _, i := range f.imports {
			to, ours := i.ours()
			if !ours || f.test || !listed(wired, to) {
				continue
			}
			allowed := slices.ContainsFunc(strings.Fields(wiredBy), func(by string) bool { return strings.HasPrefix(f.path, by) })
			if !allowed {
				found = append(found, fmt.Sprintf("%s imports %s: a driver is chosen in [%s] and nowhere else", f.path, to, wiredBy))
			}
		}
	}
	return found
}

func checkPure(files []file) (found []string) {
	for _, f := range files {
		if f.test || !listed(pure, f.folder) {
			continue
		}
		for _, i := range f.imports {
			if listed(impure, i.path) {
				found = append(found, fmt.Sprintf("%s imports %s: %s is pure, it takes values and returns values", f.path, i.path, f.folder))
			}
		}
	}
	return found
}

func checkNames(files []file) (found []string) {
	for _, f := range files {
		if listed(banned, strings.TrimSuffix(f.pkg, "_test")) {
			found = append(found, fmt.Sprintf("%s: package %s: name it for what it provides", f.path, f.pkg))
		}
	}
	return found
}

func checkInit(files []file) (found []string) {
	for _, f := range files {
		if f.inits > 0 {
			found = append(found, f.path+": func init(): build the value where it is used and pass it")
		}
	}
	return found
}

// checkBlank refuses imports for their effect alone, but for a directive, data of the
// standard library and the drivers where they are confined.
func checkBlank(files []file) (found []string) {
	harmless := "embed time/tzdata"
	for _, f := range files {
		for _, i := range f.imports {
			driver := slices.ContainsFunc(confinements(), func(c confined) bool {
				return strings.Contains(c.prefix, ".") && below(i.path, c.prefix)
			})
			if i.blank && !listed(harmless, i.path) && !driver {
				found = append(found, fmt.Sprintf("%s: import _ %q: nothing registers itself here", f.path, i.path))
			}
		}
	}
	return found
}

func checkDoc(files []file) (found []string) {
	documented := map[string]bool{}
	for _, f := range files {
		if !f.test {
			documented[f.folder] = documented[f.folder] || f.doc
		}
	}
	for folder, ok := range documented {
		if !ok {
			found = append(found, folder+": no package comment: say what it provides and what it guarantees")
		}
	}
	slices.Sort(found)
	return found
}

// checkContracts counts the methods an interface declares: a larger contract is composed of small ones, so that what
// needs one part can ask for that part.
func checkContracts(files []file) (found []string) {
	for _, f := range files {
		for _, c := range f.contracts {
			if n := len(c.methods); !f.test && n > interfaceMost {
				found = append(found, fmt.Sprintf("%s: interface %s declares %d methods, at most %d: compose it of smaller ones", f.path, c.name, n, interfaceMost))
			}
		}
	}
	return found
}

// lookup finds the row of a folder: its own, or the row that covers the folders below it.
func lookup(folder string) (row, bool) {
	for _, r := range table() {
		root, deep := strings.CutSuffix(r.folder, "/...")
		if folder == root || deep && below(folder, root) {
			return r, true
		}
	}
	return row{}, false
}

// within tells whether a row that covers root/... imports inside itself, or what it may.
func within(root, may, to string) bool {
	dir, deep := strings.CutSuffix(root, "/...")
	return listed(may, to) || deep && below(to, dir)
}

func listed(list, word string) bool { return slices.Contains(strings.Fields(list), word) }

func below(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

func belowAny(path, roots string) bool {
	return slices.ContainsFunc(strings.Fields(roots), func(root string) bool { return below(path, root) })
}
