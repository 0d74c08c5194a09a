package server_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"testing"

	"github.com/debrief-dev/debrief/tag"
)

// sent is the tag as it comes over the wire.
type sent struct {
	status int
	header http.Header
	body   []byte
}

// tag gets the tag as a browser that understands some encodings and may know
// a script already.
func (h *harness) tag(encodings, known string) sent {
	h.Helper()
	r, err := http.NewRequestWithContext(h.Context(), http.MethodGet, h.url+"/tag.js", http.NoBody)
	if err != nil {
		h.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", encodings) // said by hand, the answer comes as it was sent
	if known != "" {
		r.Header.Set("If-None-Match", known)
	}
	answer, err := h.way.RoundTrip(r)
	if err != nil {
		h.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		h.Fatal(err)
	}
	return sent{answer.StatusCode, answer.Header, body}
}

func TestTheTagIsSentAsLightAsItIsMeasured(t *testing.T) {
	h := newHarness(t)
	plain := h.tag("identity", "")
	if !bytes.Equal(plain.body, tag.Script()) || plain.header.Get("Content-Encoding") != "" {
		t.Errorf("without gzip %d bytes are sent, want the %d of the script", len(plain.body), len(tag.Script()))
	}
	zipped := h.tag("gzip, deflate, br, zstd", "") // as browsers ask
	if len(zipped.body) > 4096 {
		t.Errorf("%d bytes are sent, want at most 4096", len(zipped.body))
	}
	reader, err := gzip.NewReader(bytes.NewReader(zipped.body))
	if err != nil {
		t.Fatal(err)
	}
	if script, readErr := io.ReadAll(reader); readErr != nil || !bytes.Equal(script, tag.Script()) {
		t.Errorf("what was sent is not the script: %v", readErr)
	}
	if got := zipped.header.Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("Access-Control-Allow-Origin = %q, want *", got)
	}
}

func TestCachesTellTheTagsEncodingsApart(t *testing.T) {
	h := newHarness(t)
	plain, zipped := h.tag("identity", "").header, h.tag("gzip", "").header
	if plain.Get("ETag") == zipped.Get("ETag") || plain.Get("Vary") != "Accept-Encoding" || zipped.Get("Vary") != "Accept-Encoding" {
		t.Errorf("a cache could take one encoding for the other: %v and %v", plain, zipped)
	}
	for _, known := range []string{plain.Get("ETag"), zipped.Get("ETag")} {
		if again := h.tag("gzip", known); again.status != http.StatusNotModified || len(again.body) > 0 {
			t.Errorf("known as %s it is answered with %d and %d bytes, want 304", known, again.status, len(again.body))
		}
	}
	if other := h.tag("gzip", `"an-older-one"`); other.status != http.StatusOK {
		t.Errorf("another script is answered with %d, want 200", other.status)
	}
}
