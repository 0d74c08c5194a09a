package arch

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"
)

// TestBuildsBelongToTheirSources is the part of scripts/freshness.mjs that needs no Node: no source that a committed
// build was made from has changed since. The script sees new sources too.
func TestBuildsBelongToTheirSources(t *testing.T) {
	t.Parallel()
	root := os.DirFS("../..")
	records, err := fs.Glob(root, "*/dist/SOURCES.sha256")
	if err != nil || len(records) == 0 {
		t.Fatalf("committed builds: %v, %v", records, err)
	}
	for _, record := range records {
		for _, breach := range stale(root, record) {
			t.Error(breach)
		}
	}
}

func TestStale(t *testing.T) {
	t.Parallel()
	f := func(recorded, want string) {
		t.Helper()
		got := stale(fstest.MapFS{"web/dist/SOURCES.sha256": {Data: []byte(recorded)}, "web/src/a.ts": {Data: []byte("a")}}, "web/dist/SOURCES.sha256")
		if joined := strings.Join(got, "\n"); want == "" && joined != "" || !strings.Contains(joined, want) {
			t.Errorf("%q: got %q, want %q", recorded, joined, want)
		}
	}
	f("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  src/a.ts\n", "")
	f("3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  src/a.ts\n", "web/src/a.ts has changed since web/dist was built; run: npm --prefix web run build")
	f("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  src/b.ts\n", "web/dist was built from web/src/b.ts")
	f("", "names no source")
}

// stale compares the sources that a record names, in the form of sha256sum, with those that stand beside its build.
func stale(root fs.FS, record string) (found []string) {
	dist := path.Dir(record)
	folder := path.Dir(dist)
	recorded, err := fs.ReadFile(root, record)
	if err != nil {
		return []string{err.Error()}
	}
	if len(recorded) == 0 {
		return []string{record + " names no source"}
	}
	for line := range strings.Lines(string(recorded)) {
		want, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		name = path.Join(folder, name)
		source, err := fs.ReadFile(root, name)
		if err != nil {
			found = append(found, dist+" was built from "+name+": "+err.Error())
			continue
		}
		if sum := sha256.Sum256(source); hex.EncodeToString(sum[:]) != want {
			found = append(found, name+" has changed since "+dist+" was built; run: npm --prefix "+folder+" run build")
		}
	}
	return found
}
