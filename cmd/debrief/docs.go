package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/server"
)

//go:generate go run . docs ../../docs --openapi ../../server/openapi.json

func docsCommand() command {
	return command{
		name: "docs", summary: "write the reference from the code",
		help: `
Docs writes the reference of this version into a folder, from the same tables
that the code runs on: events.md, metrics.md, filters.md, errors.md, cli.md and
openapi.json, the description of the HTTP API.

    debrief docs ./docs
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var openAPI string
			flags.StringVar(&openAPI, "openapi", "", "file for the description of the HTTP API; DIR/openapi.json when it is not named")
			return func(_ context.Context, io streams, args []string) error {
				if len(args) != 1 {
					return usage("name one folder to write to")
				}
				return writeDocs(io.out, args[0], openAPI) //nolint:contextcheck // requests bring their own context
			}
		},
	}
}

// page is one page of the reference.
type page struct {
	name  string
	write func(*bytes.Buffer)
}

func pages() []page {
	return []page{
		{"events.md", eventsPage}, {"metrics.md", metricsPage}, {"filters.md", filtersPage}, {"errors.md", errorsPage}, {"cli.md", cliPage},
	}
}

func writeDocs(w io.Writer, dir, openAPI string) error {
	const folderMode = 0o755
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return fmt.Errorf("cannot make the folder: %w", err)
	}
	files := make(map[string][]byte)
	var names []string
	for _, p := range pages() {
		var b bytes.Buffer
		p.write(&b)
		names = append(names, filepath.Join(dir, p.name))
		files[names[len(names)-1]] = b.Bytes()
	}
	if openAPI == "" {
		openAPI = filepath.Join(dir, "openapi.json")
	}
	document, err := server.OpenAPI(release)
	if err != nil {
		return err
	}
	names = append(names, openAPI)
	files[openAPI] = document
	for _, name := range names {
		const fileMode = 0o644
		if err = os.WriteFile(name, files[name], fileMode); err != nil {
			return fmt.Errorf("cannot %w", err)
		}
		fmt.Fprintln(w, name)
	}
	return nil
}

// generated is what every page begins with.
const generated = "<!-- Written by `make generate` from the code: change that, not this. -->\n\n"
