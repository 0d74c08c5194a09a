package arch

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

const module = "github.com/debrief-dev/debrief/"

// file is what the rules and figures need to know of one file. Of a TypeScript file only its size and text are read.
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
	exports   []export
	text      []string // its lines
}

type imported struct {
	path  string
	blank bool
}

type function struct {
	name     string
	receiver string // the type it is a method of
	lines    int
	params   int
}

// contract is an interface: the methods it declares itself, and the names of the interfaces it is composed of.
type contract struct {
	name    string
	methods []string
	parts   []string
}

// export is an exported name at the top of a file: a function, a type, a constant or a variable, no method or field.
type export struct {
	name string
	doc  bool // it has a comment, or its group has
}

// scan parses every Go file of the module. It walks the tree instead of asking `go list`, which shows only the files
// of one platform, and whose reading go test cannot see when it decides whether a cached result still holds.
func scan(tree fs.FS) (files []file, err error) {
	err = walk(tree, func(name string, src []byte) error {
		if path.Ext(name) != ".go" {
			return nil
		}
		f, failed := parse(name, src)
		files = append(files, f)
		return failed
	})
	return files, err
}

// scanScripts gives the TypeScript files, by the folder at the root. Their insides are the type checker's business.
func scanScripts(tree fs.FS) (files []file, err error) {
	err = walk(tree, func(name string, src []byte) error {
		if path.Ext(name) != ".ts" && path.Ext(name) != ".tsx" {
			return nil
		}
		folder, _, _ := strings.Cut(name, "/")
		head, _, _ := bytes.Cut(src, []byte("\n\n"))
		files = append(files, file{
			path: name, folder: folder, test: strings.Contains(name, ".test."), generated: bytes.Contains(head, []byte("generated")),
			lines: bytes.Count(src, []byte("\n")), text: strings.Split(string(src), "\n"),
		})
		return nil
	})
	return files, err
}

// walk gives every file of the tree that holds code of this module.
func walk(tree fs.FS, visit func(name string, src []byte) error) error {
	return fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && skipped(tree, name):
			return fs.SkipDir
		case d.IsDir() || !slices.Contains([]string{".go", ".ts", ".tsx"}, path.Ext(name)):
			return nil
		}
		src, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		return visit(name, src)
	})
}

// skipped tells the folders that hold no code of this module: as `go list` does it, and what .gitignore names.
func skipped(tree fs.FS, name string) bool {
	base := path.Base(name)
	switch {
	case name == ".":
		return false
	case base[0] == '.' || base[0] == '_' || base == "testdata" || base == "node_modules" || base == "dist":
		return true
	case name == "bin" || name == "data" || name == "tmp":
		return true
	}
	_, err := fs.Stat(tree, path.Join(name, "go.mod"))
	return err == nil
}

func parse(name string, src []byte) (file, error) {
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
		text:      strings.Split(string(src), "\n"),
	}
	for _, spec := range syntax.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return file{}, err
		}
		f.imports = append(f.imports, imported{path: p, blank: spec.Name != nil && spec.Name.Name == "_"})
	}
	for _, d := range syntax.Decls {
		f.exports = append(f.exports, exported(d)...)
	}
	for node := range ast.Preorder(syntax) {
		switch n := node.(type) {
		case *ast.FuncDecl:
			if n.Name.Name == "init" && n.Recv == nil {
				f.inits++
			}
			lines := set.Position(n.End()).Line - set.Position(n.Pos()).Line + 1
			f.funcs = append(f.funcs, function{n.Name.Name, receiver(n), lines, n.Type.Params.NumFields()})
		case *ast.TypeSpec:
			if i, ok := n.Type.(*ast.InterfaceType); ok {
				f.contracts = append(f.contracts, declared(n.Name.Name, i))
			}
		}
	}
	return f, nil
}

// receiver names the type that a function is a method of.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	for node := range ast.Preorder(f.Recv.List[0].Type) {
		if id, ok := node.(*ast.Ident); ok {
			return id.Name
		}
	}
	return ""
}

func declared(name string, i *ast.InterfaceType) contract {
	c := contract{name: name}
	for _, field := range i.Methods.List {
		for _, n := range field.Names {
			c.methods = append(c.methods, n.Name)
		}
		switch part := field.Type.(type) {
		case *ast.Ident:
			c.parts = append(c.parts, part.Name)
		case *ast.SelectorExpr:
			c.parts = append(c.parts, part.Sel.Name)
		}
	}
	return c
}

// exported gives the exported names that a declaration makes.
func exported(d ast.Decl) (found []export) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil && d.Name.IsExported() {
			found = append(found, export{d.Name.Name, d.Doc != nil})
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() {
					found = append(found, export{s.Name.Name, d.Doc != nil || s.Doc != nil})
				}
			case *ast.ValueSpec:
				for _, n := range s.Names {
					if n.IsExported() {
						found = append(found, export{n.Name, d.Doc != nil || s.Doc != nil || s.Comment != nil})
					}
				}
			}
		}
	}
	return found
}

// ours gives the folder of an import of this module.
func (i imported) ours() (string, bool) {
	return strings.CutPrefix(i.path, module)
}
