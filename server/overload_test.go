package server_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// allocated is what was allocated while something was done. Its tests are not
// parallel, so that nobody else allocates.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// sends posts events one at a time and wants each accepted.
func (h *harness) sends(prefix string, n int) {
	h.Helper()
	for i := range n {
		got := h.do(http.MethodPost, "/t", writeKey, fmt.Sprintf(`[{"id":"%s-%d","event":"seen"}]`, prefix, i))
		if got.status != http.StatusOK || !strings.HasPrefix(string(got.body), `{"accepted":1,`) {
			h.Fatalf("%d %s", got.status, got.body)
		}
	}
}

// Senders that announce large bodies and then send hardly anything cost little
// and keep nobody waiting, however many they are.
func TestSlowSendersStarveNobody(t *testing.T) { //nolint:paralleltest // see allocated
	const slow, most = 200, 64 << 20
	h := newHarness(t)
	used := allocated(func() {
		for range slow {
			var dialer net.Dialer
			conn, err := dialer.DialContext(t.Context(), "tcp", strings.TrimPrefix(h.url, "http://"))
			must(t, err)
			t.Cleanup(func() { _ = conn.Close() })
			_, err = io.WriteString(conn, "POST /t?k="+writeKey+" HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n[{\"event\":")
			must(t, err)
		}
		h.sends("beside-slow", 20)
	})
	if used > most {
		t.Errorf("%d MB were allocated", used>>20)
	}
}

// A small body that unzips to a large one is refused once it is larger than a
// body may be, and nobody else is kept waiting.
func TestZipBombsStarveNobody(t *testing.T) { //nolint:paralleltest // see allocated
	const bombs, unzipped = 8, 1 << 30
	const most = bombs * unzipped / 8 // the bodies as sent are a few MB each, and what else the process does counts too
	var zipped bytes.Buffer
	z, err := gzip.NewWriterLevel(&zipped, gzip.BestSpeed)
	must(t, err)
	zeros := make([]byte, 1<<20)
	for range unzipped / len(zeros) {
		_, err = z.Write(zeros)
		must(t, err)
	}
	must(t, z.Close())
	h := newHarness(t)
	used := allocated(func() {
		var all sync.WaitGroup
		for range bombs {
			all.Go(func() {
				header := http.Header{"Content-Encoding": {"gzip"}, "Authorization": {"Bearer " + writeKey}}
				if got := h.send(http.MethodPost, "/t", header, zipped.String()); got.status != http.StatusRequestEntityTooLarge {
					t.Errorf("%d %s", got.status, got.body)
				}
			})
		}
		h.sends("beside-bombs", 20)
		all.Wait()
	})
	if used > most {
		t.Errorf("%d MB were allocated", used>>20)
	}
}
