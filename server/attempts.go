package server

import (
	"context"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// attemptWindow is how long wrong passwords are remembered, and the longest
// that anyone waits.
const attemptWindow = 15 * time.Minute

// How many wrong passwords a window takes. The first is a person who forgot;
// the second an office of them; the third, which a stranger needs many
// addresses to reach, guards one account from all of them together.
const (
	mostOfBoth    = 5
	mostOfAddress = 30
	mostOfAccount = 100
)

// verifyAtOnce is how many passwords are hashed at a time: each costs a
// processor for some 60 ms, which the events that come in need too.
const verifyAtOnce = 2

// attempt is one try at a password.
type attempt struct {
	s                      *Server
	both, address, account string
}

// verify reports whether the password is that of the person, and counts where
// it is not. It answers 429 without looking where there were too many. Whether
// the e-mail is known shows neither in the answer nor in the time it takes.
func (s *Server) verify(ctx context.Context, email string, hash []byte, password string) (bool, error) {
	select {
	case s.verifying <- struct{}{}:
		defer func() { <-s.verifying }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	account, address := "account "+control.Address(email), "address "+callerOf(ctx).address
	a := attempt{s: s, both: account + " " + address, address: address, account: account}
	if err := a.admit(ctx); err != nil {
		return false, err
	}
	if !s.PasswordCost.Fits(hash, password) {
		return false, a.failed(ctx)
	}
	return true, a.succeeded(ctx)
}

// admit refuses who must wait.
func (a *attempt) admit(ctx context.Context) error {
	now := a.s.Now()
	for _, limit := range []struct {
		of   string
		most int
	}{{a.both, mostOfBoth}, {a.address, mostOfAddress}, {a.account, mostOfAccount}} {
		n, until, err := a.s.Control.Failures(ctx, limit.of, now)
		if err != nil {
			return err
		}
		if n >= limit.most {
			p := problem("too_many_attempts", "Too many wrong passwords: try again in "+minutes(until.Sub(now))+
				". A sign-in link works at once: ask an owner, or run `debrief user link EMAIL`.")
			p.retryAfter = int((until.Sub(now) + time.Second - 1) / time.Second)
			return p
		}
	}
	return nil
}

func (a *attempt) failed(ctx context.Context) error {
	for _, of := range []string{a.both, a.address, a.account} {
		if err := a.s.Control.AddFailure(ctx, of, a.s.Now(), attemptWindow); err != nil {
			return err
		}
	}
	return nil
}

// succeeded forgets what was counted of the person. The address keeps its
// count: else whoever has an account could guess on at those of others.
func (a *attempt) succeeded(ctx context.Context) error {
	for _, of := range []string{a.both, a.account} {
		if err := a.s.Control.ForgetFailures(ctx, of); err != nil {
			return err
		}
	}
	return nil
}

// minutes is a wait in words.
func minutes(d time.Duration) string {
	text := strings.TrimSuffix((d + time.Minute - 1).Truncate(time.Minute).String(), "m0s")
	if text == "1" {
		return "a minute"
	}
	return text + " minutes"
}
