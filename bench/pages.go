package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
)

// assets matches what the dashboard's page loads before it shows anything.
var assets = regexp.MustCompile(`(?:src|href)="(/assets/[^"]+\.(?:js|css))"`)

// pages measures what a browser downloads: the tag, and the dashboard's page
// with the scripts and styles that it names.
func (b *bench) pages(ctx context.Context, s *server) error {
	_, tag, err := s.download(ctx, "/tag.js")
	if err != nil {
		return err
	}
	b.tell(figure{what: "the tag, gzipped", value: float64(tag), unit: "bytes", kind: size, bar: 4_096})
	page, total, err := s.download(ctx, "/")
	if err != nil {
		return err
	}
	for _, match := range assets.FindAllSubmatch(page, -1) {
		_, one, failed := s.download(ctx, string(match[1]))
		if failed != nil {
			return failed
		}
		total += one
	}
	b.tell(figure{what: "the dashboard's first page, gzipped", value: float64(total) / 1_000, unit: "kB", kind: size, bar: 300, note: "with the scripts and styles it names; each view loads its own besides"})
	return nil
}

// download returns a file and how many bytes of it went over the wire.
func (s *server) download(ctx context.Context, path string) (body []byte, sent int, err error) {
	fetch := func(encoding string) ([]byte, error) {
		req, failed := http.NewRequestWithContext(ctx, http.MethodGet, s.base+path, http.NoBody)
		if failed != nil {
			return nil, failed
		}
		req.Header.Set("Accept-Encoding", encoding) // set by us, it is not undone by the client
		resp, failed := s.client.Do(req)
		if failed != nil {
			return nil, failed
		}
		defer resp.Body.Close() //nolint:errcheck // it was read to its end
		if resp.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("%s: %s", path, resp.Status)
		}
		return io.ReadAll(resp.Body)
	}
	zipped, err := fetch("gzip")
	if err != nil {
		return nil, 0, err
	}
	body, err = fetch("identity")
	return body, len(zipped), err
}
