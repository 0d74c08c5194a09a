package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// sender posts bodies to one address over connections that are kept. It writes
// requests that are made beforehand and reads of an answer no more than its
// status and body: net/http's client costs as much processor as the server
// does, which would measure the generator.
type sender struct {
	address string
	secure  bool // TLS
	host    string
	head    []byte // of every request, up to the length of its body
	// taken says whether an answer acknowledges so many events.
	taken func(status int, answer []byte, events int) error

	mu   sync.Mutex
	idle []*wire
}

// answerWait is how long an answer may take.
const answerWait = 2 * time.Minute

// newSender makes a sender of JSON lines. Headers are whole lines.
func newSender(target string, headers ...string) (*sender, error) {
	u, err := url.Parse(target)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, fmt.Errorf("cannot send to %q: name it as http://HOST:PORT/PATH", target)
	}
	s := &sender{address: u.Host, secure: u.Scheme == "https", host: u.Hostname(), taken: anySuccess}
	if u.Port() == "" {
		s.address = net.JoinHostPort(u.Host, u.Scheme) // net knows the ports of both
	}
	lines := append([]string{"POST " + u.RequestURI() + " HTTP/1.1", "Host: " + u.Host, "Content-Type: application/x-ndjson"}, headers...)
	s.head = []byte(strings.Join(append(lines, "Content-Length: "), "\r\n"))
	return s, nil
}

// anySuccess takes the status's word.
func anySuccess(status int, answer []byte, _ int) error {
	const success, redirect = 200, 300
	if status < success || status >= redirect {
		return fmt.Errorf("answered with status %d: %.300s", status, answer)
	}
	return nil
}

// post sends a body of events and returns how long the answer took. Anything
// but the acknowledgement of all of them is an error.
func (s *sender) post(ctx context.Context, body []byte, events int) (time.Duration, error) {
	w, err := s.take(ctx)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	status, answer, err := w.exchange(s.head, body)
	took := time.Since(began)
	if err != nil {
		return took, errors.Join(err, w.conn.Close())
	}
	err = s.taken(status, answer, events)
	s.mu.Lock()
	s.idle = append(s.idle, w)
	s.mu.Unlock()
	return took, err
}

// take gives a connection that nobody uses, or another.
func (s *sender) take(ctx context.Context) (*wire, error) {
	s.mu.Lock()
	if n := len(s.idle); n > 0 {
		w := s.idle[n-1]
		s.idle = s.idle[:n-1]
		s.mu.Unlock()
		return w, nil
	}
	s.mu.Unlock()
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", s.address)
	if err != nil {
		return nil, err
	}
	if s.secure {
		conn = tls.Client(conn, &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12})
	}
	return &wire{conn: conn, in: bufio.NewReader(conn)}, nil
}

// wire is one connection.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
	head []byte
	body []byte // of the last answer
}

// exchange sends a request and reads its answer, which is valid until the next.
func (w *wire) exchange(head, body []byte) (status int, answer []byte, err error) {
	if err = w.conn.SetDeadline(time.Now().Add(answerWait)); err != nil {
		return 0, nil, err
	}
	w.head = strconv.AppendInt(append(w.head[:0], head...), int64(len(body)), 10)
	w.head = append(w.head, "\r\n\r\n"...)
	const small = 16 << 10 // one write is cheaper than one of two parts
	if len(body) <= small {
		w.head = append(w.head, body...)
		_, err = w.conn.Write(w.head)
	} else {
		_, err = (&net.Buffers{w.head, body}).WriteTo(w.conn)
	}
	if err != nil {
		return 0, nil, err
	}
	return w.answer()
}

func (w *wire) answer() (status int, body []byte, err error) {
	line, err := w.in.ReadSlice('\n')
	if err != nil {
		return 0, nil, err
	}
	_, rest, _ := bytes.Cut(line, []byte{' '})
	if status, err = strconv.Atoi(string(rest[:min(3, len(rest))])); err != nil {
		return 0, nil, fmt.Errorf("cannot read the status of %q", line)
	}
	length, chunked := 0, false
	for {
		if line, err = w.in.ReadSlice('\n'); err != nil {
			return status, nil, err
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte{':'})
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return status, nil, fmt.Errorf("cannot read the length of %q", line)
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = true
		}
	}
	if chunked {
		body, err = io.ReadAll(httputil.NewChunkedReader(w.in))
		if err == nil {
			_, err = w.in.ReadSlice('\n') // behind the last chunk
		}
		return status, body, err
	}
	w.body = append(w.body[:0], make([]byte, length)...)
	_, err = io.ReadFull(w.in, w.body)
	return status, w.body, err
}
