package contract

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Transport checks every answer that passes through it.
type Transport struct {
	Document *Document
	Next     http.RoundTripper
	Breach   func(error) // is told what breaks the contract
}

// RoundTrip passes a request on. The answer's body is read as a whole before
// it is handed over, but for server-sent events, which have no end.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.Next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	a := Answer{Request: r, Status: resp.StatusCode, Header: resp.Header}
	if !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		raw, failed := io.ReadAll(resp.Body)
		closed := resp.Body.Close()
		resp.Body = &read{bytes.NewReader(raw), failed}
		if failed != nil || closed != nil {
			return resp, nil //nolint:nilerr // it broke off, as its reader finds: there is nothing to hold
		}
		if a.Body, err = plain(resp.Header, raw); err != nil {
			t.Breach(fmt.Errorf("%s %s: %w", r.Method, r.URL, err))
			return resp, nil
		}
	}
	if err = t.Document.Check(a); err != nil {
		t.Breach(fmt.Errorf("%s %s: %d: %w", r.Method, r.URL, a.Status, err))
	}
	return resp, nil
}

// read is a body that was read already, with how that ended.
type read struct {
	*bytes.Reader

	err error
}

// Read ends as the reading before did.
func (b *read) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if errors.Is(err, io.EOF) && b.err != nil {
		err = b.err
	}
	return n, err
}

// Close has nothing to do.
func (*read) Close() error { return nil }

// plain is a body without its compression; never nil.
func plain(h http.Header, raw []byte) ([]byte, error) {
	if h.Get("Content-Encoding") != "gzip" || len(raw) == 0 {
		return append([]byte{}, raw...), nil
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("the body is no gzip: %w", err)
	}
	return io.ReadAll(unzipped)
}
