// Package ui is the dashboard, embedded as `npm run build` left it in dist.
// Its TypeScript is in src. It names no server: it speaks to the one that
// serves it, under /api/v1.
package ui

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files is the dashboard's build: index.html, which is the page at every path,
// and what it loads from assets/, whose names change with their content.
func Files() (fs.FS, error) {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("cannot open the dashboard's build: %w", err)
	}
	return files, nil
}
