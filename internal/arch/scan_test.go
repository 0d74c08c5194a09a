package arch

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

const module = "github.com/debrief-dev/debrief/"

// file is what the rules need to know of one Go file.
type file struct {
	path      string // slash-separated, relative to the module
	folder    string
	pkg       string
	test      bool
	generated bool
	doc       bool // has a package comment
	inits     int
	lines     int
	imports   []imported
	funcs     []function
	contracts []contract
}

type imported struct {
	path  string
	blank bool
}

type function struct {
	name  string
	lines int
}

// contract is an interface and the methods it declares itself: those of embedded interfaces are theirs.
type contract struct {
	name    string
	methods int
}

// scan parses every Go file of the module. It walks the tree instead of asking `go list`, which shows only the files
// of one platform, and whose reading go test cannot see when it decides whether a cached result still holds.
func scan(tree fs.FS) ([]file, error) {
	var files []file
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && skipped(tree, name):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		f, err := parse(tree, name)
		files = append(files, f)
		return err
	})
	return files, err
}

// skipped tells the folders that hold no code of this module: as `go list` does it, and what .gitignore names.
func skipped(tree fs.FS, name string) bool {
	base := path.Base(name)
	switch {
	case name == ".":
		return false
	case base[0] == '.' || base[0] == '_' || base == "testdata" || base == "node_modules":
		return true
	case name == "bin" || name == "data" || name == "tmp":
		return true
	}
	_, err := fs.Stat(tree, path.Join(name, "go.mod"))
	return err == nil
}

func parse(tree fs.FS, name string) (file, error) {
	src, err := fs.ReadFile(tree, name)
	if err != nil {
		return file{}, err
	}
	set := token.NewFileSet()
	syntax, err := parser.ParseFile(set, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return file{}, err
	}
	f := file{
		path:      name,
		folder:    path.Dir(name),
		pkg:       syntax.Name.Name,
		test:      strings.HasSuffix(name, "_test.go"),
		generated: ast.IsGenerated(syntax),
		doc:       syntax.Doc != nil,
		lines:     bytes.Count(src, []byte("\n")),
	}
	for _, spec := range syntax.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return file{}, err
		}
		f.imports = append(f.imports, imported{path: p, blank: spec.Name != nil && spec.Name.Name == "_"})
	}
	for node := range ast.Preorder(syntax) {
		switch n := node.(type) {
		case *ast.FuncDecl:
			if n.Name.Name == "init" && n.Recv == nil {
				f.inits++
			}
			f.funcs = append(f.funcs, function{n.Name.Name, set.Position(n.End()).Line - set.Position(n.Pos()).Line + 1})
		case *ast.TypeSpec:
			if i, ok := n.Type.(*ast.InterfaceType); ok {
				f.contracts = append(f.contracts, contract{n.Name.Name, methods(i)})
			}
		}
	}
	return f, nil
}

func methods(i *ast.InterfaceType) (n int) {
	for _, field := range i.Methods.List {
		n += len(field.Names)
	}
	return n
}

// ours gives the folder of an import of this module.
func (i imported) ours() (string, bool) {
	return strings.CutPrefix(i.path, module)
}
