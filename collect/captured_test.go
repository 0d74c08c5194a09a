package collect

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/event"
)

// captured are the requests with a body of a file of captures.
func captured(tb testing.TB, protocol, sdk string) []Request {
	tb.Helper()
	var all []Request
	for _, c := range capturedBy(tb, protocol, sdk) {
		all = append(all, c.Request)
	}
	return all
}

// capturedRequest is one request and where it was sent.
type capturedRequest struct {
	Request

	path string
}

// capturedBy reads a file of captures: what real SDKs sent, each after a line
// that begins with ###, its body already decompressed; one that is no text is
// in base64 below a line that says so.
func capturedBy(tb testing.TB, protocol, sdk string) []capturedRequest {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", protocol, sdk+".http"))
	if err != nil {
		tb.Fatal(err)
	}
	var all []capturedRequest
	for section := range bytes.SplitSeq(b, []byte("### ")) {
		_, text, found := bytes.Cut(section, []byte("\n"))
		if !found {
			continue
		}
		head, body, _ := strings.Cut(string(text), "\n\n")
		if body = strings.TrimSpace(body); body == "" {
			continue
		}
		req, err := http.ReadRequest(bufio.NewReader(strings.NewReader(head + "\n\n")))
		if err != nil {
			tb.Fatalf("%s: %v", sdk, err)
		}
		_, _ = io.Copy(io.Discard, req.Body)
		one := capturedRequest{Request{Body: []byte(body), ContentType: req.Header.Get("Content-Type"), Attributes: map[string]string{}}, req.URL.Path}
		for name := range req.Header {
			if attribute, found := strings.CutPrefix(name, "Ce-"); found {
				one.Attributes[strings.ToLower(attribute)] = req.Header.Get(name)
			}
		}
		if _, encoded, binary := strings.Cut(body, "base64 follows]\n"); binary {
			if one.Body, err = base64.StdEncoding.DecodeString(strings.TrimSpace(encoded)); err != nil {
				tb.Fatalf("%s: %v", sdk, err)
			}
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		tb.Fatalf("%s has no request", sdk)
	}
	return all
}

// decoder is what reads one protocol's requests.
type decoder interface {
	Decode(req Request) (Batch, error)
}

// toldBy is a line for each item of a request: its event or its fault.
func toldBy(t *testing.T, d decoder, req Request) string {
	t.Helper()
	batch, err := d.Decode(req)
	if err != nil {
		t.Fatalf("%s: %v", req.Body, err)
	}
	events, places, refused := batch.Normalize(arrival())
	lines := make([]string, len(batch.Entries))
	for i := range events {
		lines[places[i]] = toldEvent(&events[i])
	}
	for _, r := range refused {
		lines[r.Index] = "! " + string(r.Code) + " " + r.Field + ": " + r.Message
	}
	return strings.Join(lines, "\n")
}

// toldEvent is what an event says, without its time and what its SDK adds.
func toldEvent(e *event.Event) string {
	who := e.User
	if e.Anonymous != "" {
		who += "~" + e.Anonymous
	}
	words := []string{string(e.Kind), strconv.Quote(e.Name), who}
	for _, part := range []struct{ name, value string }{
		{"conversation", e.Conversation},
		{"session", e.Session},
		{"message", e.Message},
		{"account", e.Account},
		{"model", e.Model},
		{"rating", e.RatingRaw},
		{"scale", e.RatingScale},
		{"currency", e.Currency},
		{"text", e.Text},
	} {
		if part.value != "" && (part.name != "session" || e.Marks&event.SessionMissing == 0) {
			words = append(words, part.name+"="+part.value)
		}
	}
	if e.Kind == event.Span {
		words = append(words, toldSpan(e)...)
	}
	if e.Value != nil {
		words = append(words, fmt.Sprintf("value=%g", *e.Value))
	}
	if len(e.Properties) > 0 {
		words = append(words, string(e.Properties.AppendJSON(nil)))
	}
	return strings.Join(words, " ")
}

// toldSpan is what a span has besides, but for its time.
func toldSpan(e *event.Event) []string {
	var words []string
	if e.InputTokens != nil && e.OutputTokens != nil {
		words = append(words, fmt.Sprintf("tokens=%d+%d", *e.InputTokens, *e.OutputTokens))
	}
	for _, part := range []struct{ name, value string }{{"agent", strings.TrimPrefix(e.Agent, event.DefaultAgent)}, {"version", e.Version}, {"error", e.Error}} {
		if part.value != "" {
			words = append(words, part.name+"="+part.value)
		}
	}
	if e.LatencyMS != nil {
		words = append(words, "timed")
	}
	return words
}
