package ui_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/ui"
)

func files(t *testing.T) fs.FS {
	t.Helper()
	all, err := ui.Files()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func index(t *testing.T) string {
	t.Helper()
	page, err := fs.ReadFile(files(t), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

func TestIndexLoadsWhatIsEmbedded(t *testing.T) {
	links := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(index(t), -1)
	if len(links) < 2 {
		t.Fatalf("index.html loads %d files", len(links))
	}
	for _, link := range links {
		name, fromRoot := strings.CutPrefix(link[1], "/")
		if !fromRoot {
			t.Errorf("%s is not named from the root: index.html is served at every path", link[1])
		}
		if _, err := fs.Stat(files(t), name); err != nil {
			t.Errorf("index.html loads %s: %v", link[1], err)
		}
	}
}

// TestIndexHasNoInlineScript holds what a content security policy without
// unsafe-inline needs.
func TestIndexHasNoInlineScript(t *testing.T) {
	if inline := regexp.MustCompile(`<script[^>]*>[^<]+</script>|\son\w+=`).FindString(index(t)); inline != "" {
		t.Errorf("index.html has an inline script: %s", inline)
	}
}

func TestAssetsAreNamedByTheirContent(t *testing.T) {
	assets, err := fs.ReadDir(files(t), "assets")
	if err != nil {
		t.Fatal(err)
	}
	hashed := regexp.MustCompile(`-[A-Za-z0-9_-]{8}\.[a-z0-9]+$`)
	for _, asset := range assets {
		if !hashed.MatchString(asset.Name()) {
			t.Errorf("assets/%s carries no hash: browsers keep it for ever", asset.Name())
		}
	}
}
