package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// AnswerError is an answer that did not take the events.
type AnswerError struct {
	Status     int
	Code       string        // of the problem (docs/errors.md); empty where something else answered
	Detail     string        // for a person
	RetryAfter time.Duration // zero where the server does not ask to wait
}

// Error is the detail with status and code.
func (e *AnswerError) Error() string {
	return fmt.Sprintf("client: the server answered %d %s: %s", e.Status, e.Code, e.Detail)
}

// answer is what the server made of a request's events.
type answer struct {
	Accepted  int `json:"accepted"`
	Duplicate int `json:"duplicate"`
	Rejected  []struct {
		Index   int    `json:"index"`
		Code    string `json:"code"`
		Field   string `json:"field"`
		Message string `json:"message"`
	} `json:"rejected"`
}

// fits reports whether the answer accounts for every event that was sent.
func (a *answer) fits(sent int) bool {
	for _, r := range a.Rejected {
		if r.Index < 0 || r.Index >= sent {
			return false
		}
	}
	return a.Accepted+a.Duplicate+len(a.Rejected) == sent
}

// minGzip is the least body that is worth compressing.
const minGzip = 1 << 10

// mostAnswer is how much of an answer is read: every event rejected.
const mostAnswer = 8 << 20

// post sends events once. An error that is no *AnswerError is the network's.
func (c *Client) post(ctx context.Context, part []item) (*answer, error) {
	body := envelope(part, c.now())
	compressed := !c.plain && len(body) >= minGzip
	if compressed {
		body = c.zip(body)
	}
	a, err := c.request(ctx, body, compressed, len(part))
	var refused *AnswerError
	if compressed && errors.As(err, &refused) && refused.Status == http.StatusUnsupportedMediaType {
		c.plain = true
		return c.post(ctx, part)
	}
	return a, err
}

func (c *Client) request(ctx context.Context, body []byte, compressed bool, sent int) (_ *answer, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.target, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("client: cannot make the request: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+c.options.Key)
	req.Header.Set("Content-Type", "application/json")
	if compressed {
		req.Header.Set("Content-Encoding", "gzip")
	}
	resp, err := c.options.HTTP.Do(req)
	if err != nil {
		return nil, fmt.Errorf("client: cannot send: %w", err)
	}
	defer resp.Body.Close() //nolint:errcheck // it is read
	text, err := io.ReadAll(io.LimitReader(resp.Body, mostAnswer))
	if err != nil {
		return nil, fmt.Errorf("client: cannot read the answer: %w", err)
	}
	return read(resp, text, sent)
}

// read tells an answer that judged the events from any other.
func read(resp *http.Response, text []byte, sent int) (*answer, error) {
	kind := resp.Header.Get("Content-Type")
	if judged := resp.StatusCode == http.StatusOK || resp.StatusCode == http.StatusUnprocessableEntity; judged && strings.HasPrefix(kind, "application/json") {
		var a answer
		if json.Unmarshal(text, &a) == nil && a.fits(sent) {
			return &a, nil
		}
	}
	refused := &AnswerError{Status: resp.StatusCode, Detail: "this is no answer of Debrief's: is Endpoint its address?", RetryAfter: asked(resp.Header)}
	var problem struct{ Code, Detail string }
	if strings.HasPrefix(kind, "application/problem+json") && json.Unmarshal(text, &problem) == nil {
		refused.Code, refused.Detail = problem.Code, problem.Detail
	}
	return nil, refused
}

// asked is how long Retry-After says to wait, in seconds.
func asked(h http.Header) time.Duration {
	d, err := time.ParseDuration(h.Get("Retry-After") + "s")
	if err != nil || d < 0 {
		return 0
	}
	return min(d, mostAsked)
}

// envelope is the body of a request. It says when it is sent by this clock,
// so that the server can tell how far that is off.
func envelope(part []item, now time.Time) []byte {
	const between = `{"sent_at":"","events":[]}`
	size := len(between) + len(time.RFC3339Nano)
	for i := range part {
		size += len(part[i].json) + 1
	}
	b := make([]byte, 0, size)
	b = append(b, `{"sent_at":"`...)
	b = now.UTC().AppendFormat(b, time.RFC3339Nano)
	b = append(b, `","events":[`...)
	for i := range part {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, part[i].json...)
	}
	return append(b, "]}"...)
}

// zip compresses a body. Only the sender does, so that it keeps its state.
func (c *Client) zip(body []byte) []byte {
	var b bytes.Buffer
	c.gzip.Reset(&b)
	_, err := c.gzip.Write(body)
	if err = errors.Join(err, c.gzip.Close()); err != nil {
		panic(err) // not reached: a buffer takes everything
	}
	return b.Bytes()
}
