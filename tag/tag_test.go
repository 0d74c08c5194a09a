package tag_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/tag"
)

// maxGzipped is the weight a page pays at most for the tag, in bytes.
const maxGzipped = 4096

func TestScriptIsLight(t *testing.T) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = w.Write(tag.Script()); err != nil {
		t.Fatal(err)
	}
	if err = w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes, %d gzipped, of %d", len(tag.Script()), b.Len(), maxGzipped)
	if b.Len() > maxGzipped || b.Len() < maxGzipped/10 {
		t.Errorf("the tag has %d bytes gzipped, want at most %d and more than a stub", b.Len(), maxGzipped)
	}
}

func TestETagNamesTheScript(t *testing.T) {
	if got := tag.ETag(); !regexp.MustCompile(`^"[0-9a-f]{32}"$`).MatchString(got) {
		t.Errorf("ETag() = %s, want 32 hexadecimal digits in quotes", got)
	}
	sum := sha256.Sum256(tag.Script())
	if got := tag.ETag(); !strings.HasPrefix(hex.EncodeToString(sum[:]), strings.Trim(got, `"`)) {
		t.Errorf("ETag() = %s is not of this script", got)
	}
	script := tag.Script()
	script[0] ^= 0xff
	if bytes.Equal(script, tag.Script()) {
		t.Error("a caller can change the script for everybody")
	}
}
