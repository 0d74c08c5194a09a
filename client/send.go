package client

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"
)

// How long to wait before a batch is sent again: twice as long each time, of
// which a random half, so that many senders do not come back together.
const (
	firstPause = 500 * time.Millisecond
	mostPause  = 30 * time.Second
	mostAsked  = 10 * time.Minute // that a server's Retry-After is followed
)

// send is the sender: it ends when the queue is closed and empty, or ctx ends.
func (c *Client) send(ctx context.Context) {
	defer close(c.done)
	for {
		batch, ok := c.queue.next(ctx)
		c.tellRefused()
		if !ok {
			break
		}
		c.deliver(ctx, batch)
	}
	if rest := c.queue.rest(); len(rest) > 0 {
		c.lose(rest, ErrClosed)
	}
}

// deliver sends events until the server has judged each or they are given up.
// What is too large is sent in halves.
func (c *Client) deliver(ctx context.Context, batch []item) {
	parts := [][]item{batch}
	for len(parts) > 0 {
		part := parts[0]
		parts = parts[1:]
		a, err := c.persist(ctx, part)
		var refused *AnswerError
		switch {
		case err == nil:
			c.settle(part, a)
		case errors.As(err, &refused) && refused.Status == http.StatusRequestEntityTooLarge && len(part) > 1:
			half := len(part) / 2
			parts = append([][]item{part[:half], part[half:]}, parts...)
		default:
			c.lose(part, err)
		}
	}
}

// persist sends events until it gets an answer that will not change by
// sending them again.
func (c *Client) persist(ctx context.Context, part []item) (*answer, error) {
	until := c.now().Add(c.options.Patience)
	for pause := firstPause; ; pause = min(2*pause, mostPause) {
		a, err := c.post(ctx, part)
		again, asked := retryable(err)
		switch {
		case ctx.Err() != nil && err != nil:
			return nil, fmt.Errorf("%w while sending: %w", ErrClosed, err)
		case !again:
			return a, err
		}
		next := pause/2 + rand.N(pause/2) //nolint:gosec // spreads load, hides nothing
		if asked > 0 {
			next = asked + rand.N(pause/2) //nolint:gosec // as above
		}
		if c.now().Add(next).After(until) {
			return nil, err
		}
		c.options.OnRetry(err)
		wait(ctx, next)
		c.tellRefused()
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%w before it could be sent again: %w", ErrClosed, err)
		}
	}
}

// retryable reports whether the same request may succeed later, and how long
// the server asks to wait.
func retryable(err error) (again bool, asked time.Duration) {
	var refused *AnswerError
	switch {
	case err == nil:
		return false, 0
	case !errors.As(err, &refused):
		return true, 0 // the network
	case refused.Status == http.StatusRequestTimeout, refused.Status == http.StatusTooManyRequests, refused.Status >= http.StatusInternalServerError:
		return true, refused.RetryAfter
	default:
		return false, 0
	}
}

// settle counts and tells what the server made of events.
func (c *Client) settle(part []item, a *answer) {
	became := Stats{Accepted: a.Accepted, Duplicate: a.Duplicate, Rejected: len(a.Rejected)}
	for _, r := range a.Rejected {
		c.options.OnReject(&Rejection{Event: part[r.Index].name, ID: part[r.Index].id, Code: r.Code, Field: r.Field, Message: r.Message})
	}
	c.queue.settle(part, became, nil)
}

// lose gives events up.
func (c *Client) lose(part []item, err error) {
	c.options.OnLost(Loss{Events: len(part), Err: err})
	c.queue.settle(part, Stats{Lost: len(part)}, err)
}

// tellRefused tells of calls that a full queue refused.
func (c *Client) tellRefused() {
	if n := c.queue.untold(); n > 0 {
		c.options.OnLost(Loss{Events: n, Err: ErrFull})
	}
}
